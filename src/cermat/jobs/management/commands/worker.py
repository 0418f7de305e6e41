"""`./cermat worker`: does the queued work and keeps the schedule until it is told to end."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from cermat.jobs.schedule import look
from cermat.jobs.worker import IDLE, forever, work_once
from cermat.notifications.models import Job


class Command(BaseCommand):
    help = "Kerjakan antrean dan jadwal. Berhenti dengan Ctrl+C; pekerjaan yang sedang berjalan diselesaikan dulu."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def handle(self, *args: Any, **options: Any) -> None:
        Job.objects.exists()  # without tables this says at once what to type; the loops below would retry for ever
        stop = threading.Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        clock = threading.Thread(target=forever, args=(look, stop, 15.0), daemon=True)
        clock.start()
        if options["verbosity"] > 1:
            self.stdout.write("Pekerja latar siap.")
            self.stdout.flush()
        forever(work_once, stop, IDLE)
        clock.join(timeout=5)
