"""`python -m cermat WORD …`: every word of the command line is a Django management command."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

FIRST_START = {"run", "migrate"}  # the words that make the tables themselves


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
    try:
        execute_from_command_line(["cermat", *sys.argv[1:]])
    except DatabaseError:
        if FIRST_START.intersection(sys.argv[1:2]) or not _tables_are_missing():
            raise
        sys.exit("Basis data belum disiapkan atau belum diperbarui. Ketik: ./cermat run")


def _tables_are_missing() -> bool:
    from cermat.operations.queries import pending_migrations  # noqa: PLC0415 - only after Django is set up

    try:
        return bool(pending_migrations())
    except DatabaseError:
        return False


if __name__ == "__main__":
    main()
