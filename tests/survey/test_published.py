"""Published tables and reports come out of the real room: their answers imported, the survey closed and confirmed.

Sources: tests/instruments/golden/SOURCES.md. Where a published index contradicts its own unsur, the room says what the
unsur say, and the test names the contradiction: it is shown, never imitated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from cermat.instruments.models import Result
from cermat.lib.rounding import rounded
from cermat.survey.actions import close_survey, confirm_survey
from cermat.survey.actions.importing import apply_import, choose_columns, start_import
from cermat.survey.formula import index_of
from cermat.survey.formula.columns import questions_of
from cermat.survey.imports.table import read_table
from cermat.survey.models import Survey
from cermat.survey.queries import tallied
from cermat.survey.queries.piles import definition_of_survey, numbered
from tests.factories import NOW, Office
from tests.instruments.published import FOLDER, document
from tests.survey.factories import a_survey

pytestmark = pytest.mark.django_db
NASKAH, KUESIONER = "naskah", "kuesioner"


def surveyed(office: Office, content: bytes, habit: str = NASKAH, variant: str = "") -> tuple[Survey, Result]:
    """The file imported by the kasi, the survey closed by them and confirmed by the Sekcam."""
    survey, kasi = a_survey(office.kecamatan, variant=variant), office.kasi["pelayanan"]
    table = read_table(content, "csv", questions_of(definition_of_survey(survey)), numbered(survey, NASKAH))
    batch = start_import(survey=survey, table=table, name="terbit.csv", by=kasi, now=NOW)
    choose_columns(batch=batch, purposes=[], habit=habit, service=batch.service, by=kasi, now=NOW)
    batch.refresh_from_db()
    apply_import(batch=batch, revision=batch.settings["revision"], by=kasi, now=NOW)
    close_survey(survey=survey, by=kasi, now=NOW)
    survey = confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert survey.result is not None
    return survey, survey.result


def test_the_table_of_sekadau_comes_out_of_the_room(office: Office) -> None:
    survey, result = surveyed(office, (FOLDER / "ikm_sekadau_2019s1.csv").read_bytes())
    counted = tallied(survey)
    by_code = [counted.items[item.code] for item in definition_of_survey(survey).items]
    totals = [sum(int(digit) * n for digit, n in counts.items()) for counts in by_code]
    assert (counted.n, totals) == (33, [92, 93, 102, 117, 106, 109, 108, 99, 107])
    assert (rounded(result.value or 0, 2), result.label, result.respondents) == (
        rounded(Fraction("78.54"), 2),
        "B (Baik)",
        33,
    )
    nrr = [line.value for line in index_of(definition_of_survey(survey), counted).groups]
    assert nrr == [Fraction(total, 33) for total in totals]


@dataclass(frozen=True)
class Case:
    """`n`: as published or inferred, else one that gives the printed values exactly. `contradiction`: "" where the
    published index is what its own unsur say."""

    name: str
    n: int
    ikm: str
    grade: str
    contradiction: str = ""
    habit: str = KUESIONER
    variant: str = ""


CASES = [
    Case("bantul-dptr-2023", 100, "87.28", "B", habit=NASKAH),
    Case("site2025-tw3", 91, "95.33", "A"),
    Case("site2025-tw1", 91, "94.54", "A", "94.53: the source rounds each NRR to three places before it adds"),
    Case("site2025-tw4", 100, "98.00", "A", "97.99: the source prints two places and computed from more"),
    Case("gaspul-tw3-worked-example", 29, "91.48", "A", "90.56: the weight 0.11 was used where 0.1111 is stated"),
    Case("gaspul-tw3-worked-example", 29, "90.56", "A", variant="0.11"),
    Case("seluma-sengkuang-village", 400, "89.44", "A", "80.50: nine values were divided by ten", habit=NASKAH),
    Case("bogor-dpmptsp-ikm", 32, "87.41", "B", "96.88: the value of the ninth unsur (its rounded unsur give 87.42)"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}{case.variant}")
def test_a_published_report_comes_out_of_answers_with_its_own_unsur(office: Office, case: Case) -> None:
    report = next(one for one in document("ikm_published_reports.json")["reports"] if one["id"] == case.name)
    sums = sums_of(report, case.n)
    assert order_of(report) == case.habit
    _survey, result = surveyed(office, as_file(sums, case.n), case.habit, case.variant)
    assert (str(rounded(result.value or 0, 2)), result.label[0], result.respondents) == (case.ikm, case.grade, case.n)
    assert (report["ikm_published"] != case.ikm) == bool(case.contradiction)
    assert case.contradiction.startswith(report["ikm_published"] if case.contradiction else "")


def sums_of(report: dict[str, Any], n: int) -> list[int]:
    """The sum of the answers to each question that gives the printed value; nothing else does."""
    printed = report.get("nrr") or report["unsur_conversion"]
    factor = 1 if report.get("nrr") else 25
    sums = [int(Fraction(value) / factor * n + Fraction(1, 2)) for value in printed.values()]
    for total, value in zip(sums, printed.values(), strict=True):
        places = len(value.partition(".")[2])
        assert rounded(Fraction(total * factor, n), places) == rounded(Fraction(value), places), value
    return sums


def order_of(report: dict[str, Any]) -> str:
    """Whether the eighth column is about the facilities."""
    return KUESIONER if "sarana" in report["unsur_order"][7].casefold() else NASKAH


def as_file(sums: Sequence[int], n: int) -> bytes:
    """`n` answers with these sums, as plain as can be: some give the mark below the mean, the others the one above."""
    rows = [[total // n + (at < total % n) for total in sums] for at in range(n)]
    heads = [f"U{at}" for at in range(1, 10)]
    return "\n".join(",".join(map(str, row)) for row in [heads, *rows]).encode()


def test_reports_that_print_an_index_alone_cannot_be_held_against_answers() -> None:
    """They are kept for the bounds of the classes (tests/instruments); here is the whole list of the others."""
    reports = document("ikm_published_reports.json")["reports"]
    assert {one["id"] for one in reports if one["kind"] == "unsur"} == {case.name for case in CASES}
