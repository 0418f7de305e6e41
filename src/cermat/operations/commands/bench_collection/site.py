"""One size of the collection's bench in its own throw-away database: `python -m … UNITS MONTHS`.

Lays the rows, says how many, then answers one page for each name it reads: seconds, bytes of the page over the wire,
bytes of the first view with everything the page loads.
"""

import gzip
import json
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")

import django
import pikepdf

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cermat.collection.actions import open_sheets  # noqa: E402
from cermat.collection.models import Entry, EntryEvent, EntryState, EntryValue, Evidence, Form  # noqa: E402
from cermat.collection.queries import rows_of  # noqa: E402
from cermat.documents.actions import store_bytes  # noqa: E402
from cermat.documents.models import StoredFile  # noqa: E402
from cermat.lib.months import Month  # noqa: E402
from cermat.operations.actions import load_examples  # noqa: E402
from cermat.operations.commands.bench_collection.laying import (  # noqa: E402
    each,
    insert,
    kecamatan_beside,
    months_back,
    run,
    unchecked,
)
from cermat.organisation.models import Assignment, Unit, User  # noqa: E402
from cermat.organisation.permissions import Role  # noqa: E402
from cermat.requirements.actions import finish_sorting, suggest_sorting  # noqa: E402
from cermat.sop.actions import open_cycle  # noqa: E402
from cermat.sop.models import Cycle  # noqa: E402

HOME = 15  # desa and kelurahan of the kecamatan that is laid first
KECAMATAN = "35.18.13"
VALIDATED = """UPDATE collection_entry SET state = 'tervalidasi', version = 3, first_saved_at = %s, first_sent_at = %s,
sent_at = %s, sent_by_id = %s, validated_at = %s, validated_by_id = %s WHERE id = %s"""
LATER = re.compile(r"""<link[^>]*\smedia="print"[^>]*>""")  # loaded last, and only paper needs it
LOADED = re.compile(r"""\s(?:href|src)="(/static/[^"]+)\"""")  # not data-src, which is loaded when it is needed


def lay(units: int, months: int) -> dict[str, Any]:
    """The kecamatan with its months, and as many others beside it as the units ask for; the rows there are."""
    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    load_examples(now, told=lambda _part: None)
    kecamatan = Unit.objects.get(code=KECAMATAN)
    cycle = _month(kecamatan, now)
    _fill(cycle, now)
    with unchecked():
        months_back(months - 1)
        _past(cycle, now)
        _present(cycle)
        if others := -(-(units - HOME) // HOME):
            kecamatan_beside(kecamatan, others)
        run("ANALYZE")
    villages = Entry.objects.filter(unit__kind__in=["desa", "kelurahan"]).values("unit").distinct().count()
    return {"units": villages, "entries": Entry.objects.count(), "values": EntryValue.objects.count()}


def _month(kecamatan: Unit, now: datetime) -> Cycle:
    """This month as people open it, its sheets made."""
    sekcam = User.objects.get(username="sekcam")
    cycle = open_cycle(kecamatan=kecamatan, month=Month.of(timezone.localdate(now)), by=sekcam, now=now)
    suggest_sorting(cycle=cycle, by=sekcam, now=now)
    finish_sorting(cycle=cycle, by=sekcam, now=now)
    open_sheets(cycle=cycle, now=now)
    return cycle


def _fill(cycle: Cycle, now: datetime) -> None:
    """Every field answered, every row that asks for it proved, every sheet sent and validated."""
    heads = {post.unit_id: post.user_id for post in Assignment.objects.filter(role__in=[Role.LURAH, Role.KADES])}
    sekcam, camat = (User.objects.get(username=name).pk for name in ("sekcam", "camat"))
    entries = list(cycle.entries.select_related("unit"))
    file = _proof(cycle, now)
    answers: list[dict[str, Any]] = []
    proofs: list[dict[str, Any]] = []
    for entry, rows in zip(entries, rows_of(cycle, entries).values(), strict=True):
        by = heads.get(entry.unit_id, sekcam)
        answers += [_answer(entry, row.code, cell, by, now) for row in rows for cell in row.fields if _is_typed(cell)]
        asked = [row.code for row in rows if row.evidence_required]
        proof = {"entry_id": entry.pk, "file_id": file.pk, "by_id": by, "at": now, "persons_reason": ""}
        proofs += [proof | {"code": code} for code in asked]
    insert(EntryValue, answers)
    insert(Evidence, proofs)
    insert(EntryEvent, [event for entry in entries for event in _events(entry, heads.get(entry.unit_id, sekcam), now)])
    each(VALIDATED, [(now, now, now, heads.get(entry.unit_id, sekcam), now, camat, entry.pk) for entry in entries])


def _is_typed(cell: dict[str, Any]) -> bool:
    return cell.get("kind", "angka") != "teks" and not cell.get("auto")


def _answer(entry: Entry, code: str, cell: dict[str, Any], by: int, now: datetime) -> dict[str, Any]:
    kind, choices = cell.get("kind", "angka"), cell.get("choices") or []
    number = choices[-1]["value"] if choices else str(100 + entry.pk % 7)
    is_yes = kind == "ya_tidak"
    return {
        "entry_id": entry.pk, "code": code, "field": cell["key"], "answer": "ya" if is_yes else "angka",
        "number": None if is_yes else str(number), "by_id": by, "at": now,
    }  # fmt: skip


def _events(entry: Entry, by: int, now: datetime) -> list[dict[str, Any]]:
    return [
        {"entry_id": entry.pk, "verb": verb, "state": EntryState.VALIDATED.value, "by_id": by, "at": now}
        for verb in ("saved", "submitted", "sent")
    ]  # fmt: skip


def _proof(cycle: Cycle, now: datetime) -> StoredFile:
    by, content = User.objects.get(username="sekcam"), BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return store_bytes(
        content=content.getvalue(),
        name="bukti.pdf",
        content_type="application/pdf",
        unit=cycle.kecamatan,
        by=by,
        now=now,
    )


def _past(cycle: Cycle, now: datetime) -> None:
    camat = User.objects.get(username="camat").pk
    stamp = now.isoformat(sep=" ")
    run(
        f"UPDATE sop_cycle SET state = 'ditutup', closed_by_id = {camat}, closed_at = '{stamp}' "  # noqa: S608
        f"WHERE id <> {cycle.pk}"
    )


def _present(cycle: Cycle) -> None:
    """Of this month a third is being filled in, a third waits for its check, a third is validated."""
    nobody = "validated_by_id = NULL, validated_at = NULL"
    here = f"cycle_id = {cycle.pk}"
    run(
        f"UPDATE collection_entry SET state = 'terkirim', {nobody} WHERE {here} AND unit_id % 3 = 0",  # noqa: S608
        f"UPDATE collection_entry SET state = 'draf', {nobody}, sent_by_id = NULL, sent_at = NULL, "  # noqa: S608
        f"first_sent_at = NULL WHERE {here} AND unit_id % 3 = 1",
    )


# ---- pages


def pages() -> dict[str, tuple[str, str]]:
    """Name of a page → who opens it, and its address."""
    cycle = Cycle.objects.filter(kecamatan__code=KECAMATAN).order_by("-year", "-month_number").first()
    assert cycle is not None
    monthly = cycle.entries.filter(form=Form.MONTHLY, section__code=f"{KECAMATAN}/pemerintahan").order_by("pk")
    draft, sent = monthly.filter(state=EntryState.DRAFT).first(), monthly.filter(state=EntryState.SENT).first()
    assert draft is not None
    assert sent is not None
    operator = Assignment.objects.select_related("user").get(unit=draft.unit_id, role=Role.OPERATOR).user.username
    return {
        "isian": (operator, reverse("collection:sheet", args=[draft.pk])),
        "antrean pemeriksaan": ("kasi.pemerintahan", reverse("collection:desk")),
        "pemeriksaan satu isian": ("kasi.pemerintahan", reverse("collection:review", args=[sent.pk])),
        "rekapitulasi kelengkapan": ("sekcam", reverse("collection:mine", args=[cycle.pk])),
        "belum terkirim": ("sekcam", reverse("collection:owed", args=[cycle.pk])),
        "ketepatan waktu": ("sekcam", reverse("collection:punctuality", args=[cycle.pk])),
        "riwayat 24 bulan": ("sekcam", reverse("collection:timeline", args=[cycle.pk]) + "?bulan=24"),
        "kalender": ("sekcam", reverse("collection:calendar", args=[cycle.pk])),
    }


@cache
def client(username: str) -> Client:
    found = Client(SERVER_NAME="localhost", headers={"Accept-Encoding": "gzip"})
    found.force_login(User.objects.get(username=username))
    return found


def answered(username: str, path: str) -> dict[str, float]:
    asking = client(username)
    begun = time.perf_counter()
    response = asking.get(path)
    took = time.perf_counter() - begun
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    packed = response.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(response.content) if packed else response.content).decode()
    later = len(response.content)
    return {"took": took, "later": later, "first": later + _first_view(text)}


def _first_view(text: str) -> int:
    return sum(weight(url) for url in set(LOADED.findall(LATER.sub("", text))))


@cache
def weight(url: str) -> int:
    """Bytes of a static file as it is sent: packed beforehand where that makes it smaller."""
    path = settings.STATIC_ROOT / url.removeprefix("/static/")
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


Lay = Callable[[int, int], dict[str, Any]]
Pages = Callable[[], dict[str, tuple[str, str]]]


def serve(laying: Lay, asked: Pages) -> None:
    """Lay the rows, say how many, answer until nobody asks any more."""
    begun = time.perf_counter()
    laid = laying(*map(int, sys.argv[1:]))
    call_command("collectstatic", verbosity=0, interactive=False)
    known = asked()
    _say(laid | {"seconds": time.perf_counter() - begun, "pages": list(known), "vendor": connection.vendor})
    for line in sys.stdin:
        _say(answered(*known[line.strip()]))


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(lay, pages)
