"""Target against actual: the achievement in percent and whether the target is reached. Exact, rounded once.

Sources: PermenPANRB 8/2021 (negative V1, ranges), Kab. Maluku Tengah LKjIP 2021 (prints V1), Kab. Pringsewu and
wp-eval-sakip (V2), wp-eval-sakip alone (V3). Missing is a value of its own and never zero. Where the sources
leave a case open, the rule is ours and is said at the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cermat.lib.rounding import Rounding, rounded

VERSION = "capaian-2"


class Method(StrEnum):
    POSITIVE = "positive"  # R / T
    NEGATIVE_V1 = "negative_v1"  # (2T - R) / T
    NEGATIVE_V2 = "negative_v2"  # T / R
    NEGATIVE_V3 = "negative_v3"  # (T - R) / T; in one application only, never a default
    RANGE_POSITIVE = "range_positive"
    RANGE_NEGATIVE_V1 = "range_negative_v1"


RANGES = frozenset({Method.RANGE_POSITIVE, Method.RANGE_NEGATIVE_V1})
LOWER_IS_BETTER = frozenset({Method.NEGATIVE_V1, Method.NEGATIVE_V2, Method.NEGATIVE_V3, Method.RANGE_NEGATIVE_V1})

METHOD_TEXTS = {
    Method.POSITIVE: "realisasi ÷ target × 100",
    Method.NEGATIVE_V1: "(2 × target − realisasi) ÷ target × 100, paling rendah 0",
    Method.NEGATIVE_V2: "target ÷ realisasi × 100",
    Method.NEGATIVE_V3: "(target − realisasi) ÷ target × 100, paling rendah 0",
    Method.RANGE_POSITIVE: "di dalam rentang 100; di luar: realisasi ÷ batas terdekat × 100",
    Method.RANGE_NEGATIVE_V1: "di dalam rentang 100; di luar: (2 − realisasi ÷ batas terdekat) × 100, paling rendah 0",
}


class ZeroActual(StrEnum):
    """What negative_v2 says when the actual is 0 (a division by zero)."""

    NOT_COMPUTED = "tidak_dihitung"  # ours, the default: no percentage is better than an invented one
    HUNDRED = "seratus"  # Pringsewu
    HUNDRED_IF_TARGET_ZERO = "seratus_bila_target_nol"  # wp-eval-sakip: 100 when the target is 0 too, else 0


class Reason(StrEnum):
    """Why there is no percentage."""

    NONE = ""
    NO_ACTUAL = "tanpa_realisasi"
    NO_TARGET = "tanpa_target"
    ZERO_TARGET = "target_nol"
    NEGATIVE_TARGET = "target_negatif"
    ZERO_ACTUAL = "realisasi_nol"


SENTENCES = {
    Reason.NONE: "",
    Reason.NO_ACTUAL: "Realisasi belum ada. Capaian tidak dihitung dan tidak dianggap nol.",
    Reason.NO_TARGET: "Target belum ditetapkan. Capaian tidak dihitung.",
    Reason.ZERO_TARGET: "Target nol: persentase tidak dapat dihitung. Tercapai atau tidak dinilai dari realisasinya.",
    Reason.NEGATIVE_TARGET: "Target di bawah nol: persentase tidak dapat dihitung. Periksa targetnya.",
    Reason.ZERO_ACTUAL: "Realisasi nol: target ÷ realisasi tidak terhitung. Tercapai dinilai dari realisasinya.",
}


@dataclass(frozen=True)
class Target:
    """One value, or a range from `low` to `high`, of which one may be open."""

    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True)
class Rule:
    """How an office computes: stored beside each run. The recommended default has no cap in the stored value."""

    method: Method
    cap: Decimal | None = None
    decimals: int = 2
    rounding: Rounding = Rounding.HALF_UP
    zero_actual: ZeroActual = ZeroActual.NOT_COMPUTED


@dataclass(frozen=True)
class Achievement:
    """Percent. `exact` before rounding and before the cap; both None when `reason` says why."""

    value: Decimal | None
    exact: Fraction | None
    reason: Reason = Reason.NONE

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason]


def achievement(rule: Rule, target: Target, actual: Fraction | None) -> Achievement:
    """Achievement in percent by the rule's method, floored at 0, capped, rounded once."""
    reason = _obstacle(rule, target, actual)
    if reason is not Reason.NONE or actual is None:
        return Achievement(None, None, reason)
    exact = max(Fraction(0), METHODS[rule.method](target, actual, rule))
    capped = exact if rule.cap is None else min(exact, Fraction(rule.cap))
    return Achievement(rounded(capped, rule.decimals, rule.rounding), exact)


def _obstacle(rule: Rule, target: Target, actual: Fraction | None) -> Reason:
    if actual is None:
        return Reason.NO_ACTUAL
    if not _is_given(rule.method, target):
        return Reason.NO_TARGET
    if rule.method is Method.NEGATIVE_V2 and actual == 0:
        return Reason.ZERO_ACTUAL if rule.zero_actual is ZeroActual.NOT_COMPUTED else Reason.NONE
    compared = _nearest(target, actual) if rule.method in RANGES else target.value
    if compared is None:  # inside the range
        return Reason.NONE
    if compared == 0:
        return Reason.ZERO_TARGET
    return Reason.NEGATIVE_TARGET if compared < 0 else Reason.NONE


def _is_given(method: Method, target: Target) -> bool:
    """A range may be open on one side."""
    if method in RANGES:
        return target.low is not None or target.high is not None
    return target.value is not None


def _one(target: Target) -> Fraction:
    assert target.value is not None
    return target.value


def _positive(target: Target, actual: Fraction, _rule: Rule) -> Fraction:
    return actual / _one(target) * 100


def _negative_v1(target: Target, actual: Fraction, _rule: Rule) -> Fraction:
    return (2 * _one(target) - actual) / _one(target) * 100


def _negative_v2(target: Target, actual: Fraction, rule: Rule) -> Fraction:
    if actual == 0:
        full = rule.zero_actual is ZeroActual.HUNDRED or _one(target) == 0
        return Fraction(100 if full else 0)
    return _one(target) / actual * 100


def _negative_v3(target: Target, actual: Fraction, _rule: Rule) -> Fraction:
    return (_one(target) - actual) / _one(target) * 100


def _nearest(target: Target, actual: Fraction) -> Fraction | None:
    """The bound an actual outside the range is compared with; None inside the range."""
    if target.low is not None and actual < target.low:
        return target.low
    return target.high if target.high is not None and actual > target.high else None


def _range_positive(target: Target, actual: Fraction, _rule: Rule) -> Fraction:
    bound = _nearest(target, actual)
    return Fraction(100) if bound is None else actual / bound * 100


def _range_negative_v1(target: Target, actual: Fraction, _rule: Rule) -> Fraction:
    bound = _nearest(target, actual)
    return Fraction(100) if bound is None else (1 + (1 - actual / bound)) * 100


METHODS: dict[Method, Callable[[Target, Fraction, Rule], Fraction]] = {
    Method.POSITIVE: _positive,
    Method.NEGATIVE_V1: _negative_v1,
    Method.NEGATIVE_V2: _negative_v2,
    Method.NEGATIVE_V3: _negative_v3,
    Method.RANGE_POSITIVE: _range_positive,
    Method.RANGE_NEGATIVE_V1: _range_negative_v1,
}


def is_reached(method: Method, target: Target, actual: Fraction | None) -> bool | None:
    """Whether the target is reached, judged from the figures themselves, so that a target of 0 is judged too.

    None where target or actual is missing. The rule "Tercapai / Belum Tercapai" of published reports. Of a range only
    the bound that is bad to pass counts; where the range is open on that side, every actual is good.
    """
    if actual is None or not _is_given(method, target):
        return None
    is_range = method in RANGES
    if method in LOWER_IS_BETTER:
        most = target.high if is_range else target.value
        return most is None or actual <= most
    least = target.low if is_range else target.value
    return least is None or actual >= least
