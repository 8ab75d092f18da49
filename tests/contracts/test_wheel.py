"""An installed wheel is the whole: rules, words and pages come with it, tests do not."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a wheel, unpacked where nothing else of Jishi lies."""
    assert (ROOT / "jishi" / "web_dist" / "index.html").exists(), "the web app is not built (to build it: make setup)"
    made = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = made.glob("jishi-*.whl")
    target = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def _paths(folder: Path, pattern: str) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob(pattern) if "__pycache__" not in path.parts}


def test_rules_come_with_it(installed: Path) -> None:
    assert _paths(installed / "jishi" / "_rules", "*.yaml") == _paths(ROOT / "rules", "*.yaml")


def test_pages_and_words_come_with_it(installed: Path) -> None:
    assert (installed / "jishi" / "web_dist" / "index.html").is_file()
    for words in (ROOT / "jishi").rglob("words/*.yaml"):
        assert (installed / words.relative_to(ROOT)).read_bytes() == words.read_bytes()


def test_tests_and_tools_do_not(installed: Path) -> None:
    assert [path for path in _paths(installed, "*.py") if "tests" in Path(path).parts] == []
    assert {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")} == {"jishi"}


def test_its_command_reads_its_own_rules(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(installed), "JISHI_ENV": "dev", "JISHI_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "jishi.config.cli", "rules", "check"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    which = subprocess.run(
        [sys.executable, "-P", "-c", "import jishi; print(jishi.__file__)"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(which.stdout.strip()) == installed / "jishi" / "__init__.py"
