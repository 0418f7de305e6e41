"""From points to index: every level adds up as the definition says, exactly; one rounding, at the end. Pure.

Sheets hold points, not typed answers (`answers.points_of` makes the one from the other): a Fraction, None for "not
answered" (never zero), or NOT_APPLICABLE (out of every sum, mean and maximum).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula.definition import AnsweredBy, Definition, Group, Item, Method, Missing, Step
from cermat.instruments.formula.outcome import NOT_APPLICABLE, Given, Line, Outcome, Override, Points, Sheet
from cermat.lib.rounding import rounded

VERSION = "instrumen-2"
NOTHING_BESIDES = Given()


def score(definition: Definition, sheets: Sequence[Sheet], given: Given = NOTHING_BESIDES) -> Outcome:
    """The index of one subject in one period.

    One sheet is `[sheet]`; assessors and respondents are one sheet each. A sheet without a single answer is nobody's:
    it does not count in n (but an assessor's empty sheet is a gap). Raises ValueError for an unknown variant or group.
    """
    if reason := _refusal(definition, sheets, given):
        return Outcome(definition.reference, None, None, None, len(sheets), (), (), reason=reason)
    if definition.answered_by is not AnsweredBy.ASSESSORS and not given.groups:
        sheets = [sheet for sheet in sheets if any(points is not None for points in sheet.values())]
    asked = definition.items_for(given.kind, given.month)
    lines = {item.code: _item_line(definition, item, sheets, given.names) for item in asked}
    groups = _group_lines(definition, lines, given)
    n = None if given.groups else len(sheets)
    top = Level.of(definition, "", {**lines, **groups}, given)
    value = None if top.missing_stops(definition) else top.value(definition.index.method)
    missing = tuple(code for line in top.lines for code in line.missing)
    index = None if value is None else rounded(value * definition.index.factor, definition.index.decimals)
    interim = top.interim(definition.index.method)
    return Outcome(
        definition=definition.reference,
        value=None if value is None else value * definition.index.factor,
        index=index,
        grade=None if index is None else definition.grade_of(index),
        n=n,
        groups=tuple(groups.values()),
        items=tuple(lines.values()),
        missing=missing,
        reason="" if value is not None else _why(missing, sheets, asked, given),
        interim=None if interim is None else interim * definition.index.factor,
        variant=given.variant,
    )


def _refusal(definition: Definition, sheets: Sequence[Sheet], given: Given) -> str:
    """Why this subject has no index by this instrument at all; "" where it may have one."""
    if given.variant and given.variant not in {variant.name for variant in definition.variants}:
        raise ValueError(f"{definition.name} has no variant {given.variant}")
    if unknown := set(given.groups) - set(definition.group):
        raise ValueError(f"{definition.name} has no group {sorted(unknown)[0]}")
    if given.kind and given.kind not in definition.subjects:
        return f"{definition.short} berlaku untuk {' dan '.join(sorted(definition.subjects))}, bukan {given.kind}."
    if given.kind in definition.unsurveyed and sheets and all(_all_zero(sheet) for sheet in sheets):
        return "Tidak didata: semua nilai nol."
    return ""


def _all_zero(sheet: Sheet) -> bool:
    return bool(sheet) and all(points == 0 for points in sheet.values())


def _why(missing: tuple[str, ...], sheets: Sequence[Sheet], asked: Sequence[Item], given: Given) -> str:
    if not sheets and not given.groups:
        return "Belum ada jawaban."
    if missing:
        return f"{len(missing)} dari {len(asked)} butir belum ada nilainya."
    return "Tidak ada butir yang berlaku."


# ---- Items


def _item_line(definition: Definition, item: Item, sheets: Sequence[Sheet], names: Sequence[str]) -> Line:
    answers = [sheet.get(item.code) for sheet in sheets]
    known = [points for points in answers if isinstance(points, Fraction)]
    gaps = tuple(name for name, points in zip(names, answers, strict=False) if points is None)
    value: Points = None
    if answers and all(points is NOT_APPLICABLE for points in answers):
        value = NOT_APPLICABLE
    elif known and (len(known) == len(answers) or definition.answered_by is AnsweredBy.RESPONDENTS):
        value = sum(known, Fraction()) / len(
            known
        )  # an assessor's gap stops the item: the others do not speak for them
    missing = (item.code,) if value is None else ()
    if value is None and definition.missing is Missing.ABSENT and answers:
        value = Fraction(0)
    return Line(
        item.code,
        item.name,
        value,
        item.lowest,
        item.highest,
        item.weight,
        counted=len(known),
        of=len(answers),
        missing=missing,
        gaps=gaps,
    )


# ---- Groups


@dataclass(frozen=True)
class Level:
    """The lines of one level, without what does not apply."""

    lines: tuple[Line, ...]
    weights: tuple[Fraction, ...]

    @classmethod
    def of(cls, definition: Definition, parent: str, known: Mapping[str, Line], given: Given) -> "Level":
        lines = tuple(
            known[child.code]
            for child in definition.below(parent)
            if child.code in known and known[child.code].value is not NOT_APPLICABLE
        )
        return cls(lines, tuple(weight_of(definition, line, parent, given.variant) for line in lines))

    def missing_stops(self, definition: Definition) -> bool:
        gone = [line for line in self.lines if line.value is None]
        if definition.missing is Missing.SKIP and definition.index.method is Method.MEAN:
            return len(gone) == len(self.lines)
        return bool(gone) or not self.lines

    @property
    def pairs(self) -> list[tuple[Line, Fraction, Fraction]]:
        """Line, value, weight of those that have a value."""
        return [
            (line, line.value, weight)
            for line, weight in zip(self.lines, self.weights, strict=True)
            if isinstance(line.value, Fraction)
        ]

    def value(self, method: Method) -> Fraction | None:
        """Over the lines that have a value; the caller decides whether a missing one stops it."""
        pairs = self.pairs
        if not pairs:
            return None
        plain = sum((value for _line, value, _weight in pairs), Fraction())
        weighted = sum((value * weight for _line, value, weight in pairs), Fraction())
        match method:
            case Method.SUM:
                return plain
            case Method.MEAN | Method.GRADED:
                return plain / len(pairs)
            case Method.SHARE:
                highest = sum((line.highest for line, _value, _weight in pairs), Fraction())
                return plain / highest if highest else None
            case Method.WEIGHTED_SUM:
                return weighted
            case Method.WEIGHTED_MEAN:
                weights = sum((weight for _line, _value, weight in pairs), Fraction())
                return weighted / weights if weights else None

    def interim(self, method: Method) -> Fraction | None:
        """The sum so far; a mean of only a part says nothing about the whole."""
        known = [line for line in self.lines if isinstance(line.value, Fraction)]
        return self.value(method) if method in (Method.SUM, Method.WEIGHTED_SUM) or known == list(self.lines) else None


def weight_of(definition: Definition, line: Line, parent: str, variant: str) -> Fraction:
    """The weight of a line; a variant gives one weight to everything directly under the index."""
    if variant and not parent:
        return next(one.weight for one in definition.variants if one.name == variant)
    return line.weight


def _group_lines(definition: Definition, items: Mapping[str, Line], given: Given) -> dict[str, Line]:
    known: dict[str, Line] = dict(items)
    made: dict[str, Line] = {}
    for group in _children_first(definition):
        known[group.code] = made[group.code] = _group_line(definition, group, known, given)
    return made


def _children_first(definition: Definition, parent: str = "") -> list[Group]:
    found: list[Group] = []
    for child in definition.below(parent):
        if isinstance(child, Group):
            found += [*_children_first(definition, child.code), child]
    return found


def _group_line(definition: Definition, group: Group, known: Mapping[str, Line], given: Given) -> Line:
    everything = [known[child.code] for child in definition.below(group.code) if child.code in known]
    level = Level.of(definition, group.code, known, given)
    lowest, highest = bounds(group, level)
    missing = tuple(code for line in level.lines for code in line.missing)
    override = given.overrides.get(group.code)
    value: Points = None
    share, step = None, None
    if group.code in given.groups:
        value, missing = given.groups[group.code], ()
    elif everything and not level.lines:
        value = NOT_APPLICABLE
    elif not _is_stopped(definition, level):
        value = level.value(group.method)
    if group.method is Method.GRADED and (isinstance(value, Fraction) or override):
        share = value * 100 if isinstance(value, Fraction) else None
        step = _step(group, share, override)
        value = group.weight * step.value / 100
    return Line(
        group.code,
        group.name,
        value,
        lowest,
        highest,
        group.weight,
        counted=len(level.pairs),
        of=len(level.lines),
        missing=missing,
        share=share,
        step=step,
        override=override,
    )


def _is_stopped(definition: Definition, level: Level) -> bool:
    gone = sum(line.value is None for line in level.lines)
    return gone == len(level.lines) if definition.missing is Missing.SKIP else gone > 0


def _step(group: Group, share: Fraction | None, override: Override | None) -> Step:
    if override is not None:
        return next(step for step in group.steps if step.code == override.grade)
    assert share is not None  # without items only an override gives a grade
    return next(step for step in group.steps if step.above is not None and share > step.above)


def bounds(group: Group, level: Level) -> tuple[Fraction, Fraction]:
    """What the group's value can be: for means the mean of the bounds, for sums their sum."""
    lows, highs = [line.lowest for line in level.lines], [line.highest for line in level.lines]
    match group.method:
        case Method.SHARE:
            return Fraction(0), Fraction(1)
        case Method.GRADED:
            return Fraction(0), group.weight
        case Method.SUM:
            return sum(lows, Fraction()), sum(highs, Fraction())
        case Method.MEAN:
            count = max(len(level.lines), 1)
            return sum(lows, Fraction()) / count, sum(highs, Fraction()) / count
        case Method.WEIGHTED_SUM | Method.WEIGHTED_MEAN:
            total = sum(level.weights, Fraction()) if group.method is Method.WEIGHTED_MEAN else Fraction(1)
            total = total or Fraction(1)
            low = sum((one * weight for one, weight in zip(lows, level.weights, strict=True)), Fraction())
            high = sum((one * weight for one, weight in zip(highs, level.weights, strict=True)), Fraction())
            return low / total, high / total
