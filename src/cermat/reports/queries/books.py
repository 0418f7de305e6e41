"""What is brought to the meeting (Warning 1 of the SOP), and each section's recording book."""

from datetime import date, datetime

from cermat.evaluation.models import Meeting
from cermat.lib.months import clock, date_time, day_of, full_date, long_date
from cermat.organisation.models import Kind, Unit
from cermat.printing.blocks import (
    Align,
    Cell,
    Column,
    KeyValues,
    Print,
    Row,
    Signatures,
    Signer,
    Table,
    body,
    group,
)
from cermat.reports.queries.frame import named, official, period, place_date, secretary, signer, signing_day
from cermat.reports.queries.register import STATE_WORDS, CycleUnit
from cermat.requirements.queries import RegisterLine, bring_list, recording_book, recording_remark
from cermat.sop.models import Cycle


def bring_list_print(cycle: Cycle, now: datetime) -> Print:
    """Warning 1 of the SOP: what each kasi brings to the coordination meeting, complete or not."""
    day = _meeting_day(cycle)
    signed = min(day, signing_day(cycle, now))
    columns = (
        Column("No.", mm=9, align=Align.CENTER),
        Column("Persyaratan", 2.2),
        Column("Kelengkapan", mm=27),
        Column("Yang belum", 1.4),
        Column("Dibawa oleh", 1.4),
        Column("Paraf", mm=18),
    )
    rows: list[Row] = []
    for section, lines in bring_list(cycle):
        head = signer(section, day)
        brought_by = "\n".join(part for part in (head.name, head.title) if part)
        rows.append(group(str(section), len(columns)))
        if not lines:
            rows.append(body("–", Cell("Indikator seksi pada Laporan Kinerja", italic=True), "–", "–", brought_by, ""))
        rows += [_bring_row(at, line, brought_by) for at, line in enumerate(lines, 1)]
    return official(
        cycle.kecamatan,
        now,
        title=f"Daftar Bawaan Rapat Koordinasi Rutin {cycle.month.name}",
        code=f"BAWAAN-RAPAT/{cycle.month}",
        heading=("DAFTAR PERSYARATAN YANG DIBAWA", "PADA RAPAT KOORDINASI RUTIN KASI", period(cycle)),
        blocks=[
            KeyValues((("Tanggal rapat", full_date(day)),)),
            Table("Daftar bawaan", columns, tuple(rows)),
            Signatures((secretary(cycle.kecamatan, signed, place=place_date(cycle.kecamatan, signed)),)),
        ],
    )


def _meeting_day(cycle: Cycle) -> date:
    """As it was planned; before that, as the period expects it."""
    planned = Meeting.objects.filter(cycle=cycle).first()
    return planned.held_on if planned else cycle.meeting_on


def _bring_row(at: int, line: RegisterLine, brought_by: str) -> Row:
    state = STATE_WORDS[line.state]
    counted = f"{state}\n{line.counted} dari {line.of}" if line.requirement.is_due else state
    missing = named(line.missing) if line.requirement.is_due else ""
    return body(
        f"{at}.", line.requirement.name, Cell(counted, bold=line.is_unfilled_due), missing or "–", brought_by, ""
    )


def recording_print(about: CycleUnit, now: datetime) -> Print:
    """Buku Pencatatan dan Pendataan of a section, with the remark of the coordination meeting."""
    cycle, section = about.cycle, about.unit
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Tanggal dan waktu", mm=34),
        Column("Uraian data yang masuk", 2),
        Column("Dari", 1.5),
        Column("Cara", mm=20),
        Column("Diperiksa oleh", 1.4),
        Column("Hasil", 1.0),
    )
    rows = tuple(
        body(
            f"{at}.",
            f"{long_date(day_of(line.at))}\n{clock(line.at)}",
            line.what,
            f"{line.sender}\n{line.received_from}",
            line.channel.capitalize() if line.channel != "whatsapp" else "WhatsApp",
            f"{line.checked_by}\n{date_time(line.checked_at)}" if line.checked_at else "–",
            line.result or "–",
        )
        for at, line in enumerate(recording_book(cycle, section), 1)
    )
    remark = recording_remark(cycle, section)
    day = signing_day(cycle, now)
    return official(
        cycle.kecamatan,
        now,
        title=f"Buku Pencatatan dan Pendataan {section} {cycle.month.name}",
        code=f"PENCATATAN/{cycle.month}/{section.key.upper()}",
        heading=("BUKU PENCATATAN DAN PENDATAAN", str(section).upper(), period(cycle)),
        blocks=[
            Table("Pencatatan dan pendataan", columns, rows, numbered_columns=True),
            KeyValues((("Catatan rapat koordinasi", remark.text if remark else "Belum dievaluasi"),)),
            Signatures(_book_signers(cycle, section, day)),
        ],
        landscape=True,
    )


def _book_signers(cycle: Cycle, section: Unit, day: date) -> tuple[Signer, ...]:
    """The Sekretariat keeps its book under its own head: there the Camat is who has seen it."""
    camat = signer(cycle.kecamatan, day, above="Mengetahui,", fallback=f"Camat {cycle.kecamatan.name}")
    return (
        camat if section.kind == Kind.SECRETARIAT else secretary(cycle.kecamatan, day, above="Mengetahui,"),
        signer(section, day, place=place_date(cycle.kecamatan, day)),
    )
