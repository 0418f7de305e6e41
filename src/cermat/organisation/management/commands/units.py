"""`./cermat units load 35.18`: build the tree of units from the national list; `units cari NAMA` finds the code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.lib.errors import DomainError
from cermat.organisation.actions import load_units
from cermat.organisation.queries.regions import kecamatan_named

MOST = 20


class Command(BaseCommand):
    help = "Memuat wilayah dari daftar Kemendagri: units load 35.18; mencari kodenya: units cari NAMA KECAMATAN"
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", choices=["load", "cari"], help="load = muat; cari = cari kode menurut nama")
        parser.add_argument("code", nargs="+", help="kode wilayah bertitik, misalnya 35.18.13; atau nama kecamatan")

    def handle(self, *args: Any, work: str, code: list[str], **options: Any) -> None:
        asked = " ".join(code)
        if work == "cari":
            self._find(asked)
            return
        try:
            loaded = load_units(code=asked, by=None, now=timezone.now())
        except DomainError as error:
            raise CommandError(f"{error.message} Cari kodenya: ./cermat units cari NAMA KECAMATAN") from error
        self.stdout.write(
            f"{asked}: {loaded.created} unit dibuat, {loaded.kept} sudah ada, {loaded.renamed} berganti nama."
        )

    def _find(self, name: str) -> None:
        found = kecamatan_named(name)
        if not found:
            raise CommandError(f"Tidak ada kecamatan bernama “{name}” dalam daftar Kemendagri. Tulis sebagian namanya.")
        for code, told in found[:MOST]:
            self.stdout.write(f"{code}  {told}")
        if len(found) > MOST:
            self.stdout.write(f"… dan {len(found) - MOST} lainnya; tulis namanya lebih lengkap.")
