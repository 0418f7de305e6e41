"""`./cermat score NAME FILE.csv`: indices from answers, one JSON object per line. Needs no database."""

import os
import re
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cermat.instruments.exports.score_lines import score_line
from cermat.instruments.formula import AnsweredBy, Definition, Given, Outcome, score
from cermat.instruments.imports.answers_table import Subject, group_columns, item_columns, read_answers
from cermat.instruments.queries import kind_of_subject
from cermat.instruments.schema import read_instrument, shipped, shipped_names
from cermat.lib.csv_rows import opened
from cermat.lib.errors import DomainError

VILLAGES = frozenset({"desa", "kelurahan"})
BAD = 2  # exit: something was refused; what could be computed is printed all the same


class Command(BaseCommand):
    help = "Hitung indeks dari jawaban: ./cermat score NAMA BERKAS.csv (satu baris JSON per subjek dan periode)"
    requires_system_checks = ()

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        """Options may stand anywhere: score ikm-14-2017 --means FILE.csv."""
        parser = super().create_parser(*args, **options)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", metavar="NAMA", help="nama instrumen, atau berkas definisi .yaml")
        parser.add_argument("file", nargs="?", metavar="BERKAS.csv", help="jawaban; - membaca masukan standar")
        parser.add_argument("--means", action="store_true", help="berkas memuat rata-rata per unsur, bukan jawaban")
        parser.add_argument("--weight", metavar="BOBOT", default="", help="bobot lain yang dikenal instrumen: 0.111")
        parser.add_argument("--list", action="store_true", help="sebut semua instrumen dan kolomnya")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_good = self._list() if options["list"] else self._score(**options)
            self.stdout.flush()
        except DomainError as error:
            self.stderr.write(error.message)
            sys.exit(BAD)
        except BrokenPipeError:  # the reader, head say, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BAD)
        if not is_good:
            sys.exit(BAD)

    def _score(self, *, name: str | None, file: str | None, means: bool, weight: str, **_more: Any) -> bool:
        if not name or not file:
            raise DomainError("Tulis nama instrumen dan berkasnya: ./cermat score idm-2016 BERKAS.csv")
        definition = _definition(name)
        given = Given(variant=_variant(definition, weight))
        with opened(file) as text:
            subjects = read_answers(definition, text, means=means)
        for subject in subjects:
            for fault in subject.faults:
                self.stderr.write(fault)
            if not subject.faults:
                outcome = _outcome(definition, subject, given)
                self.stdout.write(score_line(definition, outcome, subject.code, subject.period))
        return not any(subject.faults for subject in subjects)

    def _list(self) -> bool:
        for name in shipped_names():
            definition = shipped(name)
            self.stdout.write(f"{definition.reference}  {definition.title}")
            self.stdout.write(f"    {','.join(item_columns(definition).names)}")
            if direct := group_columns(definition):
                word = "atau " if definition.answered_by is AnsweredBy.ONE else "--means "
                self.stdout.write(f"    {word}{','.join(direct.names)}")
            if definition.variants:
                self.stdout.write(f"    --weight {'|'.join(_weights(definition))}")
        return True


def _definition(name: str) -> Definition:
    """A shipped instrument by its name, or the definition file of this path."""
    if name.endswith((".yaml", ".yml")):
        try:
            return read_instrument(Path(name).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise DomainError(f"Definisi {name} tidak dapat dibaca sebagai teks UTF-8.") from error
    if name not in shipped_names():
        raise DomainError(f"Instrumen “{name}” tidak dikenal. Yang ada: {', '.join(shipped_names())}.")
    return shipped(name)


def _weights(definition: Definition) -> list[str]:
    own = {str(group.weight) for group in definition.top}
    return [*(own if len(own) == 1 else ()), *(variant.name for variant in definition.variants)]


def _variant(definition: Definition, weight: str) -> str:
    """The variant of this weight; "" for the weight that the definition has anyway."""
    known = _weights(definition)
    if not weight or (weight in known and weight not in {variant.name for variant in definition.variants}):
        return ""
    if weight not in known:
        allowed = " atau ".join(known) or "tidak ada"
        raise DomainError(f"Bobot “{weight}” tidak dikenal {definition.name}. Yang ada: {allowed}.")
    return weight


def _outcome(definition: Definition, subject: Subject, given: Given) -> Outcome:
    """Codes tell the kind of subject only where the instrument is about villages: RT and RW have none of their own."""
    kind = kind_of_subject(subject.code) if definition.subjects & VILLAGES else ""
    given = replace(given, kind=kind, month=_month(subject.period), names=subject.names, groups=subject.groups)
    outcome = score(definition, [] if subject.direct else subject.sheets, given)
    if subject.direct:
        return replace(outcome, n=1 if definition.answered_by is AnsweredBy.ONE else None)
    return outcome


def _month(period: str) -> int | None:
    """11 of 2026-11; None where the period is no month (2026, 2026-S1), so that every item is asked."""
    found = re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", period)
    return int(found[1]) if found else None
