"""Corrections made after a validation, as both reports print them: the month's own and the following month's."""

from cermat.collection.queries import corrections_of
from cermat.lib.months import day_of, full_date, long_date
from cermat.organisation.models import Unit
from cermat.printing.blocks import Block, Column, Heading, Notice, Table, body
from cermat.requirements.queries import previous_cycle
from cermat.sop.models import Cycle


def correction_blocks(cycle: Cycle, section: Unit | None = None) -> list[Block]:
    """Nothing where nothing was corrected; only one section's sheets where `section` is given."""
    before = previous_cycle(cycle)
    rows = tuple(
        body(
            one.entry.cycle.month.name,
            str(one.entry.unit),
            f"{one.code} {one.name}: {one.label}",
            one.before or "–",
            one.after or "–",
            f"{one.reason} (dibuka {long_date(day_of(one.opened_at))})",
        )
        for about in (before, cycle)
        if about is not None
        for one in corrections_of(about)
        if section is None or section.pk in {one.entry.section_id, one.entry.unit_id}
    )
    if not rows:
        return []
    columns = (
        Column("Periode", mm=26),
        Column("Unit", mm=34),
        Column("Isian", 1.6),
        Column("Semula", mm=22),
        Column("Menjadi", mm=22),
        Column("Alasan", 1.0),
    )
    return [Heading("Koreksi setelah validasi", 3), Table("Koreksi", columns, rows, small=True)]


def cutoff_note(cycle: Cycle) -> list[Block]:
    """Said where the month goes on after the collecting is closed (SOP: closed before the meeting)."""
    if cycle.cutoff_on >= cycle.month.last:
        return []
    text = f"Angka jumlah bulan ini dihitung s.d. {full_date(cycle.cutoff_on)}; sisanya dilengkapi sebagai koreksi."
    return [Notice(text)]
