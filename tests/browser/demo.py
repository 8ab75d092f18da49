"""The demonstration that browser tests visit: filled once, then served from copies, each by a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "jishi" / "web_dist" / "index.html"
PATIENCE = 120.0
"""Seconds until a server must answer; a machine may be busy with other things."""


def build() -> None:
    """The web app is built, if it is not yet."""
    if not BUILT.exists():
        npm = shutil.which("npm")
        assert npm, "the web app is not built and there is no npm to build it: make setup"
        subprocess.run([npm, "run", "--silent", "build"], cwd=ROOT / "web", check=True)


def fill(data: Path) -> None:
    """Fill a data directory as `jishi demo` does the first time."""
    subprocess.run(_command(data, "--no-serve"), cwd=ROOT, env=_environment(), check=True, capture_output=True)


@contextmanager
def served(data: Path, speed: float = 1, port: int = 0, **settings: str) -> Iterator[str]:
    """Its address while it is served on a port, by default a free one, with settings of its own (`JISHI_…`); ended by its own process."""
    port = port or free_port()
    with _running(_command(data, "--quiet", "--port", str(port), "--speed", str(speed)), settings, port, data.with_suffix(".log")) as url:
        yield url


@contextmanager
def empty(data: Path) -> Iterator[tuple[str, Path]]:
    """The address of an installation that nobody has set up yet, and what its console says."""
    port = free_port()
    settings = {"JISHI_ENV": "dev", "JISHI_DATA_DIR": str(data), "JISHI_URL": f"http://127.0.0.1:{port}"}
    jishi = [sys.executable, "-m", "jishi.config.cli"]
    subprocess.run([*jishi, "migrate"], cwd=ROOT, env=_environment() | settings, check=True, capture_output=True)
    log = data.with_suffix(".log")
    with _running([*jishi, "serve", "--port", str(port)], settings, port, log) as url:
        yield url, log


@contextmanager
def _running(command: list[str], settings: dict[str, str], port: int, log: Path) -> Iterator[str]:
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=_environment() | settings, stdout=out, stderr=out)
        try:
            _await(url, process, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _command(data: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "jishi.config.cli", "demo", "--data", str(data), *more]


def _environment() -> dict[str, str]:
    """What the tests' own server is given: nothing of the tests' settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("JISHI_", "DJANGO_"))}


def _await(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url} in {PATIENCE:.0f} s\n{log.read_text()}")
