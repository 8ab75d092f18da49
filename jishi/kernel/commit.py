"""One commit of the writer of a SQLite file."""

from types import TracebackType
from typing import Any

from django.db import DatabaseError, Error

from jishi.kernel import rows
from jishi.kernel.unseen import Unseen


class Commit:
    """What Django's outermost `atomic` does on SQLite, with `unseen` told of each statement, for the price of its statements.

    A message in a quiet desk waits for a commit of its own; what only nested transactions and other databases need was a twentieth of
    that (docs/decisions/0010). The books that code inside looks at are kept as `atomic` keeps them.
    """

    def __init__(self, unseen: Unseen) -> None:
        self.unseen = unseen
        self.here: Any = rows.here()

    def __enter__(self) -> None:
        here = self.here
        if here.connection is None:
            here.ensure_connection()
        here.commit_on_exit, here.needs_rollback = True, False
        here._start_transaction_under_autocommit()
        here.autocommit, here.in_atomic_block = False, True
        here.execute_wrappers.append(self.unseen)
        rows.listen(self.unseen.before)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        here = self.here
        rows.listen(None)
        here.execute_wrappers.remove(self.unseen)
        here.in_atomic_block = False
        try:
            if kind is not None or here.needs_rollback:
                self._undo()
                return
            try:
                with here.wrap_database_errors:
                    here.connection.commit()
            except DatabaseError:
                self._undo()
                raise
        finally:
            here.autocommit = True
        if here.run_on_commit:
            here.run_and_clear_commit_hooks()

    def _undo(self) -> None:
        self.here.needs_rollback, self.here.run_on_commit = False, []
        try:
            with self.here.wrap_database_errors:
                self.here.connection.rollback()
        except Error:  # the connection is of no use any more: the next statement opens another
            self.here.close()
            self.here.connection, self.here.closed_in_transaction = None, False
