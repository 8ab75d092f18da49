"""A shop's webhooks through HTTP: told once and signed, tried again, given up, switched off, secrets renewed."""

import base64
import json
import re
from datetime import datetime
from typing import Any

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from jishi.kernel import rows
from jishi.modules.partner import jobs
from jishi.modules.partner.queries import KINDS
from jishi.modules.partner.tests.receiver import listening
from jishi.modules.partner.tests.scene import a_shop_that_listens, did, later, send
from tests import people
from tests.law import Amend
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


@pytest.mark.covers("API-01")
def test_an_order_is_told_signed_and_once() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        order = scene.order(people.a_buyer())
        assert send() == 1
        assert send() == 0
        [told] = receiver.verified(scene.secret)
    assert told["type"] == "order.placed"
    assert told["data"] == {"id": order, "shop": scene.shop.id, "market": "CN"}
    [line] = scene.log()
    assert (line["state"], line["attempts"], line["last_status"], line["about"]) == ("delivered", 1, 200, order)
    assert receiver.ids() == [line["id"]]


def test_only_kinds_asked_for_and_only_ones_own_shop_from_now_on() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url, "order.paid")
        scene.order(people.a_buyer())
        other = people.a_shop("CN", name="Another", owner="another@example.org")
        other.sell()
        send()
        assert receiver.came == []
        assert scene.log() == []


def test_another_secret_does_not_verify() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
        wrong = "whsec_" + base64.b64encode(b"x" * 32).decode()
        with pytest.raises(WebhookVerificationError):
            receiver.verified(wrong)
        headers, body = receiver.came[0]
        with pytest.raises(WebhookVerificationError):
            Webhook(scene.secret).verify(body.replace("placed", "paid"), headers)


@pytest.mark.covers("API-01")
def test_what_fails_is_tried_again_by_the_schedule_and_keeps_its_id() -> None:
    with listening(500, 503) as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        assert send() == 1
        line = scene.log()[0]
        assert (line["state"], line["attempts"], line["last_status"]) == ("waiting", 1, 500)
        later(delivery__next_at="5")
        assert send() == 1
        later(delivery__next_at="200")
        assert send() == 0
        later(delivery__next_at="100")
        assert send() == 1
        line = scene.log()[0]
        assert (line["state"], line["attempts"], line["last_status"]) == ("delivered", 3, 200)
        assert receiver.ids() == [line["id"]] * 3
        whole = did(scene.shop.person.ask("GET", f"/deliveries/{line['id']}"))
    assert [one["status"] for one in whole["tried"]] == [500, 503, 200]
    assert json.loads(whole["body"])["type"] == "order.placed"
    assert scene.now()["failing_since"] is None


def test_it_is_tried_again_later_and_later() -> None:
    waits = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, 86400]
    with listening(*[500] * len(waits)) as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        found = []
        for wait in waits:
            assert send() == 1
            whole = did(scene.shop.person.ask("GET", f"/deliveries/{scene.log()[0]['id']}"))
            next_at, tried_at = (datetime.fromisoformat(at) for at in (whole["next_at"], whole["tried"][-1]["at"]))
            found.append((next_at - tried_at).total_seconds())
            later(delivery__next_at=str(wait))
        assert found == waits


def test_the_log_is_kept_for_thirty_days() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
        later(delivery__next_at=str(30 * 86400 - 3600))
        jobs.forget()
        assert [one["state"] for one in scene.log()] == ["delivered"]
        later(delivery__next_at="3600")
        jobs.forget()
        assert scene.log() == []


def test_it_is_given_up_when_the_time_is_over_and_can_be_delivered_again() -> None:
    with listening(500, 500) as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
        later(delivery__next_at="6", delivery__gives_up_at=str(72 * 3600 - 200))
        assert send() == 1
        line = scene.log()[0]
        assert (line["state"], line["attempts"]) == ("failed", 2)
        assert send() == 0
        again = did(scene.shop.person.ask("POST", f"/deliveries/{line['id']}/redeliver"))
        assert again["state"] == "waiting"
        assert send() == 1
        assert scene.log()[0]["state"] == "delivered"
        assert receiver.ids() == [line["id"]] * 3


def test_a_redirect_is_not_followed() -> None:
    with listening(302) as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
        assert len(receiver.came) == 1
        line = scene.log()[0]
        assert (line["state"], line["last_status"]) == ("waiting", 302)


@pytest.mark.parametrize("dripping", [False, True], ids=["silent", "dripping"])
def test_who_hangs_is_left_after_the_rules_time(dripping: bool, amend: Amend) -> None:
    with listening(0) as receiver:
        receiver.dripping = dripping
        scene = a_shop_that_listens(receiver.url)
        amend("partner/webhooks.yaml", "      value: 15\n", "      value: 1\n")
        scene.order(people.a_buyer())
        send()
        line = scene.log()[0]
        whole = did(scene.shop.person.ask("GET", f"/deliveries/{line['id']}"))
    [tried] = whole["tried"]
    assert tried["status"] is None
    assert tried["error"] == "No whole answer in time (1 s)"
    assert 950 <= tried["took_ms"] <= 3_000


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "No connection, or no proper answer on it"), ("zh-Hans", "连不上，或应答不成形"), ("zh-Hant", "連不上，或應答不成形")],
)
def test_why_there_was_no_answer_is_said_in_the_readers_language(language: str, said: str) -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
    scene.order(people.a_buyer())
    send()
    did(scene.shop.person.ask("PATCH", "/me", {"language": language}))
    line = scene.log()[0]
    [tried] = did(scene.shop.person.ask("GET", f"/deliveries/{line['id']}"))["tried"]
    assert tried["error"] == line["last_error"]
    assert re.fullmatch(rf"{said} \(ConnectError: .+\)", line["last_error"])
    later(delivery__next_at="6", webhook__failing_since=str(72 * 3600))
    assert send() == 1
    why = did(scene.shop.person.ask("GET", f"/decisions/{scene.now()['why']}"))
    assert said in [fact["value"] for fact in why["facts"]]


def test_an_error_of_before_reasons_had_words_is_shown_as_it_was_written() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
    rows.sql("UPDATE partner_delivery SET last_error = %s RETURNING id", ["no whole answer within 15 s"])
    assert scene.log()[0]["last_error"] == "no whole answer within 15 s"


@pytest.mark.covers("API-01")
def test_one_that_keeps_failing_is_switched_off_with_a_decision_and_a_letter() -> None:
    with listening(500, 500, 500) as receiver:
        scene = a_shop_that_listens(receiver.url)
        agent = scene.shop.hire("agent")
        scene.order(people.a_buyer())
        send()
        later(delivery__next_at="6", webhook__failing_since=str(71 * 3600))
        assert send() == 1
        assert scene.now()["state"] == "on"
        later(delivery__next_at="300", webhook__failing_since="3600")
        assert send() == 1
        seen = scene.now()
        assert seen["state"] == "off"
        why = did(scene.shop.person.ask("GET", f"/decisions/{seen['why']}"))
        assert "partner.webhooks.switched_off_after" in json.dumps(why)
        assert scene.log()[0]["state"] == "failed"
        assert [one["kind"] for one in scene.shop.person.letters()][:1] == ["partner.switched_off"]
        assert agent.letters() == [] or agent.letters()[0]["kind"] != "partner.switched_off"
        scene.order(people.a_buyer("second@example.org"))
        assert send() == 0
        assert len(receiver.came) == 3
        on = did(scene.shop.person.ask("POST", f"/webhooks/{seen['id']}/switch-on"))
        assert (on["state"], on["failing_since"], on["why"]) == ("on", None, None)


def test_gone_switches_off_at_once() -> None:
    with listening(410) as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
        assert scene.now()["state"] == "off"


def test_a_new_secret_signs_beside_the_old_one_for_a_day() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        new = did(scene.shop.person.ask("POST", f"/webhooks/{scene.webhook['id']}/secret"))
        assert new["secret"] != scene.secret
        assert new["old_secret_until"] is not None
        scene.order(people.a_buyer())
        send()
        receiver.verified(scene.secret)
        receiver.verified(new["secret"])
        later(webhook__old_until=str(24 * 3600 + 1))
        receiver.came.clear()
        did(scene.shop.person.ask("POST", f"/webhooks/{scene.webhook['id']}/ping"))
        send()
        receiver.verified(new["secret"])
        with pytest.raises(WebhookVerificationError):
            receiver.verified(scene.secret)
    assert scene.now()["secret"] is None
    assert scene.now()["old_secret_until"] is None


def test_the_limit_of_a_shop_cites_its_rule() -> None:
    scene = a_shop_that_listens("https://hooks.example.org/a")
    told = {"url": "https://hooks.example.org/b", "kinds": ["order.paid"]}
    for _ in range(9):
        did(scene.shop.person.ask("POST", f"/shops/{scene.shop.id}/webhooks", told))
    answer = scene.shop.person.ask("POST", f"/shops/{scene.shop.id}/webhooks", told)
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (
        409,
        "partner.too_many_webhooks",
        "partner.webhooks.per_shop",
    )
    for _ in range(2):
        assert scene.shop.person.ask("DELETE", f"/webhooks/{scene.webhook['id']}", key="once").status_code == 204
    assert scene.shop.person.ask("DELETE", f"/webhooks/{scene.webhook['id']}").status_code == 404
    did(scene.shop.person.ask("POST", f"/shops/{scene.shop.id}/webhooks", told))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.7/hook", "partner.bad_url_https"),
        ("https://10.0.0.7/hook", "partner.bad_url_private"),
        ("https://[::1]/hook", "partner.bad_url_private"),
        ("https://169.254.169.254/latest/meta-data", "partner.bad_url_private"),
        ("https://[::ffff:192.168.1.1]/", "partner.bad_url_private"),
        ("https://user:password@hooks.example.org/", "partner.bad_url_form"),
        ("https://hooks.example.org:99999/", "partner.bad_url_form"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_by_name(url: str, code: str) -> None:
    shop = people.a_shop("CN")
    with unchanged():
        answer = shop.person.ask("POST", f"/shops/{shop.id}/webhooks", {"url": url, "kinds": ["order.paid"]})
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["field"]) == (422, code, "url")


def test_staff_without_the_permission_and_others_are_refused() -> None:
    scene = a_shop_that_listens("https://hooks.example.org/a")
    agent, stranger = scene.shop.hire("agent"), people.a_buyer()
    for who, status in ((agent, 403), (stranger, 404)):
        for method, path in (("GET", f"/shops/{scene.shop.id}/webhooks"), ("POST", f"/webhooks/{scene.webhook['id']}/secret")):
            with unchanged():
                answer = who.ask(method, path)
            assert answer.status_code == status


def test_every_kind_has_words_and_is_in_the_description() -> None:
    told = did(people.signed_in("someone@example.org").ask("GET", "/webhook-kinds"))
    assert sorted(one["kind"] for one in told) == sorted(KINDS.values())
    described: Any = people.Client().get("/api/v1/openapi.json").json()["components"]["schemas"]["KindOut"]["properties"]["kind"]["enum"]
    assert sorted(described) == sorted(KINDS.values())
