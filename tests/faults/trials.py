"""`python -m tests.faults.trials KIND`: each critical operation, with a fault at its k-th sync or write, for every k there is.

Kinds: `kill` (kill -9 at the k-th fsync or fdatasync), `eio` (the k-th fails), `broken` (all from the k-th on fail), `full` (from the
k-th write on the disk is full; k doubles, there are many writes).
A line of JSON for each trial. The operation runs in a forked child that strace holds; what is left is looked at by another.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FAULTS = {
    "kill": "fsync,fdatasync:signal=SIGKILL:when={k}",
    "eio": "fsync,fdatasync:error=EIO:when={k}",
    "broken": "fsync,fdatasync:error=EIO:when={k}+",
    "full": "pwrite64,pwritev,ftruncate,fallocate:error=ENOSPC:when={k}+",
}
EACH = range(1, 40)
"""No operation syncs so often: a trial that still meets its fault then is stuck."""
PLACES = {"kill": EACH, "eio": EACH, "broken": EACH, "full": [2**n for n in range(12)]}
AGAIN = 3
PATIENCE = 60.0


def main() -> None:
    """Lay the marketplace, then try."""
    kind = sys.argv[1]
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="jishi-trial-", dir=memory if memory.is_dir() else None) as folder:
        for name in [name for name in os.environ if name.startswith("JISHI_")]:
            del os.environ[name]
        os.environ |= {"JISHI_ENV": "test", "JISHI_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "jishi.config.settings"}
        import django

        django.setup()
        from tests.faults import operations

        with operations.signed_in():
            operations.lay()
            for operation in operations.OPERATIONS:
                for told in trials(kind, operation):
                    print(json.dumps({"kind": kind, "operation": operation.name} | told), flush=True)


def trials(kind: str, operation: Any) -> Iterator[dict[str, Any]]:
    """One operation, until the fault lies beyond its end."""
    from tests.faults import operations

    for k in PLACES[kind]:
        operations.Laid.stage.set()
        told = faulted(FAULTS[kind].format(k=k), operation)
        looked = in_child(lambda: operations.looked_at(operation))
        yield {"k": k} | told | json.loads(looked[-1])
        if not told["met"] or (kind == "full" and told["acknowledged"]):
            return
    raise RuntimeError(f"{operation.name}: no end of {kind}")


def faulted(fault: str, operation: Any) -> dict[str, Any]:
    """Do the operation while strace injects the fault: whether it met it, how it ended, what was acknowledged."""
    from tests.faults import operations

    heard, say = os.pipe()
    wait, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        with os.fdopen(say, "w", buffering=1) as out:
            _as_child(lambda: operations.attempt(operation, wait, out, AGAIN))
    os.close(say)
    os.close(wait)
    log = Path(os.environ["JISHI_DATA_DIR"], "strace.log")
    holder = subprocess.Popen(
        ["strace", "-f", "-p", str(child), "-o", str(log), "-e", f"trace={fault.split(':')[0]}", "-e", f"inject={fault}"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert holder.stderr is not None
    said = holder.stderr.readline()
    assert "attached" in said, said
    os.write(go, b"g")
    os.close(go)
    with os.fdopen(heard) as lines:
        words = _lines(lines, child)
    _, status = os.waitpid(child, 0)
    holder.wait(PATIENCE)
    holder.stderr.close()
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {
        "met": killed or "(INJECTED)" in log.read_text(errors="replace"),
        "killed": killed,
        "ended": os.waitstatus_to_exitcode(status),
        "acknowledged": "acknowledged" in words,
        "refused": [one for one in words if one.startswith("refused")],
    }


def _lines(lines: Any, child: int) -> list[str]:
    found = []
    while select.select([lines], [], [], PATIENCE)[0]:
        line = lines.readline()
        if not line:
            return found
        found.append(line.strip())
    os.kill(child, signal.SIGKILL)
    raise TimeoutError(f"the operation hangs after {found}")


def in_child(call: Callable[[], str]) -> list[str]:
    """Have a process of its own call; what it returned, line by line."""
    heard, say = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(say, "w") as out:
            _as_child(lambda: print(call(), file=out, flush=True))
    os.close(say)
    with os.fdopen(heard) as lines:
        found = lines.read().splitlines()
    _, status = os.waitpid(child, 0)
    if status or not found:
        raise RuntimeError(f"the one who looks ended with {os.waitstatus_to_exitcode(status)}")
    return found


def _as_child(call: Callable[[], Any]) -> None:
    """Leave without the parent's goodbyes."""
    try:
        call()
    except BaseException:  # noqa: BLE001 - it is told, and the process ends
        traceback.print_exc()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
