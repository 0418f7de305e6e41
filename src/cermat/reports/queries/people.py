"""The list that goes with a change of officials: what passes from the one to the other on that day."""

from datetime import date, datetime, timedelta

from cermat.collection.models import EntryState
from cermat.collection.queries import to_check
from cermat.evaluation.models import Recommendation
from cermat.evaluation.queries import to_verify
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.errors import DomainError
from cermat.lib.months import day_of, long_date
from cermat.measurement.queries import to_sign
from cermat.organisation.models import Assignment, Kind
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

Line = tuple[str, str, str]  # period, what, until when or in which state


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
    old, day = predecessor_of(started), max(started.start, day_of(now))
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
        _table("Isian", _entries(started, day)),
        Heading("B. Serah terima persyaratan yang belum divalidasi"),
        _table("Persyaratan", _handovers(started)),
        Heading("C. Rekomendasi yang belum terverifikasi"),
        _table("Rekomendasi", _recommendations(started, day)),
        Heading("D. Angka yang belum ditandatangani"),
        _table("Angka", _figures(started, day)),
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


def _table(caption: str, lines: list[Line]) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Periode", mm=32),
        Column("Uraian", 2),
        Column("Batas waktu / status", 1),
    )
    rows: tuple[Row, ...] = tuple(body(f"{at}.", *line) for at, line in enumerate(lines, 1))
    return Table(caption, columns, rows)


def _entries(started: Assignment, day: date) -> list[Line]:
    """What the office owes, what waits for its approval, and what waits for its validation."""
    own = started.unit.entries.filter(cycle__state=CycleState.RUNNING).exclude(state=EntryState.VALIDATED)
    lines = [
        (e.cycle.month.name, f"Mengisi: {e.form} {e.section}", long_date(e.due_on))
        for e in own.select_related("cycle", "section")
    ]
    return lines + [
        (task.entry.cycle.month.name, f"Memvalidasi: {task.entry.form} {task.entry.unit}", long_date(task.due_on))
        for task in to_check(started.user, day)
    ]


def _handovers(started: Assignment) -> list[Line]:
    """Of the section itself; of every section where the office validates them."""
    open_ = Handover.objects.exclude(state=HandoverState.VALIDATED).select_related("cycle", "section")
    is_camat = started.unit.kind == Kind.KECAMATAN
    mine = open_.filter(cycle__kecamatan=started.unit) if is_camat else open_.filter(section=started.unit)
    return [(one.cycle.month.name, f"Set persyaratan {one.section}", one.state.capitalize()) for one in mine]


def _recommendations(started: Assignment, day: date) -> list[Line]:
    open_ = Recommendation.objects.filter(owner=started.unit).exclude(state=RecommendationState.VERIFIED)
    lines = [
        (one.cycle.month.name, f"{one.number}. {one.text}", long_date(one.due_on))
        for one in open_.select_related("cycle")
    ]
    return lines + [
        (one.cycle.month.name, f"Memverifikasi bukti: {one.number}. {one.text}", long_date(one.due_on))
        for one in to_verify(started.user, day)
    ]


def _figures(started: Assignment, day: date) -> list[Line]:
    return [
        (run.cycle.month.name, f"Menandatangani angka {section}, penghitungan {run.number}", "Belum ditandatangani")
        for run, section in to_sign(started.user, day)
    ]
