"""`python requirements/complete_npm_lock.py web/package-lock.json`: names in the lock the builds for other systems that npm left out.

npm locks an optional package only if the registry at hand has it. A registry that carries the builds for one system alone makes
a lock that `npm ci` refuses, there and everywhere else. This adds the others by the version that their parent wants, with the
system they are for, so that npm passes over them here and takes exactly these elsewhere. Part of `make lock`.
"""

import json
import sys
from pathlib import Path
from typing import Any

SYSTEMS = ("aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32")
PROCESSORS = ("arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "ppc64le", "riscv64", "s390x", "wasm32", "x64")


def limits(name: str) -> dict[str, list[str]]:
    """The systems and processors that a package such as `@x/cli-linux-arm64-musl` is for, as its name says."""
    parts = name.split("/")[-1].replace(".", "-").split("-")
    found = {
        "os": [part for part in parts if part in SYSTEMS],
        "cpu": [part for part in parts if part in PROCESSORS],
        "libc": ["musl"] if "musl" in parts else ["glibc"] if "gnu" in parts else [],
    }
    return {key: values for key, values in found.items() if values}


def complete(lock: dict[str, Any]) -> list[str]:
    """Adds what is missing to a lock of version 3; the answer names what was added."""
    packages = lock["packages"]
    added = []
    for path, package in list(packages.items()):
        for name, version in package.get("optionalDependencies", {}).items():
            nested, top = f"{path}/node_modules/{name}", f"node_modules/{name}"
            if nested in packages or top in packages or not (limits(name) and version[:1].isdigit()):
                continue
            marks = {mark: True for mark in ("dev",) if package.get(mark)}
            packages[top] = {"version": version, **marks, "optional": True, **limits(name)}
            added.append(f"{name}@{version}")
    return added


def main() -> None:
    path = Path(sys.argv[1])
    lock = json.loads(path.read_text())
    added = complete(lock)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    print(f"{path}: {len(added)} builds for other systems added", file=sys.stderr)


if __name__ == "__main__":
    main()
