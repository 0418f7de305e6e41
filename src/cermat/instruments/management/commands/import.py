"""`./cermat import idm FILE.json…`: the ministry's responses, one desa and year each, by the installer."""
# ruff: noqa: N999 - Django finds a command by the name of its file, and nobody imports this one

import sys
from argparse import ArgumentParser
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cermat.instruments.actions import take_in_rumusan
from cermat.instruments.formula.rumusan import Anomaly, Examined, Rumusan, examine
from cermat.instruments.imports.idm import MOST_BYTES, read_rumusan
from cermat.instruments.queries.rumusan import IDM, placed
from cermat.instruments.schema import shipped
from cermat.lib.errors import DomainError
from cermat.lib.rounding import rounded

REFUSED = 2  # exit: a file was refused; the others are taken in all the same


class Command(BaseCommand):
    help = "Impor terbitan pihak lain apa adanya: import idm BERKAS.json… (rumusan IDM dari kementerian)"
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "kind", choices=["idm"], help="idm = rumusan IDM kementerian, satu desa dan tahun per berkas"
        )
        parser.add_argument("files", type=Path, nargs="+", metavar="BERKAS.json")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        refused = [file for file in files if not self._take_in(file, dry_run=dry_run, now=timezone.now())]
        if refused:
            self.stderr.write(f"{len(refused)} dari {len(files)} berkas ditolak; tidak ada isinya yang tersimpan.")
            sys.exit(REFUSED)

    def _take_in(self, file: Path, *, dry_run: bool, now: datetime) -> bool:
        rumusan = None
        try:
            text = _text(file)
            rumusan = read_rumusan(text)
            if dry_run:
                found, outcome = placed(rumusan), "tidak disimpan (--dry-run)"
            else:
                taken = take_in_rumusan(rumusan=rumusan, text=text, by=None, now=now)
                found = taken.placed
                outcome = f"tersimpan untuk {found.period}" if taken.is_new else f"sudah tersimpan untuk {found.period}"
        except DomainError as error:
            self.stderr.write(f"{file}: DITOLAK. {error.message}")
            if rumusan is not None and error.code == "unknown_desa":  # what it says can be read all the same
                self._tell(file, rumusan, examine(rumusan, shipped(IDM)), "tidak disimpan")
            return False
        self._tell(file, found.rumusan, found.examined, outcome, found.anomalies[len(found.examined.anomalies) :])
        return True

    def _tell(
        self, file: Path, rumusan: Rumusan, examined: Examined, outcome: str, more: tuple[Anomaly, ...] = ()
    ) -> None:
        self.stdout.write(f"{file}: {_told(rumusan, examined)}; {outcome}.")
        for anomaly in (*examined.anomalies, *more):
            self.stdout.write(f"  PERHATIAN {anomaly}")


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        return content.decode("utf-8-sig")
    except OSError as error:
        raise DomainError("Berkas tidak dapat dibuka.") from error
    except UnicodeDecodeError as error:
        raise DomainError("Berkas bukan teks UTF-8, jadi bukan jawaban JSON dari kementerian.") from error


def _told(rumusan: Rumusan, examined: Examined) -> str:
    computed = examined.computed
    own = "tidak ada" if computed.index is None else _number(computed.index)
    grade = f" {computed.grade.code}" if computed.grade else ""
    published = f"IDM terbit {_number(rounded(rumusan.index, 4))} {rumusan.status}"
    return f"{rumusan.village} ({rumusan.dotted}) {rumusan.year}: {published}, hasil hitung {own}{grade}"


def _number(value: Decimal) -> str:
    return f"{value}".replace(".", ",")
