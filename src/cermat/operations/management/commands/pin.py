"""`./cermat pin`."""

from typing import Any

from django.core.management.base import BaseCommand

from cermat.operations.commands import pins


class Command(BaseCommand):
    help = "Kunci ulang requirements/*.txt beserta hash-nya."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        pins.pin()
