"""The `jishi` command: every command takes --json, writes data to standard output and talk to standard error, and exits 0 or says why."""

import argparse
import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def parser() -> argparse.ArgumentParser:
    """All commands: those of the whole, and those that modules add."""
    from django.conf import settings

    from jishi.config import commands

    top = argparse.ArgumentParser(prog="jishi", description="The merchant side of a content-commerce marketplace.")
    add = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.register(add)
    showing = add.add_parser("demo", help="a living marketplace in one process on SQLite")
    showing.add_argument("--port", type=int, default=8000, help="the port of 127.0.0.1 to listen on")
    showing.add_argument("--data", default="demo-data", help="the data directory; what is there stays")
    showing.add_argument("--speed", type=float, default=1.0, help="simulated seconds a second; 600 makes a day pass in minutes")
    showing.add_argument("--quiet", action="store_true", help="nobody but you: no simulated people go on buying, asking and carrying")
    showing.add_argument("--no-serve", action="store_true", help="fill the data directory and stop")
    showing.set_defaults(run=_demo)
    for package in (*settings.HTTP_PACKAGES, "jishi.sim"):
        if find_spec(f"{package}.cli"):
            import_module(f"{package}.cli").register(add)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["demo"]:
        _for_demo(words)
    if words[:1] == ["sim"]:
        _for_sim()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    import django
    import structlog

    from jishi.kernel.errors import Refused
    from jishi.kernel.words import say

    django.setup()
    if argv is None:  # as a process of its own
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    args = parser().parse_args(words)
    try:
        return int(args.run(args) or 0)
    except Refused as error:
        print(say(error.code, "en", **error.params), file=sys.stderr)
    except (FileNotFoundError, FileExistsError, PermissionError, ValueError, RuntimeError) as error:
        print(f"jishi: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _demo(args: argparse.Namespace) -> int:
    from jishi.config import demo

    return demo.run(args)


def _for_demo(words: list[str]) -> None:
    """A demonstration has an environment and a data directory of its own, set before the settings are read."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--data", default="demo-data")
    early.add_argument("--port", default="8000")
    known, _ = early.parse_known_args(words[1:])
    os.environ["JISHI_ENV"] = "demo"
    os.environ["JISHI_DATA_DIR"] = os.path.abspath(known.data)
    os.environ["JISHI_URL"] = f"http://127.0.0.1:{known.port}"
    os.environ.pop("JISHI_DATABASE_URL", None)


def _for_sim() -> None:
    """A simulation has a data directory of its own, gone with it: in memory where there is some to be had."""
    import atexit
    import shutil
    import tempfile

    memory = "/dev/shm"  # noqa: S108 - the folder made in it has a name that nobody can guess
    folder = tempfile.mkdtemp(prefix="jishi-sim-", dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("JISHI_")]:
        del os.environ[name]
    os.environ |= {"JISHI_ENV": "test", "JISHI_DATA_DIR": folder}


def show(args: argparse.Namespace, data: Any, text: str) -> None:
    """Data to standard output: JSON when asked for, else the text."""
    print(json.dumps(data, ensure_ascii=False, default=str) if getattr(args, "json", False) else text)


if __name__ == "__main__":
    sys.exit(main())
