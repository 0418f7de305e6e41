"""What is wrong with one item of an instrument file: keys that its kind does not use, levels it cannot reach."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cermat.instruments.formula.answers import written_number
from cermat.instruments.formula.definition import ItemKind
from cermat.instruments.schema.bounds import bounds_of, options_of, score_of
from cermat.instruments.schema.shape import BandShape, InstrumentFile, ItemShape, OptionShape
from cermat.lib.definitions import Path

Fault = tuple[Path, str]
CHOSEN = (ItemKind.CHOICE, ItemKind.LETTER)
MOST_PIECES = 12
# Which keys a kind of item uses, besides those that every item may have.
USES = {
    ItemKind.CHOICE: {"tingkat", "skala", "paling_kecil", "paling_besar"},
    ItemKind.LETTER: {"tingkat", "skala", "paling_kecil", "paling_besar"},
    ItemKind.NUMBER: {"pita", "ukuran", "desimal", "paling_kecil", "paling_besar"},
    ItemKind.DOCUMENT: {"paling_besar"},
    ItemKind.EVIDENCE: {"bukti", "paling_besar"},
    ItemKind.STEPS: {"langkah", "tingkat", "skala", "paling_besar"},
    ItemKind.ALL_OR_NOTHING: {"paling_besar"},
    ItemKind.POINTS: {"tingkat", "skala", "pita", "ukuran", "desimal", "paling_kecil", "paling_besar"},
}
NEEDS = {
    ItemKind.NUMBER: "pita", ItemKind.EVIDENCE: "bukti", ItemKind.STEPS: "langkah",
    ItemKind.ALL_OR_NOTHING: "paling_besar", ItemKind.POINTS: "paling_besar",
}  # fmt: skip
SPECIAL = frozenset().union(*USES.values())


def item_faults(file: InstrumentFile, item: ItemShape) -> Iterator[Fault]:
    strange = sorted(SPECIAL & item.model_fields_set - USES[item.jenis])
    for key in strange:
        yield (key,), f'"{key}" tidak dipakai untuk jenis {item.jenis}.'
    needed = NEEDS.get(item.jenis)
    if needed and getattr(item, needed) in (None, (), {}):
        yield (), f'jenis {item.jenis} memerlukan "{needed}".'
    elif not strange:
        yield from _inside(file, item)


def _inside(file: InstrumentFile, item: ItemShape) -> Iterator[Fault]:
    if item.bobot <= 0:
        yield ("bobot",), "bobot harus lebih dari 0."
    for index, kind in enumerate(item.berlaku):
        if file.subjek and kind not in file.subjek:
            yield ("berlaku", index), f'"{kind}" tidak termasuk subjek instrumen.'
    lowest, highest = bounds_of(item, options_of(file, item))
    if lowest > highest or (lowest == highest and item.jenis not in (*CHOSEN, ItemKind.NUMBER)):
        yield (
            ("paling_besar",) if item.paling_besar is not None else (),
            f"nilai terbesar ({written_number(highest)}) harus lebih dari yang terkecil ({written_number(lowest)}).",
        )
        return
    yield from _options(file, item, lowest, highest)
    yield from _bands(item, lowest, highest)
    yield from _steps_and_pieces(item, highest)


def _options(file: InstrumentFile, item: ItemShape, lowest: Fraction, highest: Fraction) -> Iterator[Fault]:
    if item.skala and item.skala not in file.skala:
        yield ("skala",), f'skala "{item.skala}" tidak ada.'
        return
    if item.skala and item.tingkat:
        yield ("skala",), 'pilih salah satu: "skala" atau "tingkat".'
    options = options_of(file, item)
    if not item.skala and not options and item.jenis in CHOSEN:
        yield (), f'jenis {item.jenis} memerlukan pilihan: isi "tingkat" atau "skala".'
    for index, sentence in _twice(item.tingkat):
        yield ("tingkat", index), sentence
    for index, option in enumerate(options):
        place: Path = ("skala",) if item.skala else ("tingkat", index)
        if fault := _option(item, option):
            yield place, fault
            continue
        if not lowest <= score_of(option) <= highest:
            yield place, _outside("nilai", score_of(option), lowest, highest)
        elif item.jenis is ItemKind.STEPS and score_of(option) not in (0, *item.langkah):
            yield place, f"nilai {written_number(score_of(option))} tidak ada pada langkah."


def scale_faults(file: InstrumentFile) -> Iterator[Fault]:
    """What is wrong with a scale itself is told once, where it stands, not at every item that uses it."""
    for name, options in file.skala.items():
        if not options:
            yield ("skala", name), f"Skala {name}: belum memuat pilihan."
        for index, sentence in _twice(options):
            yield ("skala", name, index), f"Skala {name}: {sentence}"


def _twice(options: Sequence[OptionShape]) -> Iterator[tuple[int, str]]:
    answers: set[str] = set()
    for index, option in enumerate(options):
        answer = option.jawaban or written_number(score_of(option))
        if answer.lower() in answers:
            yield index, f'jawaban "{answer}" disebut dua kali.'
        answers.add(answer.lower())


def _option(item: ItemShape, option: OptionShape) -> str:
    if option.skor is None and option.nilai is None:
        return 'setiap pilihan memerlukan "skor" (atau "nilai").'
    if option.skor is not None and option.nilai is not None:
        return 'tulis "nilai" saja, atau "jawaban" dan "skor".'
    if item.jenis in CHOSEN:
        return "" if option.jawaban or option.nilai is not None else 'setiap pilihan memerlukan "jawaban".'
    return "" if option.nilai is not None and not option.jawaban else 'tingkat ditulis dengan "nilai", tanpa "jawaban".'


def _bands(item: ItemShape, lowest: Fraction, highest: Fraction) -> Iterator[Fault]:
    before: tuple[Fraction, bool] | None = None
    for index, band in enumerate(item.pita):
        place: Path = ("pita", index)
        if band.sampai is not None and band.di_bawah is not None:
            yield place, 'satu pita memakai "sampai" atau "di_bawah", bukan keduanya.'
        end = _end(band)
        last = index == len(item.pita) - 1
        if end is None and not last:
            yield place, "pita tanpa batas harus yang terakhir; sesudahnya tidak pernah terpakai."
        if end is not None and last:
            yield (
                place,
                'pita tidak berakhir: yang terakhir ditulis tanpa "sampai" atau "di_bawah", untuk semua sisanya.',
            )
        if end is not None and before is not None and end <= before:
            yield place, "batas pita harus makin besar."
        before = end or before
        if not lowest <= band.skor <= highest:
            yield place, _outside("skor", band.skor, lowest, highest)


def _outside(word: str, score: Fraction, lowest: Fraction, highest: Fraction) -> str:
    bounds = f"{written_number(lowest)} sampai {written_number(highest)}"
    return f"{word} {written_number(score)} di luar batas {bounds}."


def _end(band: BandShape) -> tuple[Fraction, bool] | None:
    """Where a band ends; at the same number, "di_bawah" ends before "sampai"."""
    if band.sampai is not None:
        return band.sampai, True
    return None if band.di_bawah is None else (band.di_bawah, False)


def _steps_and_pieces(item: ItemShape, highest: Fraction) -> Iterator[Fault]:
    for index, step in enumerate(item.langkah):
        if step > highest:
            yield (
                ("langkah", index),
                f"langkah {written_number(step)} melebihi nilai terbesar {written_number(highest)}.",
            )
        if step < 0 or step in item.langkah[:index]:
            yield ("langkah", index), f"langkah {written_number(step)} negatif atau disebut dua kali."
    if item.langkah and max(item.langkah) < highest:
        yield ("langkah",), f"tidak ada langkah yang mencapai nilai terbesar {written_number(highest)}."
    total = sum(item.bukti.values(), Fraction())
    for letter, points in item.bukti.items():
        if points < 0:
            yield ("bukti", letter), f"poin bukti {letter} tidak boleh negatif."
    if item.bukti and total < highest:
        yield ("bukti",), f"semua bukti bersama ({written_number(total)}) tidak mencapai {written_number(highest)}."
    if len(item.bukti) > MOST_PIECES:
        yield ("bukti",), f"paling banyak {MOST_PIECES} bukti dalam satu butir."
