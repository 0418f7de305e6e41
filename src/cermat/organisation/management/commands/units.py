"""`./cermat units load 35.18`: build the tree of units from the national list."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.lib.errors import DomainError
from cermat.organisation.actions import load_units


class Command(BaseCommand):
    help = "Memuat wilayah dari daftar Kemendagri: units load 35.18"
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", choices=["load"], help="load = muat")
        parser.add_argument("code", help="kode wilayah bertitik, misalnya 35.18 atau 35.18.13")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_units(code=options["code"], by=None, now=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{options['code']}: {loaded.created} unit dibuat, {loaded.kept} sudah ada, {loaded.renamed} berganti nama."
        )
