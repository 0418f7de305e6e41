"""From points to index: every level adds up as the definition says, exactly; one rounding, at the end. Pure.

Sheets hold points, not typed answers (`answers.points_of` makes the one from the other): a Fraction, None for "not
answered" (never zero), or NOT_APPLICABLE (out of every sum, mean and maximum).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from cermat.instruments.formula.definition import AnsweredBy, Definition, Group, Item, Method, Missing, Step
from cermat.instruments.formula.outcome import NOT_APPLICABLE, Given, Line, Outcome, Override, Points, Sheet
from cermat.instruments.formula.plan import Plan, plan_of
from cermat.lib.rounding import rounded

VERSION = "instrumen-2"
NOTHING_BESIDES = Given()
MEANS = frozenset({Method.MEAN, Method.SHARE, Method.WEIGHTED_MEAN, Method.GRADED})


def score(definition: Definition, sheets: Sequence[Sheet], given: Given = NOTHING_BESIDES) -> Outcome:
    """The index of one subject in one period.

    One sheet is `[sheet]`; assessors and respondents are one sheet each. A sheet without a single answer is nobody's:
    it does not count in n (but an assessor's empty sheet is a gap). Raises ValueError for an unknown variant,
    group or grade.
    """
    if reason := refusal_of(definition, sheets, given):
        return Outcome(definition.reference, None, None, None, len(sheets), (), (), reason=reason)
    if definition.answered_by is not AnsweredBy.ASSESSORS and not given.groups:
        sheets = [sheet for sheet in sheets if any(points is not None for points in sheet.values())]
    plan = plan_of(definition, given.kind, given.month, given.variant)
    lines = {item.code: _item_line(definition, item, sheets, given.names) for item in plan.asked}
    return outcome_of(definition, lines, len(sheets), given)


def outcome_of(definition: Definition, lines: Mapping[str, Line], people: int, given: Given) -> Outcome:
    """What follows from the lines of the items. `people`: who gave at least one answer."""
    plan = plan_of(definition, given.kind, given.month, given.variant)
    groups = _group_lines(definition, plan, lines, given)
    top = Level.of(plan, "", {**lines, **groups})
    value = None if top.is_stopped(definition, definition.index.method) else top.value(definition.index.method)
    missing = tuple(code for line in top.lines for code in line.missing)
    index = None if value is None else rounded(value * definition.index.factor, definition.index.decimals)
    interim = top.interim(definition.index.method)
    return Outcome(
        definition=definition.reference,
        value=None if value is None else value * definition.index.factor,
        index=index,
        grade=None if index is None else definition.grade_of(index),
        n=None if given.groups else people,
        groups=tuple(groups.values()),
        items=tuple(lines.values()),
        missing=missing,
        reason="" if value is not None else _why(missing, people, plan, given),
        interim=None if interim is None else interim * definition.index.factor,
        variant=given.variant,
    )


def refusal_of(definition: Definition, sheets: Sequence[Sheet], given: Given) -> str:
    """Why this subject has no index by this instrument at all; "" where it may have one."""
    if given.variant and given.variant not in {variant.name for variant in definition.variants}:
        raise ValueError(f"{definition.name} has no variant {given.variant}")
    if unknown := set(given.groups) - set(definition.group):
        raise ValueError(f"{definition.name} has no group {sorted(unknown)[0]}")
    for code, override in given.overrides.items():
        if override.grade not in {
            step.code for group in definition.groups if group.code == code for step in group.steps
        }:
            raise ValueError(f"{definition.name} has no grade {override.grade} in group {code}")
    if given.kind and given.kind not in definition.subjects:
        return f"{definition.short} berlaku untuk {' dan '.join(sorted(definition.subjects))}, bukan {given.kind}."
    if given.kind in definition.unsurveyed and sheets and all(_all_zero(sheet) for sheet in sheets):
        return "Tidak didata: semua nilai nol."
    return ""


def _all_zero(sheet: Sheet) -> bool:
    return bool(sheet) and all(points == 0 for points in sheet.values())


def _why(missing: tuple[str, ...], people: int, plan: "Plan", given: Given) -> str:
    if not people and not given.groups:
        return "Belum ada jawaban."
    if missing and not people:
        return f"{len(missing)} dari {len(plan.below[''])} nilai kelompok belum ada."
    if missing:
        return f"{len(missing)} dari {len(plan.asked)} butir belum ada nilainya."
    return "Tidak ada butir yang berlaku."


def total(values: Iterable[Fraction]) -> Fraction:
    """The exact sum, over one denominator: far quicker than adding one Fraction to the next."""
    above, below = 0, 1
    for value in values:
        up, down = value.as_integer_ratio()
        if down != below:
            common = lcm(below, down)
            above, up, below = above * (common // below), up * (common // down), common
        above += up
    return Fraction(above, below)


# ---- Items


def _item_line(definition: Definition, item: Item, sheets: Sequence[Sheet], names: Sequence[str]) -> Line:
    answers = [sheet.get(item.code) for sheet in sheets]
    known = [points for points in answers if isinstance(points, Fraction)]
    is_whole = len(known) == len(answers) or all(points is not None for points in answers)
    value: Points = None
    if known and (is_whole or definition.answered_by is AnsweredBy.RESPONDENTS):
        # Where one of several assessors has a gap, the others do not speak for them: no value.
        value = known[0] if len(known) == 1 else total(known) / len(known)
    elif answers and is_whole:
        value = NOT_APPLICABLE
    gaps = tuple(name for name, points in zip(names, answers, strict=False) if points is None) if names else ()
    return line_of(definition, item, value, len(known), len(answers), gaps)


def line_of(
    definition: Definition, item: Item, value: Points, counted: int, people: int, gaps: tuple[str, ...] = ()
) -> Line:
    missing = () if value is not None else (item.code,)
    if value is None and definition.missing is Missing.ABSENT and people:
        value = Fraction(0)
    return Line(
        item.code, item.name, value, item.lowest, item.highest, item.weight,
        counted=counted, of=people, missing=missing, gaps=gaps,
    )  # fmt: skip


# ---- Groups


@dataclass(frozen=True)
class Level:
    """The lines of one level, without what does not apply."""

    lines: tuple[Line, ...]
    weights: tuple[Fraction, ...]

    @classmethod
    def of(cls, plan: Plan, parent: str, known: Mapping[str, Line]) -> "Level":
        both = [(known[code], weight) for code, weight in plan.below[parent] if known[code].value is not NOT_APPLICABLE]
        return cls(tuple(line for line, _weight in both), tuple(weight for _line, weight in both))

    def is_stopped(self, definition: Definition, method: Method) -> bool:
        """Whether what is missing leaves no value. A gap may be left out of a mean or a share, never of a sum: there
        it would count as zero."""
        gone = sum(line.value is None for line in self.lines)
        if definition.missing is Missing.SKIP and method in MEANS:
            return gone == len(self.lines)
        return gone > 0 or not self.lines

    @cached_property
    def pairs(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        """Value, highest value, and weight of the lines that have a value."""
        return [
            (line.value, line.highest, weight)
            for line, weight in zip(self.lines, self.weights, strict=True)
            if isinstance(line.value, Fraction)
        ]

    def value(self, method: Method) -> Fraction | None:
        """Over the lines that have a value; the caller decides whether a missing one stops it."""
        pairs = self.pairs
        if not pairs:
            return None
        if method in (Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN):
            weighted = total(value * weight for value, _highest, weight in pairs)
            return weighted if method is Method.WEIGHTED_SUM else weighted / total(weight for *_, weight in pairs)
        plain = total(value for value, *_ in pairs)
        if method is Method.SUM:
            return plain
        if method is Method.SHARE:
            highest = total(highest for _value, highest, _weight in pairs)
            return plain / highest if highest else None
        return plain / len(pairs)

    def interim(self, method: Method) -> Fraction | None:
        """The sum so far; a mean of only a part says nothing about the whole."""
        known = [line for line in self.lines if isinstance(line.value, Fraction)]
        return self.value(method) if method in (Method.SUM, Method.WEIGHTED_SUM) or known == list(self.lines) else None


def _group_lines(definition: Definition, plan: Plan, items: Mapping[str, Line], given: Given) -> dict[str, Line]:
    known: dict[str, Line] = dict(items)
    made: dict[str, Line] = {}
    for group in plan.groups:
        known[group.code] = made[group.code] = _group_line(definition, plan, group, known, given)
    return made


def _group_line(definition: Definition, plan: Plan, group: Group, known: Mapping[str, Line], given: Given) -> Line:
    level = Level.of(plan, group.code, known)
    lowest, highest = bounds(group, level)
    missing = tuple(code for line in level.lines for code in line.missing)
    override = given.overrides.get(group.code)
    value: Points = None
    share, step = None, None
    if group.code in given.groups:
        value, missing = given.groups[group.code], ()
    elif not level.lines and (plan.below[group.code] or group.code in plan.has_more):
        value = NOT_APPLICABLE  # all that stands in it does not apply, or is not asked of this subject now
    elif not level.lines:
        missing = (group.code,)  # a group without items, whose value was not given
    elif given.groups and group.may_be_given and not any(line.of for line in level.lines):
        missing = (group.code,)  # other groups were given, and nobody was asked for the items of this one
    elif not level.is_stopped(definition, group.method):
        value = level.value(group.method)
    if group.method is Method.GRADED and (isinstance(value, Fraction) or override):
        share = value * 100 if isinstance(value, Fraction) else None
        step = _step(group, share, override)
        value = group.weight * step.value / 100
    return Line(
        group.code, group.name, value, lowest, highest, group.weight,
        counted=len(level.pairs), of=len(level.lines), missing=missing, share=share, step=step, override=override,
    )  # fmt: skip


def _step(group: Group, share: Fraction | None, override: Override | None) -> Step:
    if override is not None:
        return next(step for step in group.steps if step.code == override.grade)
    assert share is not None  # without items only an override gives a grade
    return step_at(group, share)


def step_at(group: Group, share: Fraction) -> Step:
    """The grade that a share in percent earns by computing alone."""
    return next(step for step in group.steps if step.above is not None and share > step.above)


def bounds(group: Group, level: Level) -> tuple[Fraction, Fraction]:
    """What the group's value can be: for means the mean of the bounds, for sums their sum."""
    if group.method is Method.SHARE:
        return Fraction(0), Fraction(1)
    if group.method is Method.GRADED:
        return Fraction(0), group.weight
    lows, highs = [line.lowest for line in level.lines], [line.highest for line in level.lines]
    count = Fraction(1)
    if group.method is Method.MEAN:
        count = Fraction(len(level.lines) or 1)
    elif group.method in (Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN):
        lows = [one * weight for one, weight in zip(lows, level.weights, strict=True)]
        highs = [one * weight for one, weight in zip(highs, level.weights, strict=True)]
        count = (total(level.weights) or count) if group.method is Method.WEIGHTED_MEAN else count
    return total(lows) / count, total(highs) / count
