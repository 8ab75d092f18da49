"""What gets installed: one list of dependencies, locks with hashes and without hosts."""

import json
import re
import runpy
import tomllib

from packaging.requirements import Requirement

from tests.tidy import sources

LOCKS = sources.ROOT / "requirements"


def _wanted(name: str) -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in (LOCKS / f"{name}.in").read_text().splitlines()]
    return {(wanted := Requirement(line)).name: str(wanted) for line in lines if line and not line.startswith("-")}


def test_the_package_depends_on_what_is_locked() -> None:
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text())["project"]
    assert {(wanted := Requirement(line)).name: str(wanted) for line in project["dependencies"]} == _wanted("base")


def test_locks_hold_every_wanted_package_with_hashes_and_no_host() -> None:
    for name in ("base", "build", "node", "dev"):
        locked = (LOCKS / f"{name}.txt").read_text()
        pins = re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==[^\s]+.*\\\n    --hash=sha256:[0-9a-f]{64}", locked, re.MULTILINE)
        assert {wanted.lower() for wanted in _wanted(name)} <= set(pins)
        assert len(pins) == len(re.findall(r"^[a-z]", locked, re.MULTILINE))
        assert "://" not in locked
        assert "--index" not in locked


def test_all_locks_agree() -> None:
    pins: dict[str, set[str]] = {}
    for name in ("base", "build", "dev"):
        for package, version in re.findall(r"^([a-z0-9-]+)==(\S+)", (LOCKS / f"{name}.txt").read_text(), re.MULTILINE):
            pins.setdefault(package, set()).add(version)
    assert {package: versions for package, versions in pins.items() if len(versions) > 1} == {}


def test_the_web_lock_serves_every_system_and_names_no_host() -> None:
    """`npm ci` refuses a lock that lacks the builds for other systems; `make lock` completes it."""
    path = sources.ROOT / "web" / "package-lock.json"
    complete = runpy.run_path(str(LOCKS / "complete_npm_lock.py"))["complete"]
    assert complete(json.loads(path.read_text())) == []
    assert '"resolved"' not in path.read_text()
