"""The library and the plan in words: what a row means, how it adds up, what its rules ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from cermat.indicators.models import Activity, Iku, Indicator, IndicatorSet
from cermat.indicators.presenters.rule_words import message_in_words
from cermat.lib import months
from cermat.lib.expression import written

KIND_NAMES = {
    "bulanan": "Bulanan desa/kelurahan",
    "sinergitas": "Sinergitas",
    "dokumen": "Dokumen desa/kelurahan",
    "lembar": "Lembar persyaratan",
}
APPLIES = {
    "kelurahan": "Kelurahan",
    "desa": "Desa",
    "keduanya": "Desa dan kelurahan",
    "seksi": "Seksi dan Sekretariat",
    "kecamatan": "Kecamatan",
}
NATURES = {
    "jumlah": "Jumlah selama bulan itu",
    "keadaan": "Keadaan pada hari terakhir bulan",
    "kumulatif": "Kumulatif sejak 1 Januari; tidak turun tanpa penjelasan",
    "persen": "Persentase, dihitung otomatis",
    "nilai": "Nilai",
    "dokumen": "Dokumen, ada atau tidak",
}
DIRECTIONS = {
    "naik": "Makin tinggi makin baik",
    "turun": "Makin rendah makin baik",
    "netral": "Keterangan saja, tanpa capaian",
}
AGGREGATIONS = {
    "jumlah": "Dijumlahkan dari semua unit; unit tanpa data disebut, tidak dihitung nol",
    "rasio": "Jumlah pembilang dibagi jumlah penyebut dari semua unit yang ada datanya",
    "hitung_ya": "Banyaknya unit yang menjawab ya",
    "rata_rata": "Rata-rata unit yang ada datanya; unit tanpa data disebut, tidak dihitung nol",
    "hitung_bila": "Banyaknya unit yang memenuhi syarat",
    "bagian_bila": "Persentase unit yang memenuhi syarat dari unit yang ada datanya",
    "hitung_sesuai_jadwal": "Banyaknya unit yang mencapai target bulan itu",
    "": "Tidak digabung antarunit",
}
RULE_KINDS = {"hard": "Tidak dapat dikirim", "soft": "Boleh dengan penjelasan", "tanya": "Pertanyaan"}
RULE_TONES = {"hard": "late", "soft": "now", "tanya": ""}
LEVELS = {"program": "Program", "kegiatan": "Kegiatan", "subkegiatan": "Subkegiatan"}
QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}


@dataclass(frozen=True)
class Tab:
    kind: str
    name: str
    set: IndicatorSet
    is_current: bool


def tabs(loaded: Mapping[str, IndicatorSet], chosen: IndicatorSet | None) -> list[Tab]:
    return [Tab(kind, KIND_NAMES[kind], row, row == chosen) for kind, row in loaded.items()]


@dataclass(frozen=True)
class ListRow:
    indicator: Indicator
    applies: str
    section: str
    target: str
    due: str


@dataclass(frozen=True)
class ListGroup:
    name: str
    rows: list[ListRow]


def grouped(rows: Sequence[Indicator], sections: Mapping[str, str]) -> list[ListGroup]:
    """The rows under their group headings, in the order of the file."""
    return [
        ListGroup(name, [_list_row(row, sections) for row in members])
        for name, members in groupby(rows, key=lambda row: row.group_name)
    ]


def _list_row(row: Indicator, sections: Mapping[str, str]) -> ListRow:
    return ListRow(row, APPLIES[row.applies_to], sections.get(row.section_key, row.section_key), target(row), due(row))


def target(row: Indicator) -> str:
    if row.points is not None:
        return f"paling tinggi {months.number(row.points)}"
    return "–" if row.target is None else f"{months.number(row.target)} {row.unit_label}".strip()


COUNTING = frozenset({"hitung_ya", "hitung_bila"})  # whose target is a number of units
COUNTED = {"kelurahan": ("kelurahan",), "desa": ("desa",), "keduanya": ("kelurahan", "desa")}


def out_of_reach(rows: Sequence[Indicator], units: Mapping[str, int]) -> list[str]:
    """Rows that count units and whose target no office of this size reaches: "ADM-02 (target 13, ada 5)"."""
    told = []
    for row in rows:
        there = sum(units.get(kind, 0) for kind in COUNTED.get(row.applies_to, ()))
        if row.aggregation in COUNTING and row.target is not None and row.target > there:
            told.append(f"{row.code} (target {months.number(row.target)}, ada {there})")
    return told


def due(row: Indicator) -> str:
    if row.due_months is None:
        return "setiap bulan"
    return ", ".join(months.NAMES[number - 1] for number in row.due_months)


def month_targets(row: Indicator) -> list[tuple[str, str]]:
    """("Maret", "10") for each month that names a target."""
    pairs = sorted((int(number), text) for number, text in row.monthly_targets.items())
    return [
        (months.NAMES[number - 1], "belum jatuh tempo" if text is None else months.number(Decimal(text)))
        for number, text in pairs
    ]


def facts(row: Indicator, sections: Mapping[str, str]) -> list[tuple[str, str]]:
    """What there is to know about a row, label and words; empty ones are left out."""
    told = [
        ("Berlaku untuk", APPLIES[row.applies_to]),
        ("Jenis", NATURES[row.nature]),
        ("Rumus", written(row.formula)),
        ("Satuan", row.unit_label),
        ("Arah", DIRECTIONS[row.direction]),
        ("Penggabungan", AGGREGATIONS[row.aggregation]),
        ("Tanpa penyebut", row.no_denominator),
        ("Target", target(row) if row.target is not None or row.points is not None else ""),
        ("Catatan target", row.target_note),
        ("Bulan berlaku", due(row)),
        ("Seksi", sections.get(row.section_key, row.section_key)),
        ("Bukti dukung", row.evidence + (" (wajib)" if row.evidence and row.evidence_required else "")),
        ("Asal data", row.where),
        ("Catatan", row.help_text),
        *((name.replace("_", " ").capitalize(), text) for name, text in row.details.items()),
    ]
    return [(label, words) for label, words in told if words]


@dataclass(frozen=True)
class RuleWords:
    kind: str
    tone: str
    message: str
    condition: str


def rules(row: Indicator) -> list[RuleWords]:
    return [
        RuleWords(
            RULE_KINDS[rule["kind"]], RULE_TONES[rule["kind"]], message_in_words(rule["message"]),
            written(rule.get("read") or rule["when"]),
        )
        for rule in row.rules
    ]  # fmt: skip


@dataclass(frozen=True)
class FieldWords:
    label: str
    unit: str
    prefill: str
    choices: list[str]


def questions(row: Indicator) -> list[FieldWords]:
    return [
        FieldWords(
            field["label"],
            field.get("unit", ""),
            _prefill(field),
            [choice["label"] for choice in field.get("choices", [])],
        )
        for field in row.fields
    ]


def _prefill(field: Mapping[str, str]) -> str:
    if field.get("auto"):
        return f"Dihitung otomatis: {written(field.get('auto_read') or field['auto'])}"
    read = field.get("prefill_read") or field.get("prefill", "")
    return f"Terisi awal dari {read}" if read else ""


@dataclass(frozen=True)
class ActivityRow:
    activity: Activity
    level: str
    budget: str
    may_edit: bool


@dataclass(frozen=True)
class IkuRow:
    iku: Iku
    formula: str
    year_target: str
    quarters: list[tuple[str, str]]
    months: str  # Januari–Desember 94. Capaian dinilai terhadap target bulan.
    activities: list[ActivityRow]
    may_edit: bool


def iku_rows(ikus: Sequence[Iku], planned_by_me: set[int]) -> list[IkuRow]:
    """The IKU with their targets as text; `planned_by_me`: ids of the units whose plan the person may record."""
    return [
        IkuRow(
            iku,
            written(iku.formula_text),
            months.number(iku.year_target),
            quarter_words(iku.quarter_targets),
            month_words(iku.month_targets, iku.judged_by),
            [activity_row(activity, planned_by_me) for activity in iku.activities.all()],
            iku.section_id in planned_by_me,
        )
        for iku in ikus
    ]


def activity_row(activity: Activity, planned_by_me: set[int]) -> ActivityRow:
    may_edit = (activity.section_id or activity.kecamatan_id) in planned_by_me
    return ActivityRow(activity, LEVELS[activity.level], months.rupiah(activity.budget), may_edit)


def quarter_words(targets: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """("I", "82,5"); a quarter without a target says that it is not due."""
    return [
        (roman, "belum jatuh tempo" if targets.get(number) is None else months.number(Decimal(str(targets[number]))))
        for number, roman in QUARTERS.items()
    ]


def strangers(keys: Sequence[str]) -> str:
    """What becomes of rows whose section the office does not have; empty where it has them all."""
    if not keys:
        return ""
    return (
        f"Seksi {', '.join(keys)} tidak ada di kantor Anda: usulan pemilahannya jatuh ke Sekretariat. Pilih seksinya "
        "saat pemilahan pertama (bulan berikutnya disalin), atau buat seksinya dengan kode itu pada Unit dan seksi."
    )


def month_words(targets: Mapping[str, str | None], judged_by: str) -> str:
    """ "Januari–Juni 94; Juli–Desember 95": months that ask the same together; "" where none has a target."""
    asked = [(month, targets.get(str(month))) for month in range(1, 13)]
    parts = []
    for text, group in groupby(asked, key=lambda one: one[1]):
        named = [months.NAMES[month - 1] for month, _ in group]
        if text is not None:
            span = named[0] if len(named) == 1 else f"{named[0]}–{named[-1]}"
            parts.append(f"{span} {months.number(Decimal(str(text)))}")
    return f"{'; '.join(parts)}. Capaian dinilai terhadap target {judged_by}." if parts else ""
