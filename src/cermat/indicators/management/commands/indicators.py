"""`./cermat indicators load FILE --kecamatan CODE`: an indicator set or a year's plan, by the installer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.indicators.actions import load_indicators, load_plan
from cermat.indicators.schema import kind_of
from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, Unit


class Command(BaseCommand):
    help = "Muat berkas definisi indikator atau perencanaan ke sebuah kecamatan."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", choices=["load"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--kecamatan", required=True, metavar="KODE", help="kode Kemendagri, misalnya 35.18.13")

    def handle(self, *args: Any, **options: Any) -> None:
        kecamatan = Unit.objects.filter(kind=Kind.KECAMATAN, code=options["kecamatan"]).first()
        if kecamatan is None:
            raise CommandError(f"Kecamatan {options['kecamatan']} belum ada. Muat unit kerja lebih dulu.")
        try:
            loaded = _load(kecamatan, options["file"].read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"Berkas tidak dapat dibaca: {options['file']}") from error
        except DomainError as error:
            raise CommandError(f"{options['file']} ditolak:\n{error.message}") from error
        self.stdout.write(f"Termuat: {loaded}")


def _load(kecamatan: Unit, text: str) -> object:
    now = timezone.now()
    kind = kind_of(text)
    if kind is None:
        return load_plan(kecamatan=kecamatan, text=text, by=None, now=now)
    return load_indicators(kecamatan=kecamatan, kind=kind, text=text, by=None, now=now)
