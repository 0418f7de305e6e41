"""What `./cermat run` does before it serves: schema, examples, static files; each only where needed."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cermat.operations.actions import load_examples
from cermat.operations.queries import has_office, pending_migrations
from cermat.periods.actions import load_holidays

Say = Callable[[str], object]
EXAMPLE_MONTHS = 2  # the last month whole, the current one as far as today


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time prepares: two starts at once must not migrate against each other."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":  # the lock that other machines see, too
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(35181301)")
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(35181301)")


def prepare(say: Say, *, examples: bool, now: datetime) -> None:
    with alone():
        if pending_migrations():
            say("Menyiapkan basis data …")
            call_command("migrate", verbosity=0, interactive=False)
        if examples and not has_office():
            first_look(say, now)
        elif not has_office():
            load_holidays(by=None, now=now)
        collect_static(say)


@transaction.atomic
def first_look(say: Say, now: datetime) -> None:
    """The examples and their months, all or nothing: whoever stops it half-way begins anew with the next start."""
    say("Memuat Kecamatan Nganjuk dan data contoh …")
    load_examples(now, told=lambda part: say(f"  {part}"))
    say(f"Memainkan {EXAMPLE_MONTHS} bulan contoh sampai hari ini (satu sampai dua menit, hanya kali ini) …")
    try:
        with transaction.atomic():
            call_command("demo", months=EXAMPLE_MONTHS)
    except CommandError as error:
        say(f"Bulan contoh tidak dapat dimainkan: {error}\nCermat tetap dijalankan dengan data contoh tanpa periode.")


def collect_static(say: Say) -> None:
    """Collect the static files unless exactly these were collected before."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            changed = storage.get_modified_time(path).timestamp()
            digest.update(f"{path} {storage.size(path)} {changed}\n".encode())
    stamp = settings.VAR / "static.stamp"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest() or not settings.STATIC_ROOT.exists():
        say("Menyiapkan berkas tampilan …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest.hexdigest())
