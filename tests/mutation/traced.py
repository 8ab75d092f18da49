"""Which test asked which value of a rule and tried which verb of which machine: notes of one run, taken where every question passes."""

from collections.abc import Callable
from typing import Any

from jishi.kernel.machine import Machine
from jishi.lawbook.engine import Book
from jishi.lawbook.ruling import Ruling


class Notes:
    """What the test at hand asked so far, in whichever of its threads."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def take(self) -> set[str]:
        """What was noted since the last time."""
        asked, self.asked = self.asked, set()
        return asked

    def begin(self) -> None:
        """From now on everything is noted, for as long as this process lives."""
        Book.at = self._answers(Book.at)  # type: ignore[method-assign]
        Ruling.from_json = staticmethod(self._answers(Ruling.from_json))  # type: ignore[method-assign]
        Machine.may = self._tries(Machine.may)  # type: ignore[method-assign]
        Machine.advance_all = self._tries(Machine.advance_all)  # type: ignore[method-assign]

    def _answers(self, ask: Callable[..., Ruling]) -> Callable[..., Ruling]:
        def noted(*args: Any) -> Ruling:
            ruling = ask(*args)
            self.asked.add(ruling.key)
            return ruling

        return noted

    def _tries(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(machine: Machine[Any], row: Any, verb: str, **given: Any) -> Any:
            self.asked.add(f"{machine.name}.{verb}")
            return call(machine, row, verb, **given)

        return noted
