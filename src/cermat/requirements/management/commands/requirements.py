"""`./cermat requirements load FILE --kecamatan CODE`: when each requirement falls due, and which section answers."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.lib.definitions import read_definition
from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, Unit
from cermat.requirements.actions import load_requirement_plan
from cermat.requirements.schema import RequirementPlanFile


class Command(BaseCommand):
    help = "Muat jadwal persyaratan sebuah kecamatan: requirements load BERKAS --kecamatan KODE"
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
            plan = read_definition(file.read_text(encoding="utf-8-sig"), RequirementPlanFile)
            load_requirement_plan(kecamatan=unit, plan=plan, by=None, now=timezone.now())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} tidak dapat dibaca sebagai teks UTF-8.") from error
        except DomainError as error:
            raise CommandError(f"{file} ditolak:\n{error.message}") from error
        self.stdout.write(f"{len(plan.requirements)} persyaratan termuat untuk {unit}.")
