"""The database wrapper: pysqlite3 has no `getlimit`, which Django 6.1 asks for; the limits compiled into it are stated instead."""

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations

MAX_VARIABLES = 32766
MAX_COLUMNS = 2000


class DatabaseFeatures(SQLiteFeatures):
    """As Django's, with the number of parameters that SQLite is built for by default."""

    max_query_params = MAX_VARIABLES


class DatabaseOperations(SQLiteOperations):
    """As Django's, with the number of columns that SQLite is built for by default."""

    def _quote_params_for_last_executed_query(self, params: Any) -> tuple[Any, ...]:
        """The parameters as they would stand in the text; asked for only when queries are watched."""
        quoted: list[Any] = []
        for start in range(0, len(params), MAX_COLUMNS):
            some = params[start : start + MAX_COLUMNS]
            cursor = self.connection.connection.cursor()
            try:
                quoted += cursor.execute(f"SELECT {', '.join(['QUOTE(?)'] * len(some))}", some).fetchone()
            finally:
                cursor.close()
        return tuple(quoted)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, with the pragmas that make a write-ahead log safe and quick."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    transaction_mode: str

    def get_new_connection(self, conn_params: Any) -> Any:
        """Open a connection; pragmas that are not settings of the file are set on each."""
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not self.is_in_memory_db():
            connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        """Every transaction begins here: straight at the driver, past Django's cursor."""
        with self.wrap_database_errors:
            self.connection.execute(f"BEGIN {self.transaction_mode}")
