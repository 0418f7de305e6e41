"""`./cermat audit verify`: walks every chain and names the first row that does not hold."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.audit.queries import broken_links, chains


class Command(BaseCommand):
    help = "Periksa rantai jejak audit; menyebut baris pertama yang rusak pada setiap rantai."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken = {link.chain: link for link in broken_links()}
        for chain, length in chains():
            if link := broken.get(chain):
                self.stdout.write(f"RUSAK  {chain}: baris {link.number} – {link.reason}")
            else:
                self.stdout.write(f"utuh   {chain}: {length} baris")
        if broken:
            sys.exit(1)
