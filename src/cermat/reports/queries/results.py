"""Prints of what the instruments said: Laporan IKM, Laporan Sinergitas, status IDM, dokumen rutin kelurahan.

Four of the nine documents of the SOP. Each names the definition that answered, its source, who made and who checked it.
"""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from cermat.instruments.formula import NOT_APPLICABLE, Definition, Outcome, Points
from cermat.instruments.models import Result
from cermat.instruments.queries import last_results, sheet_of
from cermat.lib.months import Month, day_of, long_date, number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Kind, SettingKey, Unit
from cermat.organisation.queries import setting
from cermat.printing.blocks import Align, Block, Column, KeyValues, Notice, Paragraph, Print, Table, body
from cermat.reports.queries.frame import figure, head_and_secretary, official, period, result_figure, signing_day
from cermat.reports.queries.surveys import survey_behind, survey_print
from cermat.requirements.queries import RegisterLine, register_of
from cermat.sop.models import Cycle
from cermat.survey.models import Survey, SurveyState

NOT_YET = "Belum ada hasil yang tervalidasi."
IDM_NOTE = (
    "Nama pada SOP adalah IDM (Indeks Desa Membangun). Sejak 2025 indeksnya Indeks Desa; definisi yang berlaku pada "
    "tanggalnya tertulis pada setiap baris. Kedua indeks tidak dibandingkan dalam satu garis."
)


def ikm_print(cycle: Cycle, now: datetime) -> Print:
    """The index with its class and respondents, and the values that stand in the sheet; after a survey held in Cermat
    its whole report, with what the register says of it before."""
    found = _newest(cycle, "ikm", cycle.kecamatan)
    survey = survey_behind(found) if found is not None else None
    if found is not None and survey is not None and _stands(survey, found):
        return _survey_report(cycle, now, found, survey)
    blocks: list[Block] = [Notice(NOT_YET)] if found is None else [_facts(found, people=True), _unsur(found, now)]
    return _official(cycle, now, "Laporan Indeks Kepuasan Masyarakat", "IKM", "ikm", blocks)


def _stands(survey: Survey, found: Result) -> bool:
    """Whether the survey still says what was confirmed: one that is being corrected is not printed from its answers."""
    return survey.state == SurveyState.CONFIRMED and survey.result_id == found.pk


def _survey_report(cycle: Cycle, now: datetime, found: Result, survey: Survey) -> Print:
    whole = survey_print(survey, now)
    blocks = (_due(cycle, "ikm"), _facts(found, people=True), *whole.blocks)
    return replace(whole, title=f"Laporan IKM {cycle.month.name}", code=f"CERMAT/IKM/{cycle.month}", blocks=blocks)


def sinergitas_print(cycle: Cycle, now: datetime) -> Print:
    """Points per aspect; a row without accepted evidence counts 0, one that nobody has assessed is named."""
    found = _newest(cycle, "sinergitas", cycle.kecamatan)
    blocks: list[Block] = [Notice(NOT_YET)] if found is None else [_facts(found), *_aspects(found, now)]
    return _official(cycle, now, "Laporan Sinergitas Kecamatan", "SINERGITAS", "sinergitas", blocks)


def idm_print(cycle: Cycle, now: datetime) -> Print:
    known = last_results("idm", cycle.kecamatan, cycle.month)
    blocks: list[Block] = [Paragraph(IDM_NOTE, small=True), _per_unit(cycle, known, Kind.DESA)]
    return _official(cycle, now, "Status IDM Desa se-Kecamatan", "STATUS-IDM", "idm", blocks)


def documents_print(cycle: Cycle, now: datetime) -> Print:
    """Kelurahan first, counted n of m against the threshold, which is printed; desa apart. The definition stands on
    each row only where there are several."""
    threshold = setting(cycle.kecamatan, SettingKey.DOCUMENT_THRESHOLD, cycle.month.last)
    known = last_results("dokumen_kelurahan", cycle.kecamatan, cycle.month)
    count = next((row for row in known if row.subject_id == cycle.kecamatan.pk), None)
    said = [
        ("Mencukupi", count.label if count else NOT_YET),
        ("Ambang", f"{threshold} % dokumen wajib yang jatuh tempo tervalidasi"),
    ]
    definitions = sorted({row.definition for row in known if row.subject_id != cycle.kecamatan.pk})
    many = len(definitions) > 1
    if definitions and not many:
        said.append(("Definisi", definitions[0]))
    blocks: list[Block] = [
        KeyValues(tuple(said)),
        _per_unit(cycle, known, Kind.KELURAHAN, with_definition=many),
        Paragraph("Desa (ditampilkan terpisah, tidak ikut dihitung):"),
        _per_unit(cycle, known, Kind.DESA, with_definition=many),
    ]
    title = "Dokumen Rutin yang Harus Dicukupi Kelurahan"
    return _official(cycle, now, title, "DOKUMEN-KELURAHAN", "dokumen_kelurahan", blocks)


def _official(cycle: Cycle, now: datetime, title: str, code: str, instrument: str, blocks: list[Block]) -> Print:
    return official(
        cycle.kecamatan,
        now,
        title=f"{title} {cycle.month.name}",
        code=f"{code}/{cycle.month}",
        heading=(title.upper(), period(cycle)),
        blocks=[_due(cycle, instrument), *blocks, head_and_secretary(cycle.kecamatan, signing_day(cycle, now))],
    )


def _due(cycle: Cycle, instrument: str) -> KeyValues:
    """Whether the requirement falls due in this period, and if so whether it is filled."""
    words = {"belum_jatuh_tempo": "belum jatuh tempo; hasil terakhir di bawah", "terisi": "jatuh tempo, terisi"}
    line: RegisterLine | None = next(
        (row for row in register_of(cycle) if row.requirement.instrument == instrument), None
    )
    said = (
        "tidak ada dalam register periode ini" if line is None else words.get(line.state, "jatuh tempo, belum terisi")
    )
    return KeyValues((("Persyaratan", said),))


def _newest(cycle: Cycle, instrument: str, subject: Unit) -> Result | None:
    rows = last_results(instrument, cycle.kecamatan, cycle.month)
    return next((row for row in rows if row.subject_id == subject.pk), None)


def _facts(result: Result, *, people: bool = False) -> KeyValues:
    asked = (
        ((("Responden", f"{result.respondents} orang" if result.respondents is not None else "–"),)) if people else ()
    )
    return KeyValues(
        (
            ("Nilai", f"{result_figure(result)} {result.counted_label}".strip()),
            ("Periode hasil", Month.parse(result.period).name),
            *asked,
            ("Definisi", result.definition),
            ("Dibuat dan diperiksa", _people(result)),
        )
    )


def _people(result: Result) -> str:
    made = result.maker.full_name if result.maker else "Cermat"
    checked = f"; diperiksa {result.checker.full_name}" if result.checker else ""
    return f"{made}{checked}, {long_date(day_of(result.recorded_at))}"


def _details(result: Result) -> Table:
    rows = tuple(
        body(key.replace("_", " ").capitalize(), _number(value))
        for key, value in result.details.items()
        if value is None or isinstance(value, str)
    )
    return Table("Rincian", (Column("Uraian", 2), Column("Nilai", mm=40, align=Align.RIGHT)), rows, empty="–")


def _number(text: str | None) -> str:
    if text is None:
        return "belum ada data"
    try:
        return figure(rounded(Fraction(text), 2))
    except ValueError:
        return text


def _unsur(result: Result, now: datetime) -> Table:
    """U1 to U9 in the office's printed order where they were scored here; else the figures of the sheet."""
    sheet = sheet_of(result, printed_on=day_of(now))
    if sheet is None:
        return _details(result)
    definition, outcome = sheet
    lines = [outcome.line(child.code) for child in definition.top]
    rows = tuple(
        body(f"U{number}", line.name, points_text(line.value, definition.index.group_decimals))
        for number, line in enumerate(lines, 1)
    )
    columns = (Column("No.", mm=12, align=Align.CENTER), Column("Unsur", 2), Column("NRR", mm=25, align=Align.RIGHT))
    return Table("Nilai per unsur", columns, rows)


def _aspects(result: Result, now: datetime) -> list[Block]:
    """Each aspect with its points, as the definition of the result adds them up."""
    sheet = sheet_of(result, printed_on=day_of(now))
    if sheet is None:
        return [_details(result)]
    definition, outcome = sheet
    rows = tuple(
        body(
            f"{line.code}. {line.name}",
            points_text(line.value),
            points_text(line.highest),
            _assessed(definition, outcome, line.code),
        )
        for line in outcome.groups
        if not definition.group[line.code].parent
    )
    columns = (
        Column("Aspek", 2),
        Column("Poin", mm=25, align=Align.RIGHT),
        Column("Tertinggi", mm=25, align=Align.RIGHT),
        Column("Dinilai", mm=28, align=Align.CENTER),
    )
    named = f"Belum dinilai: {', '.join(outcome.missing)}." if outcome.missing else "Semua indikator sudah dinilai."
    rule = "Dinilai tanpa bukti yang diterima bernilai 0; yang belum dinilai tidak dihitung dan disebut di sini."
    return [Table("Poin per aspek", columns, rows), Paragraph(f"{named} {rule}", small=True)]


def points_text(points: Points, decimals: int = 2) -> str:
    if not isinstance(points, Fraction):
        return "tidak berlaku" if points is NOT_APPLICABLE else "belum ada data"
    return figure(rounded(points, decimals), decimals)


def _assessed(definition: Definition, outcome: Outcome, aspect: str) -> str:
    """ "14 dari 16": items with a value, of those that are asked."""
    below = [item for item in definition.items if aspect in _groups_over(definition, item.group)]
    values = [outcome.line(item.code).value for item in below]
    asked = [value for value in values if value is not NOT_APPLICABLE]
    return f"{sum(value is not None for value in asked)} dari {len(asked)}"


def _groups_over(definition: Definition, code: str) -> list[str]:
    return [code, *_groups_over(definition, definition.group[code].parent)] if code else []


def _per_unit(cycle: Cycle, results: list[Result], kind: Kind, *, with_definition: bool = True) -> Table:
    """Every unit of the kind, those without a result among them."""
    known = {row.subject_id: row for row in results}
    units = list(Unit.objects.in_kecamatan(cycle.kecamatan).villages().active().filter(kind=kind))
    asked = [known.get(unit.pk) for unit in units]
    decimals: dict[str, int] = {}  # of a definition, so that its figures stand under each other
    for found in filter(None, asked):
        decimals[found.definition] = max(decimals.get(found.definition, 0), found.decimals)
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Unit", 1.2),
        Column("Nilai", mm=24, align=Align.RIGHT),
        Column("Status", mm=38),
        Column("Periode", mm=34),
        *((Column("Definisi", 1.0),) if with_definition else ()),
    )
    rows = tuple(
        body(*_unit_cells(at, *pair, decimals)[: len(columns)])
        for at, pair in enumerate(zip(units, asked, strict=True), 1)
    )
    return Table("Hasil per unit", columns, rows, empty="Tidak ada unit")


def _unit_cells(at: int, unit: Unit, result: Result | None, decimals: dict[str, int]) -> tuple[str, ...]:
    if result is None:
        return f"{at}.", str(unit), "–", "belum ada data", "–", "–"
    return (
        f"{at}.",
        str(unit),
        number(result.counted_value, decimals[result.definition]),
        result.counted_label,
        Month.parse(result.period).name,
        result.definition,
    )
