"""What the commands of one commit have added and not yet inserted, and how each of them is kept from missing it."""

from collections.abc import Callable
from typing import Any

from django.db import models

from jishi.kernel import rows


class Unseen:
    """Rows that the commands of one commit have added and that are inserted together at its end.

    A command that names one of their tables must see them: they are inserted before its statement. If that command is then
    undone, so are they, and wait again.
    """

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self.tables: tuple[str, ...] = ()
        self.shown: dict[type[models.Model], list[models.Model]] = {}
        self.failed: BaseException | None = None

    def add(self, rows_of: dict[type[models.Model], list[models.Model]]) -> None:
        """Take over what a command added; what it was shown stays in the database with it."""
        self.shown = {}
        for model, objects in rows_of.items():
            self.rows.setdefault(model, []).extend(objects)
        self.tables = tuple(model._meta.db_table for model in self.rows)

    def back(self) -> None:
        """The command that was shown them is undone: they wait again."""
        shown, later = self.shown, self.rows
        self.rows = {}
        self.add(shown)
        self.add(later)

    def write(self) -> None:
        """Insert what waits."""
        waiting, self.rows, self.tables = self.rows, {}, ()
        rows.write(waiting)

    def __call__(self, execute: Callable[..., Any], text: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Stands before each of Django's statements on the writer's connection."""
        self.before(text)
        return execute(text, params, many, context)

    def before(self, text: str) -> None:
        """Show what waits to a statement that names one of its tables."""
        if self.tables and any(table in text for table in self.tables):
            self.shown = {model: list(objects) for model, objects in self.rows.items()}
            try:
                self.write()
            except BaseException as error:
                self.failed = error
                raise
