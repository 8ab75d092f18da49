"""What the database says of itself: version, journal mode, synchronous."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from django.db import connection

with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        said = []
        for text in ("SELECT sqlite_version()", "PRAGMA journal_mode", "PRAGMA synchronous"):
            cursor.execute(text)
            said.append(str(cursor.fetchone()[0]))
        names = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}
        print(f"SQLite {said[0]}, journal_mode={said[1]}, synchronous={names[said[2]]}")
    else:
        said = []
        for name in ("server_version", "fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            said.append(cursor.fetchone()[0])
        print(f"PostgreSQL {said[0]}, fsync={said[1]}, synchronous_commit={said[2]}")
