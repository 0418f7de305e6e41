"""`python -m cermat WORD …`: every word of the command line is a Django management command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
    execute_from_command_line(["cermat", *sys.argv[1:]])


if __name__ == "__main__":
    main()
