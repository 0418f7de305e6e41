"""Years of an IKU in words: what each says, how far it is from the one before, and where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from cermat.indicators.models import Direction
from cermat.instruments.models import Result
from cermat.lib import months
from cermat.lib.months import long_date
from cermat.lib.rounding import rounded
from cermat.lib.series import REPLACED, segments
from cermat.measurement.formula import STATUS_TEXTS, FigureStatus, Stand, Target
from cermat.measurement.presenters.rows import STATUS_TONES, shown
from cermat.measurement.queries.annual import Origin
from cermat.measurement.queries.annual_rows import AnnualFigure, AnnualIku
from cermat.organisation.models import Unit
from cermat.printing.charts import Drawing, Point, Trend

UNITS = {"persen": "%"}
NOTHING, NOT_YET = "belum ada data", "belum jatuh tempo"
ORIGINS = {
    Origin.RUN: "Penghitungan {month}",
    Origin.RESULT: "Hasil instrumen",
    Origin.BALANCE: "Saldo awal",
    Origin.PLAN: "Nilai awal rencana",
    Origin.NONE: "",
}
BETTER = {Direction.UP.value: 1, Direction.DOWN.value: -1}
DECIMALS = 2
PLACES = 6


@dataclass(frozen=True)
class OriginLine:
    """A step of the way back to where a year's value comes from."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class AnnualRow:
    year: int
    until: str  # s.d. Oktober; empty where the year is whole
    measure: str  # IDM
    target: str
    actual: str
    achievement: str
    predicate: str
    word: str
    tone: str
    change: str  # naik 1,48
    judged: str  # membaik
    why: str  # why there is no difference
    origin: str
    url: str  # Asal Angka
    note: str
    is_missing: bool
    is_provisional: bool
    begins: bool  # whether another way of measuring begins with this year


@dataclass(frozen=True)
class AnnualPage:
    code: str
    name: str
    unit: str
    url: str
    section: str
    rows: list[AnnualRow]
    is_current: bool
    cells: list[tuple[int, AnnualRow | None]]  # a year of the other IKU in which this one says nothing is None

    @property
    def break_word(self) -> str:
        """Said above the table where years were not measured alike."""
        if not any(row.begins for row in self.rows):
            return ""
        return "Instrumennya berganti" if any(row.why == REPLACED for row in self.rows) else "Cara mengukurnya berganti"


def address(kecamatan: Unit, code: str) -> str:
    return reverse("measurement:annual", args=[kecamatan.code, code])


def annual_pages(found: Iterable[AnnualIku], kecamatan: Unit, shorts: Mapping[str, str]) -> list[AnnualPage]:
    """All with the same columns."""
    listed = list(found)
    years = sorted({row.year for one in listed for row in one.years})
    return [annual_page(one, kecamatan, shorts, years) for one in listed]


def annual_page(found: AnnualIku, kecamatan: Unit, shorts: Mapping[str, str], years: Iterable[int] = ()) -> AnnualPage:
    url = address(kecamatan, found.iku.code)
    names = measures_of([one.stand for one in found.years], shorts)
    rows = [
        _row(found, one, names[at], url, begins=at > 0 and names[at] != names[at - 1])
        for at, one in enumerate(found.years)
    ]
    iku, of_year = found.iku, {row.year: row for row in rows}
    cells = [(year, of_year.get(year)) for year in years]
    return AnnualPage(iku.code, iku.name, iku.unit_label, url, str(iku.section), rows, found.is_current, cells)


def measures_of(stands: list[Stand], shorts: Mapping[str, str]) -> list[str]:
    """A name for each way of measuring, neighbours with two ways never the same; empty where all years have one."""
    parts = segments(stands, lambda stand: stand.measured.instrument)
    if len(parts) < 2:
        return [""] * len(stands)
    told = [shorts.get(part[0].instrument, "") for part in parts]
    names = [name if name and told.count(name) == 1 else "" for name in told]
    words = [name or f"cara hitung sejak {part[0].year}" for name, part in zip(names, parts, strict=True)]
    return [word for word, part in zip(words, parts, strict=True) for _stand in part]


def _row(found: AnnualIku, one: AnnualFigure, measure: str, page: str, *, begins: bool) -> AnnualRow:
    status = one.judged.status
    is_blank = (one.actual is None and not one.is_missing) or (one.target == Target() and one.figure is None)
    change, judged = change_words(one.step.change, found.iku.direction)
    origin = ORIGINS[one.origin].format(month=one.until.name if one.until else "")
    return AnnualRow(
        year=one.year,
        until=f"s.d. {one.until.name}" if one.until and one.until.number < 12 else "",
        measure=measure,
        target=target_words(one.target),
        actual=NOTHING if one.is_missing else NOT_YET if one.actual is None else shown(one.actual),
        achievement=months.percent(one.judged.value, found.iku.achievement_rule.get("desimal", DECIMALS)),
        predicate=one.judged.predicate,
        word="" if is_blank else STATUS_TEXTS[status],
        tone=STATUS_TONES[status],
        change=change,
        judged=judged,
        why=one.step.why,
        origin=origin,
        url=reverse("measurement:figure", args=[one.figure.pk]) if one.figure else f"{page}#asal-{one.year}",
        note=_note(one),
        is_missing=one.is_missing,
        is_provisional=one.is_provisional,
        begins=begins,
    )


def change_words(change: Decimal | None, direction: str) -> tuple[str, str]:
    """naik 1,48 and whether that is the better way; context has none."""
    if change is None:
        return "", ""
    if rounded(change, DECIMALS) == 0:
        return "tetap", ""
    better = BETTER.get(direction, 0)
    judged = "" if not better else ("membaik" if (change > 0) == (better > 0) else "memburuk")
    return f"{'naik' if change > 0 else 'turun'} {shown(abs(change))}", judged


def target_words(target: Target) -> str:
    """83 · 80–90 · ≥ 80 · ≤ 10"""
    value, low, high = (_decimal(part) for part in (target.value, target.low, target.high))
    if low is not None and high is not None:
        return f"{shown(low)}–{shown(high)}"
    if low is not None:
        return f"≥ {shown(low)}"
    return shown(value) if high is None else f"≤ {shown(high)}"


def _decimal(value: Fraction | None) -> Decimal | None:
    """Of a plan, so with few decimals."""
    return None if value is None else rounded(value, PLACES)


def _note(one: AnnualFigure) -> str:
    parts = [f"{one.part[0]} dari {one.part[1]} desa" if one.part else ""]
    parts += [one.judged.reason if one.actual is None or one.judged.status == FigureStatus.NO_DATA else ""]
    if one.figure is not None and one.figure.part is not None and one.actual is not None:
        parts.append(f"{shown(one.figure.part)} dari {shown(one.figure.whole)}")
    return ", ".join(part for part in parts if part)


# ---- where a value comes from


def origin_lines(one: AnnualFigure, readable: frozenset[int]) -> list[OriginLine]:
    """From the value back; `readable`: the results the one who looks may open."""
    if one.figure is not None:
        url = reverse("measurement:figure", args=[one.figure.pk])
        sort = "sementara" if one.is_provisional else "tetap"
        return [OriginLine(f"Penghitungan {one.figure.run.number} {one.figure.run.cycle.month.name} ({sort})", url)]
    if one.plan is not None:
        words = f"Tertulis sebagai realisasi {one.year} dalam {one.plan.name} {one.plan.year}, versi {one.plan.version}"
        by = f", dimuat {long_date(months.day_of(one.plan.loaded_at))}"
        by += f" oleh {one.plan.loaded_by.full_name}" if one.plan.loaded_by else ""
        return [OriginLine(words + by, reverse("indicators:plans")), OriginLine(f"Asal rencana: {one.plan.origin}")]
    if one.balance is not None:
        row = one.balance
        words = f"{row.source} ({long_date(row.source_date)}), s.d. {row.until}, dicatat {row.by.full_name}"
        return [OriginLine(words, reverse("measurement:balances"))]
    return [_result_line(result, readable) for result in one.results]


def _result_line(result: Result, readable: frozenset[int]) -> OriginLine:
    value = shown(result.counted_value)
    words = f"{result.subject}: {value} {result.counted_label}".strip() + f" · {result.definition}, {result.period}"
    url = reverse("instruments:result", args=[result.pk]) if result.pk in readable else ""
    return OriginLine(words, url)


# ---- the picture


def annual_picture(found: AnnualIku, shorts: Mapping[str, str]) -> Drawing:
    """Years measured in two ways stand beside each other, each on its own axis: never one line."""
    names = measures_of([one.stand for one in found.years], shorts)
    points = tuple(_point(one, name) for one, name in zip(found.years, names, strict=True))
    unit = UNITS.get(found.iku.unit_label.casefold(), found.iku.unit_label)
    return Trend(f"{found.iku.code} tahun ke tahun", points, unit, decimals=None).drawn()


def _point(one: AnnualFigure, measure: str) -> Point:
    until = f"s.d. {one.until.name}" if one.until and one.until.number < 12 else ""
    why = "" if one.actual is None else one.step.why
    return Point(
        str(one.year),
        str(one.year),
        None if one.actual is None else rounded(one.actual, DECIMALS),
        _decimal(one.target.value),
        is_due=one.stand.is_due,
        is_missed=one.judged.status == FigureStatus.NOT_REACHED,
        is_judged=one.judged.status in {FigureStatus.REACHED, FigureStatus.NOT_REACHED},
        series=measure,
        note=", ".join(part for part in (until, why) if part),
    )
