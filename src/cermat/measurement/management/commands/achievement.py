"""`./cermat achievement FILE.csv`: achievements of published rows, one JSON object per line. Needs no database."""

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.lib.csv_rows import opened
from cermat.lib.errors import DomainError
from cermat.measurement.formula import Case, Scale, judge_case, predicate
from cermat.measurement.imports.cases import COLUMNS, read_cases
from cermat.measurement.queries import RECOMMENDED_SCALE, all_scales

BAD = 2  # exit: something was refused; what could be computed is printed all the same


class Command(BaseCommand):
    help = f"Hitung capaian: ./cermat achievement BERKAS.csv (satu baris JSON per baris; kolom {COLUMNS})"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="BERKAS.csv", help="baris capaian; - membaca masukan standar")
        parser.add_argument("--scale", metavar="NAMA", default=RECOMMENDED_SCALE, help="skala predikat")
        parser.add_argument("--list", action="store_true", help="sebut semua skala predikat")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_good = self._list() if options["list"] else self._achievements(options["file"], options["scale"])
            self.stdout.flush()
        except DomainError as error:
            self.stderr.write(error.message)
            sys.exit(BAD)
        except BrokenPipeError:  # the reader, head say, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BAD)
        if not is_good:
            sys.exit(BAD)

    def _list(self) -> bool:
        for scale in all_scales().values():
            self.stdout.write(f"{scale.key}  {scale.name} (untuk {scale.applies_to})")
        return True

    def _achievements(self, file: str | None, scale_name: str) -> bool:
        if not file:
            raise DomainError("Tulis berkasnya: ./cermat achievement BERKAS.csv")
        scale = all_scales().get(scale_name)
        if scale is None:
            raise DomainError(f"Skala “{scale_name}” tidak dikenal. Yang ada: {', '.join(all_scales())}.")
        self.stderr.write(f"Skala predikat: {scale.name}, untuk {scale.applies_to}")
        is_good = True
        with opened(file) as text:
            for row in read_cases(text):
                for fault in row.faults:
                    self.stderr.write(fault)
                if row.case is not None:
                    self.stdout.write(_line(row.case, scale))
                is_good = is_good and row.case is not None
        return is_good


def _line(case: Case, scale: Scale) -> str:
    outcome = judge_case(case)
    value = outcome.achievement.value
    return json.dumps(
        {
            "id": case.id,
            "achievement": None if value is None else format(value, "f"),
            "status": outcome.status,
            "predicate": predicate(scale, value) or None,
            "reason": outcome.reason or None,
        },
        ensure_ascii=False,
    )
