"""Formulir Rekomendasi Tindak Lanjut: output of step 5."""

from datetime import datetime

from cermat.evaluation.models import Meeting, Recommendation
from cermat.evaluation.queries import grounds_of
from cermat.lib.months import date_time, day_of, long_date
from cermat.printing.blocks import Align, Block, Cell, Column, Heading, Notice, Print, Row, Table, body
from cermat.reports.queries.frame import head_and_secretary, official, period, signing_day
from cermat.sop.models import Cycle

STATE_WORDS = {
    "ditetapkan": "Belum diisi",
    "diisi": "Diisi, menunggu bukti",
    "bukti_diserahkan": "Bukti diserahkan",
    "terverifikasi": "Terverifikasi",
    "dikembalikan": "Dikembalikan",
}


def recommendations_of(cycle: Cycle) -> list[Recommendation]:
    rows = cycle.recommendations.select_related("finding", "owner", "filled_by", "improvement__survey__unit")
    return list(rows.select_related("improvement__survey__version").order_by("number"))


def recommendations_or_nil(cycle: Cycle, *, brief: bool = False) -> list[Block]:
    rows = recommendations_of(cycle)
    if not rows:
        return [nothing_of(cycle)]
    return [brief_table(rows) if brief else recommendation_table(rows)]


def nothing_of(cycle: Cycle) -> Notice:
    """Nihil is a decision of the meeting; before it there is only nothing yet."""
    if Meeting.objects.filter(cycle=cycle, recommended_at__isnull=False).exists():
        return Notice("NIHIL: rapat tidak menetapkan rekomendasi pada periode ini.")
    return Notice("Rekomendasi belum ditetapkan. Rekomendasi ditetapkan pada Rapat Koordinasi Rutin periode ini.")


def brief_table(rows: list[Recommendation]) -> Table:
    """For the minutes, which stand upright."""
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Rekomendasi", 1.4),
        Column("Rencana tindak lanjut", 1.4),
        Column("Penanggung jawab", mm=36),
        Column("Batas waktu", mm=30),
    )
    lines = tuple(
        body(f"{one.number}.", one.text, one.action or "belum diisi", str(one.owner), long_date(one.due_on))
        for one in rows
    )
    return Table("Rekomendasi dan tindak lanjut", columns, lines)


def recommendation_table(rows: list[Recommendation]) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Catatan hasil monev atau survei", 1.3),
        Column("Rekomendasi", 1.4),
        Column("Penyebab", 1.2),
        Column("Rencana tindak lanjut", 1.4),
        Column("Penanggung jawab", 1.1),
        Column("Batas waktu", mm=24),
        Column("Status", mm=22),
    )
    return Table("Rekomendasi dan tindak lanjut", columns, tuple(map(_recommendation_row, rows)), small=len(rows) > 12)


def _grounds(one: Recommendation) -> str:
    """What was noted, and about whom; of a survey its low unsur."""
    about = grounds_of(one) or "–"
    return f"{about}: {one.finding.text}" if one.finding else about


def _recommendation_row(one: Recommendation) -> Row:
    return body(
        f"{one.number}.",
        _grounds(one),
        one.text,
        one.cause or Cell("belum diisi", italic=True),
        one.action or Cell("belum diisi", italic=True),
        str(one.owner),
        long_date(one.due_on),
        STATE_WORDS[one.state],
    )


def recommendations_print(cycle: Cycle, now: datetime) -> Print:
    """Formulir Rekomendasi Tindak Lanjut: output of step 5. Without a recommendation it says nihil."""
    rows = recommendations_of(cycle)
    day = max([signing_day(cycle, now), *(day_of(at) for one in rows for at in (one.proof_at, one.verified_at) if at)])
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Penanggung jawab", 1.4),
        Column("Diisi oleh", 1.6),
        Column("Waktu", mm=45),
        Column("Paraf", mm=25),
    )
    signed = tuple(
        body(
            f"{one.number}.",
            str(one.owner),
            f"{one.filled_by.full_name}, {one.filled_title}" if one.filled_by else "–",
            date_time(one.filled_at) if one.filled_at else "Belum diisi",
            "",
        )
        for one in rows
    )
    blocks: list[Block] = recommendations_or_nil(cycle)
    if rows:
        blocks += [Heading("Pengisian oleh penanggung jawab"), Table("Pengisian", columns, signed)]
    blocks.append(head_and_secretary(cycle.kecamatan, day))
    return official(
        cycle.kecamatan,
        now,
        title=f"Formulir Rekomendasi Tindak Lanjut {cycle.month.name}",
        code=f"TINDAK-LANJUT/{cycle.month}",
        heading=("FORMULIR REKOMENDASI TINDAK LANJUT", "HASIL MONITORING DAN EVALUASI", period(cycle)),
        blocks=blocks,
        landscape=True,
    )
