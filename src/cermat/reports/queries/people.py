"""The list that goes with a change of officials: what passes from the one to the other on that day."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from cermat.collection.models import Entry, EntryState
from cermat.evaluation.models import Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.errors import DomainError
from cermat.lib.months import long_date
from cermat.organisation.models import Assignment, Unit
from cermat.printing.blocks import (
    Align,
    Block,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Print,
    Row,
    Signatures,
    Table,
    body,
)
from cermat.reports.queries.frame import official, place_date, signer, signing
from cermat.requirements.models import Handover
from cermat.requirements.workflow import HandoverState
from cermat.sop.models import CycleState


def predecessor_of(started: Assignment) -> Assignment | None:
    """Who held the office until the day before."""
    return (
        Assignment.objects.filter(unit=started.unit, role=started.role, end=started.start - timedelta(days=1))
        .exclude(pk=started.pk)
        .select_related("user", "unit")
        .first()
    )


def succession_print(started: Assignment, now: datetime) -> Print:
    unit, kecamatan = started.unit, started.unit.kecamatan
    if kecamatan is None:
        raise DomainError("Daftar serah terima hanya untuk jabatan di kecamatan.")
    old = predecessor_of(started)
    blocks: list[Block] = [
        KeyValues(
            (
                ("Jabatan", started.plain_title),
                ("Pejabat lama", old.user.full_name if old else "–"),
                ("Pejabat baru", started.user.full_name),
                ("Terhitung mulai", long_date(started.start)),
                ("Nomor keputusan", started.decree or "–"),
            )
        ),
        Heading("A. Isian yang belum selesai"),
        _table("Isian", _entries(unit)),
        Heading("B. Serah terima persyaratan yang belum divalidasi"),
        _table("Persyaratan", _handovers(unit)),
        Heading("C. Rekomendasi yang belum terverifikasi"),
        _table("Rekomendasi", _recommendations(unit)),
        Paragraph("Tugas, rekomendasi, dan validasi di atas beralih kepada pejabat baru sejak tanggal tersebut."),
        Signatures(
            (
                signing(old, above="Yang menyerahkan,") if old else signer(kecamatan, started.start),
                signing(started, above="Yang menerima,", place=place_date(kecamatan, started.start)),
            )
        ),
    ]
    return official(
        kecamatan,
        now,
        title=f"Daftar Serah Terima Tugas {started.plain_title}",
        code=f"SERAH-TERIMA/{started.start}/{unit.key.upper()}",
        heading=("DAFTAR SERAH TERIMA TUGAS", "PERGANTIAN PEJABAT", started.plain_title.upper()),
        blocks=blocks,
    )


def _table(caption: str, lines: list[tuple[str, str, str]]) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Periode", mm=32),
        Column("Uraian", 2),
        Column("Batas waktu / status", 1),
    )
    rows: tuple[Row, ...] = tuple(body(f"{at}.", *line) for at, line in enumerate(lines, 1))
    return Table(caption, columns, rows)


def _entries(unit: Unit) -> list[tuple[str, str, str]]:
    """What the office owes, and what waits for its validation."""
    own = unit.entries.filter(cycle__state=CycleState.RUNNING).exclude(state=EntryState.VALIDATED)
    lines = [
        (e.cycle.month.name, f"Mengisi: {e.form} {e.section}", long_date(e.due_on))
        for e in own.select_related("cycle", "section")
    ]
    return lines + [
        (e.cycle.month.name, f"Memvalidasi: {e.form} {e.unit}", long_date(e.due_on))
        for e in _to_validate(unit).select_related("cycle", "unit")
    ]


def _to_validate(unit: Unit) -> QuerySet[Entry]:
    return Entry.objects.filter(section=unit, state=EntryState.SENT, cycle__state=CycleState.RUNNING).exclude(unit=unit)


def _handovers(unit: Unit) -> list[tuple[str, str, str]]:
    open_ = Handover.objects.filter(section=unit).exclude(state=HandoverState.VALIDATED).select_related("cycle")
    return [(one.cycle.month.name, f"Set persyaratan {unit}", one.state.capitalize()) for one in open_]


def _recommendations(unit: Unit) -> list[tuple[str, str, str]]:
    open_ = Recommendation.objects.filter(owner=unit).exclude(state=RecommendationState.VERIFIED)
    return [
        (one.cycle.month.name, f"{one.number}. {one.text}", long_date(one.due_on))
        for one in open_.select_related("cycle")
    ]
