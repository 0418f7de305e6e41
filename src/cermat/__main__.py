"""`python -m cermat WORD …`: every word of the command line is a Django management command."""

import os
import sys

from cermat.config.database import use_bundled_sqlite


def main() -> None:
    use_bundled_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the SQLite swap

    execute_from_command_line(["cermat", *sys.argv[1:]])


if __name__ == "__main__":
    main()
