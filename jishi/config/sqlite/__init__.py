"""Django's SQLite back end, made to run on pysqlite3 and tuned for one writer."""
