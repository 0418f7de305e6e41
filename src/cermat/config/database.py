"""Which SQLite is used: the bundled one where it exists, because the system's may carry the WAL-reset fault."""

import sys


def use_bundled_sqlite() -> None:
    """Put pysqlite3 (SQLite 3.53) in the place of the standard module. Must run before Django is imported."""
    try:
        import pysqlite3  # noqa: PLC0415 - optional: there are wheels for x86_64 Linux only
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
