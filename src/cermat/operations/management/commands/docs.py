"""`./cermat docs`: writes docs/generated/ anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cermat.operations.commands.drawings import PAGES


class Command(BaseCommand):
    help = "Tulis ulang halaman docs/generated/ dari tabel dalam program."
    requires_system_checks = ()  # `./cermat check` looks at all; here they would cost a second before the first word

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.ROOT / "docs" / "generated"
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in PAGES.items():
            (folder / name).write_text(page())
