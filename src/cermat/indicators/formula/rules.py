"""Which of a row's rules its values break, and what stands in a field before anybody types."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cermat.indicators.formula.habit import median, spread
from cermat.indicators.formula.spec import Field, Given, Rule, Spec, compute, numbers, parsed
from cermat.lib.expression import canonical
from cermat.lib.months import Month, number
from cermat.lib.rounding import rounded

HARD = "hard"
SOFT = "soft"
QUESTION = "tanya"
OWN_HABIT = frozenset({"rata_rata_12", "median_12", "sebaran_12"})
NEIGHBOURS = frozenset({"median_tetangga", "sebaran_tetangga"})
SPECIAL_NAMES = frozenset({"hasil", "lalu.hasil", "tanpa_alasan", *OWN_HABIT, *NEIGHBOURS})
PLACE = re.compile(r"\{([^{}]*)\}")  # of a name in a message: {median_12}


@dataclass(frozen=True)
class Around:
    """What is known around a row: last month, the unit's other rows, its habit, its neighbours, the reason typed."""

    month: Month
    previous: Mapping[str, Given] = field(default_factory=dict)  # this row last month: {"baku": …}
    others: Mapping[str, Fraction | None] = field(default_factory=dict)  # this month: {"PDK_01": …, "PDK_01.mati": …}
    history: tuple[Fraction, ...] = ()  # the results that exist in the twelve months before
    neighbours: tuple[Fraction, ...] = ()  # last month's results of the other units that are asked for the row
    reason: str = ""  # the explanation typed for this row


@dataclass(frozen=True)
class RuleProblem:
    field: str  # key of the field it belongs to
    kind: str  # hard, soft or a question
    message: str
    is_explained: bool = False  # a soft one with a reason does not stop the sending

    @property
    def is_question(self) -> bool:
        return self.kind == QUESTION

    @property
    def stops(self) -> bool:
        """A question never does: an unusual figure may be true."""
        return not self.is_explained and not self.is_question


def broken_rules(spec: Spec, values: Mapping[str, Given], around: Around) -> list[RuleProblem]:
    """Every broken rule: the bounds of each field, then the rules in force.

    A rule that needs a missing value does not fire: what is missing is asked for elsewhere.
    """
    problems = [*_bounds(spec, values)]
    env = _environment(spec, values, around)
    explained = bool(around.reason.strip())
    for rule in rules_in_force(spec, around):
        condition = parsed(rule.when)
        if condition.holds(env):
            message, where = said(rule.message, env), _field_of(spec, condition.names())
            problems.append(RuleProblem(where, rule.kind, message, rule.kind != HARD and explained))
    return problems


def rules_in_force(spec: Spec, around: Around) -> tuple[Rule, ...]:
    """Those of the file; and a cumulative figure does not fall without a word, if no rule of the file says more."""
    item = next((item for item in spec.figures if not item.prefill), None)
    if spec.nature != "kumulatif" or item is None or not _may_look_back(spec, around):
        return spec.rules
    last = f"lalu.{item.key}"
    if any(last in parsed(rule.when).names() for rule in spec.rules):
        return spec.rules
    message = f"{item.label} turun dari bulan lalu. Angka kumulatif tidak turun tanpa sebab: mohon dijelaskan."
    return (*spec.rules, Rule(SOFT, f"{item.key} < {last}", message))


def prefill(spec: Spec, key: str, around: Around) -> Fraction | None:
    """What stands in a field before anybody types, from last month or from another row; None = empty."""
    found = spec.field(key)
    if found is None or not found.prefill:
        return None
    result = parsed(found.prefill).number(_environment(spec, {}, around))
    return result if isinstance(result, Fraction) else None


def known_around(spec: Spec, around: Around) -> dict[str, Fraction | None]:
    """Values of the names in its rules and messages that do not follow from what is typed on the row itself."""
    asked = {name for rule in rules_in_force(spec, around) for name in _names_of(rule)}
    own = {item.key for item in spec.figures} | {"hasil", "tanpa_alasan"}
    env = _environment(spec, {}, around)
    return {name: env.get(name) for name in sorted(asked - own)}


def _names_of(rule: Rule) -> frozenset[str]:
    return parsed(rule.when).names() | {canonical(name) for name in PLACE.findall(rule.message)}


def _environment(spec: Spec, values: Mapping[str, Given], around: Around) -> dict[str, Fraction | None]:
    looks_back = _may_look_back(spec, around)
    env = {key: value for key, value in around.others.items() if looks_back or "lalu." not in key}
    env |= numbers(values)
    env["hasil"] = compute(spec, values).value
    if looks_back:
        env |= {f"lalu.{key}": value for key, value in numbers(around.previous).items()}
        env["lalu.hasil"] = compute(spec, around.previous).value
    env |= _usual(spec, around)
    env["tanpa_alasan"] = Fraction(0 if around.reason.strip() else 1)
    return env


def _usual(spec: Spec, around: Around) -> dict[str, Fraction | None]:
    least = Fraction(0) if "/" in spec.formula or any(item.decimals for item in spec.figures) else Fraction(1)
    history, neighbours = around.history, around.neighbours
    return {
        "rata_rata_12": sum(history, Fraction()) / len(history) if history else None,
        "median_12": median(history),
        "sebaran_12": spread(history, least=least),
        "median_tetangga": median(neighbours),
        "sebaran_tetangga": spread(neighbours, least=least),
    }


def said(message: str, env: Mapping[str, Fraction | None]) -> str:
    """A rule's message with the figures it names: "Biasanya sekitar {median_12}." → "Biasanya sekitar 12." """
    return PLACE.sub(lambda found: _figure(env.get(canonical(found[1]))), message)


def _figure(value: Fraction | None) -> str:
    return "–" if value is None else number(rounded(value, 0 if value.denominator == 1 else 2))


def _may_look_back(spec: Spec, around: Around) -> bool:
    """A cumulative figure begins anew in January: December is not its last month."""
    return spec.nature != "kumulatif" or around.month.number != 1


def _field_of(spec: Spec, names: frozenset[str]) -> str:
    return next((item.key for item in spec.fields if item.key in names), spec.fields[0].key)


def _bounds(spec: Spec, values: Mapping[str, Given]) -> Iterator[RuleProblem]:
    for item in spec.figures:
        value = values.get(item.key)
        if isinstance(value, Fraction) and (message := _out_of_bounds(item, value)):
            yield RuleProblem(item.key, HARD, message)


def _out_of_bounds(item: Field, value: Fraction) -> str:
    if item.choices:
        return (
            "" if value in {choice for choice, _ in item.choices} else f"{item.label}: pilih salah satu yang tersedia."
        )
    if item.kind == "ya_tidak":
        return "" if value in {0, 1} else f"{item.label}: pilih ya atau tidak."
    least = item.least if item.least is not None else Fraction(0)
    if value < least:
        return f"{item.label} tidak boleh kurang dari {_said(least)}."
    if item.most is not None and value > item.most:
        return f"{item.label} paling tinggi {_said(item.most)}."
    if (value * 10**item.decimals).denominator != 1:
        return f"{item.label}: " + (
            f"paling banyak {item.decimals} desimal." if item.decimals else "isi bilangan bulat."
        )
    return ""


def _said(value: Fraction) -> str:
    return number(rounded(value, 4))
