"""`./cermat worker`: does the queued work and keeps the schedule until it is told to end."""

import os
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from cermat.jobs.schedule import look
from cermat.jobs.worker import IDLE, forever, work_once


class Command(BaseCommand):
    help = "Kerjakan antrean dan jadwal. Berhenti dengan Ctrl+C; pekerjaan yang sedang berjalan diselesaikan dulu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-parent", action="store_true", help="berhenti bila proses induk berakhir")

    def handle(self, *args: Any, with_parent: bool = False, **options: Any) -> None:
        stop = threading.Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        clock = threading.Thread(target=forever, args=(look, stop, 15.0), daemon=True)
        clock.start()
        parent = os.getppid()

        def step() -> bool:
            if with_parent and os.getppid() != parent:
                stop.set()
                return False
            return work_once()

        forever(step, stop, IDLE)
        clock.join(timeout=5)
