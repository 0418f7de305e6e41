"""Chapters III and IV: what people said, and what follows from it."""

from decimal import Decimal
from fractions import Fraction

from cermat.instruments.formula import Line
from cermat.lib.months import Month, number
from cermat.lib.rounding import rounded
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
    Picture,
    Row,
    Table,
    body,
    total,
)
from cermat.printing.charts import Bar, Drawing, Point, Trend, UnsurBars
from cermat.reports.queries.surveys.told import Told
from cermat.survey.queries import respondents
from cermat.survey.queries.parts import Groups
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS, SMALLEST_GROUP

RIGHT, MIDDLE = Align.RIGHT, Align.CENTER
SCALE = tuple(map(Decimal, (25, 50, 75, 100)))
NOT_SAID = "Tidak diisi"
QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def findings(told: Told) -> list[Block]:
    return [
        Heading("III. HASIL SURVEI"),
        Heading("A. Profil responden", 3),
        *_profile(told),
        Heading("B. Indeks Kepuasan Masyarakat", 3),
        KeyValues(tuple(summary(told))),
        _unsur(told),
        _picture(
            _chart(told),
            f"Nilai rata-rata tiap unsur pada skala {told.scale[0]}–{told.scale[1]}; segitiga: tiga terendah",
        ),
        Heading("C. Saran", 3),
        *_suggestions(told),
    ]


def summary(told: Told) -> list[tuple[str, str]]:
    outcome, index = told.outcome, told.definition.index
    grade = f"{outcome.grade.code} ({outcome.grade.name})" if outcome.grade else "–"
    lines = [
        (index.name, number(outcome.index, index.decimals) if outcome.index is not None else "belum ada data"),
        ("Mutu pelayanan", grade),
        ("Responden", f"{told.tallied.n} jawaban dihitung, {told.excluded} dikesampingkan"),
        ("Bobot", told.weight),
    ]
    if told.interval is not None:
        low, high = number(told.interval.low, 2), number(told.interval.high, 2)
        lines.insert(
            2,
            (
                "Rentang",
                f"{low}–{high} (paling jauh ± {number(told.interval.margin, 1)}), tingkat kepercayaan 95\u00a0%",
            ),
        )
    return lines


def _profile(told: Told) -> list[Block]:
    """Each field with its groups. A group under five is shown only together with others, or not at all."""
    if not told.tallied.n:
        return [Notice("Belum ada jawaban yang dihitung.")]
    if told.tallied.n < SMALLEST_GROUP:
        return [Notice(told.outcome.reason)]
    note = f"Kelompok dengan kurang dari {SMALLEST_GROUP} jawaban tidak ditampilkan tersendiri."
    fields = (_field(told, name, groups) for name, groups in respondents(told.tallied).items())
    return [*fields, Paragraph(note, small=True)]


def _field(told: Told, name: str, groups: Groups) -> Table:
    counts, shown = groups
    words = {**RESPONDENT_FIELDS[name], "": NOT_SAID}
    rows = [_share(words[key], counts[key], told.tallied.n) for key in shown.apart]
    if shown.together:
        others = sum(counts[key] for key in shown.together)
        rows.append(_share("Kelompok lain" if shown.apart else "Semua kelompok bersama", others, told.tallied.n))
    if shown.withheld:
        rows.append(body(Cell("Kelompok lain", italic=True), Cell("tidak ditampilkan", italic=True, span=2)))
    columns = (Column(FIELD_NAMES[name], 2), Column("Responden", mm=32, align=RIGHT), Column("%", mm=24, align=RIGHT))
    return Table(FIELD_NAMES[name], columns, tuple(rows))


def _share(name: str, count: int, of: int) -> Row:
    return body(name, str(count), number(rounded(Decimal(count) * 100 / of, 1), 1))


def _unsur(told: Told) -> Table:
    low = {line.code for line in told.lowest}
    decimals = told.definition.index.group_decimals
    rows = []
    for line in told.unsur:
        place, value = told.places.get(line.code), told.converted(line)
        grade = told.definition.grade_of(value) if value is not None else None
        rows.append(
            body(
                told.numbers[line.code],
                Cell(line.name, bold=line.code in low),
                _figure(line, decimals),
                number(told.weighted(line), 3),
                number(value, 2),
                f"{grade.code} ({grade.name})" if grade else "–",
                str(place) if place else "–",
            )
        )
    index = told.outcome.index
    grade = told.outcome.grade
    said = f"{grade.code} ({grade.name})" if grade else "–"
    rows.append(total("", told.definition.index.name, "", "", number(index, 2), said, ""))
    columns = (
        Column("No.", mm=11, align=MIDDLE),
        Column("Unsur", 2),
        Column("NRR", mm=17, align=RIGHT),
        Column("NRR tertimbang", mm=23, align=RIGHT),
        Column("Nilai konversi", mm=21, align=RIGHT),
        Column("Mutu", mm=34),
        Column("Peringkat", mm=20, align=MIDDLE),
    )
    return Table("Nilai per unsur", columns, tuple(rows))


def _figure(line: Line, decimals: int) -> str:
    return number(rounded(line.value, decimals), decimals) if isinstance(line.value, Fraction) else "belum ada data"


def _chart(told: Told) -> Drawing:
    low = {line.code for line in told.lowest}
    bars = [
        Bar(
            told.numbers[line.code],
            line.name,
            rounded(line.value, 3) if isinstance(line.value, Fraction) else None,
            line.code in low,
        )
        for line in told.unsur
    ]
    return UnsurBars("Nilai rata-rata tiap unsur", tuple(bars), *told.scale).drawn()


def _picture(drawing: Drawing, caption: str, width: float = 0.92) -> Picture:
    return Picture(drawing.svg, f"{drawing.title}. {drawing.text}", width, caption)


def _suggestions(told: Told) -> list[Block]:
    if not told.suggestions:
        return [Paragraph("Tidak ada saran yang ditampilkan.")]
    said = tuple(one.public_text or one.text for one in told.suggestions)
    return [Paragraph("Saran yang sudah dibaca dan boleh ditampilkan:"), Bullets(said)]


# ---- IV


def conclusion(told: Told) -> list[Block]:
    outcome, index = told.outcome, told.definition.index
    if outcome.index is None:
        return [
            Heading("IV. KESIMPULAN DAN TINDAK LANJUT"),
            Notice(f"Belum ada nilai yang dapat disimpulkan. {told.outcome.reason}".strip()),
        ]
    grade = f", mutu pelayanan {outcome.grade.code} ({outcome.grade.name})" if outcome.grade else ""
    low = tuple(f"{told.numbers[line.code]} {line.name}: {_figure(line, index.group_decimals)}" for line in told.lowest)
    return [
        Heading("IV. KESIMPULAN DAN TINDAK LANJUT"),
        Heading("A. Kesimpulan", 3),
        Paragraph(
            f"{index.name} {told.survey.unit} {told.survey.month.name} {number(outcome.index, index.decimals)}{grade}."
        ),
        *(
            [Paragraph("Unsur dengan nilai terendah:"), Bullets(low)]
            if low
            else [Paragraph("Semua unsur bernilai sama.")]
        ),
        Heading("B. Rencana tindak lanjut", 3),
        _plans(told),
        Heading("C. Perkembangan", 3),
        *_trend(told),
    ]


def _plans(told: Told) -> Table:
    names = {line.code: line.name for line in told.unsur}
    columns = (
        Column("No.", mm=10, align=MIDDLE),
        Column("Unsur", 1.2),
        Column("Program perbaikan", 2),
        Column("Penanggung jawab", 1.2),
        Column("Waktu", mm=34),
    )
    rows = tuple(
        body(
            f"{at}.",
            names.get(plan.unsur, plan.unsur),
            plan.text,
            str(plan.owner),
            f"Triwulan {QUARTERS[plan.quarter]} {plan.year}",
        )
        for at, plan in enumerate(told.improvements, 1)
    )
    return Table("Rencana tindak lanjut", columns, rows, empty="Belum ditetapkan")


def _trend(told: Told) -> list[Block]:
    columns = (
        Column("Periode", 1.4),
        Column("Nilai", mm=26, align=RIGHT),
        Column("Mutu", 1),
        Column("Responden", mm=28, align=RIGHT),
        Column("Definisi", 1.2),
    )
    rows = tuple(
        body(
            Month.parse(row.period).name,
            number(rounded(row.counted_value, 2), 2),
            row.counted_label or "–",
            str(row.respondents) if row.respondents is not None else "–",
            row.definition,
        )
        for row in told.trend
        if row.counted_value is not None
    )
    blocks: list[Block] = [Table("Perkembangan", columns, rows, empty="Belum ada hasil yang disahkan")]
    points = [
        Point(row.period, Month.parse(row.period).name, rounded(row.counted_value, 2))
        for row in told.trend
        if row.counted_value is not None
    ]
    if len(points) > 1:
        drawn = Trend("Perkembangan indeks", tuple(points), axis=SCALE).drawn()
        blocks.append(_picture(drawn, "Perkembangan indeks", 0.4 if len(points) < 7 else 0.6))
    return blocks
