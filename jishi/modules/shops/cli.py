"""`jishi setup`: name, languages, markets and packs, the first operator, the first shop; what is not given is asked for on a terminal."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.management import call_command

from jishi import lawbook
from jishi.kernel import installation
from jishi.kernel.runner import act
from jishi.kernel.words import LANGUAGES
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity import actions as identity
from jishi.modules.shops import actions, queries

SHELL = "system:shell"
BASE = "base"


def register(add: Any) -> None:
    """Add the command to the parser."""
    setup = add.add_parser("setup", help="name, languages, markets, first operator and shop; safe to run again")
    setup.add_argument("--name", help="what the marketplace calls itself")
    setup.add_argument("--languages", help="those offered, of zh-Hans,zh-Hant,en")
    setup.add_argument("--market", action="append", metavar="CODE[=PACK]", help="a market to open, and its pack; may be repeated")
    setup.add_argument("--operator", help="phone or e-mail of who runs it")
    setup.add_argument("--operator-name", default="", help="what to call them")
    setup.add_argument("--shop", metavar="NAME:MARKET:OWNER", help="a first shop, and the phone or e-mail of its owner")
    setup.add_argument("--try-mail", metavar="ADDRESS", help="send a message there now, by JISHI_MAIL_URL")
    setup.add_argument("--json", action="store_true", help="data as JSON")
    setup.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what is wished and say what was done. Raises ValueError for what is missing or malformed, and what the action refuses."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    if sys.stdin.isatty() and not any((args.name, args.languages, args.market, args.operator, args.shop, args.try_mail)):
        _ask(args, input)
    if args.try_mail:
        fault = identity.try_mail(args.try_mail, LANGUAGES[-1])
        if fault:
            raise ValueError(fault)
        print(f"A message is on its way to {args.try_mail}.", file=sys.stderr)
    made = act(actions.set_up, wish_of(args), actor=SHELL)
    if args.json:
        print(json.dumps({"done": made.done, "shop": made.shop}))
    else:
        print("\n".join(made.done) if made.done else "Nothing was to be done.")
    print(f"Start it with jishi serve; the operator signs in at {settings.URL}/sign-in.", file=sys.stderr)
    return 0


def wish_of(args: argparse.Namespace) -> actions.Wish:
    """What the options ask for; what they leave out is as it was. Raises ValueError for what is missing or malformed."""
    row = installation.current()
    name = args.name or (row.name if row else "")
    if not name.strip() or len(name) > installation.NAME_MOST or not name.isprintable():
        raise ValueError(f"--name: what does the marketplace call itself? At most {installation.NAME_MOST} characters")
    languages = args.languages.split(",") if args.languages else list(installation.languages())
    markets = dict(_market(text) for text in args.market or [])
    if not markets and not lawbook.markets():
        raise ValueError(f"--market: open one at least, of {', '.join(rulebook().markets)}")
    if not args.operator and not queries.is_set_up():
        raise ValueError("--operator: who runs it? A phone or an e-mail")
    return actions.Wish(name.strip(), languages, markets, args.operator or "", args.operator_name, _shop(args.shop) if args.shop else None)


def _market(text: str) -> tuple[str, str | None]:
    code, _, pack = text.partition("=")
    return code.strip(), None if pack.strip() in ("", BASE) else pack.strip()


def _shop(text: str) -> actions.ShopWish:
    parts = [part.strip() for part in text.rsplit(":", 2)]
    if len(parts) < 3 or not all(parts):
        raise ValueError("--shop is NAME:MARKET:OWNER")
    return actions.ShopWish(*parts)


def _ask(args: argparse.Namespace, ask: Callable[[str], str]) -> None:
    """Put the questions one by one; an empty answer takes what stands in brackets."""
    row = installation.current()
    args.name = _answer(ask, "What does the marketplace call itself?", row.name if row else installation.UNNAMED)
    args.languages = _answer(ask, f"Which languages, of {','.join(LANGUAGES)}?", ",".join(installation.languages()))
    args.market = []
    held: Mapping[str, str | None] = {one.code: one.pack for one in lawbook.markets()}
    wanted = _answer(ask, f"Which markets, of {','.join(rulebook().markets)}?", ",".join(held) or next(iter(rulebook().markets)))
    for code in wanted.split(","):
        packs = [pack.name for pack in rulebook().packs.values() if code.strip() in pack.markets]
        usual = (held[code] or BASE) if code in held else next(iter(packs), BASE)
        pack = _answer(ask, f"By which pack does {code.strip()} go, of {','.join([BASE, *packs])}?", usual)
        args.market.append(f"{code.strip()}={pack}")
    args.operator = _answer(ask, "Phone or e-mail of who runs it?", "")
    args.shop = _answer(ask, "A first shop, as NAME:MARKET:OWNER?", "")


def _answer(ask: Callable[[str], str], question: str, usual: str) -> str:
    return ask(f"{question} [{usual}] ").strip() or usual
