"""Limits that an office behind one address never meets, and that a script soon does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.config import settings
from cermat.survey.formula.pace import Bucket, Limits, Pace, PaceKeeper, network_of

LIMITS = Limits(soft=Bucket(10, 60), hard=Bucket(30, 60), burst=Bucket(20, 120))


def keeper(limits: Limits = LIMITS, remembered: int = 1000) -> PaceKeeper:
    return PaceKeeper(limits, b"salt", remembered)


def shipped() -> Limits:
    return Limits(*(Bucket.parse(settings.SURVEY_PACE[name]) for name in ("soft", "hard", "burst")))


def test_first_calm_then_suspicious_then_too_fast_and_calm_again_after_a_while() -> None:
    kept = keeper()
    said = [kept.arrived("c1", "10.0.0.1", 0.0) for _turn in range(31)]
    assert said == [Pace.CALM] * 10 + [Pace.SUSPICIOUS] * 20 + [Pace.TOO_FAST]
    assert kept.arrived("c1", "10.0.0.1", 1.0) == Pace.CALM  # one a second grows back
    assert kept.arrived("c1", "10.0.0.1", 1.0) == Pace.TOO_FAST
    assert [kept.arrived("c1", "10.0.0.1", 100.0) for _turn in range(10)] == [Pace.CALM] * 10


def test_one_network_does_not_disturb_another_nor_one_counter_another() -> None:
    kept = keeper()
    for _turn in range(31):
        kept.arrived("c1", "10.0.0.1", 0.0)
    assert kept.arrived("c1", "10.0.0.200", 0.0) == Pace.TOO_FAST  # the same /24
    assert kept.arrived("c2", "10.0.0.1", 0.0) == Pace.CALM
    assert kept.arrived("c1", "10.0.1.1", 0.0) == Pace.SUSPICIOUS  # a burst at this counter, but it is stored


def test_a_burst_from_many_networks_is_flagged_and_never_turned_away() -> None:
    kept = keeper()
    said = [kept.arrived("c1", f"10.0.{at}.1", 0.0) for at in range(60)]
    assert said == [Pace.CALM] * 20 + [Pace.SUSPICIOUS] * 40


@pytest.mark.parametrize(("people", "minutes"), [(200, 5), (100, 1), (600, 10), (60, 0)])
def test_a_hall_full_of_people_behind_one_address_is_neither_flagged_nor_turned_away(people: int, minutes: int) -> None:
    """Also a tablet that was offline for a day and sends sixty answers at once."""
    kept = keeper(shipped())
    said = {kept.arrived("c1", "192.0.2.7", at * minutes * 60 / people) for at in range(people)}
    assert said == {Pace.CALM}


def test_a_script_is_flagged_within_seconds_and_turned_away_within_a_minute() -> None:
    kept = keeper(shipped())
    said = [kept.arrived("c1", "192.0.2.7", at / 100) for at in range(6000)]
    assert said.index(Pace.SUSPICIOUS) < 300
    assert said.index(Pace.TOO_FAST) < 3000
    assert said.count(Pace.CALM) < 300


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 5)), max_size=200))
def test_never_more_than_the_bucket_and_what_has_grown_back(gaps: list[tuple[int, float]]) -> None:
    kept, now, taken = keeper(Limits(Bucket(5, 30), Bucket(8, 30), Bucket(999, 999))), 0.0, 0
    for times, gap in gaps:
        now += gap
        taken += sum(kept.arrived("c1", "10.0.0.1", now) != Pace.TOO_FAST for _turn in range(times))
        assert taken <= 8 + now / 2 + 1e-3


def test_memory_has_a_bound() -> None:
    kept = keeper(remembered=50)
    for at in range(5000):
        kept.arrived(f"c{at}", f"10.{at // 250}.{at % 250}.1", float(at))
    assert len(kept) <= 50


def test_nothing_of_an_address_can_be_read_from_what_is_kept() -> None:
    kept, other = keeper(), PaceKeeper(LIMITS, b"another")
    for each in (kept, other):
        each.arrived("c1", "10.20.30.40", 0.0)
    assert not set(kept._moments) & set(other._moments)
    assert bytes([10, 20, 30]) not in b"".join(kept._moments)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("10.1.2.3", "10.1.2.250", True),
        ("10.1.2.3", "10.1.3.3", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.1.2.3", "10.1.2.9", True),
        ("", "nonsense", True),
        ("10.1.2.3", "", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_networks(one: str, other: str, is_same: bool) -> None:
    assert (network_of(one) == network_of(other)) is is_same


@pytest.mark.parametrize("text", ["", "10", "0/5", "5/0", "x/5", "5/-1"])
def test_a_limit_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Bucket.parse(text)
