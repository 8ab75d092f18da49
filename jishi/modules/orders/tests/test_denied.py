"""Whoever may not: nobody 401, not yours 404 as if it were not there, yours but your role may not 403; and no row changes."""

from dataclasses import dataclass
from typing import Any

import pytest

from jishi.modules.orders.tests.scene import Scene, nobody, refusal
from tests import people
from tests.rows import unchanged

NONE = "none_0000000000000000000000"


@dataclass(frozen=True)
class Asked:
    """An operation, where and with what; `side` says whose verb it is."""

    method: str
    path: str
    body: Any = None
    side: str = "shop"


ASKED = {
    "orders.get": Asked("GET", "/orders/{order}", side="both"),
    "fulfilment.packages": Asked("GET", "/orders/{order}/packages", side="both"),
    "orders.write_note": Asked("PUT", "/orders/{order}/note", {"text": "hello"}, side="both"),
    "orders.request_cancellation": Asked("POST", "/orders/{order}/cancellations", {"reason": "x"}, side="buyer"),
    "orders.change_address": Asked("PUT", "/orders/{order}/address", {"address_id": "adr_0"}, side="buyer"),
    "orders.withdraw_cancellation": Asked("POST", "/cancellations/{request}/withdraw", side="buyer"),
    "orders.ledger": Asked("GET", "/orders/{order}/ledger"),
    "orders.cancel": Asked("POST", "/orders/{order}/cancel", {"reason": "x"}),
    "orders.answer_cancellation": Asked("POST", "/cancellations/{request}/answer", {"accept": True}),
    "orders.reveal_recipient": Asked("POST", "/orders/{order}/recipient", {"reason": "x"}),
    "fulfilment.pack": Asked("POST", "/orders/{order}/pack"),
    "fulfilment.repack": Asked("POST", "/orders/{order}/repack"),
    "fulfilment.split": Asked("POST", "/orders/{order}/split", {"parcels": [{"lines": [{"line_id": "orl_0", "quantity": 1}]}] * 2}),
    "fulfilment.sandbox_scan": Asked("POST", "/packages/{package}/scans", {"event": "collected"}),
    "orders.list": Asked("GET", "/shops/{shop}/orders", side="list"),
    "orders.counts": Asked("GET", "/shops/{shop}/orders/counts", side="list"),
    "orders.cancellations": Asked("GET", "/shops/{shop}/cancellations", side="list"),
}
PACKING = ("fulfilment.pack", "fulfilment.split", "fulfilment.repack", "fulfilment.sandbox_scan")
LACKING = {
    "agent": {"orders.ledger", *PACKING},
    "supervisor": {"orders.ledger", *PACKING},
    "warehouse": {"orders.ledger", "orders.cancel", "orders.answer_cancellation"},
    "finance": {
        *("orders.write_note", "orders.cancel", "orders.answer_cancellation", "orders.reveal_recipient"),
        *PACKING,
    },
    "owner": set(),
    "manager": set(),
}
READ = {"orders.get", "fulfilment.packages", *(name for name, one in ASKED.items() if one.side == "list")}
OPERATORS = {
    "admin": ASKED.keys() - READ - {"orders.ledger", "orders.cancel", "fulfilment.sandbox_scan"},
    "finance": ASKED.keys() - READ - {"orders.ledger"},
    "support": ASKED.keys() - READ - {"orders.reveal_recipient", "fulfilment.sandbox_scan"},
    "governance": ASKED.keys() - READ - {"orders.cancel"},
    "reviewer": ASKED.keys(),
}
BUYERS = {name for name, one in ASKED.items() if one.side == "buyer"}


@pytest.fixture
def ids(scene: Scene) -> dict[str, str]:
    """A packed order whose request waits, by the words in the paths."""
    order, package = scene.packed()
    return {"order": order, "package": package, "request": scene.wished(order), "shop": scene.shop.id}


def ask(scene: Scene, who: people.Signed, name: str, ids: dict[str, str]) -> Any:
    one = ASKED[name]
    return scene.ask(who, one.method, one.path.format(**ids), one.body)


def plain(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def test_nobody_is_asked_to_sign_in(scene: Scene, ids: dict[str, str]) -> None:
    with unchanged():
        for name in ASKED:
            refusal(ask(scene, nobody(), name, ids), 401, "kernel.not_signed_in")
            refusal(ask(scene, nobody(), name, dict.fromkeys(ids, NONE)), 401, "kernel.not_signed_in")


@pytest.mark.parametrize("who", ["another buyer", "another shop's owner"])
def test_what_is_not_yours_is_not_there(scene: Scene, ids: dict[str, str], who: str) -> None:
    """A foreign id and one of nothing are answered alike."""
    if who == "another buyer":
        other = people.a_buyer("other@example.org")
    else:
        other = people.a_shop("CN", "Second shop", "second@example.org").person
    with unchanged():
        for name in ASKED:
            foreign = ask(scene, other, name, ids)
            refusal(foreign, 404, "kernel.not_found")
            assert plain(foreign) == plain(ask(scene, other, name, dict.fromkeys(ids, NONE))), name


def test_what_is_not_there_is_not_found_by_anyone(scene: Scene, ids: dict[str, str]) -> None:
    with unchanged():
        for who in (scene.buyer, scene.owner):
            for name, one in ASKED.items():
                if one.side != "list":
                    refusal(ask(scene, who, name, dict.fromkeys(ids, NONE)), 404, "kernel.not_found")


def test_the_shops_verbs_are_not_the_buyers(scene: Scene, ids: dict[str, str]) -> None:
    with unchanged():
        for name, one in ASKED.items():
            if one.side == "shop":
                refusal(ask(scene, scene.buyer, name, ids), 403, "kernel.not_allowed")
            elif one.side == "list":
                refusal(ask(scene, scene.buyer, name, ids), 404, "kernel.not_found")


@pytest.mark.parametrize("role", LACKING)
def test_a_role_that_lacks_the_permission_is_refused(scene: Scene, ids: dict[str, str], role: str) -> None:
    who = scene.shop.hire(role) if role != "owner" else scene.owner
    with unchanged():
        for name in LACKING[role] | BUYERS:
            refusal(ask(scene, who, name, ids), 403, "kernel.not_allowed")
    for name in ("fulfilment.sandbox_scan", "orders.write_note", *READ, "orders.ledger"):
        if name not in LACKING[role]:
            assert ask(scene, who, name, ids).status_code == 200, name


@pytest.mark.parametrize("role", OPERATORS)
def test_an_operator_does_what_their_role_may(scene: Scene, ids: dict[str, str], role: str) -> None:
    who = people.an_operator(role)
    with unchanged():
        for name in OPERATORS[role]:
            refusal(ask(scene, who, name, ids), 403, "kernel.not_allowed")
    for name in sorted(ASKED.keys() - OPERATORS[role], key="orders.cancel".__ne__):  # before the parcel is collected
        assert ask(scene, who, name, ids).status_code == 200, name


def test_a_key_does_what_its_scopes_say_and_is_no_buyer(scene: Scene, ids: dict[str, str]) -> None:
    made = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/keys", {"name": "Till", "scopes": ["orders.read", "fulfilment.pack"]})
    key = nobody()
    key.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {made['token']}"
    allowed = {*READ, "fulfilment.sandbox_scan"}
    with unchanged():
        for name in ASKED.keys() - allowed - set(PACKING):
            refusal(ask(scene, key, name, ids), 403, "kernel.not_allowed")
    for name in allowed:
        assert ask(scene, key, name, ids).status_code == 200, name


def test_what_is_done_by_a_key_is_done_by_the_shop(scene: Scene) -> None:
    order = scene.to_pack()
    made = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/keys", {"name": "Till", "scopes": ["fulfilment.pack"]})
    key = nobody()
    key.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {made['token']}"
    assert scene.did(key, "POST", f"/orders/{order}/pack")["state"] == "packed"
    assert scene.seen(order)["history"][0] | {"at": ""} == {"verb": "pack", "at": "", "actor": "shop", "text": "Packed", "reason": ""}
