"""Private files are sealed for their subject, read by nobody once it is erased, and gone a day after they were let go."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.test import override_settings

from jishi.kernel import clock, crypto, private, rows
from jishi.kernel.errors import NotFound
from jishi.kernel.models import PrivateFile
from jishi.kernel.runner import act
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
CONTENT = b"\x89PNG what only two may see"


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_DIR=tmp_path):
        for subject in ("per_1", "per_2"):
            act(crypto.new_subject, subject)
        yield tmp_path / "private"


def kept(key: str = "pic_1", subject: str = "per_1") -> PrivateFile:
    return act(private.put, private.seal(key, subject, CONTENT, "image/png"))


def lying(store: Path) -> list[str]:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def test_a_file_is_read_again_and_lies_sealed(store: Path) -> None:
    row = kept()
    assert (row.size, row.subject, private.read("pic_1")) == (len(CONTENT), "per_1", ("image/png", CONTENT))
    lies = private.place("pic_1").read_bytes()
    assert (lying(store), len(lies), CONTENT[:8] in lies) == (["pic_1"], len(CONTENT) + 28, False)


def test_a_file_opens_under_its_own_name_for_its_own_subject_alone() -> None:
    kept()
    lies = private.place("pic_1").read_bytes()
    for subject, name in (("per_1", "pic_2"), ("per_2", "pic_1")):
        with pytest.raises(InvalidTag):
            crypto.open_bytes(subject, name, lies)
    with pytest.raises(InvalidTag):
        crypto.open_bytes("per_1", "pic_1", lies[:-1] + bytes([lies[-1] ^ 1]))


def test_erasing_the_subject_makes_its_files_unreadable_and_later_removes_them(store: Path) -> None:
    kept()
    kept("pic_2", "per_2")
    act(crypto.destroy, "per_1")
    with pytest.raises(NotFound):
        private.read("pic_1")
    with pytest.raises(crypto.Erased):
        private.seal("pic_3", "per_1", CONTENT, "image/png")
    at = clock.real()
    with clock.machine(lambda: at):
        private.tidy()
    with clock.machine(lambda: at + private.STAYS):
        private.tidy()
    assert lying(store) == ["pic_1", "pic_2"], "a backup under way still finds it"
    with clock.machine(lambda: at + private.STAYS + timedelta(seconds=1)):
        private.tidy()
    assert (lying(store), [row.pk for row in PrivateFile.objects.all()]) == (["pic_2"], ["pic_2"])
    assert private.read("pic_2")[1] == CONTENT


def test_what_was_let_go_is_read_by_nobody_and_letting_go_again_changes_nothing() -> None:
    kept()
    act(private.drop, ["pic_1"])
    with pytest.raises(NotFound):
        private.read("pic_1")
    with unchanged():
        act(private.drop, ["pic_1", "pic_none"])
        act(private.drop, [])


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        private.read("pic_none")
    kept()
    private.place("pic_1").unlink()
    with pytest.raises(NotFound):
        private.read("pic_1")


def test_an_action_that_is_undone_leaves_no_row_and_may_run_again(store: Path) -> None:
    sealed = private.seal("pic_1", "per_1", CONTENT, "image/png")

    def dies() -> None:
        private.put(sealed)
        rows.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act(dies)
    assert (PrivateFile.objects.count(), lying(store)) == (0, ["pic_1"])
    act(private.put, sealed)
    assert private.read("pic_1") == ("image/png", CONTENT)
