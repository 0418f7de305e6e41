"""`./cermat plan load FILE --kecamatan CODE`: a year's plan, and first the sections that it names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cermat.indicators.actions import load_plan
from cermat.indicators.models import Plan
from cermat.indicators.schema import read_plan
from cermat.lib.errors import DomainError
from cermat.organisation.actions import LoadedUnits, load_sections
from cermat.organisation.models import Kind, Unit


class Command(BaseCommand):
    help = "Muat seksi dan perencanaan setahun ke sebuah kecamatan: plan load BERKAS --kecamatan KODE"
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", choices=["load"], help="load = muat")
        parser.add_argument("file", type=Path)
        parser.add_argument("--kecamatan", required=True, metavar="KODE", help="kode Kemendagri, misalnya 35.18.13")

    def handle(self, *args: Any, file: Path, kecamatan: str, **options: Any) -> None:
        unit = Unit.objects.filter(kind=Kind.KECAMATAN, code=kecamatan).first()
        if unit is None:
            raise CommandError(f"Kecamatan {kecamatan} belum ada. Ketik dahulu: ./cermat units load {kecamatan}")
        try:
            sections, plan = _load(unit, file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} tidak dapat dibaca sebagai teks UTF-8.") from error
        except DomainError as error:
            raise CommandError(f"{file} ditolak:\n{error.message}") from error
        self.stdout.write(f"{unit}: {sections.created} seksi dan subbagian dibuat, {sections.kept} sudah ada.")
        self.stdout.write(f"Termuat: {plan}")


@transaction.atomic
def _load(kecamatan: Unit, text: str) -> tuple[LoadedUnits, Plan]:
    """Both or nothing."""
    now = timezone.now()
    rows = [row.model_dump(by_alias=True) for row in read_plan(text).seksi]
    sections = load_sections(kecamatan=kecamatan, sections=rows, by=None, now=now)
    return sections, load_plan(kecamatan=kecamatan, text=text, by=None, now=now)
