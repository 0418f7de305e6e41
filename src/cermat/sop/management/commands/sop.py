"""`./cermat sop load FILE --kecamatan CODE`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.lib.errors import DefinitionError
from cermat.organisation.models import Kind, Unit
from cermat.sop.actions import load_sop


class Command(BaseCommand):
    help = "Muat berkas SOP sebuah kecamatan: ./cermat sop load BERKAS --kecamatan 35.18.13"
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="muat sebuah berkas YAML sebagai versi berikutnya")
        load.add_argument("file", type=Path)
        load.add_argument("--kecamatan", required=True, metavar="KODE")

    def handle(self, *args: Any, file: Path, kecamatan: str, **options: Any) -> None:
        unit = Unit.objects.filter(code=kecamatan, kind=Kind.KECAMATAN).first()
        if unit is None:
            raise CommandError(f"Tidak ada kecamatan berkode {kecamatan}. Muat dahulu dengan ./cermat units load.")
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} tidak dapat dibaca sebagai teks UTF-8.") from error
        try:
            sop = load_sop(kecamatan=unit, text=text, by=None, now=timezone.now())
        except DefinitionError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            self.stderr.write(f"{file} tidak dimuat.")
            sys.exit(1)
        self.stdout.write(f"{sop} berlaku untuk {unit}.")
