"""The sample that a survey needs, against the published table.

Table: Krejcie & Morgan 1970, "Determining Sample Size for Research Activities", all 90 pairs; facts of a printed table.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.survey.formula import krejcie_morgan, minimum_note

PRINTED = """
10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59 75:63 80:66 85:70
90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123 190:127 200:132
210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165 300:169 320:175 340:181
360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217 550:226 600:234 650:242 700:248
750:254 800:260 850:265 900:269 950:274 1000:278 1100:285 1200:291 1300:297 1400:302 1500:306
1600:310 1700:313 1800:317 1900:320 2000:322 2200:327 2400:331 2600:335 2800:338 3000:341 3500:346
4000:351 4500:354 5000:357 6000:361 7000:364 8000:367 9000:368 10000:370 15000:375 20000:377
30000:379 40000:380 50000:381 75000:382 1000000:384
"""
PAIRS = [tuple(map(int, pair.split(":"))) for pair in PRINTED.split()]


def test_the_table_is_whole() -> None:
    assert len(PAIRS) == 90


@pytest.mark.parametrize(("population", "sample"), PAIRS)
def test_the_formula_gives_the_printed_table(population: int, sample: int) -> None:
    assert krejcie_morgan(population) == sample


@pytest.mark.parametrize(("population", "sample"), [(0, 0), (1, 1), (100_000, 383), (1_000_000, 384), (10**9, 384)])
def test_beyond_the_table_the_formula_goes_on(population: int, sample: int) -> None:
    """Many copies of the table end with "100000: 384", which the formula does not give."""
    assert krejcie_morgan(population) == sample


@given(st.integers(0, 10**7))
def test_nobody_is_asked_twice_and_more_people_never_need_fewer(population: int) -> None:
    assert krejcie_morgan(population) <= min(population, 384)
    assert krejcie_morgan(population) <= krejcie_morgan(population + 1)


def test_no_population_is_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        krejcie_morgan(-1)


@pytest.mark.parametrize(
    ("answers", "word"), [(0, "Belum ada"), (1, "kurang dari 30"), (29, "kurang dari 30"), (30, "")]
)
def test_a_small_sample_is_told(answers: int, word: str) -> None:
    assert word in minimum_note(answers)
    assert bool(word) == bool(minimum_note(answers))
