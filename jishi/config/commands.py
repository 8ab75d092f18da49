"""Commands of the whole: serve, work, migrate, fsck, doctor, openapi."""

import argparse
import json
import os
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from jishi.config import background, doctor
from jishi.config.gates import refuse_unsafe
from jishi.kernel import fsck
from jishi.kernel.worker import Worker
from jishi.modules.shops import queries as shops
from jishi.realtime.connection import FRAME_BYTES


def register(add: Any) -> None:
    """Add the commands to the parser."""
    serve = add.add_parser("serve", help="the web and the API on one port; on SQLite the worker too")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    serve.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL")
    serve.add_argument("--with-worker", action="store_true", help="on PostgreSQL: also work off deadlines, events and post")
    serve.set_defaults(run=run_serve)
    work = add.add_parser("work", help="deadlines, events, post; any number of them, on PostgreSQL")
    work.set_defaults(run=run_work)
    migrate = add.add_parser("migrate", help="bring the database to this version; safe to run again")
    migrate.set_defaults(run=run_migrate)
    check = add.add_parser("fsck", help="recompute everything that can be recomputed")
    check.add_argument("--json", action="store_true", help="data as JSON")
    check.set_defaults(run=run_fsck)
    looking = add.add_parser("doctor", help="versions, places, clock, fonts, mail, keys, workers and their lag; exit 1 if one is bad")
    looking.add_argument("--json", action="store_true", help="data as JSON")
    looking.set_defaults(run=doctor.run)
    openapi = add.add_parser("openapi", help="the description of the API")
    openapi.set_defaults(run=run_openapi)


def run_serve(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    if args.workers > 1 and connection.vendor == "sqlite":
        raise ValueError("--workers above 1 needs PostgreSQL: a SQLite file has one writer")
    refuse_unsafe()
    tell_first_visitor()
    if args.with_worker:
        os.environ["JISHI_WITH_WORKER"] = "1"
    connection.close()
    import uvicorn

    uvicorn.run(
        "jishi.config.asgi:app",
        host=args.host,
        port=args.port,
        workers=args.workers,
        loop="uvloop",
        http="httptools",
        ws="jishi.realtime.protocol:Protocol",
        ws_per_message_deflate=False,
        ws_max_size=FRAME_BYTES,
        ws_ping_interval=None,  # the hub asks those who were silent, all in one sweep
        access_log=False,
        proxy_headers=False,  # jishi.kernel.api.proxies, which trusts whom JISHI_TRUSTED_PROXIES names
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    return 0


def tell_first_visitor() -> None:
    """Where nothing is set up yet, write the code to the console by which the page for it knows who runs this."""
    if "kernel_installation" in connection.introspection.table_names() and not shops.is_set_up():
        print(f"Not set up yet: run jishi setup, or open {settings.URL}/setup with the code {shops.setup_code()}", file=sys.stderr)


def run_work(args: argparse.Namespace) -> int:
    """Work until stopped."""
    refuse_unsafe()
    if connection.vendor == "sqlite":
        raise ValueError("on SQLite the worker runs inside jishi serve: a file has one writer")
    # Blocked before any thread begins, so that all of them are: a signal that reached another thread than this would not wake it.
    stops = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    worker = Worker()
    worker.start()
    background.settle()
    signal.sigwait(stops)
    worker.stop()
    return 0


def run_migrate(args: argparse.Namespace) -> int:
    """Bring the tables to this version."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    print("The database is at this version.", file=sys.stderr)
    return 0


def run_fsck(args: argparse.Namespace) -> int:
    """Run every check; exit 1 and the rows when something is off."""
    found = list(fsck.run())
    if args.json:
        print(json.dumps([vars(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            print(f"{one.table} {one.row}: {one.what}")
    print(f"{len(fsck.CHECKS)} checks, {len(found)} rows are off.", file=sys.stderr)
    return 1 if found else 0


def run_openapi(args: argparse.Namespace) -> int:
    """Print the OpenAPI document."""
    from jishi.config.api import api

    print(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1))
    return 0
