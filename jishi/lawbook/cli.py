"""`jishi rules`: the law from the shell. list, show, check, diff, judge, why."""

import argparse
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jishi.kernel import clock, words
from jishi.kernel.errors import NotFound
from jishi.lawbook import access, check, diff, engine, files, queries, show, why
from jishi.lawbook.check_figures import figure_faults
from jishi.lawbook.errors import LawError, UnknownMarket
from jishi.lawbook.judge import judge
from jishi.lawbook.rulebook import load, rulebook

REQUIREMENTS = Path("docs") / "reference" / "requirements.md"
Show = Callable[[argparse.Namespace], tuple[Any, Iterable[str], int]]


def register(subparsers: Any) -> None:
    """Add `rules` and what belongs to it to the `jishi` command."""
    rules = subparsers.add_parser("rules", help="the law: list, show, check, diff, judge, why")
    verbs = rules.add_subparsers(dest="verb", required=True, metavar="list|show|check|diff|judge|why")
    _add(
        verbs,
        "list",
        _list,
        "rules by name",
        _asking,
        lambda p: p.add_argument("q", nargs="?", default="", help="sought in names and sentences"),
    )
    _add(verbs, "show", _show, "one rule: what holds, what comes next, and every value with its source", _rule_id, _asking, _where)
    _add(verbs, "check", _check, "form, units, sources, ties, dates, packs, names, and the bold figures of the requirements", _checked)
    _add(verbs, "diff", _diff, "what differs between two days, or from another rulebook", _compared)
    _add(verbs, "judge", _judge, "what a percentage rule says of so many cases", _rule_id, _asking, _where, _cases)
    _add(verbs, "why", _why, "why something was decided", lambda p: p.add_argument("decision", help="its id, dec_…"))


def _add(verbs: Any, name: str, does: Show, says: str, *arguments: Callable[[argparse.ArgumentParser], Any]) -> None:
    parser = verbs.add_parser(name, help=says, description=says)
    parser.add_argument("--json", action="store_true", help="data as JSON")
    parser.add_argument("--lang", choices=words.LANGUAGES, default=words.DEFAULT)
    for add in arguments:
        add(parser)
    parser.set_defaults(run=lambda args: _print(args, *does(args)))


def _print(args: argparse.Namespace, data: Any, lines: Iterable[str], code: int) -> int:
    print(json.dumps(data, ensure_ascii=False, default=str, indent=2) if args.json else "\n".join(lines))
    return code


def _rule_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="as in orders.unpaid.cancel_after")


def _asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--market", type=str.upper, default=None, help="CN, SG, MY …; without it, all markets")
    parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day asked, YYYY-MM-DD; without it, today")
    if parser.prog.endswith("list"):
        parser.add_argument("--module", default="", help="only rules of this module")


def _where(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what the rule may depend on")
    for key in files.read_yaml((files.folder() / "units.yaml").read_bytes(), "units.yaml")["where"]:
        if key != "market":
            group.add_argument(f"--{key.replace('_', '-')}", dest=key, default=None)


def _checked(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, default=None, help="another rulebook's folder")
    parser.add_argument("--requirements", type=Path, default=None, help=f"the page with bold figures; without it {REQUIREMENTS}, if there")


def _compared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", nargs="?", type=Path, default=None, help="another rulebook's folder, taken as the later one")
    parser.add_argument("--market", type=str.upper, default=None)
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=None, help="the earlier day; without it, today")
    parser.add_argument(
        "--to", dest="end", type=date.fromisoformat, default=None, help="the later day; without it, the last day that changes anything"
    )


def _cases(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hits", type=int, required=True, help="how many cases count against the subject")
    parser.add_argument("--total", type=int, required=True, help="of how many")


def _ground(market: str | None) -> None:
    """The law is read without a database too: then no market has a pack."""
    if not queries.is_migrated():
        engine.set_terms(None)
    if market is not None and market not in rulebook().markets:
        raise UnknownMarket(market=market)


def _day(args: argparse.Namespace) -> date:
    if args.on is not None:
        return args.on  # type: ignore[no-any-return]
    return _today(args.market)


def _today(market: str | None) -> date:
    now = clock.now() if queries.is_migrated() else clock.real()
    return engine.today(now, market) if market else now.date()


def _list(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    _ground(args.market)
    found = list(show.rules(args.lang, q=args.q, module=args.module, market=args.market or "", on=_day(args)))
    width = max((len(line["id"]) for line in found), default=0)
    return found, [*(f"{line['id']:{width}}  {line['says']}" for line in found), f"{len(found)} rules"], 0


def _show(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    _ground(args.market)
    where = _given(args)
    show.check_where(args.id, where)
    at = clock.now() if args.on is None and queries.is_migrated() else None
    page = show.rule_page(args.id, args.lang, on=_day(args), market=args.market, where=where, at=at)
    return page, _shown(page), 0


def _given(args: argparse.Namespace) -> dict[str, str]:
    return {key: getattr(args, key) for key in rulebook().words["where"] if key != "market" and getattr(args, key) is not None}


def _shown(page: dict[str, Any]) -> Iterable[str]:
    yield f"{page['id']}  {page['name']}"
    yield page["says"]
    held = page["in_force"]
    if held:
        asked = ", ".join(f"{key} {value}" for key, value in held["asked"].items() if value is not None)
        yield f"{asked}: {held['value_text']}" + (f"  (version {held['version']}, {held['key']}, {held['layer']})" if held["key"] else "")
    for title, values in (("next", page["next"]), ("values", page["history"])):
        if values:
            yield f"{title}:"
        for value in values:
            where = " ".join(f"{key}={'|'.join(w) if isinstance(w, list) else w}" for key, w in value["where"].items())
            yield f"  {value['since']}  {value['layer']:12}  {where or 'everywhere':24}  {value['value_text']}"
            yield f"    {value['source']['doc']}" + (
                f": {value['source']['quote'] or value['source']['address']}" if value["source"]["kind"] != "default" else ""
            )


def _check(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    place: Path = args.rules or files.folder()
    page: Path = args.requirements or files.HERE.parent / REQUIREMENTS
    readme = place / "README.md"
    data: dict[str, Any] = {"faults": [], "bold_figures": 0}
    try:
        raw = check.Raw.of(files.Files.read(place).parsed(), readme.read_text(encoding="utf-8") if readme.exists() else "")
        data["faults"] = check.faults(raw)
        if not data["faults"]:
            data |= check.counted(raw)
            if page.exists():
                data["bold_figures"], data["faults"] = figure_faults(page, raw.rules)
    except LawError as error:
        data["faults"] = [str(error)]
    return data, data["faults"] or _sound(data), 1 if data["faults"] else 0


def _sound(data: dict[str, Any]) -> list[str]:
    counts = f"{data['rules']} rules ({data['facts']} facts), {data['values']} values in base and {data['packs']} packs"
    return ["no fault", f"{counts}, {data['bold_figures']} bold figures found"]


def _diff(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    _ground(args.market)
    if args.other is not None:
        found = diff.rulebooks(rulebook(), load(args.other), args.lang)
    else:
        if args.market is None:
            raise ValueError("between two days: say which --market")
        start = args.start or _today(args.market)
        found = diff.days(args.market, start, args.end or date.max, args.lang)
    return found, [*(_differs(line) for line in found), f"{len(found)} differences"], 0


def _differs(line: dict[str, Any]) -> str:
    where = " ".join(f"{key}={value}" for key, value in line["where"].items())
    return f"{line['rule']}  {where}".rstrip() + f"\n  - {line['before']}\n  + {line['after']}"


def _judge(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    _ground(args.market)
    if args.market is None:
        raise ValueError("judged where? Say which --market")
    where = _given(args)
    show.check_where(args.id, where)
    keys = rulebook().asked_with(args.id)
    ruling = engine.at(args.id, on=_day(args), market=args.market, **{key: where.get(key) for key in keys})
    verdict = judge(ruling, args.hits, args.total)
    data = {
        "rule": ruling.rule,
        "key": ruling.key or None,
        "applies": ruling.applies,
        "value_text": ruling.text(args.lang),
        "hits": verdict.hits,
        "total": verdict.total,
        "min_count": verdict.min_count,
        "counted_by": verdict.counted_by.rule,
        "judged": verdict.judged,
        "bites": verdict.bites,
    }
    return data, [_verdict(data)], 0


def _verdict(data: dict[str, Any]) -> str:
    asked = f"{data['rule']}: {data['hits']} of {data['total']} against {data['value_text']}"
    if not data["applies"]:
        return f"{data['rule']}: not judged, there is no such limit here"
    if not data["judged"]:
        return f"{asked}: not judged, below {data['min_count']} cases ({data['counted_by']})"
    return f"{asked}: {'bites' if data['bites'] else 'does not bite'}"


def _why(args: argparse.Namespace) -> tuple[Any, Iterable[str], int]:
    decision = queries.decision(args.decision)
    if decision is None:
        raise NotFound
    card = why.card(decision, access.AUDIENCES, args.lang)
    return card, _told(card), 0


def _told(card: dict[str, Any]) -> Iterable[str]:
    yield card["says"]
    if card["effect"]:
        yield card["effect"]
    for rule in (card["rule"], *card["rules"]):
        source = f" · {rule['source']['doc']}" if rule["source"] else ""
        version = f"version {rule['version']}, since {rule['since']}, {rule['market']}"
        yield f"{rule['id']}: {rule['says']} {rule['value_text']} ({version}){source}"
    for fact in card["facts"]:
        yield f"  {fact['label']}: {fact['value']}"
    if card["sum"]:
        yield f"  {card['sum']}"
    yield from (f"  ~ {line}" for line in card["counterfactuals"])
    if card["deadline"]:
        deadline = card["deadline"]
        yield f"  {deadline['id']}: due {deadline['due']}, fired {deadline['fired']}, {deadline['late_ms']} ms late"
    yield f"{card['id']} · {card['at']}"
