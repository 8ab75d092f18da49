"""Fill a place with people who talk, through actions: shops, their agents, buyers with a conversation each; prints their sessions."""

import json
import os
import sys
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from jishi import lawbook
from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.lawbook import queries as law
from jishi.modules.desk import actions as desk
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.identity.access import csrf_token
from jishi.modules.shops import actions as shops

MARKET, SETUP = "CN", "system:setup"


def main() -> None:
    """Fill and tell."""
    sizes = json.loads(sys.argv[1])
    if law.market(MARKET) is None:
        act(lawbook.open_market, MARKET, "douyin-cn", date(2022, 1, 1), actor=SETUP)
    opened = [_shop(n) for n in range(sizes["shops"])]
    agents = [_agent(n, opened[n % len(opened)]) for n in range(sizes["agents"])]
    buyers = [_buyer(n, opened[n % len(opened)]) for n in range(sizes["buyers"])]
    print(json.dumps({"shops": [one.id for one in opened], "agents": agents, "buyers": buyers}))


def _shop(n: int) -> Any:
    owner = act(identity.know_person, people.reach(f"keeper{n}@example.org", MARKET), language="en")
    return act(shops.open_shop, f"Chat {n}", MARKET, owner=owner.id, actor=SETUP)


def _signed(to: str) -> dict[str, str]:
    person = act(identity.know_person, people.reach(to, MARKET), language="en")
    made = act(identity.open_session, person, at=clock.real())
    return {"person": person.id, "session": made.session.id, "cookie": made.token, "csrf": csrf_token(made.token)}


def _agent(n: int, shop: Any) -> dict[str, str]:
    reach = people.reach(f"agent{n}@example.org", MARKET)
    act(shops.add_member, shop, reach, "agent", language="en", actor=SETUP)
    return _signed(f"agent{n}@example.org") | {"shop": shop.id}


def _buyer(n: int, shop: Any) -> dict[str, str]:
    signed = _signed(f"talker{n}@example.org")
    talk = act(desk.start, signed["person"], shop.id, MARKET)
    return signed | {"shop": shop.id, "conversation": talk.id}


if __name__ == "__main__":
    main()
