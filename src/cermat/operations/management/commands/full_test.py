"""`./cermat test`: further words go to pytest."""

import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.operations.commands import gate


class Command(BaseCommand):
    help = "Semua tes, pada SQLite dan pada PostgreSQL bersamaan."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs=REMAINDER, help="diteruskan ke pytest")

    def handle(self, *args: Any, words: list[str], **options: Any) -> None:
        sys.exit(gate.test(self.stdout.write, words))
