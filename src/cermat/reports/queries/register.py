"""Prints of steps 1 and 2: register, receipt, validation sheet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from cermat.indicators.models import SetKind
from cermat.instruments.models import Result
from cermat.lib.months import Month, date_time, day_of, long_date, number
from cermat.organisation.models import Unit
from cermat.printing.blocks import (
    Align,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    KeyValues,
    Notice,
    Paragraph,
    Print,
    Row,
    Signatures,
    Table,
    body,
)
from cermat.reports.queries.frame import (
    head_and_secretary,
    official,
    period,
    place_date,
    result_figure,
    secretary,
    signer,
    signing_day,
    through_cermat,
)
from cermat.requirements.models import Handover
from cermat.requirements.queries import (
    RegisterLine,
    register_of,
    requirements_of_section,
    section_works_on,
    sections_of,
    sorting_of,
)
from cermat.requirements.workflow import HandoverState
from cermat.sop.models import Cycle

HANDOVER_WORDS = {
    HandoverState.HANDED: "Diserahkan",
    HandoverState.ACKNOWLEDGED: "Diterima",
    HandoverState.VALIDATED: "Tervalidasi",
    HandoverState.SENT_BACK: "Dikembalikan",
}
STATE_WORDS = {"belum_jatuh_tempo": "Belum jatuh tempo", "terisi": "Terisi", "belum_terisi": "Belum terisi"}
SET_WORDS = {SetKind.SINERGITAS: "Indikator sinergitas", SetKind.MONTHLY: "Indikator bulanan desa/kelurahan"}


VALIDATION_COLUMNS = (
    Column("No.", mm=9, align=Align.CENTER),
    Column("Seksi", 1.6),
    Column("Persyaratan", mm=23, align=Align.CENTER, group="Jumlah"),
    Column("Sinergitas", mm=21, align=Align.CENTER, group="Jumlah"),
    Column("Bulanan", mm=19, align=Align.CENTER, group="Jumlah"),
    Column("Diserahkan", 1.0),
    Column("Diterima", 1.0),
    Column("Divalidasi", 1.0),
    Column("Status", 0.9),
)


@dataclass(frozen=True)
class CycleUnit:
    """A print about one unit in one cycle."""

    cycle: Cycle
    unit: Unit


def register_print(cycle: Cycle, now: datetime) -> Print:
    day = signing_day(cycle, now)
    blocks: list[Block] = [
        register_table(register_of(cycle)),
        Notice(
            "Persyaratan yang belum jatuh tempo tidak dihitung sebagai belum terisi; data terakhir dan tanggalnya "
            "disebut. Persyaratan yang jatuh tempo dan tidak terisi menyebabkan target kinerjanya tidak tercapai."
        ),
        head_and_secretary(cycle.kecamatan, day),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Register Persyaratan {cycle.month.name}",
        code=f"REGISTER/{cycle.month}",
        heading=("REGISTER PERSYARATAN DATA KINERJA", period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def register_table(lines: list[RegisterLine]) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Persyaratan", 2.2),
        Column("Penanggung jawab", 1.5),
        Column("Frekuensi", mm=24),
        Column("Jatuh tempo berikutnya", mm=30),
        Column("Status", mm=30),
        Column("Terisi", mm=22, align=Align.CENTER),
        Column("Data terakhir yang sah", 2.0),
    )
    rows = tuple(
        body(
            f"{at}.",
            line.requirement.name,
            str(line.requirement.section),
            line.requirement.frequency.capitalize(),
            "Periode ini" if line.requirement.is_due else _month(line.requirement.next_due),
            Cell(STATE_WORDS[line.state], bold=line.is_unfilled_due),
            f"{line.counted} dari {line.of}" if line.requirement.is_due else "–",
            last_valid(line.result or line.last),
        )
        for at, line in enumerate(lines, 1)
    )
    return Table("Register Persyaratan", columns, rows, numbered_columns=True)


def _month(text: str) -> str:
    return Month.parse(text).name if text else "–"


def last_valid(result: Result | None) -> str:
    """84,21, B (Baik), November 2026, dicatat 2 Desember 2026; a count stands in its label: 8 dari 13 kelurahan, …"""
    if result is None:
        return "Belum ada data"
    label = result.counted_label
    is_count = label.startswith(f"{number(result.counted_value)} dari ")
    said = label if is_count else ", ".join(part for part in (result_figure(result), label) if part)
    return f"{said}, {Month.parse(result.period).name}, dicatat {long_date(day_of(result.recorded_at))}"


def receipt_print(about: CycleUnit, now: datetime) -> Print:
    """Tanda terima: what a section received, who handed it over and who acknowledged it."""
    cycle, section = about.cycle, about.unit
    handover = Handover.objects.filter(cycle=cycle, section=section).select_related("handed_by", "acknowledged_by")
    given = handover.first()
    day = day_of(given.handed_at) if given else signing_day(cycle, now)
    blocks: list[Block] = [
        KeyValues(
            (
                ("Periode", cycle.month.name),
                ("Diserahkan kepada", f"{signer(section, day).title} ({section})"),
                ("Tanggal penyerahan", long_date(day) if given else "……………………"),
            )
        ),
        *_handed_over(cycle, section),
        _receipt_signatures(cycle, section, given, day),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Tanda Terima Penyerahan Persyaratan {section} {cycle.month.name}",
        code=f"TANDA-TERIMA/{cycle.month}/{section.key.upper()}",
        heading=("TANDA TERIMA", "PENYERAHAN PERSYARATAN DATA KINERJA", period(cycle)),
        blocks=blocks,
    )


def _receipt_signatures(cycle: Cycle, section: Unit, given: Handover | None, day: date) -> Signatures:
    received = through_cermat("Diterima", given.acknowledged_by, given.acknowledged_at) if given else ""
    handed = through_cermat("Diserahkan", given.handed_by, given.handed_at) if given else ""
    place = place_date(cycle.kecamatan, day if given else None)
    return Signatures(
        (
            signer(section, day, above="Yang menerima,", note=received),
            secretary(cycle.kecamatan, day, above="Yang menyerahkan,", place=place, note=handed),
        )
    )


def _handed_over(cycle: Cycle, section: Unit) -> list[Block]:
    requirements = requirements_of_section(cycle, section)
    blocks: list[Block] = [Heading("A. Persyaratan")]
    if requirements:
        due = {True: "jatuh tempo periode ini", False: "belum jatuh tempo"}
        blocks.append(Bullets(tuple(f"{row.name} ({due[row.is_due]})" for row in requirements), numbered=True))
    else:
        blocks.append(Paragraph("Tidak ada persyaratan atas nama seksi ini; seksi mengisi indikator di bawah."))
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Kode", mm=22),
        Column("Indikator"),
        Column("Bukti dukung", 0.7),
    )
    works = section_works_on(cycle, section)
    for letter, kind in zip("BC", (SetKind.SINERGITAS, SetKind.MONTHLY), strict=True):
        mine = [row.indicator for row in works if row.indicator.set.kind == kind]
        rows = tuple(body(f"{at}.", one.code, one.name, one.evidence or "–") for at, one in enumerate(mine, 1))
        blocks += [Heading(f"{letter}. {SET_WORDS[kind]} ({len(mine)})"), Table(SET_WORDS[kind], columns, rows)]
    return blocks


def validation_print(cycle: Cycle, now: datetime) -> Print:
    """Lembar validasi: output of step 2, persyaratan yang telah divalidasi."""
    day = signing_day(cycle, now)
    handovers = {handover.section_id: handover for handover in _handovers(cycle)}
    sorted_ = Counter((row.section_id, row.indicator.set.kind) for row in sorting_of(cycle) if row.is_included)
    owed = Counter(requirement.section_id for requirement in cycle.requirements.all())
    rows = tuple(
        _validation_row(at, section, handovers.get(section.pk), owed[section.pk], sorted_)
        for at, section in enumerate(sections_of(cycle), 1)
    )
    validated = [handover for handover in handovers.values() if handover.validated_at]
    latest = max(validated, key=lambda one: str(one.validated_at), default=None)
    note = through_cermat("Divalidasi", latest.validated_by, latest.validated_at) if latest else ""
    if latest and latest.validated_at and len(validated) == len(rows):
        day = day_of(latest.validated_at)
    camat = signer(
        cycle.kecamatan,
        day,
        note=note,
        place=place_date(cycle.kecamatan, day),
        fallback=f"Camat {cycle.kecamatan.name}",
    )
    return official(
        cycle.kecamatan,
        now,
        title=f"Lembar Validasi Persyaratan {cycle.month.name}",
        code=f"VALIDASI/{cycle.month}",
        heading=("LEMBAR VALIDASI PERSYARATAN DATA KINERJA", period(cycle)),
        blocks=[
            Table("Persyaratan yang telah divalidasi", VALIDATION_COLUMNS, rows),
            Paragraph(f"Divalidasi {len(validated)} dari {len(rows)} set persyaratan seksi."),
            Signatures((camat,)),
        ],
        landscape=True,
    )


def _handovers(cycle: Cycle) -> list[Handover]:
    return list(cycle.handovers.select_related("handed_by", "acknowledged_by", "validated_by"))


def _validation_row(
    at: int, section: Unit, handover: Handover | None, owed: int, sorted_: Counter[tuple[int, str]]
) -> Row:
    counts = [str(owed), str(sorted_[section.pk, SetKind.SINERGITAS]), str(sorted_[section.pk, SetKind.MONTHLY])]
    if handover is None:
        return body(f"{at}.", str(section), *counts, "–", "–", "–", "Belum diserahkan")
    return body(
        f"{at}.",
        str(section),
        *counts,
        date_time(handover.handed_at),
        date_time(handover.acknowledged_at) if handover.acknowledged_at else "–",
        date_time(handover.validated_at) if handover.validated_at else "–",
        HANDOVER_WORDS[HandoverState(handover.state)] + (f": {handover.reason}" if handover.reason else ""),
    )
