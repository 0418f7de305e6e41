"""Print of step 3.: Laporan Kinerja of a section, and of all sections merged."""

from collections.abc import Mapping
from datetime import datetime

from cermat.collection.queries import IndicatorRow, indicator_figures
from cermat.indicators.formula import Aggregate, Spec, Status, UnitRow, aggregate, target_over_units
from cermat.indicators.models import Indicator, SetKind
from cermat.indicators.queries import spec_of
from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import needs_counts
from cermat.measurement.queries.gathering import share_of
from cermat.organisation.models import Unit
from cermat.printing.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Print,
    Row,
    Signatures,
    Table,
    WritingLines,
    body,
)
from cermat.reports.queries.corrections import correction_blocks, cutoff_note
from cermat.reports.queries.frame import (
    figure,
    head_and_secretary,
    named,
    official,
    period,
    place_date,
    signer,
    signing_day,
    through_cermat,
)
from cermat.reports.queries.register import SET_WORDS, CycleUnit, register_table
from cermat.requirements.models import SectionReport
from cermat.requirements.queries import register_of, reports_of, section_works_on
from cermat.sop.models import Cycle

Figures = Mapping[str, list[IndicatorRow]]  # code of an indicator → what each unit says


def section_report_print(about: CycleUnit, now: datetime) -> Print:
    cycle, section, day = about.cycle, about.unit, signing_day(about.cycle, now)
    report = SectionReport.objects.filter(cycle=cycle, section=section).select_related("completed_by").first()
    completed = report if report and report.completed_at else None
    note = through_cermat("Dilengkapi", completed.completed_by, completed.completed_at) if completed else ""
    camat = signer(cycle.kecamatan, day, above="Mengetahui,", fallback=f"Camat {cycle.kecamatan.name}")
    blocks: list[Block] = [
        KeyValues((("Seksi", str(section)), ("Periode", cycle.month.name))),
        *cutoff_note(cycle),
        *_report_blocks(cycle, section, report, indicator_figures(cycle)),
        *correction_blocks(cycle, section),
        Signatures((camat, signer(section, day, place=place_date(cycle.kecamatan, day), note=note))),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Laporan Kinerja {section} {cycle.month.name}",
        code=f"LAPORAN-KINERJA/{cycle.month}/{section.key.upper()}",
        heading=("LAPORAN KINERJA", str(section).upper(), period(cycle)),
        blocks=blocks,
    )


def merged_report_print(cycle: Cycle, now: datetime) -> Print:
    """All sections in the office's order; a section that has not reported is named."""
    reports = reports_of(cycle)
    missing = [str(section) for section, report in reports if report is None or report.completed_at is None]
    done = f"{len(reports) - len(missing)} dari {len(reports)} seksi"
    blocks: list[Block] = [
        KeyValues((("Laporan lengkap", done), ("Belum melengkapi", ", ".join(missing) or "–"))),
        *cutoff_note(cycle),
        Heading("Persyaratan"),
        register_table(register_of(cycle)),
    ]
    figures = indicator_figures(cycle)
    for section, report in reports:
        blocks += [PageBreak(), Heading(str(section)), *_report_blocks(cycle, section, report, figures, level=3)]
    blocks += [*correction_blocks(cycle), head_and_secretary(cycle.kecamatan, signing_day(cycle, now))]
    return official(
        cycle.kecamatan,
        now,
        title=f"Laporan Kinerja {cycle.month.name}",
        code=f"LAPORAN-KINERJA/{cycle.month}",
        heading=("LAPORAN KINERJA", str(cycle.kecamatan).upper(), period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def _report_blocks(
    cycle: Cycle, section: Unit, report: SectionReport | None, figures: Figures, *, level: int = 2
) -> list[Block]:
    works = [row.indicator for row in section_works_on(cycle, section)]
    monthly = [one for one in works if one.set.kind == SetKind.MONTHLY]
    sinergitas = [one for one in works if one.set.kind == SetKind.SINERGITAS]
    return [
        Heading("A. Uraian", level),
        *_written(report, "narrative", 4),
        Heading(f"B. {SET_WORDS[SetKind.MONTHLY]}", level),
        indicator_table(cycle.month, monthly, figures),
        Heading(f"C. {SET_WORDS[SetKind.SINERGITAS]}", level),
        indicator_table(cycle.month, sinergitas, figures),
        Heading("D. Hambatan", level),
        *_written(report, "obstacles", 3),
        Heading("E. Rencana bulan berikutnya", level),
        *_written(report, "plan", 3),
    ]


def _written(report: SectionReport | None, part: str, lines: int) -> list[Block]:
    """What the section wrote. What it left empty is nihil once it has completed its report; before that, lines."""
    text = getattr(report, part, "") or ("Nihil." if report is not None and report.completed_at else "")
    return [Paragraph(text)] if text else [WritingLines("", lines)]


def indicator_table(month: Month, indicators: list[Indicator], figures: Figures) -> Table:
    """Per indicator the figure of the kecamatan, from how many units, and who is still missing."""
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Kode", mm=17),
        Column("Indikator", 1.5),
        Column("Satuan", mm=18),
        Column("Target", mm=16, align=Align.RIGHT),
        Column("Realisasi", mm=20, align=Align.RIGHT),
        Column("Data dari", mm=18, align=Align.CENTER),
        Column("Keterangan", 1.0),
    )
    rows = tuple(_indicator_row(month, at, one, figures.get(one.code, [])) for at, one in enumerate(indicators, 1))
    return Table("Indikator", columns, rows)


def _indicator_row(month: Month, at: int, indicator: Indicator, answered: list[IndicatorRow]) -> Row:
    spec = spec_of(indicator)
    told = aggregate(spec, [_unit_row(row) for row in answered], month)
    target = None if spec.is_quarterly else target_over_units(spec, told.counted, told.of, month)
    remark = "belum ada data" if told.status is Status.MISSING else told.reason
    if told.missing and told.counted:
        remark = f"tanpa data: {named(told.missing)}"
    return body(
        f"{at}.",
        indicator.code,
        indicator.name,
        indicator.unit_label,
        figure(None if target is None else rounded(target, 4)),
        Cell(figure(None if told.value is None else rounded(told.value, 4)) + _out_of(spec, told), bold=True),
        f"{told.counted} dari {told.of}" if answered else "–",
        remark if answered else "belum dikumpulkan",
    )


def _out_of(spec: Spec, told: Aggregate) -> str:
    """“ (1 dari 2)” behind a percentage whose whole is small: it never stands alone."""
    part, whole = share_of(spec, told)
    if spec.aggregation != "rasio" or part is None or whole is None or not needs_counts(whole):
        return ""
    return f" ({figure(rounded(part, 2))} dari {figure(rounded(whole, 2))})"


def _unit_row(row: IndicatorRow) -> UnitRow:
    """Only what was validated counts; a sheet that was not is a gap, and its unit is named."""
    return UnitRow(str(row.unit), row.values if row.is_validated else {})
