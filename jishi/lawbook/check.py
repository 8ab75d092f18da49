"""Is the rulebook sound? Form, units, sources, ties, dates, packs, names of rules, and the bold figures of the requirements.

The same check runs before a changed rulebook is compiled and as `jishi rules check`. Every fault is told, none is mended.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from jishi.lawbook.check_packs import pack_faults
from jishi.lawbook.check_values import value_faults

RULE = {"zh", "says", "says_zh", "covers", "unit", "values"}
RULE_MAY = {"kind", "shape", "between", "columns", "options", "compare", "min_count", "judged_on", "zone", "says_hant", "examples", "note"}
FACT_MAY_NOT = {"judged_on", "compare", "min_count"}
PACK = {"pack", "zh", "says", "says_zh", "markets", "rules"}
REQUIREMENT = re.compile(r"[A-Z]{3}-\d\d")


@dataclass(frozen=True)
class Raw:
    """A rulebook as its files have it, days as dates."""

    words: dict[str, Any]
    sources: dict[str, Any]
    rules: dict[str, dict[str, Any]]
    packs: dict[str, dict[str, Any]]
    homes: dict[str, str]  # rule -> file
    readme: str = ""

    @classmethod
    def of(cls, parsed: Mapping[str, Any], readme: str = "") -> "Raw":
        """Sort the files' contents into rules and packs."""
        rules: dict[str, dict[str, Any]] = {}
        packs: dict[str, dict[str, Any]] = {}
        homes: dict[str, str] = {}
        for name, content in parsed.items():
            path = PurePosixPath(name)
            if path.parent.name == "packs":
                packs[path.stem] = content
            elif path.parent.name:
                rules.update(content)
                homes |= dict.fromkeys(content, name)
        return cls(parsed["units.yaml"], parsed["sources.yaml"], rules, packs, homes, readme)


def faults(raw: Raw) -> list[str]:
    """Every fault of form, date, tie, pack and name, one line each; none for a sound rulebook."""
    return list(_all(raw))


def _all(raw: Raw) -> Iterator[str]:
    sound = {}
    for name, rule in raw.rules.items():
        missing = list(_head_missing(raw, name, rule))
        yield from missing
        if not missing:
            sound[name] = rule
            yield from _head_faults(raw, name, rule)
            yield from value_faults(raw.words, raw.sources, name, rule, rule["values"])
    for name, pack in raw.packs.items():
        odd = list(_pack_head(raw, name, pack))
        yield from odd or pack_faults(raw.words, raw.sources, name, pack, sound, set(raw.rules))
        yield from _name_faults(f"packs/{name}", str(pack), raw.rules)
    for name, rule in raw.rules.items():
        yield from _name_faults(name, str(rule), raw.rules)
    yield from _name_faults("README.md", raw.readme, raw.rules)


def _head_missing(raw: Raw, name: str, rule: Any) -> Iterator[str]:
    """What keeps a rule from being checked further."""
    if not isinstance(rule, dict) or not RULE <= set(rule) <= RULE | RULE_MAY:
        odd = sorted(set(rule) - RULE - RULE_MAY | RULE - set(rule)) if isinstance(rule, dict) else rule
        yield f"{name}: missing or unknown keys {odd}"
    elif rule["unit"] not in raw.words["units"]:
        yield f"{name}: unit {rule['unit']} is not in units.yaml"
    elif not rule["values"]:
        yield f"{name}: has no value"


def _head_faults(raw: Raw, name: str, rule: dict[str, Any]) -> Iterator[str]:
    home = PurePosixPath(raw.homes[name])
    if not re.fullmatch(rf"{home.parent.name}\.{home.stem}\.[a-z][a-z0-9_]*", name):
        yield f"{home}: {name} does not belong in this file"
    for word, known in (("shape", raw.words["shapes"]), ("compare", raw.words["compare"]), ("judged_on", raw.words["judged_on"])):
        if word in rule and rule[word] not in known:
            yield f"{name}: {word} {rule[word]} is not in units.yaml"
    columns = rule.get("columns", {})
    if "ratio" in {rule["unit"], *columns.values()} and "min_count" not in {*rule, *columns}:
        yield f"{name}: a percentage that judges needs min_count (RUL-07)"
    if rule["unit"] == "ratio" and "shape" not in rule and not rule.get("kind") and "compare" not in rule:
        yield f"{name}: a percentage that judges says how it compares (RUL-07)"
    counts = [one["min_count"] for one in (rule, *rule["values"]) if "min_count" in one]
    if any(type(count) is not int or count < 1 for count in counts):
        yield f"{name}: min_count is a whole number from 1 on (RUL-07)"
    if (rule["unit"] == "enum") != ("options" in rule) or (rule["unit"] == "table") != bool(columns):
        yield f"{name}: options belong to enum, columns to table"
    told = rule["says"].endswith(".") and rule["says_zh"].endswith("。") and rule.get("says_hant", "。").endswith("。")
    if not told or not all(REQUIREMENT.fullmatch(c) for c in rule["covers"]):
        yield f"{name}: says, says_zh, says_hant or covers is malformed"
    if "kind" in rule and (rule["kind"] != "fact" or FACT_MAY_NOT & set(rule)):
        yield f"{name}: the only kind is fact, which judges nothing: no {sorted(FACT_MAY_NOT)}"
    if name.endswith(".open_to") and (rule["unit"], rule.get("shape")) != ("text", "list"):
        yield f"{name}: open_to is a list of shops, [all] or []"


def _pack_head(raw: Raw, name: str, pack: dict[str, Any]) -> Iterator[str]:
    if set(pack) != PACK or pack["pack"] != name or not set(pack["markets"]) <= set(raw.words["markets"]):
        yield f"packs/{name}: keys, name or markets"


def _name_faults(at: str, text: str, rules: Mapping[str, Any]) -> Iterator[str]:
    """Every rule named in a value, a note or the README exists."""
    modules = "|".join(sorted({name.partition(".")[0] for name in rules}))
    for named in re.findall(rf"\b(?:{modules})\.[a-z_]+\.[a-z][a-z0-9_]*", re.sub(r"https?://\S+", "", text)):
        if named not in rules:
            yield f"{at}: names {named}, which is not a rule"


def counted(raw: Raw) -> dict[str, int]:
    """How much there is: rules, facts among them, values, packs."""
    values = sum(len(rule["values"]) for rule in raw.rules.values()) + sum(
        len(v) for pack in raw.packs.values() for v in pack["rules"].values()
    )
    return {"rules": len(raw.rules), "facts": sum("kind" in rule for rule in raw.rules.values()), "values": values, "packs": len(raw.packs)}
