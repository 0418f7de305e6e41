"""`./cermat instruments load FILE --kecamatan CODE` · `instruments list`: an office's definitions, by the installer."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.documents.formula.refusal import RefusedError
from cermat.documents.formula.sheets import check_workbook
from cermat.instruments.actions import load_instrument, load_shipped
from cermat.instruments.imports.workbook import read_workbook
from cermat.instruments.queries import versions_of
from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, Unit


class Command(BaseCommand):
    help = "Instrumen: load BERKAS --kecamatan KODE memuat definisi (tanpa BERKAS: semua bawaan); list menyebut semua."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", choices=["load", "list"], help="load = muat, list = daftar")
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--kecamatan", metavar="KODE", help="kode Kemendagri, misalnya 35.18.13")

    def handle(self, *args: Any, word: str, file: Path | None, kecamatan: str | None, **options: Any) -> None:
        if word == "load":
            if kecamatan is None:
                raise CommandError("Tulis --kecamatan KODE, misalnya --kecamatan 35.18.13.")
            self._load(_office(kecamatan), file, timezone.now())
        else:
            self._list([_office(kecamatan)] if kecamatan else list(Unit.objects.filter(kind=Kind.KECAMATAN)))

    def _load(self, kecamatan: Unit, file: Path | None, now: datetime) -> None:
        try:
            if file is None:
                loaded = load_shipped(kecamatan=kecamatan, by=None, now=now)
            else:
                loaded = [load_instrument(kecamatan=kecamatan, text=_text(file), by=None, now=now)]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} tidak dapat dibaca sebagai teks UTF-8.") from error
        except RefusedError as error:
            raise CommandError(f"{file} ditolak:\n{error}") from error
        except DomainError as error:
            raise CommandError(f"{file or 'Instrumen bawaan'} ditolak:\n{error.message}") from error
        for version in loaded:
            self.stdout.write(f"Termuat: {version.reference} {version.title}")
        if not loaded:
            self.stdout.write("Semua instrumen bawaan sudah termuat.")

    def _list(self, offices: list[Unit]) -> None:
        for office in offices:
            versions = versions_of(office)
            if versions:
                self.stdout.write(f"{office} ({office.code})")
            for version in versions:
                until = f" sampai {version.valid_to}" if version.valid_to else ""
                state = ", dihentikan" if version.is_retired else ""
                self.stdout.write(f"  {version.reference}  {version.title}, berlaku {version.valid_from}{until}{state}")


def _text(file: Path) -> str:
    """YAML as it is; of a filled workbook what it says."""
    if file.suffix.lower() != ".xlsx":
        return file.read_text(encoding="utf-8-sig")
    content = file.read_bytes()
    check_workbook(content)
    return read_workbook(content)


def _office(code: str) -> Unit:
    found = Unit.objects.filter(kind=Kind.KECAMATAN, code=code).first()
    if found is None:
        raise CommandError(f"Kecamatan {code} belum ada. Ketik dahulu: ./cermat units load {code}")
    return found
