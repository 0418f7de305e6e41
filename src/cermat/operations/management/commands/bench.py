"""`./cermat bench score`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.operations.commands.benchmarks import TOPICS


class Command(BaseCommand):
    help = "Ukur kecepatan sebuah bagian Cermat di mesin ini: bench score"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topic", choices=sorted(TOPICS), help="score = jalur massal perhitungan instrumen")

    def handle(self, *args: Any, topic: str, **options: Any) -> None:
        report = TOPICS[topic]()
        for line in report.lines:
            self.stdout.write(line)
        if not report.is_right:
            self.stderr.write("Angka jalur cepat berbeda dari jalur eksak.")
            sys.exit(1)
