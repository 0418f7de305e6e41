"""From 24 months on: a model with seasons, of statsmodels (Holt-Winters' additive, as Hyndman's ETS(A,N,A)).

The library is an extra (`./cermat extra forecast`); where it is not installed the run rate stands, and the page says
which of the two it shows.
"""

import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from math import sqrt

from cermat.measurement.formula.outlook import LAST_MONTH, Estimate, Point, Shape

SEASON, LEAST = 12, 24  # months
PARAMETERS = SEASON + 3  # twelve seasons, the first level, and how fast level and seasons give way
PATHS, SEED = 2000, 2026  # simulated futures; the same on every machine and every day
LOW, HIGH = 0.1, 0.9  # of 80 percent


def is_available() -> bool:
    return find_spec("statsmodels") is not None


def seasonal(shape: Shape, history: Sequence[Point]) -> Estimate | None:
    """At the end of the last point's year; None with fewer than 24 months without a gap, or without the library."""
    if shape is Shape.LEVEL:
        return None  # back-tested: 59 of 100 intervals held, 89 with the run rate; what stands has no season
    series = _unbroken(_monthly(shape, history))
    if len(series) < LEAST or not is_available():
        return None
    left = LAST_MONTH - series[-1].month.number
    this_year = [float(point.value) for point in series if point.month.year == series[-1].month.year]
    if left == 0:
        return Estimate(sum(this_year), sum(this_year), sum(this_year), "musiman", len(series))
    paths = _futures([float(point.value) for point in series], left)
    ends = sorted(sum(this_year) + sum(path) for path in paths)
    expected = sum(ends) / len(ends)
    return Estimate(expected, ends[int(LOW * len(ends))], ends[int(HIGH * len(ends))], "musiman", len(series))


def _monthly(shape: Shape, history: Sequence[Point]) -> list[Point]:
    """What each month brought: a cumulative figure less that of the month before, from January anew."""
    if shape is not Shape.CUMULATIVE:
        return list(history)
    found: list[Point] = []
    before: Point | None = None
    for point in history:
        if point.month.number == 1:
            found.append(point)
        elif before is not None and before.month.plus(1) == point.month:
            found.append(Point(point.month, point.value - before.value))
        else:
            found = []  # a gap: what lies before it is no longer of use
        before = point
    return found


def _unbroken(points: Sequence[Point]) -> list[Point]:
    """The months since the last gap."""
    found: list[Point] = []
    for point in points:
        if found and found[-1].month.plus(1) != point.month:
            found = []
        found.append(point)
    return found


def _futures(values: Sequence[float], ahead: int) -> list[list[float]]:
    import numpy as np  # noqa: PLC0415 - half a second, only where a forecast is asked for
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # noqa: PLC0415 - an extra

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that has not quite converged is still the best at hand
        fitted = ExponentialSmoothing(
            np.asarray(values), seasonal="add", seasonal_periods=SEASON, initialization_method="estimated"
        ).fit()
        # few months carry many seasons: the spread is over what is left of them, and the seasons are guesses too
        free = max(1, len(values) - PARAMETERS)
        scale = sqrt(float(np.sum(fitted.resid**2)) / free * (1 + PARAMETERS / len(values)))
        errors = np.random.default_rng(SEED).normal(0.0, scale, (ahead, PATHS))
        paths = fitted.simulate(ahead, repetitions=PATHS, error="add", random_errors=errors)
    return [[float(value) for value in path] for path in np.asarray(paths).reshape(ahead, PATHS).T]
