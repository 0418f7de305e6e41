"""A stored result: every line it came from, and the published figure beside the computed one."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cermat.instruments.actions import record_result
from cermat.instruments.formula import Given, details_of, score
from cermat.instruments.models import Result
from cermat.instruments.schema import read_instrument
from cermat.lib.months import Month
from tests.factories import NOW, Office, office, sign_in
from tests.instruments.factories import CONTEST, contest, loaded

pytestmark = pytest.mark.django_db
AUGUST = Month(2026, 8)


def recorded(made: Office, **changed: Any) -> Result:
    definition = read_instrument(CONTEST)
    sheets = [{"bersih": Fraction(80), "indah": Fraction(70)}, {"bersih": Fraction(90), "indah": Fraction(60)}]
    outcome = score(definition, sheets, Given(names=definition.assessors))
    told: dict[str, Any] = {
        "instrument": "rtrw_cantik", "subject": made.kelurahan[0], "period": AUGUST,
        "definition": definition.reference, "value": outcome.value, "label": "Baik", "details": details_of(outcome),
        "source": "isian", "maker": made.kasi["pmd"], "checker": made.sekcam, "now": NOW,
    }  # fmt: skip
    return record_result(**(told | changed))


def shown(client: Client, result: Result) -> str:
    answer = client.get(reverse("instruments:result", args=[result.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_line_of_an_old_result_is_shown_by_its_own_version() -> None:
    made = office()
    loaded(made)
    result = recorded(made)
    loaded(made, contest(2, clean="0.70").replace("bobot: 0.25", "bobot: 0.30"))
    page = shown(sign_in(made.camat), result)
    for words in ("85 × 0,75 + 65 × 0,25 = 80", "lomba-contoh@1", "Agustus 2026", "Lembar isian", "80,00"):
        assert words in page, words
    assert str(made.kasi["pmd"]) in page
    assert "Sesuai" not in page  # nothing was published


def test_a_published_figure_stays_contradicted() -> None:
    made = office()
    loaded(made)
    anomalies = {"anomalies": [{"code": "A2", "text": "status tidak sesuai nilainya."}]}
    result = recorded(made, published_value=Decimal("79.25"), published_label="Kurang", details=anomalies)
    page = shown(sign_in(made.camat), result)
    assert "A2: status tidak sesuai nilainya." in page
    assert "Yang diterbitkan berbeda −0,75 dari yang dihitung" in page
    assert "Kelas yang diterbitkan bukan kelas menurut nilainya" in page
    same = recorded(made, published_value=Decimal(80), published_label="BAIK")
    page = shown(sign_in(made.camat), same)
    assert "Sesuai" in page
    assert reverse("instruments:result", args=[result.pk]) in page  # the one it replaced


def test_a_result_without_lines_shows_what_was_kept() -> None:
    made = office()
    result = recorded(made, definition="ikm-14-2017", details={"unsur": {"U1": "3.25"}})
    page = shown(sign_in(made.camat), result)
    assert "tanpa lembar perhitungan" in page
    assert "Unsur U1" in page


def test_a_village_sees_its_own_results_alone() -> None:
    made = office()
    result = recorded(made)
    own, other = (made.operator[unit.code] for unit in made.kelurahan[:2])
    path = reverse("instruments:result", args=[result.pk])
    assert sign_in(own).get(path).status_code == 200
    assert sign_in(other).get(path).status_code == 404
