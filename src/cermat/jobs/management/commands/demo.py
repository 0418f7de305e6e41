"""`./cermat demo --months 12`: play months of the procedure through the real actions. Examples only."""

import sys
import time
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cermat.jobs.worker import run_due_jobs
from cermat.lib.errors import DomainError
from cermat.lib.months import day_of, long_date
from cermat.operations.actions import play
from cermat.operations.queries import example_office, months_playable


class Command(BaseCommand):
    help = "Mainkan beberapa bulan prosedur dengan data contoh, lewat tindakan yang sama dengan pengguna."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=12, help="banyaknya bulan, berakhir pada bulan ini (12)")

    def handle(self, *args: Any, months: int, **options: Any) -> None:
        kecamatan = example_office()
        if kecamatan is None:
            raise CommandError("Belum ada data contoh. Jalankan ./cermat run lebih dahulu (tanpa --empty).")
        most = months_playable(kecamatan, timezone.localdate())
        if not 1 <= months <= most:
            raise CommandError(f"Banyaknya bulan antara 1 dan {most}: sejak itu orang-orang contoh bertugas.")
        self.shown = date.min
        began = time.monotonic()
        try:
            played = play(kecamatan=kecamatan, months=months, now=timezone.now(), work=run_due_jobs, told=self.tell)
        except DomainError as error:
            raise CommandError(f"Berhenti: {error.message}") from error
        self.say(f"{played} tindakan dimainkan dalam {time.monotonic() - began:.0f} detik.")

    def tell(self, at: datetime) -> None:
        """Each simulated day once: in place on a terminal, as lines elsewhere."""
        day = day_of(at)
        if day > self.shown:
            self.shown = day
            self.say(f"  {long_date(day)}", stays=not sys.stdout.isatty())

    def say(self, text: str, *, stays: bool = True) -> None:
        self.stdout.write(f"\r{text:<50}" if sys.stdout.isatty() else text, ending="\n" if stays else "")
        self.stdout.flush()
