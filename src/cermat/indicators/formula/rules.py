"""Which of a row's rules its values break, and what stands in a field before anybody types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cermat.indicators.formula.spec import Field, Given, Spec, compute, numbers, parsed
from cermat.lib.months import Month, number
from cermat.lib.rounding import rounded

HARD = "hard"
SOFT = "soft"
SPECIAL_NAMES = frozenset({"hasil", "lalu.hasil", "rata_rata_12", "tanpa_alasan"})


@dataclass(frozen=True)
class Around:
    """What is known around a row: last month, the other rows of the unit, its habit, and the reason typed."""

    month: Month
    previous: Mapping[str, Given] = field(default_factory=dict)  # this row last month: {"baku": …}
    others: Mapping[str, Fraction | None] = field(default_factory=dict)  # this month: {"PDK_01": …, "PDK_01.mati": …}
    average_12: Fraction | None = None  # mean of the result over the values that exist in the twelve months before
    reason: str = ""  # the explanation typed for this row


@dataclass(frozen=True)
class RuleProblem:
    field: str  # key of the field it belongs to
    kind: str  # hard or soft
    message: str
    is_explained: bool = False  # a soft one with a reason does not stop the sending

    @property
    def stops(self) -> bool:
        return not self.is_explained


def broken_rules(spec: Spec, values: Mapping[str, Given], around: Around) -> list[RuleProblem]:
    """Every broken rule: the bounds of each field, the file's rules, and a cumulative figure that fell.

    A rule that needs a missing value does not fire: what is missing is asked for elsewhere.
    """
    problems = [*_bounds(spec, values)]
    env = _environment(spec, values, around)
    explained = bool(around.reason.strip())
    for rule in spec.rules:
        condition = parsed(rule.when)
        if condition.holds(env):
            problems.append(
                RuleProblem(
                    _field_of(spec, condition.names()), rule.kind, rule.message, rule.kind == SOFT and explained
                )
            )
    if not problems and (fallen := _fallen(spec, values, around)):
        message = f"{fallen.label} turun dari bulan lalu. Angka kumulatif tidak turun tanpa sebab: mohon dijelaskan."
        problems.append(RuleProblem(fallen.key, SOFT, message, explained))
    return problems


def prefill(spec: Spec, key: str, around: Around) -> Fraction | None:
    """What stands in a field before anybody types, from last month or from another row; None = empty."""
    found = spec.field(key)
    if found is None or not found.prefill:
        return None
    result = parsed(found.prefill).number(_environment(spec, {}, around))
    return result if isinstance(result, Fraction) else None


def _environment(spec: Spec, values: Mapping[str, Given], around: Around) -> dict[str, Fraction | None]:
    env = {key: value for key, value in around.others.items() if _may_look_back(spec, around) or "lalu." not in key}
    env |= numbers(values)
    env["hasil"] = compute(spec, values).value
    if _may_look_back(spec, around):
        env |= {f"lalu.{key}": value for key, value in numbers(around.previous).items()}
        env["lalu.hasil"] = compute(spec, around.previous).value
    env["rata_rata_12"] = around.average_12
    env["tanpa_alasan"] = Fraction(0 if around.reason.strip() else 1)
    return env


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


def _fallen(spec: Spec, values: Mapping[str, Given], around: Around) -> Field | None:
    """The cumulative field that fell: the one people type, which is the first without a prefill."""
    if spec.nature != "kumulatif" or not _may_look_back(spec, around):
        return None
    for item in spec.figures:
        now, before = values.get(item.key), around.previous.get(item.key)
        if not item.prefill and isinstance(now, Fraction) and isinstance(before, Fraction) and now < before:
            return item
    return None
