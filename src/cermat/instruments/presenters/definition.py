"""A definition as a person reads it: who answers, what is asked, how it adds up, where the classes begin."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from cermat.instruments.formula import (
    Band,
    Definition,
    Group,
    Item,
    ItemKind,
    Method,
    Option,
    highest_of,
    totals_of,
)
from cermat.instruments.presenters.words import (
    ANSWERED_BY,
    ITEM_KINDS,
    METHODS,
    MISSING,
    answers,
    figure,
    month_names,
    subjects,
    weight,
)
from cermat.lib import months

WEIGHTED = (Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN)
DETAILS = {"sumber": "Sumber", "seksi": "Seksi", "bukti_dukung": "Bukti dukung"}
SCALE_WIDTH = 600


@dataclass(frozen=True)
class Level:
    """One answer of an item and what it is worth."""

    answer: str
    text: str
    score: str
    advice: str = ""


@dataclass(frozen=True)
class ItemRow:
    code: str
    name: str
    section: str  # a heading above the row, where it differs from the row before
    kind: str
    answers: str
    highest: str
    weight: str  # "" where weights do not count
    levels: list[Level]
    notes: list[tuple[str, str]]


@dataclass(frozen=True)
class Block:
    """A group with its items, or the items that stand directly under the index."""

    code: str
    name: str
    depth: int
    how: str
    weight: str
    highest: str
    steps: list[Level]
    rows: list[ItemRow]
    notes: list[tuple[str, str]] = field(default_factory=list)


def facts(definition: Definition) -> list[tuple[str, str]]:
    """Label and words of everything that stands above the items; empty ones are left out."""
    index = definition.index
    told = [
        ("Berlaku untuk", subjects(definition.subjects)),
        ("Yang mengisi", ANSWERED_BY[definition.answered_by]),
        ("Penilai", ", ".join(definition.assessors)),
        ("Periode", definition.frequency.capitalize()),
        ("Bulan jatuh tempo", month_names(definition.due_months)),
        ("Indeks", f"{index.name}: {_how_index(definition)}"),
        ("Pembulatan", f"sekali, di akhir: {index.decimals} desimal, setengah ke atas"),
        ("Bobot seluruhnya", weight(index.weights_total) if index.weights_total is not None else ""),
        ("Butir yang kosong", MISSING[definition.missing]),
        ("Semua nol berarti tidak didata", subjects(definition.unsurveyed)),
        ("Varian bobot", "; ".join(f"{one.label} ({weight(one.weight)})" for one in definition.variants)),
    ]
    return [(label, words) for label, words in told if words]


def _how_index(definition: Definition) -> str:
    index = definition.index
    parts = "kelompok" if definition.groups else "butir"
    times = "" if index.factor == 1 else f", dikalikan {figure(index.factor)}"
    return f"nilai {parts} {METHODS[index.method]}{times}"


# ---- Groups and items


def blocks(definition: Definition) -> list[Block]:
    """The groups in the order of the sheet, each with the items directly under it."""
    own = [child for child in definition.below("") if isinstance(child, Item)]
    loose = Block("", "Butir", 0, METHODS[definition.index.method], "", "", [], _rows(own, definition.index.method))
    return [*([loose] if own else []), *_blocks(definition, "", 0)]


def _blocks(definition: Definition, parent: str, depth: int) -> list[Block]:
    method = definition.group[parent].method if parent else definition.index.method
    found: list[Block] = []
    for child in definition.below(parent):
        if isinstance(child, Group):
            found += [_block(definition, child, method, depth), *_blocks(definition, child.code, depth + 1)]
    return found


def _block(definition: Definition, group: Group, above: Method, depth: int) -> Block:
    items = [child for child in definition.below(group.code) if isinstance(child, Item)]
    counts = group.method is Method.GRADED or above in WEIGHTED
    return Block(
        group.code,
        group.name,
        depth,
        METHODS[group.method],
        weight(group.weight) if counts else "",
        figure(highest_of(definition, group)),
        [Level(step.code, step.label or _reached(step.above), figure(step.value)) for step in group.steps],
        _rows(items, group.method),
        _notes(group.details),
    )


def _reached(above: Fraction | None) -> str:
    if above is None:
        return "hanya ditetapkan penilai"
    return "selebihnya" if above < 0 else f"lebih dari {figure(above)} %"


def _rows(items: list[Item], method: Method) -> list[ItemRow]:
    rows: list[ItemRow] = []
    section = ""
    for item in items:
        rows.append(_row(item, "" if item.section == section else item.section, method))
        section = item.section
    return rows


def _row(item: Item, section: str, method: Method) -> ItemRow:
    return ItemRow(
        item.code,
        item.name,
        section,
        ITEM_KINDS[item.kind],
        answers(item),
        figure(item.highest),
        weight(item.weight) if method in WEIGHTED else "",
        [*_levels(item), *_bands(item)],
        _item_notes(item),
    )


def _levels(item: Item) -> list[Level]:
    if item.kind is ItemKind.EVIDENCE:
        return [Level(letter, "bukti diterima", figure(points)) for letter, points in item.pieces.items()]
    return [_level(option) for option in item.options]


def _level(option: Option) -> Level:
    return Level(option.answer, option.label, figure(option.score), option.advice)


def _bands(item: Item) -> list[Level]:
    measure = item.measure or "angka"
    return [Level(_band(band), measure, figure(band.score)) for band in item.bands]


def _band(band: Band) -> str:
    if band.up_to is None:
        return "selebihnya"
    return f"{'≤' if band.inclusive else '<'} {figure(band.up_to)}"


def _item_notes(item: Item) -> list[tuple[str, str]]:
    totals = sorted(totals_of(item)) if item.kind is ItemKind.EVIDENCE and len(item.pieces) > 1 else []
    told = [
        ("Berlaku untuk", subjects(item.applies_to)),
        ("Periode", item.frequency),
        ("Jatuh tempo", month_names(item.due_months)),
        ("Jumlah yang mungkin", "; ".join(map(figure, totals))),
    ]
    return [(label, words) for label, words in told if words] + _notes(item.details)


def _notes(details: object) -> list[tuple[str, str]]:
    pairs = dict(details).items() if isinstance(details, dict) else []
    return [(_detail_name(key), str(text)) for key, text in pairs]


def _detail_name(key: str) -> str:
    group, dot, own = key.partition(".")
    if dot and group == "pelaksana":
        return f"Pelaksana {own}"
    return DETAILS.get(key, key.replace("_", " ").capitalize())


# ---- Classes as a scale


@dataclass(frozen=True)
class ClassRow:
    code: str
    name: str
    start: str
    label: str
    x: str  # on a line of SCALE_WIDTH units, as SVG writes numbers
    width: str
    is_odd: bool


def classes(definition: Definition) -> list[ClassRow]:
    """Lowest first, with its place on a line from the lowest class to the highest index there can be."""
    if not definition.grades:
        return []
    first = definition.grades[0].start
    last = max(_highest_index(definition), definition.grades[-1].start)
    span = last - first or Decimal(1)
    ends = [grade.start for grade in definition.grades[1:]] + [last]
    rows = []
    for at, (grade, end) in enumerate(zip(definition.grades, ends, strict=True)):
        x, width = _units(grade.start - first, span), _units(end - grade.start, span)
        start = months.number(grade.start, definition.index.decimals)
        rows.append(ClassRow(grade.code, grade.name, start, grade.label, x, width, bool(at % 2)))
    return rows


def _units(part: Decimal, span: Decimal) -> str:
    return f"{part / span * SCALE_WIDTH:.1f}"


def _highest_index(definition: Definition) -> Decimal:
    """The most the index can be, everything applying."""
    whole = Group("", "", definition.index.method)
    highest = highest_of(definition, whole) * definition.index.factor
    return Decimal(highest.numerator) / Decimal(highest.denominator)
