"""Two at the same moment: one person, one code, one contact, one use of a code."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from jishi.kernel import clock
from jishi.kernel.errors import Refused
from jishi.kernel.models import Post, SubjectKey
from jishi.kernel.runner import act
from jishi.modules.identity import actions, queries
from jishi.modules.identity.models import Contact, OperatorRole, Person, Session
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 4


def together(call: Callable[[], Any]) -> list[Any]:
    """What each of several gets who do the same at once; a refusal by its code."""
    start, got = threading.Barrier(TOGETHER), list[Any]()

    def one() -> None:
        start.wait()
        try:
            got.append(call())
        except Refused as error:
            got.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_who_comes_twice_at_once_is_one_person() -> None:
    reach = queries.reach("ann@example.org", "CN")
    got = together(lambda: act(actions.know_person, reach, language="en").id)
    assert len(got) == TOGETHER
    assert set(got) == {Person.objects.get().id}
    assert SubjectKey.objects.count() == 1
    found = queries.person(got[0])
    assert found is not None
    assert found.email == "ann@example.org"


@pytest.mark.covers("ONB-02")
def test_of_codes_asked_for_at_once_one_goes_out() -> None:
    reach, at = queries.reach("ann@example.org", "CN"), clock.real()
    got = together(lambda: act(actions.send_code, reach, language="en", at=at).to)
    assert sorted(got) == ["a***@example.org", *["identity.code_too_soon"] * (TOGETHER - 1)]
    assert Post.objects.count() == 1


@pytest.mark.covers("ONB-02")
def test_a_code_used_at_once_opens_one_session(client: Any) -> None:
    code = people.ask_code(client, "ann@example.org")
    reach, at = queries.reach("ann@example.org", "CN"), clock.real()
    got = together(lambda: act(actions.sign_in, reach, code, language="en", at=at).person.language)
    assert sorted(got) == ["en", *["identity.wrong_code"] * (TOGETHER - 1)]
    assert Session.objects.count() == 1


@pytest.mark.covers("ONB-02")
def test_tries_made_at_once_are_all_counted(client: Any) -> None:
    people.ask_code(client, "ann@example.org")
    reach, at = queries.reach("ann@example.org", "CN"), clock.real()
    assert together(lambda: act(actions.count_try, reach, at=at)) == [True] * TOGETHER
    assert sorted(together(lambda: act(actions.count_try, reach, at=at))) == [False, False, False, True]


def test_a_file_imported_twice_at_once_makes_each_contact_once() -> None:
    shop = people.a_shop().id
    references = [f"{n:03}" for n in range(50)]
    got = together(lambda: act(actions.add_contacts, shop, references))
    assert all(one == got[0] for one in got)
    assert Contact.objects.count() == 50


def test_admins_who_leave_at_once_leave_one() -> None:
    people.a_market()
    admins = [people.an_operator("admin", f"admin-{n}@operator.example.org").id for n in range(TOGETHER)]
    leaving = iter(list(OperatorRole.objects.filter(person_id__in=admins)))
    got = together(lambda: act(actions.remove_operator, next(leaving), actor="system:test"))
    assert sorted(map(str, got)) == [*["None"] * (TOGETHER - 1), "identity.last_admin"]
    assert OperatorRole.objects.filter(role="admin").count() == 1
