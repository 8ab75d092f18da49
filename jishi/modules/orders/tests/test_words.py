"""Every code that orders and parcels use has its sentence in three languages, is given what it wants, and none lies about unused."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jishi.kernel import deadlines, words
from jishi.kernel.errors import Refused
from jishi.lawbook.models import Decision
from jishi.modules.fulfilment import errors as parcel_errors
from jishi.modules.fulfilment.adapters import sandbox
from jishi.modules.fulfilment.states import PACKAGE
from jishi.modules.orders import errors
from jishi.modules.orders.models import CAUSES, STATES
from jishi.modules.orders.queries.exports import TEMPLATES
from jishi.modules.orders.states import CANCELLATION, ORDER
from jishi.modules.orders.tests.scene import Scene
from tests import people

MODULES = Path(__file__).parents[2]
SOURCES = [path for name in ("orders", "fulfilment") for path in (MODULES / name).rglob("*.py") if "tests" not in path.parts]
SPOKEN = re.compile(
    r"(orders|fulfilment)\.(fact|sum|instead|cost|why|paused|decision|state|cause|mark|step|carrier|post)\.[a-z0-9_]*[a-z0-9]"
)
PLACEHOLDER = re.compile(r"\{([a-z_]+)")
STEPS = ["place", "import", "ask", "cancel_lines", *ORDER.table, *(f"request_{verb}" for verb in CANCELLATION.table)]
POSTS = ["reminder", "closed", "cancelled", "cancelled_unpaid", "part_cancelled", "part_cancelled_unpaid", "request_rejected"]
POSTS += ["shop_cancelled", "shop_cancelled_unpaid", "platform_cancelled", "platform_cancelled_unpaid"]
POSTS += ["request_declined", "request_overtaken"]
PAPER = ["recipient", "sender", "order", "orders", "parcel", "contents", "pieces", "packed", "pick_list", "place", "sku", "thing", "note"]
OUTCOMES = ["unpaid", "silence_accepted", "silence_rejected", "not_ready", "not_collected", "too_late_to_cancel"]
OUTCOMES += ["platform", "delivery_failure", "destroyed", "address_packed", "address_changed_before", "address_other_zone"]


def refusals() -> list[type[Refused]]:
    found = [one for module in (errors, parcel_errors) for one in vars(module).values()]
    return [one for one in found if isinstance(one, type) and issubclass(one, Refused) and one.__module__.startswith("jishi.modules")]


def literals() -> Iterator[str]:
    """Strings in the code that are codes of sentences."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SPOKEN.fullmatch(node.value):
                yield node.value


def used() -> set[str]:
    """Every code that can be asked for."""
    kinds = [kind for kind in deadlines.HANDLERS if kind.startswith("orders.")]
    assert len(kinds) == 11
    return {
        *literals(),
        *(one.code for one in refusals()),
        *("orders.both_sides", "orders.export_too_old", "orders.export_no_time", "orders.export.job"),
        *(f"orders.export.column.{name}" for columns in TEMPLATES.values() for name in columns),
        *(f"orders.method.{method}" for method in ("online", "cash_on_delivery")),
        *(f"orders.state.{state}" for state in STATES),
        *(f"orders.cause.{cause}" for cause in [*CAUSES, "imported"]),
        *(f"orders.mark.{mark}" for mark in ("late_packing", "late_shipment", "gift")),
        *(f"orders.step.{step}" for step in STEPS),
        *(f"{kind}.{part}" for kind in kinds for part in ("title", "what", "stops")),
        *(f"orders.post.{kind}.{part}" for kind in POSTS for part in ("subject", "text")),
        *(f"orders.decision.{name}{part}" for name in OUTCOMES for part in ("", ".effect")),
        *(f"fulfilment.decision.{name}{part}" for name in ("late_packing", "late_shipment") for part in ("", ".effect")),
        *(f"fulfilment.instead.{name}" for name in ("late_packing", "late_shipment")),
        *(f"fulfilment.state.{state}" for state in PACKAGE.states),
        f"fulfilment.carrier.{sandbox.NAME}",
        *(f"fulfilment.paper.{name}" for name in PAPER),
    } - {f"orders.post.{kind}" for kind in POSTS}


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_code_has_words_and_every_sentence_is_used(lang: str) -> None:
    written = {code for code in words.lexicon(lang) if code.split(".")[0] in ("orders", "fulfilment")}
    assert sorted(used() - written) == []
    assert sorted(written - used()) == []


def test_refusals_are_given_what_their_sentences_want() -> None:
    """Wherever one is raised, its arguments hold every {name} of its sentence."""
    wanted = {one.__name__: set(PLACEHOLDER.findall(words.lexicon("en")[one.code])) for one in refusals()}
    raised, lacking = set(), []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node  # raised bare, or made: one of several orders was refused
            name = getattr(call.func if isinstance(call, ast.Call) else call, "id", "")
            if name in wanted and isinstance(node, ast.Raise | ast.Call):
                raised.add(name)
                given = {keyword.arg for keyword in call.keywords} if isinstance(call, ast.Call) else set()
                lacking += [f"{path.name}:{node.lineno} {name} lacks {one}" for one in wanted[name] - given]
    assert lacking == []
    assert raised | {"TooLateToCancel"} == wanted.keys(), "each is raised somewhere; TooLateToCancel is made ready with its why"


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_titles_and_texts_of_post_are_filled(lang: str) -> None:
    given = {"number": "651017385848982731", "amount": "¥1.00", "by": "3 Mar"}
    for kind in POSTS:
        for part in ("subject", "text"):
            assert "{" not in words.say(f"orders.post.{kind}.{part}", lang, **given)


def decided(scene: Scene) -> set[str]:
    """Decisions of every outcome that a market of China knows; their outcomes."""
    unpaid = scene.placed()
    asked, address, packed, lost, gone = (scene.paid() for _ in range(5))
    scene.later(hours=2)
    scene.wished(asked)
    near, far = people.an_address(scene.buyer), people.an_address(scene.buyer, region="西藏自治区")
    for one in (far, near, people.an_address(scene.buyer)):
        scene.ask(scene.buyer, "PUT", f"/orders/{address}/address", {"address_id": one})
    package = scene.did(scene.owner, "POST", f"/orders/{packed}/pack")["id"]
    scene.ask(scene.buyer, "PUT", f"/orders/{packed}/address", {"address_id": near})
    scene.scan(package, "collected")
    scene.wish(packed)
    for order, end in ((lost, "failed"), (gone, "destroyed")):
        parcel = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
        scene.scan(parcel, "collected")
        scene.scan(parcel, end)
    scene.later(hours=80)
    assert scene.seen(unpaid)["state"] == "cancelled"
    return set(Decision.objects.values_list("outcome", flat=True))


def whole(card: dict[str, Any]) -> bool:
    """Every sentence of a card is there and filled."""
    said = [card["says"], card["effect"], card["rule"]["says"], card["rule"]["value_text"], *card["counterfactuals"]]
    said += [text for fact in card["facts"] for text in (fact["label"], fact["value"])]
    return all(text and "{" not in text for text in said)


@pytest.mark.covers("RUL-03", "RUL-08")
def test_every_decision_is_read_in_three_languages(scene: Scene) -> None:
    outcomes = decided(scene)
    assert outcomes == {
        *(f"orders.decision.{name}" for name in OUTCOMES if name not in ("silence_rejected", "not_ready", "not_collected", "platform")),
        "fulfilment.decision.late_packing",
        "fulfilment.decision.late_shipment",
    }
    for decision in Decision.objects.all():
        who = scene.buyer if decision.person else scene.owner
        cards = [scene.why(decision.pk, who, lang) for lang in words.LANGUAGES]
        assert all(whole(card) for card in cards), decision.outcome
        assert len({card["says"] for card in cards}) == 3, decision.outcome
