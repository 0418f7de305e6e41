"""What is wrong with an instrument file beyond its shape: every fault a place in the file and one sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from cermat.instruments.formula.answers import written_number
from cermat.instruments.formula.definition import AnsweredBy, Method
from cermat.instruments.schema.bounds import bounds_of, options_of
from cermat.instruments.schema.item_faults import item_faults, scale_faults
from cermat.instruments.schema.shape import GroupShape, InstrumentFile, StepShape
from cermat.lib.definitions import Path

Fault = tuple[Path, str]
COLUMNS = frozenset({"subject", "period", "assessor"})  # of the file that `./cermat score` reads
WEIGHTED = (Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN)


def faults(file: InstrumentFile) -> Iterator[Fault]:
    """Every fault once: what only follows from an earlier fault is not told as well."""
    found = [*_people(file), *_codes(file)]
    if len({group.kode for group in file.kelompok}) == len(file.kelompok):
        found += _tree(file)
    found = found or [*_groups(file)]
    found = found or [*_weights(file)]
    yield from found
    yield from _classes(file)
    yield from scale_faults(file)
    for index, item in enumerate(file.butir):
        for path, sentence in item_faults(file, item):
            yield ("butir", index, *path), f"Butir {item.kode}: {sentence}"


def _people(file: InstrumentFile) -> Iterator[Fault]:
    for key in ("subjek", "butir"):
        if not getattr(file, key):
            yield (key,), f'"{key}" harus memuat sedikitnya satu.'
    if file.berlaku.sampai is not None and file.berlaku.sampai < file.berlaku.dari:
        yield ("berlaku", "sampai"), f"Berlaku sampai {file.berlaku.sampai} lebih awal dari {file.berlaku.dari}."
    if file.penilai and file.penjawab is not AnsweredBy.ASSESSORS:
        yield ("penilai",), '"penilai" hanya diisi bila penjawab: penilai.'
    for name in _twice(file.penilai):
        yield ("penilai",), f'Penilai "{name}" disebut dua kali.'
    for index, kind in enumerate(file.tidak_didata):
        if file.subjek and kind not in file.subjek:
            yield ("tidak_didata", index), f'"{kind}" pada tidak_didata tidak termasuk subjek.'


def _codes(file: InstrumentFile) -> Iterator[Fault]:
    for index in _repeated([item.kode for item in file.butir]):
        yield ("butir", index, "kode"), f'Kode butir "{file.butir[index].kode}" dipakai dua kali.'
    for index in _repeated([group.kode for group in file.kelompok]):
        yield ("kelompok", index, "kode"), f'Kode kelompok "{file.kelompok[index].kode}" dipakai dua kali.'
    for index in _repeated([variant.nama for variant in file.varian]):
        yield ("varian", index, "nama"), f'Varian "{file.varian[index].nama}" disebut dua kali.'
    groups = {group.kode for group in file.kelompok}
    members = Counter(item.kelompok for item in file.butir)
    for index, item in enumerate(file.butir):
        if item.kode in COLUMNS:
            yield ("butir", index, "kode"), f'Kode butir "{item.kode}" adalah nama kolom berkas; pakai kode lain.'
        if item.kode in groups and not (item.kelompok == item.kode and members[item.kode] == 1):
            told = f'Kode butir "{item.kode}" sama dengan kode kelompok'
            yield ("butir", index, "kode"), f"{told}; itu hanya boleh bagi satu-satunya butir di kelompok itu."


def _tree(file: InstrumentFile) -> Iterator[Fault]:
    parents = {group.kode: group.induk or "" for group in file.kelompok}
    for index, group in enumerate(file.kelompok):
        place: Path = ("kelompok", index, "induk")
        if group.induk and group.induk not in parents:
            yield place, f'Kelompok {group.kode}: induk "{group.induk}" tidak ada.'
        elif circle := _circle(group.kode, parents):
            yield place, f"Kelompok {group.kode}: induknya berputar ({' → '.join(circle)})."
    for index, item in enumerate(file.butir):
        if item.kelompok and item.kelompok not in parents:
            yield ("butir", index, "kelompok"), f'Butir {item.kode}: kelompok "{item.kelompok}" tidak ada.'
        elif parents and not item.kelompok:
            yield ("butir", index), f"Butir {item.kode}: belum masuk kelompok mana pun."


def _circle(code: str, parents: dict[str, str]) -> list[str]:
    """code → … → code where the parents of a group lead back to it; [] where they end."""
    way = [code]
    while (parent := parents.get(way[-1], "")) and parent not in way[1:]:
        way.append(parent)
        if parent == code:
            return way
    return []


def _groups(file: InstrumentFile) -> Iterator[Fault]:
    filled = {item.kelompok for item in file.butir}
    parents = {group.induk for group in file.kelompok}
    for index, group in enumerate(file.kelompok):
        place: Path = ("kelompok", index)
        graded = group.cara is Method.GRADED
        if graded and group.kode not in filled:
            yield place, f"Kelompok {group.kode}: cara gradasi memerlukan butir."
        elif group.kode not in filled | parents and not group.nilai_langsung:
            yield place, f"Kelompok {group.kode}: tidak memuat butir atau kelompok lain."
        if graded and group.kode in parents:
            yield place, f"Kelompok {group.kode}: cara gradasi hanya untuk butir, bukan kelompok lain."
        if graded and not (group.gradasi or file.gradasi):
            yield place, f'Kelompok {group.kode}: "gradasi" belum diisi, di sini atau untuk seluruh berkas.'
        if group.gradasi and not graded:
            yield (*place, "gradasi"), f'Kelompok {group.kode}: "gradasi" hanya untuk cara gradasi.'
        if group.bobot <= 0:
            yield (*place, "bobot"), f"Kelompok {group.kode}: bobot harus lebih dari 0."
        yield from _steps((*place, "gradasi"), f"Kelompok {group.kode}: ", group.gradasi)
    yield from _steps(("gradasi",), "", file.gradasi)
    yield from _graded_items(file)


def _graded_items(file: InstrumentFile) -> Iterator[Fault]:
    """The mean of a graded group is read in percent: its items are worth 0 to 1."""
    graded = {group.kode for group in file.kelompok if group.cara is Method.GRADED}
    for index, item in enumerate(file.butir):
        lowest, highest = bounds_of(item, options_of(file, item))
        if item.kelompok in graded and (lowest < 0 or highest > 1):
            yield ("butir", index), f"Butir {item.kode}: dalam kelompok gradasi nilainya harus 0 sampai 1."


def _steps(place: Path, whose: str, steps: Sequence[StepShape]) -> Iterator[Fault]:
    for index in _repeated([step.nilai for step in steps]):
        yield (*place, index), f'{whose}gradasi "{steps[index].nilai}" disebut dua kali.'
    for index, (better, worse) in enumerate(pairwise(steps), 1):
        if worse.skor >= better.skor:
            yield (
                (*place, index),
                f"{whose}gradasi ditulis dari yang terbaik; {worse.nilai} tidak lebih rendah dari {better.nilai}.",
            )
    automatic = [(index, step.di_atas) for index, step in enumerate(steps) if step.di_atas is not None]
    for (_, above), (index, below) in pairwise(automatic):
        if below >= above:
            told = f'{whose}"di_atas" pada gradasi {steps[index].nilai}'
            yield (*place, index), f"{told} harus lebih kecil dari yang di atasnya."
            return
    if steps and (not automatic or automatic[-1][1] >= 0):
        told = f"{whose}gradasi terendah harus menampung nilai 0"
        yield (*place, len(steps) - 1), f"{told}: tulis di_atas: -1 pada yang terakhir."


def _weights(file: InstrumentFile) -> Iterator[Fault]:
    if file.indeks.kali <= 0:
        yield ("indeks", "kali"), '"kali" harus lebih dari 0.'
    variants = {variant.bobot for variant in file.varian}
    for index, variant in enumerate(file.varian):
        if variant.bobot <= 0:
            yield ("varian", index, "bobot"), f"Varian {variant.nama}: bobot harus lebih dari 0."
    if file.varian and file.indeks.cara not in WEIGHTED:
        yield (
            ("varian",),
            '"varian" hanya bermakna bila cara indeks berbobot (jumlah_berbobot atau rata_rata_berbobot).',
        )
    own = _weights_below(file, "")
    if not (len(set(own)) == 1 and own[0] in variants):
        yield from _total(("indeks", "jumlah_bobot"), "indeks", file.indeks.jumlah_bobot, own)
    for index, group in enumerate(file.kelompok):
        place: Path = ("kelompok", index, "jumlah_bobot")
        yield from _total(place, f"kelompok {group.kode}", group.jumlah_bobot, _weights_below(file, group.kode))


def _weights_below(file: InstrumentFile, parent: str) -> list[Fraction]:
    groups: list[GroupShape] = [group for group in file.kelompok if (group.induk or "") == parent]
    return [*(group.bobot for group in groups), *(item.bobot for item in file.butir if item.kelompok == parent)]


def _total(place: Path, where: str, declared: Fraction | None, weights: list[Fraction]) -> Iterator[Fault]:
    total = sum(weights, Fraction())
    if declared is not None and total != declared:
        told = f"Jumlah bobot di bawah {where} adalah {written_number(total)}, bukan {written_number(declared)}"
        yield place, f"{told} seperti tertulis; betulkan bobotnya, atau nyatakan bobot itu sebagai varian."


def _classes(file: InstrumentFile) -> Iterator[Fault]:
    for index in _repeated([grade.kode for grade in file.kelas]):
        yield ("kelas", index, "kode"), f'Kelas "{file.kelas[index].kode}" disebut dua kali.'
    for index, (lower, higher) in enumerate(pairwise(file.kelas), 1):
        if higher.dari <= lower.dari:
            told = f"batas {higher.kode} ({higher.dari}) harus lebih dari {lower.kode} ({lower.dari})"
            yield ("kelas", index, "dari"), f"Kelas ditulis dari yang terendah: {told}."
    for index, grade in enumerate(file.kelas):
        exponent = grade.dari.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > file.indeks.desimal:
            yield (
                ("kelas", index, "dari"),
                f"Batas kelas {grade.kode} ({grade.dari}) lebih teliti dari indeksnya ({file.indeks.desimal} desimal).",
            )


def _repeated(codes: Sequence[str]) -> list[int]:
    """Where a code stands that has stood before."""
    return [index for index, code in enumerate(codes) if code in codes[:index]]


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
