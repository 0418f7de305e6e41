"""Limits that an office behind one address never meets, and that a script soon does."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.config import settings
from cermat.survey.formula.pace import Bucket, Limits, Pace, PaceKeeper, Sender, network_of

WIDE = Bucket(9999, 9999)
LIMITS = Limits(soft=Bucket(10, 60), slow=WIDE, tablet=WIDE, hard=Bucket(30, 60), burst=Bucket(20, 120))
KEYS = count()


def keeper(limits: Limits = LIMITS, remembered: int = 1000) -> PaceKeeper:
    return PaceKeeper(limits, b"salt", remembered)


def shipped() -> Limits:
    return Limits(**{name: Bucket.parse(text) for name, text in settings.SURVEY_PACE.items()})


def told(kept: PaceKeeper, counter: str, address: str, now: float, *, tablet: bool = False, key: str = "") -> Pace:
    """Of an answer under a new key, unless `key` names it."""
    return kept.arrived(Sender(counter, 1, address, is_tablet=tablet), key or f"key {next(KEYS)}", now)


def test_first_calm_then_suspicious_then_too_fast_and_calm_again_after_a_while() -> None:
    kept = keeper()
    said = [told(kept, "c1", "10.0.0.1", 0.0) for _turn in range(31)]
    assert said == [Pace.CALM] * 10 + [Pace.SUSPICIOUS] * 20 + [Pace.TOO_FAST]
    assert told(kept, "c1", "10.0.0.1", 1.0) == Pace.CALM  # one a second grows back
    assert told(kept, "c1", "10.0.0.1", 1.0) == Pace.TOO_FAST
    assert [told(kept, "c1", "10.0.0.1", 100.0) for _turn in range(10)] == [Pace.CALM] * 10


def test_one_network_does_not_disturb_another_nor_one_counter_another() -> None:
    kept = keeper()
    for _turn in range(31):
        told(kept, "c1", "10.0.0.1", 0.0)
    assert told(kept, "c1", "10.0.0.200", 0.0) == Pace.TOO_FAST  # the same /24
    assert told(kept, "c2", "10.0.0.1", 0.0) == Pace.CALM
    assert told(kept, "c1", "10.0.1.1", 0.0) == Pace.CALM


def test_a_burst_from_many_networks_is_flagged_and_never_turned_away() -> None:
    kept = keeper()
    said = [told(kept, "c1", f"10.0.{at}.1", 0.0) for at in range(60)]
    assert said == [Pace.CALM] * 20 + [Pace.SUSPICIOUS] * 40


def test_a_key_that_is_sent_again_takes_nothing_and_is_told_the_same() -> None:
    kept = keeper()
    assert {told(kept, "c1", "10.0.0.1", 0.0, key="mine") for _turn in range(20)} == {Pace.CALM}
    assert [told(kept, "c1", "10.0.0.2", 0.0) for _turn in range(10)] == [Pace.CALM] * 9 + [Pace.SUSPICIOUS]
    assert told(kept, "c1", "10.0.0.2", 60.0, key=f"key {next(KEYS) - 1}") == Pace.SUSPICIOUS
    assert told(kept, "c1", "10.0.0.1", 60.0, key="mine") == Pace.CALM


def test_one_key_that_is_sent_without_end_is_turned_away_and_no_other() -> None:
    kept = keeper()
    said = [told(kept, "c1", "10.0.0.1", at / 100, key="mine") for at in range(6000)]  # a hundred a second
    assert said[:20] == [Pace.CALM] * 20
    assert said.count(Pace.CALM) <= 40
    assert said[20:].count(Pace.TOO_FAST) >= 5960
    assert told(kept, "c1", "10.0.0.1", 60.0) == Pace.CALM
    assert {told(kept, "c2", "10.0.0.2", 60 + at * 30.0, key="waits") for at in range(500)} == {Pace.CALM}


def test_whoever_is_over_their_own_limit_drains_nothing_that_others_need() -> None:
    kept = keeper()
    for _turn in range(30):
        told(kept, "c1", "10.0.0.1", 0.0)
    assert [told(kept, "c1", f"10.1.{at}.1", 0.0) for at in range(10)] == [Pace.CALM] * 10


@pytest.mark.parametrize(("people", "minutes"), [(20, 0), (60, 30), (100, 90)])
def test_phones_behind_one_address_that_come_one_after_the_other_are_not_flagged(people: int, minutes: int) -> None:
    kept = keeper(shipped())
    assert {told(kept, "c1", "192.0.2.7", at * minutes * 60 / people) for at in range(people)} == {Pace.CALM}


def test_a_hall_full_of_people_behind_one_address_is_flagged_at_most_and_never_turned_away() -> None:
    kept = keeper(shipped())
    assert Pace.TOO_FAST not in {told(kept, "c1", "192.0.2.7", at / 2) for at in range(600)}


def test_a_tablet_is_not_flagged_with_a_person_a_minute_all_day_nor_with_what_waited_there() -> None:
    kept = keeper(shipped())
    assert {told(kept, "c1", "192.0.2.7", at * 60.0, tablet=True) for at in range(8 * 60)} == {Pace.CALM}
    waited = [told(kept, "c2", "192.0.2.7", at / 10, tablet=True) for at in range(200)]
    assert set(waited) == {Pace.CALM}


def test_a_patient_script_is_flagged_within_the_day_at_whatever_counter_of_the_office_it_knocks() -> None:
    kept = keeper(shipped())
    said = [told(kept, f"c{at % 5}", "192.0.2.7", at * 60.0) for at in range(480)]
    assert said.index(Pace.SUSPICIOUS) < 150
    assert said.count(Pace.CALM) <= 60 + 8 * 30


@pytest.mark.parametrize("tablet", [False, True])
def test_a_script_is_flagged_within_seconds_and_turned_away_within_a_minute(tablet: bool) -> None:
    kept = keeper(shipped())
    said = [told(kept, "c1", "192.0.2.7", at / 100, tablet=tablet) for at in range(6000)]
    assert said.index(Pace.SUSPICIOUS) < 300
    assert said.index(Pace.TOO_FAST) < 3000
    assert said.count(Pace.CALM) < 300


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 5)), max_size=200))
def test_never_more_than_the_bucket_and_what_has_grown_back(gaps: list[tuple[int, float]]) -> None:
    kept, now, taken = keeper(Limits(Bucket(5, 30), WIDE, WIDE, Bucket(8, 30), WIDE)), 0.0, 0
    for times, gap in gaps:
        now += gap
        taken += sum(told(kept, "c1", "10.0.0.1", now) != Pace.TOO_FAST for _turn in range(times))
        assert taken <= 8 + now / 2 + 1e-3


def test_memory_has_a_bound() -> None:
    kept = keeper(remembered=50)
    for at in range(5000):
        told(kept, f"c{at}", f"10.{at // 250}.{at % 250}.1", float(at))
    assert len(kept) <= 50


def test_nothing_of_an_address_can_be_read_from_what_is_kept() -> None:
    kept, other = keeper(), PaceKeeper(LIMITS, b"another")
    for each in (kept, other):
        told(each, "c1", "10.20.30.40", 0.0)
    assert not set(kept._moments) & set(other._moments)
    assert told(kept, "c1", "10.20.30.40", 0.0, key="one key") == told(other, "c1", "10.20.30.40", 0.0, key="one key")
    assert not set(kept._counted) & set(other._counted)
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
