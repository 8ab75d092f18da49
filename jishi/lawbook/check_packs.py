"""A pack answers before the base, so a wide value of it would silently end the base's narrower ones: none does unless it says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from jishi.lawbook.check_values import VALUE_MAY, sets, value_faults

PACK_MAY = frozenset(VALUE_MAY | {"replaces"})

Values = list[dict[str, Any]]


def hides(markets: list[str], values: Values, base: Values) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of a pack's value and a narrower base value that it would hide, unless another value of the pack answers there."""

    def keys(value: Mapping[str, Any]) -> dict[str, set[Any]]:
        return {"market": set(markets), **sets(value.get("where"))}

    for wide in values:
        for narrow in base:
            x, y = keys(wide), sets(narrow.get("where"))
            both = {key: x.get(key, wanted) & y.get(key, wanted) for key, wanted in {**x, **y}.items()}
            narrower = any(key not in x or not x[key] <= wanted for key, wanted in y.items())
            answered = any(
                len(other.get("where", {})) > len(wide.get("where", {}))
                and all(key in both and both[key] <= wanted for key, wanted in keys(other).items())
                for other in values
            )
            if narrower and all(both.values()) and not answered:
                yield wide, narrow


def _hidden_faults(at: str, rule: Mapping[str, Any], values: Values, markets: list[str]) -> Iterator[str]:
    hidden = list(hides(markets, values, rule["values"]))
    for wide, narrow in hidden:
        if wide.get("replaces") != "all":
            yield f"{at}: {wide.get('where', 'everywhere')} hides the base's {narrow['where']}: narrow it, or say replaces: all"
    for value in values:
        if "replaces" in value and not any(value is wide for wide, _ in hidden):
            yield f"{at}: replaces: all where nothing is hidden"
    if "kind" in rule:
        yield f"{at}: a fact is not a regime's to change"


def pack_faults(
    words: Mapping[str, Any], sources: Mapping[str, Any], name: str, pack: Mapping[str, Any], sound: Mapping[str, Any], known: set[str]
) -> Iterator[str]:
    """Every fault of one pack. `sound` are the rules whose own form holds, `known` all that exist."""
    for key, values in pack["rules"].items():
        at = f"packs/{name} {key}"
        if key not in known:
            yield f"{at}: is not a rule"
        elif key in sound:
            yield from value_faults(words, sources, at, sound[key], values, PACK_MAY)
            yield from _hidden_faults(at, sound[key], values, pack["markets"])
