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
from cermat.instruments.schema.bounds import bounds_of, options_of, score_of
from cermat.instruments.schema.faults import faults
from cermat.instruments.schema.shape import GroupShape, InstrumentFile, ItemShape, OptionShape, StepShape
from cermat.lib.definitions import MOST_PROBLEMS, problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError


def read_instrument(text: str) -> Definition:
    """`text` (YAML, see definitions/README.md) as a Definition. Raises DefinitionError: "Baris 12: …"."""
    file = read_definition(text, InstrumentFile)
    _, lines = read_marked(text)
    problems = [problem_at(lines, path, sentence) for path, sentence in faults(file)]
    if problems:
        raise DefinitionError(sorted(problems, key=_line_of)[:MOST_PROBLEMS])
    return _definition(file)


def _line_of(problem: str) -> int:
    return int(problem.removeprefix("Baris ").partition(":")[0])


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
        _details({"sumber": group.sumber, **group.rincian}),
    )


def _item(file: InstrumentFile, item: ItemShape) -> Item:
    options = tuple(_option(item.jenis, option) for option in options_of(file, item))
    bands = tuple(
        Band(band.skor, band.sampai if band.di_bawah is None else band.di_bawah, band.di_bawah is None)
        for band in item.pita
    )
    lowest, highest = bounds_of(item, options_of(file, item))
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
        details=_details(
            {
                "pertanyaan": item.pertanyaan,
                "sumber": item.sumber,
                "seksi": item.seksi,
                **{f"pelaksana.{column}": text for column, text in item.pelaksana.items()},
                **item.rincian,
            }
        ),
    )


def _option(kind: ItemKind, option: OptionShape) -> Option:
    """Points are their own answer; a choice has one beside its score."""
    score = score_of(option)
    answer = option.jawaban or _plain(score)
    return Option(answer.upper() if kind is ItemKind.LETTER else answer, score, option.arti, option.saran)


def _plain(score: Fraction) -> str:
    return str(score.numerator) if score.denominator == 1 else f"{float(score):g}"


def _details(found: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in found.items() if text}


def valid_on(definition: Definition, day: date) -> bool:
    return definition.valid_from <= day and (definition.valid_to is None or day <= definition.valid_to)
