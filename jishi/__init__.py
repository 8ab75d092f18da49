"""Jishi 集市: the merchant side of a content-commerce marketplace, self-hosted.

Importing this package puts `pysqlite3` in the place of the standard `sqlite3`: SQLite 3.7.0 to 3.51.2 can corrupt a
write-ahead log with two writers, and pysqlite3 bundles a later one. It must happen before Django loads its back end.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

__version__ = "0.1.0"
