"""Personal data is sealed for its subject, survives new keys of the installation, and is gone when the subject's key is."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection
from django.test import override_settings

from jishi.kernel import clock, crypto, rows
from jishi.kernel.models import SubjectKey
from jishi.kernel.runner import act

OLD, NEW = "old installation key", "new installation key"


def under(*keys: str) -> override_settings:
    return override_settings(FIELD_KEYS=list(keys))


def test_sealed_and_unsealed_it_is_the_same_and_each_seal_is_another() -> None:
    for data in (b"", b"\x00", "集市".encode(), bytes(10_000)):
        sealed = crypto.seal(data, "sample")
        assert crypto.unseal(sealed, "sample") == data
        assert crypto.seal(data, "sample") != sealed
        assert len(data) < 2 or data not in sealed  # a single byte is in many a seal by chance


def test_a_seal_is_for_one_purpose() -> None:
    with pytest.raises(ValueError, match="no key"):
        crypto.unseal(crypto.seal(b"data", "one"), "other")


@pytest.mark.parametrize("place", [0, 12, 15, -1])
def test_a_changed_seal_is_noticed(place: int) -> None:
    sealed = bytearray(crypto.seal(b"data", "sample"))
    sealed[place] ^= 1
    with pytest.raises(ValueError, match="no key"):
        crypto.unseal(bytes(sealed), "sample")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(28), bytes(100)])
def test_what_is_no_seal_is_refused(sealed: bytes) -> None:
    with pytest.raises(ValueError, match="no key"):
        crypto.unseal(sealed, "sample")


def test_a_new_key_before_the_old_one_reads_both_and_writes_with_the_new() -> None:
    with under(OLD):
        old = crypto.seal(b"old", "sample")
    with under(NEW, OLD):
        new = crypto.seal(b"new", "sample")
        assert [crypto.unseal(one, "sample") for one in (old, new)] == [b"old", b"new"]
    with under(NEW):
        assert crypto.unseal(new, "sample") == b"new"
        with pytest.raises(ValueError, match="no key"):
            crypto.unseal(old, "sample")


def test_without_a_key_nothing_is_sealed() -> None:
    with under():
        for call in (lambda: crypto.seal(b"data", "sample"), lambda: crypto.unseal(bytes(40), "sample"), lambda: crypto.blind("a", "b")):
            with pytest.raises(RuntimeError, match="JISHI_FIELD_KEYS"):
                call()


def test_a_blind_index_finds_the_whole_value_only_and_for_its_purpose() -> None:
    found = crypto.blind("+8613800138000", "phone")
    assert found == crypto.blind("+8613800138000", "phone")
    assert len({found, crypto.blind("+861380013800", "phone"), crypto.blind("+8613800138000", "e-mail"), crypto.blind("", "phone")}) == 4
    assert len(found) == 64


def test_a_blind_index_still_finds_what_was_written_before_a_new_key_came() -> None:
    with under(OLD):
        before = crypto.blind("+8613800138000", "phone")
    with under(NEW, OLD):
        assert crypto.blinds("+8613800138000", "phone") == [crypto.blind("+8613800138000", "phone"), before]
        assert crypto.blind("+8613800138000", "phone") != before
    with under(NEW):
        assert before not in crypto.blinds("+8613800138000", "phone")


@pytest.mark.django_db
def test_what_is_sealed_for_a_subject_is_read_for_it_alone() -> None:
    act(lambda: [crypto.new_subject(subject) for subject in ("per_1", "per_2")])
    sealed = crypto.seal_for("per_1", {"name": "王小明", "phone": None, "n": [1, 2]})
    assert crypto.open_for("per_1", sealed) == {"name": "王小明", "phone": None, "n": [1, 2]}
    assert "王".encode() not in sealed
    with pytest.raises(InvalidTag):
        crypto.open_for("per_2", sealed)


@pytest.mark.django_db
def test_a_subject_made_in_the_same_action_can_be_sealed_for() -> None:
    def action() -> bytes:
        crypto.new_subject("per_1")
        return crypto.seal_for("per_1", "data")

    sealed = act(action)
    assert crypto.open_for("per_1", sealed) == "data"


@pytest.mark.django_db
def test_a_subject_has_one_key() -> None:
    act(crypto.new_subject, "per_1")
    with pytest.raises(IntegrityError):
        act(crypto.new_subject, "per_1")


@pytest.mark.django_db
def test_a_subjects_data_survives_a_new_key_of_the_installation() -> None:
    with under(OLD):
        act(crypto.new_subject, "per_1")
        sealed = crypto.seal_for("per_1", "data")
    with under(NEW, OLD):
        assert crypto.open_for("per_1", sealed) == "data"
        assert crypto.open_all([("per_1", sealed)]) == ["data"]
    with under(NEW), pytest.raises(ValueError, match="no key"):
        crypto.open_for("per_1", sealed)


@pytest.mark.django_db
def test_an_erased_subject_is_unreadable_and_cannot_be_sealed_for() -> None:
    act(lambda: [crypto.new_subject(subject) for subject in ("per_1", "per_2")])
    sealed = {subject: crypto.seal_for(subject, subject) for subject in ("per_1", "per_2")}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_subjectkey SET wrapped = NULL WHERE subject = 'per_1'")
    for call in (lambda: crypto.open_for("per_1", sealed["per_1"]), lambda: crypto.seal_for("per_1", "again")):
        with pytest.raises(crypto.Erased, match="per_1"):
            call()
    assert crypto.open_all([("per_1", sealed["per_1"]), ("per_2", sealed["per_2"]), ("per_3", b"")]) == [None, "per_2", None]
    with pytest.raises(crypto.Erased):
        crypto.open_for("per_3", sealed["per_2"])


@pytest.mark.django_db
def test_many_are_opened_with_one_question(django_assert_num_queries: object) -> None:
    act(lambda: [crypto.new_subject(f"per_{n}") for n in range(20)])
    sealed = [(f"per_{n % 20}", crypto.seal_for(f"per_{n % 20}", n)) for n in range(40)]
    with django_assert_num_queries(1):
        assert crypto.open_all(sealed) == list(range(40))
    assert crypto.open_all([]) == []


@pytest.mark.django_db
def test_subjects_made_in_the_same_action_are_opened_too() -> None:
    def action() -> list[object]:
        crypto.new_subject("per_1")
        return crypto.open_all([("per_1", crypto.seal_for("per_1", "data"))])

    assert act(action) == ["data"]
    assert SubjectKey.objects.count() == 1
    assert not rows.collecting()


def test_keys_are_derived_once() -> None:
    """The derivation is slow on purpose; it must not be paid at each request."""
    crypto.seal(b"", "sample")
    before = clock.real()
    for _ in range(200):
        crypto.unseal(crypto.seal(b"data", "sample"), "sample")
    assert clock.real() - before < timedelta(seconds=1)
