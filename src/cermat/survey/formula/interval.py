"""How far the index of a sample may be from that of everybody served: a bootstrap interval from counts. Pure, seeded.

Rule: percentile bootstrap (Efron 1979), its levels widened for small samples as by Hesterberg 2015 ("expanded
percentile interval"). Whole answers are drawn anew, not single digits: the answers of one person hang together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from cermat.instruments.formula import Definition, linear_weights
from cermat.lib.rounding import rounded
from cermat.survey.formula.disclosure import SMALLEST_GROUP
from cermat.survey.formula.index import codes_of, index_of, index_of_cells
from cermat.survey.formula.tallied import Tallied

LEVEL = 0.95
REPLICATES = 2000
BINS = 96  # kinds of answer that are told apart: enough that finer ones change no printed digit
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """In points of the index. `margin`: the larger of the two distances, rounded up to one decimal ("± 1,3")."""

    low: Decimal
    high: Decimal
    margin: Decimal
    n: int

    def holds(self, value: float) -> bool:
        return float(self.low) <= value <= float(self.high)


def interval_of(
    definition: Definition, tallied: Tallied, variant: str = "", *, seed: int, replicates: int = REPLICATES
) -> Interval | None:
    """The interval that covers the index of everybody served in 95 of 100 such surveys; None for fewer than 5 answers.

    `seed`: the survey's key, so that the same answers always give the same interval. Only cells and sums are read.
    """
    outcome = index_of_cells(definition, tallied, variant)
    if outcome.value is None or outcome.n is None or outcome.n < SMALLEST_GROUP:
        return None
    weights = linear_weights(definition, variant)
    kinds = _Kinds.of(tallied, codes_of(definition)).merged(np.array([float(weights[code]) for code in weights]))
    draws = np.random.default_rng(seed).multinomial(outcome.n, kinds.counts / kinds.counts.sum(), size=replicates)
    values = _indices(definition, weights, kinds, draws.astype(np.float64))
    values = values[~np.isnan(values)] * float(definition.index.factor)
    if not len(values):
        return None
    tail = expanded_tail(outcome.n)
    low, high = np.quantile(values, [tail, 1 - tail])
    exact = float(outcome.value)
    margin = Decimal(str(round(max(high - exact, exact - low, 0.0), 6))).quantize(Decimal("0.1"), ROUND_CEILING)
    return Interval(_shown(min(low, exact)), _shown(max(high, exact)), margin, outcome.n)


def expanded_tail(n: int, level: float = LEVEL) -> float:
    """What to cut off at each end: less than (1 - level) / 2, as a t quantile lies further out than a normal one."""
    z, v = NormalDist().inv_cdf((1 + level) / 2), n - 1
    t = z + (z**3 + z) / (4 * v) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    return NormalDist().cdf(-t * (n / v) ** 0.5)


@dataclass(frozen=True)
class _Kinds:
    """Kinds of answer: how many there are of each, and per question what one of them says and whether at all."""

    counts: Floats  # [kinds]
    says: Floats  # [kinds, questions]: mean digit, 0 where not answered
    answered: Floats  # [kinds, questions]: share of them who answered

    @classmethod
    def of(cls, tallied: Tallied, codes: tuple[str, ...]) -> "_Kinds":
        told = [cell for cell, n in sorted(tallied.cells.items()) if n and any(tallied.sums[cell])]
        counts = np.array([tallied.cells[cell] for cell in told], dtype=np.float64)
        sums = np.array([tallied.sums[cell] for cell in told], dtype=np.float64).reshape(len(told), len(codes))
        return cls(counts, sums / counts[:, None], (sums > 0).astype(np.float64))

    def merged(self, weights: Floats) -> "_Kinds":
        """With the kinds that pull the index alike as one: at most BINS are left, however many answers there are."""
        if len(self.counts) <= BINS:
            return self
        heard = np.maximum(self.counts @ self.answered, 1)
        means = (self.counts @ self.says) / heard
        pull = ((self.says - means * self.answered) / heard * weights).sum(axis=1)
        edges = np.linspace(pull.min(), pull.max(), BINS + 1)[1:-1]
        where = np.digitize(pull, edges)
        counts = np.bincount(where, self.counts, BINS).astype(np.float64)
        kept = counts > 0

        def mean(rows: Floats) -> Floats:
            columns = [np.bincount(where, self.counts * column, BINS)[kept] / counts[kept] for column in rows.T]
            return np.stack(columns, axis=1)

        return _Kinds(counts[kept], mean(self.says), mean(self.answered))


def _indices(definition: Definition, weights: dict[str, Fraction], kinds: _Kinds, draws: Floats) -> Floats:
    """The index (before its factor) of each draw; NaN where nobody drawn answered a whole unsur."""
    heard = draws @ kinds.answered
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(heard > 0, (draws @ kinds.says) / heard, np.nan)
    total = np.zeros(len(draws))
    for columns, weight in _unsur(definition, weights):
        part = means[:, columns]
        there = ~np.isnan(part)
        with np.errstate(invalid="ignore", divide="ignore"):
            total += weight * np.where(there, part, 0).sum(axis=1) / there.sum(axis=1)
    return total


def _unsur(definition: Definition, weights: dict[str, Fraction]) -> Iterable[tuple[list[int], float]]:
    """The questions of each unsur, by position, and the unsur's weight; a question without a group is its own."""
    positions: dict[str, list[int]] = {}
    for at, item in enumerate(definition.items):
        positions.setdefault(item.group or item.code, []).append(at)
    factor = definition.index.factor
    for columns in positions.values():
        yield columns, float(sum(weights[definition.items[at].code] for at in columns) / factor)


def _shown(value: Any) -> Decimal:
    return rounded(Fraction(float(value)), 2)


@dataclass(frozen=True)
class Coverage:
    """Of so many simulated surveys with n answers, in how many the interval held the true index."""

    n: int
    trials: int
    held: int
    mean_margin: float

    @property
    def share(self) -> float:
        return self.held / self.trials


def coverage(definition: Definition, n: int, *, trials: int, seed: int, replicates: int = 500) -> Coverage:
    """Simulated: a population of respondents who are kind or strict throughout, and differ a little by question."""
    rng = np.random.default_rng(seed)
    codes = codes_of(definition)
    mood = rng.normal(3.2, 0.55, size=(20_000, 1)) + rng.normal(0, 0.25, size=(1, len(codes)))
    people = np.clip(np.rint(mood + rng.normal(0, 0.45, size=(20_000, len(codes)))), 1, 4).astype(int)
    texts = ["".join(map(str, row)) for row in people.tolist()]
    truth = index_of(definition, Tallied.of(((text, {}) for text in texts), codes)).value
    held, margins = 0, 0.0
    for trial in range(trials):
        drawn = rng.integers(0, len(texts), size=n)
        sample = Tallied.of(((texts[at], {}) for at in drawn.tolist()), codes)
        found = interval_of(definition, sample, seed=seed + trial, replicates=replicates)
        if found is not None and truth is not None:
            held += found.holds(float(truth))
            margins += float(found.margin)
    return Coverage(n, trials, held, margins / trials)
