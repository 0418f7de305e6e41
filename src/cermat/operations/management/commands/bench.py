"""`./cermat bench TOPIC`: one of the topics of `operations.commands.benchmarks`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cermat.operations.commands.benchmarks import TOPICS


class Command(BaseCommand):
    help = f"Ukur kecepatan sebuah bagian Cermat di mesin ini: {', '.join(sorted(TOPICS))}"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "topic",
            choices=sorted(TOPICS),
            help="collection = halaman pengumpulan pada 15, 284, dan 8.494 unit, dan buku kerjanya; "
            "dashboards = ringkasan tiap peran pada 1 dan 20 kecamatan, 24 bulan; "
            "forecast = ketepatan selang perkiraan; "
            "score = perhitungan massal; survey = jawaban per detik; survey-interval = ketepatan rentang IKM; "
            "workbook = buku kerja",
        )

    def handle(self, *args: Any, topic: str, **options: Any) -> None:
        report = TOPICS[topic]()
        for line in report.lines:
            self.stdout.write(line)
        if not report.is_right:
            self.stderr.write(report.fault)
            sys.exit(1)
