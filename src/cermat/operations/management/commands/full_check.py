"""`./cermat check`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cermat.operations.commands import gate


class Command(BaseCommand):
    help = "Format, lint, tipe, aturan impor, templat, migrasi: sama dengan yang dijalankan CI."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if failures := gate.check(self.stdout.write):
            self.stdout.write(f"{failures} pemeriksaan gagal.")
            sys.exit(1)
