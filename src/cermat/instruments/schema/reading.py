"""An instrument file becomes a Definition; what the keys leave out is filled in by the kind of item."""

from datetime import date
from fractions import Fraction

from cermat.instruments.formula.definition import (
    Band,
    Definition,
    Grade,
    Group,
    Index,
    Item,
    ItemKind,
    Method,
    Option,
    Step,
    Variant,
)
from cermat.instruments.schema.faults import faults
from cermat.instruments.schema.shape import GroupShape, InstrumentFile, ItemShape, OptionShape, StepShape
from cermat.lib.definitions import problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError


def read_instrument(text: str) -> Definition:
    """`text` (YAML, see definitions/README.md) as a Definition. Raises DefinitionError: "Baris 12: …"."""
    file = read_definition(text, InstrumentFile)
    _, lines = read_marked(text)
    problems = [problem_at(lines, path, sentence) for path, sentence in faults(file)]
    if problems:
        raise DefinitionError(problems)
    return _definition(file)


def _definition(file: InstrumentFile) -> Definition:
    return Definition(
        name=file.nama,
        version=file.versi,
        title=file.judul,
        short=file.singkatan,
        subjects=frozenset(file.subjek),
        answered_by=file.penjawab,
        items=tuple(_item(file, item) for item in file.butir),
        groups=tuple(_group(file, group) for group in file.kelompok),
        index=Index(
            file.indeks.nama,
            file.indeks.cara,
            file.indeks.kali,
            file.indeks.desimal,
            file.indeks.desimal_kelompok,
            file.indeks.jumlah_bobot,
        ),
        grades=tuple(Grade(one.kode, one.nama, one.dari, one.label) for one in file.kelas),
        missing=file.kosong,
        unsurveyed=frozenset(file.tidak_didata),
        variants=tuple(Variant(one.nama, one.label, one.bobot) for one in file.varian),
        assessors=file.penilai,
        frequency=file.periode.frekuensi,
        due_months=file.periode.jatuh_tempo,
        valid_from=file.berlaku.dari,
        valid_to=file.berlaku.sampai,
        origin=file.asal,
        sources=file.sumber,
        notes=file.catatan,
    )


def _group(file: InstrumentFile, group: GroupShape) -> Group:
    steps: tuple[StepShape, ...] = ()
    if group.cara is Method.GRADED:
        steps = group.gradasi or file.gradasi
    return Group(
        group.kode,
        group.nama,
        group.cara,
        group.induk or "",
        group.bobot,
        group.nilai_langsung,
        tuple(Step(step.nilai, step.skor, step.di_atas, step.label) for step in steps),
        _details(group.sumber, "", {}, group.rincian),
    )


def _item(file: InstrumentFile, item: ItemShape) -> Item:
    options = tuple(_option(item.jenis, option) for option in item.tingkat or file.skala.get(item.skala, ()))
    bands = tuple(
        Band(band.skor, band.sampai if band.di_bawah is None else band.di_bawah, band.di_bawah is None)
        for band in item.pita
    )
    lowest, highest = bounds_of(item, [option.score for option in options])
    return Item(
        code=item.kode,
        name=item.nama,
        kind=item.jenis,
        group=item.kelompok,
        section=item.bagian,
        lowest=lowest,
        highest=highest,
        decimals=item.desimal,
        weight=item.bobot,
        options=options,
        bands=bands,
        measure=item.ukuran,
        steps=item.langkah,
        pieces=item.bukti,
        may_not_apply=item.boleh_tidak_berlaku,
        applies_to=frozenset(item.berlaku),
        frequency=item.frekuensi,
        due_months=item.jatuh_tempo,
        details=_details(item.sumber, item.seksi, item.pelaksana, {"pertanyaan": item.pertanyaan, **item.rincian}),
    )


def _option(kind: ItemKind, option: OptionShape) -> Option:
    """Points are their own answer; a choice has one beside its score."""
    score = option.skor if option.skor is not None else option.nilai
    assert score is not None  # held by `faults`
    answer = option.jawaban or _plain(score)
    return Option(answer.upper() if kind is ItemKind.LETTER else answer, score, option.arti, option.saran)


def _plain(score: Fraction) -> str:
    return str(score.numerator) if score.denominator == 1 else f"{float(score):g}"


def bounds_of(item: ItemShape, scores: list[Fraction]) -> tuple[Fraction, Fraction]:
    """What an item can be worth: as written, else as its options, bands, steps or pieces allow."""
    found: list[Fraction] = []
    match item.jenis:
        case ItemKind.CHOICE | ItemKind.LETTER:
            found = scores
        case ItemKind.NUMBER:
            found = [band.skor for band in item.pita]
        case ItemKind.STEPS:
            found = [Fraction(0), *item.langkah]
        case ItemKind.EVIDENCE:
            found = [Fraction(0), sum(item.bukti.values(), Fraction())]
        case ItemKind.DOCUMENT:
            found = [Fraction(0), Fraction(1)]
        case ItemKind.ALL_OR_NOTHING | ItemKind.POINTS:
            found = [Fraction(0)]
    lowest = min(found, default=Fraction(0)) if item.paling_kecil is None else item.paling_kecil
    return lowest, max(found, default=Fraction(0)) if item.paling_besar is None else item.paling_besar


def _details(source: str, section: str, executors: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    own = {"sumber": source, "seksi": section}
    own |= {f"pelaksana.{column}": text for column, text in executors.items()}
    return {key: text for key, text in {**own, **others}.items() if text}


def valid_on(definition: Definition, day: date) -> bool:
    return definition.valid_from <= day and (definition.valid_to is None or day <= definition.valid_to)
