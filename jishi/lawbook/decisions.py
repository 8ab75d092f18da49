"""Writing decisions: every automatic effect or refusal that costs someone something keeps why, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Deadline
from jishi.lawbook.errors import LawError
from jishi.lawbook.models import Decision
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.spoken import Word, kept, kept_params, known

__all__ = ["Decision", "Fact", "Sentence", "Word", "decide"]

Audience = Literal["all", "person", "shop", "operator"]
Sentence = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the decision rests on: `name` is the code of its label, `at` when it was so, `audience` who may read it.

    `value` is text, a whole number, a boolean, None, Decimal, Money, an instant, a day, a timedelta, a Ruling or a Word; never
    personal data. The reporter, other shops and thresholds that are not public are for "operator".
    """

    name: str
    value: Any
    at: datetime | None = None
    audience: Audience = "all"


def decide(
    *,
    subject: str,
    verb: str,
    outcome: str,
    market: str,
    person: str | None = None,
    shop: str | None = None,
    rulings: Sequence[Ruling] = (),
    facts: Sequence[Fact] = (),
    sum: Sentence | None = None,  # noqa: A002 - the line that the card shows as the sum
    counterfactuals: Sequence[Sentence] = (),
    deadline: Deadline | None = None,
    params: Mapping[str, Any] | None = None,
) -> Decision:
    """Keep why something was decided; call it inside the action that does it. `person` and `shop` are those it concerns.

    `outcome` is the code of the sentence that says what was decided (`params` fill it), `<outcome>.effect` of what follows;
    `sum` and `counterfactuals` are (code, params). The first ruling is the one shown. Raises LawError for a decision
    without a ruling and for a code without words.
    """
    if not rulings:
        raise LawError(f"{outcome}: a decision cites the rulings that it rests on")
    return rows.add(
        rows.new(
            Decision,
            id=ids.new_id("dec"),
            subject=subject,
            person=person,
            shop=shop,
            market=market,
            verb=verb,
            outcome=known(outcome),
            params=kept_params(params or {}),
            rulings=[ruling.json() for ruling in rulings],
            facts=[_fact(fact) for fact in facts],
            sum=_sentence(sum) if sum else None,
            counterfactuals=[_sentence(one) for one in counterfactuals],
            deadline=deadline.id if deadline else None,
            due=deadline.due if deadline else None,
            fired=clock.now() if deadline and deadline.state == "lapsed" else None,
            at=clock.now(),
        )
    )


def _fact(fact: Fact) -> dict[str, Any]:
    at = fact.at.isoformat() if fact.at else None
    return {"name": known(fact.name), "value": kept(fact.value), "at": at, "audience": fact.audience}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    code, params = sentence
    return {"code": known(code), "params": kept_params(params)}
