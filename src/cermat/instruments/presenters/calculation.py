"""The sheet of calculation, line by line: what was answered, how it adds up, where it was rounded, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cermat.instruments.formula import (
    NOT_APPLICABLE,
    AnsweredBy,
    Definition,
    Group,
    Item,
    Line,
    Method,
    Outcome,
    step_at,
)
from cermat.instruments.presenters.words import figure, weight
from cermat.lib import months

MOST_TERMS = 12  # of a sum that is written out; longer ones are told by their count
WEIGHTED = (Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN)


@dataclass(frozen=True)
class CalculationRow:
    code: str
    name: str
    value: str
    tone: str  # of the state that stands in place of a value: late, off; "" where there is one
    weight: str  # "" where weights do not count
    highest: str
    note: str  # "12 dari 15 jawaban", "belum dinilai Koramil"


@dataclass(frozen=True)
class CalculationBlock:
    """A level: its lines and the sum that makes one value of them."""

    code: str
    name: str
    rows: list[CalculationRow]
    formula: str  # "(3 + 5) ÷ 10 = 0,8"
    note: str


@dataclass(frozen=True)
class Calculation:
    index: str
    name: str
    reason: str
    grade: str
    variant: str
    n: str
    interim: str
    blocks: list[CalculationBlock]  # inner levels first, the index last
    rounding: str
    class_words: str
    missing: list[tuple[str, str]]  # code and name of items without an answer

    @property
    def has_weights(self) -> bool:
        return any(row.weight for block in self.blocks for row in block.rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note for block in self.blocks for row in block.rows)

    @property
    def width(self) -> int:
        """How many columns are drawn: one nobody fills is none."""
        return 3 + self.has_weights + self.has_notes


def calculation(definition: Definition, outcome: Outcome) -> Calculation:
    """Every line of the way from the answers to the index and its class."""
    lines: dict[str, Line] = {line.code: line for line in outcome.items}
    groups: dict[str, Line] = {line.code: line for line in outcome.groups}
    sheet = _Sheet(definition, lines, groups, outcome)
    variant = next((one for one in definition.variants if one.name == outcome.variant), None)
    return Calculation(
        index="–" if outcome.index is None else months.number(outcome.index, definition.index.decimals),
        name=definition.index.name,
        reason=outcome.reason,
        grade=f"{outcome.grade.code} ({outcome.grade.name})" if outcome.grade else "",
        variant=variant.label if variant else "",
        n=_people(definition, outcome.n),
        interim=figure(outcome.interim) if outcome.interim is not None and outcome.value is None else "",
        blocks=sheet.blocks(),
        rounding=_rounding(definition, outcome),
        class_words=_class_words(definition, outcome),
        missing=[(code, definition.item[code].name) for code in outcome.missing if code in definition.item],
    )


def _people(definition: Definition, n: int | None) -> str:
    if n is None or definition.answered_by is AnsweredBy.ONE:
        return ""
    return f"{n} {'responden' if definition.answered_by is AnsweredBy.RESPONDENTS else 'penilai'}"


def _rounding(definition: Definition, outcome: Outcome) -> str:
    if outcome.value is None or outcome.index is None:
        return ""
    index = definition.index
    shown = months.number(outcome.index, index.decimals)
    return f"{figure(outcome.value)} dibulatkan {index.decimals} desimal, setengah ke atas = {shown}"


def _class_words(definition: Definition, outcome: Outcome) -> str:
    if outcome.index is None or not definition.grades:
        return ""
    decimals = definition.index.decimals
    shown = months.number(outcome.index, decimals)
    if outcome.grade is None:
        return f"{shown} di bawah kelas terendah"
    words = f"{shown} ≥ {months.number(outcome.grade.start, decimals)}: {outcome.grade.name}"
    above = definition.next_grade(outcome.index)
    if above is None:
        return f"{words} (kelas tertinggi)"
    return f"{words}; kurang {months.number(above.start - outcome.index, decimals)} dari {above.name}"


@dataclass(frozen=True)
class _Sheet:
    definition: Definition
    items: Mapping[str, Line]
    groups: Mapping[str, Line]
    outcome: Outcome

    def blocks(self) -> list[CalculationBlock]:
        index = self.definition.index
        whole = self._block("", index.name, index.method, None)
        return [*self._below(""), whole]

    def _only(self, group: Group) -> tuple[Item, Line] | None:
        """The item that is its group's whole value, as each unsur of a survey is: told in the group's own row."""
        below, line = self.definition.below(group.code), self.groups[group.code]
        if len(below) != 1 or not isinstance(below[0], Item) or line.step or line.override:
            return None
        found = self._line(below[0])
        return (below[0], found) if found and found.value == line.value else None

    def _below(self, parent: str) -> list[CalculationBlock]:
        found: list[CalculationBlock] = []
        for child in self.definition.below(parent):
            if isinstance(child, Group) and child.code in self.groups:
                if self._only(child):
                    continue
                found += self._below(child.code)
                found.append(self._block(child.code, child.name, child.method, self.groups[child.code]))
        return found

    def _block(self, code: str, name: str, method: Method, line: Line | None) -> CalculationBlock:
        children = [(child, found) for child in self.definition.below(code) if (found := self._line(child))]
        weights = [self._weight(found, code) for _child, found in children]
        counted = [
            (found.value, own, found.highest)
            for (_child, found), own in zip(children, weights, strict=True)
            if isinstance(found.value, Fraction)
        ]
        value = self.outcome.value if line is None else line.value
        shown = weights if method in WEIGHTED else [None] * len(weights)
        return CalculationBlock(
            code,
            name,
            [self._row(child, found, own) for (child, found), own in zip(children, shown, strict=True)],
            _equation(self._formula(method, counted, line), value) if isinstance(value, Fraction) else _no_value(line),
            _group_note(self.definition.group.get(code), line),
        )

    def _line(self, child: Group | Item) -> Line | None:
        return (self.groups if isinstance(child, Group) else self.items).get(child.code)

    def _weight(self, line: Line, parent: str) -> Fraction:
        if self.outcome.variant and not parent:
            return next(one.weight for one in self.definition.variants if one.name == self.outcome.variant)
        return line.weight

    def _row(self, child: Group | Item, line: Line, own: Fraction | None) -> CalculationRow:
        value, tone = _value(line)
        shown = "" if own is None else weight(own)
        return CalculationRow(line.code, line.name, value, tone, shown, figure(line.highest), self._noted(child, line))

    def _noted(self, child: Group | Item, line: Line) -> str:
        only = self._only(child) if isinstance(child, Group) else None
        return _note(*only) if only else _note(child, line)

    def _formula(self, method: Method, counted: list[tuple[Fraction, Fraction, Fraction]], line: Line | None) -> str:
        if line is not None and not counted:
            return _graded(line) if line.step else "nilai diberikan langsung"
        words = _sum(method, counted)
        if line is None:
            factor = self.definition.index.factor
            return words if factor == 1 else f"({words}) × {figure(factor)}"
        return f"{words} {_graded(line)}" if method is Method.GRADED else words


def _equation(formula: str, value: Fraction) -> str:
    shown = figure(value)
    return shown if formula == shown else f"{formula} = {shown}"


def _no_value(line: Line | None) -> str:
    is_out = line is not None and line.value is NOT_APPLICABLE
    return "tidak berlaku" if is_out else "belum dapat dihitung"


def _value(line: Line) -> tuple[str, str]:
    if line.value is NOT_APPLICABLE:
        return "tidak berlaku", "off"
    if line.value is None:
        return "belum ada", "late"
    return figure(line.value), ""


def _note(child: Group | Item, line: Line) -> str:
    if line.gaps:
        return f"belum dinilai {', '.join(line.gaps)}"
    if isinstance(child, Group):
        return f"{len(line.missing)} butir belum ada" if line.missing else ""
    if line.of > 1:
        return f"rata-rata {line.counted} dari {line.of} jawaban"
    return "dihitung 0: belum dinyatakan ada" if line.missing and line.value is not None else ""


def _group_note(group: Group | None, line: Line | None) -> str:
    if line is None or line.override is None:
        return ""
    given = line.override
    who = given.by or "penilai"
    when = f", {months.date_time(datetime.fromisoformat(given.at))}" if given.at else ""
    computed = ""
    if group is not None and line.share is not None:
        computed = f" (menurut hitungan {step_at(group, line.share).code})"
    return f"Gradasi {given.grade}{computed} ditetapkan {who}{when}: {given.reason}"


def _graded(line: Line) -> str:
    """ "= 83,333333… % → gradasi B (70) → 6 × 70 ÷ 100" """
    assert line.step is not None  # a graded line with a value has its step
    share = "" if line.share is None else f"= {figure(line.share)} % "
    grade = figure(line.step.value)
    return f"{share}→ gradasi {line.step.code} ({grade}) → {weight(line.weight)} × {grade} ÷ 100"


def _sum(method: Method, counted: list[tuple[Fraction, Fraction, Fraction]]) -> str:
    values = [value for value, _weight, _highest in counted]
    match method:
        case Method.SUM:
            return _terms(_figures(values), sum(values, Fraction()))
        case Method.MEAN | Method.GRADED:
            return (
                figure(values[0])
                if len(values) == 1
                else f"({_terms(_figures(values), sum(values, Fraction()))}) ÷ {len(values)}"
            )
        case Method.SHARE:
            most = sum((highest for _value, _weight, highest in counted), Fraction())
            return f"({_terms(_figures(values), sum(values, Fraction()))}) ÷ {figure(most)}"
        case Method.WEIGHTED_SUM | Method.WEIGHTED_MEAN:
            pairs = [f"{figure(value)} × {weight(own)}" for value, own, _highest in counted]
            words = _terms(pairs, sum((value * own for value, own, _highest in counted), Fraction()))
            total = sum((own for _value, own, _highest in counted), Fraction())
            return words if method is Method.WEIGHTED_SUM else f"({words}) ÷ {weight(total)}"


def _figures(values: list[Fraction]) -> list[str]:
    return [figure(value) for value in values]


def _terms(terms: list[str], total: Fraction) -> str:
    if len(terms) <= MOST_TERMS:
        return " + ".join(terms)
    return f"jumlah {len(terms)} butir = {figure(total)}"
