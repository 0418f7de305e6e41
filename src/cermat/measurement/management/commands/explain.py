"""`./cermat explain FIGURE-ID`: where a figure comes from, down to its leaves, as the page Asal Angka shows it."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.measurement.models import Figure
from cermat.measurement.presenters import stairs, told_lines
from cermat.measurement.queries import all_sources, derivation, figure_named

BAD = 2  # exit: no such figure, or one that its leaves do not give
UNKNOWN = (
    "Angka “{name}” tidak ada. Tulis nomor angka yang tercetak pada halaman Asal Angka, atau "
    "KODE-KECAMATAN/TAHUN-BULAN/KODE, misalnya 35.18.13/2026-11/IKU-1."
)


class Command(BaseCommand):
    help = "Jelaskan asal sebuah angka: ./cermat explain 1234, atau 35.18.13/2026-11/IKU-1; --all memeriksa semuanya"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("figure", nargs="?", metavar="NOMOR-ANGKA", help="nomor, atau KECAMATAN/TAHUN-BULAN/KODE")
        parser.add_argument("--all", action="store_true", help="turunkan ulang semua angka dari rinciannya")

    def handle(self, *args: Any, figure: str | None, **options: Any) -> None:
        try:
            is_good = self._check_all() if options["all"] else self._explain(figure or "")
            self.stdout.flush()
        except BrokenPipeError:  # the reader, head say, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BAD)
        if not is_good:
            sys.exit(BAD)

    def _explain(self, name: str) -> bool:
        found = figure_named(name)
        if found is None:
            self.stderr.write(UNKNOWN.format(name=name[:60]))
            return False
        for line in told_lines(found, stairs(found, all_sources(found), derivation(found))):
            self.stdout.write(line)
        return True

    def _check_all(self) -> bool:
        count = differing = 0
        for figure in Figure.objects.select_related("run__cycle", "indicator").order_by("pk").iterator(chunk_size=500):
            count += 1
            again = derivation(figure)
            if not again.agrees:
                differing += 1
                self.stdout.write(f"{figure.pk} {figure.code} {figure.run}: berbeda pada {', '.join(again.differs)}")
        self.stdout.write(
            f"{count} angka diturunkan ulang dari rinciannya: {count - differing} cocok, {differing} berbeda."
        )
        return not differing
