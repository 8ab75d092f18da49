"""Post is a row of the action, handed over once, after its commit; what cannot be handed over is kept with its error."""

from datetime import timedelta

import pytest
from django.test import override_settings

from jishi.kernel import clock, post
from jishi.kernel.errors import Refused
from jishi.kernel.models import Post
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON, together

ADAPTERS = {"mail": "sample", "sms": "none"}


@pytest.fixture(autouse=True)
def handed() -> object:
    """An adapter that keeps what it was handed, and refuses what is of the kind `bad`."""
    taken: list[str] = []

    def hand_over(row: Post) -> None:
        if row.kind == "bad":
            raise ConnectionError("refused by the server")
        taken.append(row.id)

    post.adapter("sample")(hand_over)
    with override_settings(POST_ADAPTERS=ADAPTERS):
        yield taken


def send(kind: str = "sample.hello", **how: object) -> Post:
    return act(post.send, "per_1", kind, {"order": "ord_1"}, **{"language": "en"} | how)


@pytest.mark.django_db
def test_it_waits_until_it_is_delivered(handed: list[str]) -> None:
    with clock.at(NOON):
        row = send(language="zh-Hant")
    found = Post.objects.get()
    assert (found.person, found.kind, found.params, found.language, found.channel, found.at, found.sent_at) == (
        "per_1", "sample.hello", {"order": "ord_1"}, "zh-Hant", "mail", NOON, None
    )  # fmt: skip
    assert handed == []
    with clock.at(NOON + HOUR):
        assert [post.deliver(), post.deliver()] == [1, 0]
    assert handed == [row.id]
    found = Post.objects.get()
    assert (found.sent_at, found.error) == (NOON + HOUR, "")


@pytest.mark.django_db
def test_a_refused_action_sends_nothing(handed: list[str]) -> None:
    def refused() -> None:
        post.send("per_1", "sample.hello", {}, language="en")
        raise Refused

    with pytest.raises(Refused):
        act(refused)
    assert (post.deliver(), handed) == (0, [])


@pytest.mark.django_db
def test_the_oldest_goes_first_and_no_more_than_asked(handed: list[str]) -> None:
    ids = []
    for hours in (3, 1, 2):
        with clock.at(NOON + hours * HOUR):
            ids.append(send().id)
    assert post.deliver(2) == 2
    assert handed == [ids[1], ids[2]]
    assert post.deliver(2) == 1


@pytest.mark.django_db
def test_what_is_refused_is_kept_with_its_error_and_holds_up_no_other(handed: list[str]) -> None:
    bad, good, lost = send("bad"), send(), send(channel="sms")
    assert [post.deliver(), post.deliver()] == [3, 0]
    assert handed == [good.id]
    assert dict(Post.objects.values_list("id", "error")) == {
        bad.id: "ConnectionError: refused by the server", good.id: "", lost.id: "RuntimeError: no gateway for sms is configured"
    }  # fmt: skip
    assert set(Post.objects.exclude(sent_at=None).values_list("id", flat=True)) == {good.id}


@pytest.mark.django_db
def test_a_channel_that_is_none_is_an_error_of_its_message(handed: list[str]) -> None:
    send(channel="pigeon")
    post.deliver()
    assert Post.objects.get().error == "KeyError: 'pigeon'"


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_sent_once_its_lease_is_over(handed: list[str]) -> None:
    row = send()
    assert [one.id for one in act(post._lease, 10)] == [row.id]
    assert (post.deliver(), handed) == (0, [])
    Post.objects.update(leased_until=clock.real() - timedelta(seconds=1))
    assert (post.deliver(), handed) == (1, [row.id])


@pytest.mark.django_db
def test_a_lease_goes_by_the_real_clock(handed: list[str]) -> None:
    with clock.at(NOON):
        send()
        act(post._lease, 10)
    before = clock.real()
    assert before < Post.objects.get().leased_until <= before + post.LEASE


@pytest.mark.django_db
def test_a_language_that_we_do_not_speak_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="fr"):
        send(language="fr")
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_in_demonstration_the_row_is_the_mailbox() -> None:
    with override_settings(POST_ADAPTERS={"mail": "mailbox"}):
        send()
        assert post.deliver() == 1
    assert Post.objects.get().sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_workers_hand_each_over_once(handed: list[str]) -> None:
    ids = act(lambda: [post.send("per_1", "sample.hello", {}, language="en").id for _ in range(60)])

    def worker() -> int:
        return sum(iter(lambda: post.deliver(7), 0))

    assert sum(together(worker, worker, worker)) == 60
    assert sorted(handed) == sorted(ids)
    assert not Post.objects.filter(sent_at=None).exists()
