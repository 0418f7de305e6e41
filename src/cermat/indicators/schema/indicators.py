"""A set of indicators: the monthly list, sinergitas, the checklist of documents, the sheets of the requirements.

Field names are explained in definitions/README.md.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from cermat.indicators.formula.rules import PLACE, SPECIAL_NAMES
from cermat.lib.definitions import Lines, problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError
from cermat.lib.expression import canonical, parse, parse_known
from cermat.lib.numbers import LARGEST

Short = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,5}-[A-Z0-9.]*[0-9]+[a-z]?$", max_length=20)]
Nature = Literal["jumlah", "keadaan", "kumulatif", "persen", "nilai", "dokumen"]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
MOST_POINTS = Decimal(10) ** 5
CONDITIONAL = frozenset({"hitung_bila", "bagian_bila"})  # count the units that meet a condition
MOST_DECIMALS = 30  # 1e-999999999 is short to write and would be worked out for hours


def _storable(value: Decimal) -> Decimal:
    if abs(value) >= LARGEST or int(value.as_tuple().exponent) < -MOST_DECIMALS:
        raise ValueError("Angka terlalu besar atau terlalu panjang. Periksa jumlah angkanya.")
    return value


def _few(value: Decimal) -> Decimal:
    if abs(value) >= MOST_POINTS:
        raise ValueError("Poin harus kurang dari 100.000.")
    return value


Figure = Annotated[Decimal, AfterValidator(_storable)]  # what every column of a figure holds
Points = Annotated[Figure, AfterValidator(_few)]

AUTOMATIC = {
    "dokumen_terisi": "documents_filled",
    "dokumen_jatuh_tempo": "documents_due",
    "dokumen_lengkap": "documents_complete",
    "terkirim_tepat_waktu": "sent_on_time",
    "responden_survei": "survey_respondents",
    "peserta_lomba": "contestants",
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Group(Strict):
    key: Key
    nama: Short
    definisi: Annotated[str, StringConstraints(max_length=60)] = ""  # instrument definition the group belongs to
    paling_tinggi: Points | None = None  # highest points of an aspect


class Choice(Strict):
    nilai: Figure
    label: Short


class Question(Strict):
    key: Key
    label: Sentence
    satuan: Annotated[str, StringConstraints(max_length=40)] = ""
    jenis: Literal["angka", "ya_tidak", "pilihan", "teks"] = "angka"
    desimal: Annotated[int, Field(ge=0, le=6)] = 0
    isi_awal: str = ""
    isi_awal_dibaca: str = ""
    otomatis: Literal[
        "",
        "dokumen_terisi",
        "dokumen_jatuh_tempo",
        "dokumen_lengkap",
        "terkirim_tepat_waktu",
        "responden_survei",
        "peserta_lomba",
    ] = ""
    otomatis_dibaca: str = ""
    paling_kecil: Figure | None = None
    paling_besar: Figure | None = None
    pilihan: tuple[Choice, ...] = ()
    poin: Points | None = None

    @model_validator(mode="after")
    def _choices_where_one_chooses(self) -> "Question":
        if bool(self.pilihan) != (self.jenis == "pilihan"):
            raise ValueError('"pilihan" diisi bila dan hanya bila jenis isian adalah pilihan.')
        if len({choice.nilai for choice in self.pilihan}) != len(self.pilihan):
            raise ValueError('Nilai dalam "pilihan" tidak boleh sama.')
        return self


class RuleRow(Strict):
    jenis: Literal["hard", "soft", "tanya"]
    jika: str  # checked condition in our own small language
    dibaca: str = ""  # the same in words, where the condition does not speak for itself
    pesan: Sentence  # may name figures: "Biasanya sekitar {median_12}."


class CommonRule(RuleRow):
    """A rule of every row of these natures whose figures people type."""

    untuk: Annotated[tuple[Nature, ...], Field(min_length=1)]


class Row(Strict):
    kode: Code
    nama: Sentence
    bidang: Key
    berlaku: Literal["kelurahan", "desa", "keduanya", "seksi", "kecamatan"]
    jenis: Nature
    isian: Annotated[tuple[Question, ...], Field(min_length=1)]
    rumus: Annotated[str, StringConstraints(max_length=200)] = ""
    satuan: Annotated[str, StringConstraints(max_length=40)] = ""
    arah: Literal["naik", "turun", "netral"] = "netral"
    agregasi: Literal[
        "", "jumlah", "rata_rata", "rasio", "hitung_ya", "hitung_bila", "bagian_bila", "hitung_sesuai_jadwal"
    ] = ""
    syarat: Annotated[str, StringConstraints(max_length=200)] = ""  # of hitung_bila and bagian_bila
    target: Figure | None = None
    target_bulanan: dict[MonthNumber, Figure | None] = {}
    target_per: Literal["bulan", "triwulan"] = "bulan"
    target_catatan: Annotated[str, StringConstraints(max_length=200)] = ""
    bulan_berlaku: tuple[MonthNumber, ...] | None = None
    seksi: Key
    bukti: Annotated[str, StringConstraints(max_length=300)] = ""
    wajib_bukti: bool = False
    aturan: tuple[RuleRow, ...] = ()
    tanpa_penyebut: Annotated[str, StringConstraints(max_length=200)] = ""
    poin: Points | None = None
    catatan: Annotated[str, StringConstraints(max_length=400)] = ""
    asal: Annotated[str, StringConstraints(max_length=200)] = ""
    rincian: dict[str, str] = {}  # legal basis, frequency as published, mark of what was synthesised

    def own_names(self) -> Iterator[str]:
        for question in self.isian:
            if question.jenis != "teks":
                yield question.key

    def rules(self, common: Iterable[CommonRule]) -> Iterator[RuleRow]:
        """Its own, and those of its kind where people type a figure: what Cermat counts itself is not asked about."""
        yield from self.aturan
        if any(question.jenis == "angka" and not question.otomatis for question in self.isian):
            yield from (rule for rule in common if self.jenis in rule.untuk)


class IndicatorFile(Strict):
    nama: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    set: Literal["bulanan", "sinergitas", "dokumen", "lembar"]  # the middle two come from instrument files
    versi: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.@-]*$", max_length=60)]
    asal: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    sumber: str = ""
    berlaku_mulai: date
    catatan: tuple[str, ...] = ()
    batas_kirim: dict[str, str] = {}
    aturan_umum: tuple[CommonRule, ...] = ()
    bidang: Annotated[tuple[Group, ...], Field(min_length=1)]
    indikator: Annotated[tuple[Row, ...], Field(min_length=1)]


def read_set(text: str) -> IndicatorFile:
    """A file of rows, checked as a whole. Raises DefinitionError: "Baris 31: …"."""
    file = read_definition(text, IndicatorFile)
    _, lines = read_marked(text)
    problems = [*_groups(file, lines), *_repeated(file, lines)]
    known = _all_names(file)
    for index, rule in enumerate(file.aturan_umum):
        faults = _rule_faults(rule, SPECIAL_NAMES, ("aturan_umum", index))
        problems += [problem_at(lines, path, text) for path, text in faults]
    for index, row in enumerate(file.indikator):
        problems += [problem_at(lines, ("indikator", index, *path), text) for path, text in _faults(row, known)]
    if problems:
        raise DefinitionError(problems[:20])
    return file


Fault = tuple[tuple[str | int, ...], str]


def _groups(file: IndicatorFile, lines: Lines) -> Iterator[str]:
    known = {group.key for group in file.bidang}
    for index, row in enumerate(file.indikator):
        if row.bidang not in known:
            yield problem_at(
                lines, ("indikator", index, "bidang"), f'Bidang "{row.bidang}" tidak ada dalam daftar bidang.'
            )


def _repeated(file: IndicatorFile, lines: Lines) -> Iterator[str]:
    seen: set[str] = set()
    for index, row in enumerate(file.indikator):
        if row.kode in seen:
            yield problem_at(lines, ("indikator", index, "kode"), f'Kode "{row.kode}" dipakai dua kali.')
        seen.add(row.kode)


def _all_names(file: IndicatorFile) -> frozenset[str]:
    """What a rule may name of other rows: PDK_01, PDK_01.mati, and the same of last month."""
    names = set()
    for row in file.indikator:
        code = canonical(row.kode)
        names |= {code, *(f"{code}.{key}" for key in row.own_names())}
    return frozenset(names | {f"lalu.{name}" for name in names})


def _faults(row: Row, known: frozenset[str]) -> Iterator[Fault]:
    own = list(row.own_names())
    if len(set(own)) != len(own):
        yield ("isian",), f'"{row.kode}" memuat kunci isian yang sama dua kali.'
    if not own and row.rumus:
        yield ("rumus",), "Rumus memerlukan sedikitnya satu isian berupa angka."
    if row.jenis == "persen" and not row.rumus:
        yield ("kode",), f'"{row.kode}" berjenis persen dan memerlukan rumus.'
    if row.agregasi == "rasio" and "/" not in row.rumus:
        yield ("agregasi",), "Agregasi rasio memerlukan rumus dengan pembagian."
    yield from _condition(row, own)
    if row.target_per == "triwulan" and row.agregasi != "jumlah":
        yield ("target_per",), "Target per triwulan hanya untuk baris yang dijumlahkan (agregasi: jumlah)."
    if row.rumus:
        yield from _checked(row.rumus, own, ("rumus",), condition=False)
    around = {*known, *SPECIAL_NAMES, *own, *(f"lalu.{key}" for key in own)}
    for index, rule in enumerate(row.aturan):
        yield from _rule_faults(rule, around, ("aturan", index))
    for index, question in enumerate(row.isian):
        if question.isi_awal:
            yield from _checked(question.isi_awal, around - set(own), ("isian", index, "isi_awal"), condition=False)


def _condition(row: Row, own: list[str]) -> Iterator[Fault]:
    if bool(row.syarat) != (row.agregasi in CONDITIONAL):
        yield ("agregasi",), '"syarat" diisi bila dan hanya bila agregasi hitung_bila atau bagian_bila.'
    elif row.syarat:
        yield from _checked(row.syarat, [*own, "hasil"], ("syarat",), condition=True)


def _rule_faults(rule: RuleRow, known: "set[str] | frozenset[str]", path: tuple[str | int, ...]) -> Iterator[Fault]:
    yield from _checked(rule.jika, known, (*path, "jika"), condition=True)
    for name in PLACE.findall(rule.pesan):
        if canonical(name) not in known:
            yield (*path, "pesan"), f'Nama "{name}" dalam pesan tidak dikenal.'


def _checked(
    text: str, known: "set[str] | frozenset[str] | list[str]", path: tuple[str | int, ...], *, condition: bool
) -> Iterator[Fault]:
    try:
        parse(text)
        parse_known(text, known, condition=condition)
    except ValueError as error:
        yield path, str(error)
