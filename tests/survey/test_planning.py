"""After the survey: plans for the lowest unsur, saved together and never over the plan of a colleague unseen."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError
from cermat.organisation.models import User
from cermat.survey.actions import Plan, drop_improvement, plan_improvement, save_plans
from cermat.survey.models import Improvement, Survey, SurveyState
from cermat.survey.queries.improvements import plans_of, version_of
from cermat.survey.views.planning import quarters
from tests.factories import NOW, sign_in
from tests.survey.factories import an_improvement
from tests.survey.test_following import prepared, typed

pytestmark = pytest.mark.django_db


def test_the_form_stands_for_the_three_lowest_and_stores_what_is_filled() -> None:
    made, survey = prepared()
    client = sign_in(made.kasi["pelayanan"])
    address = reverse("survey:plan", args=[survey.pk])
    text = client.get(address).content.decode()
    assert text.index("Perilaku Pelaksana") < text.index("Produk Spesifikasi") < text.index("Waktu Penyelesaian")
    filled = {
        "perilaku-text": "Pelatihan pelayanan prima.",
        "perilaku-owner": str(made.sections["pelayanan"].pk),
        "perilaku-when": "2040-1",
    }
    assert client.post(address, typed(**filled)).status_code == 422  # no such quarter is offered
    with_quarter = {**filled, "perilaku-when": open_quarter(text)}
    answer = client.post(address, {**typed(**with_quarter), "_key": "4f0c9c0e-0000-4000-8000-000000000004"})
    assert answer.status_code == 302
    assert [(one.unsur, one.owner) for one in Improvement.objects.all()] == [("perilaku", made.sections["pelayanan"])]
    again = client.get(address).content.decode()
    assert "Pelatihan pelayanan prima." in again


def open_quarter(text: str) -> str:
    """The last quarter on offer: the first may end while the test runs."""
    return text.rsplit('<option value="2', 1)[1].join(["2", ""])[:6]


def test_half_a_plan_is_asked_for_the_rest() -> None:
    made, survey = prepared()
    client = sign_in(made.kasi["pelayanan"])
    answer = client.post(reverse("survey:plan", args=[survey.pk]), typed(**{"waktu-text": "Tambah petugas."}))
    assert answer.status_code == 422
    assert "Pilih penanggung jawabnya." in answer.content.decode()
    assert "Tambah petugas." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " "}, "Tulis program"),
        ({"quarter": 5}, "Pilih triwulan 1 sampai 4"),
        ({"year": 2020}, "sudah lewat"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict[str, object], sentence: str) -> None:
    made, survey = prepared()
    given = {"text": "Tambah kursi.", "owner": made.sections["pelayanan"], "year": 2027, "quarter": 1, **change}
    with pytest.raises(DomainError, match=sentence):
        plan_improvement(survey=survey, unsur="waktu", plan=Plan(**given), by=made.kasi["pelayanan"], now=NOW)  # type: ignore[arg-type]


def test_plans_wait_for_the_close() -> None:
    made, survey = prepared(SurveyState.OPEN)
    plan = Plan("Tambah kursi.", made.sections["pelayanan"], 2027, 1)
    with pytest.raises(DomainError, match="setelah survei ditutup"):
        plan_improvement(survey=survey, unsur="waktu", plan=plan, by=made.kasi["pelayanan"], now=NOW)


def test_a_second_plan_for_the_unsur_takes_the_place_of_the_first() -> None:
    made, survey = prepared()
    by = made.kasi["pelayanan"]
    for text in ("Tambah kursi.", "Tambah loket."):
        plan = Plan(text, made.sections["pelayanan"], 2027, 1)
        plan_improvement(survey=survey, unsur="waktu", plan=plan, by=by, now=NOW)
    assert Improvement.objects.get().text == "Tambah loket."
    assert AuditEvent.objects.filter(verb="survey.improvement_planned").count() == 2


def posted(survey: Survey, form: dict[str, str], by: User) -> HttpResponse:
    return sign_in(by).post(reverse("survey:plan", args=[survey.pk]), {"_key": str(uuid4()), **form})


def filled(plan: Improvement, **change: str) -> dict[str, str]:
    told = {"text": plan.text, "owner": str(plan.owner_id), "when": f"{plan.year}-{plan.quarter}"}
    told |= {"seen": version_of(plan), **change}
    return {f"{plan.unsur}-{name}": value for name, value in told.items()}


def test_a_plan_whose_quarter_has_passed_stays_and_may_be_reworded() -> None:
    made, survey = prepared()
    plan = an_improvement(survey, year=2020, quarter=1)
    assert posted(survey, filled(plan, text="Lain."), made.kasi["pelayanan"]).status_code == 302
    plan.refresh_from_db()
    assert (plan.text, plan.year) == ("Lain.", 2020)


def test_an_emptied_plan_is_removed_also_of_an_unsur_that_is_lowest_no_longer() -> None:
    made, survey = prepared()
    plan = an_improvement(survey, unsur="biaya")
    by = made.kasi["pelayanan"]
    shown = sign_in(by).get(reverse("survey:plan", args=[survey.pk])).content.decode()
    assert "tidak lagi di antara yang terendah" in shown
    assert "Memasang papan" in sign_in(by).get(reverse("survey:result", args=[survey.pk])).content.decode()
    emptied = {name: value if name == "biaya-seen" else "" for name, value in filled(plan).items()}
    assert posted(survey, emptied, by).status_code == 302
    assert not Improvement.objects.exists()
    assert AuditEvent.objects.filter(verb="survey.improvement_dropped").count() == 1


def test_a_plan_that_a_colleague_wrote_meanwhile_is_neither_dropped_nor_replaced_unseen() -> None:
    made, survey = prepared()
    by = made.kasi["pelayanan"]
    opened_before = filled(an_improvement(survey, unsur="waktu"), text="Tambah loket.")
    plan_improvement(
        survey=survey, unsur="waktu", plan=Plan("Tambah petugas.", made.sections["pelayanan"], 2040, 2), by=by,
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    papan = an_improvement(
        survey, unsur="perilaku"
    ).text  # by the colleague too: the page had none, and it stays empty there
    refused = posted(survey, opened_before, by)
    assert refused.status_code == 422
    assert "“Tambah petugas.”" in refused.content.decode()
    assert [one.text for one in plans_of(survey).order_by("unsur")] == [papan, "Tambah petugas."]
    now_seen = version_of(Improvement.objects.get(unsur="waktu"))
    assert f'value="{now_seen}"' in refused.content.decode()
    assert ">\nTambah loket.</textarea>" in refused.content.decode()
    assert posted(survey, {**opened_before, "waktu-seen": now_seen}, by).status_code == 302
    assert {one.text for one in plans_of(survey)} == {papan, "Tambah loket."}


def test_all_plans_of_a_page_are_saved_or_none_and_the_mistake_stands_at_its_unsur() -> None:
    made, survey = prepared()
    good = Plan("Tambah kursi.", made.sections["pelayanan"], 2040, 1)
    plans = {"waktu": good, "produk": replace(good, quarter=5)}
    with pytest.raises(DomainError) as refused:
        save_plans(survey=survey, plans=plans, seen={}, by=made.kasi["pelayanan"], now=NOW)
    assert refused.value.field == "produk-when"
    assert not Improvement.objects.exists()


def test_the_page_tells_a_refusal_at_the_unsur_it_is_about() -> None:
    made, survey = prepared()
    gone = an_improvement(survey, unsur="waktu")
    form = filled(gone, when=quarters(timezone.localdate())[-1][0])
    gone.delete()
    shown = posted(survey, form, made.kasi["pelayanan"]).content.decode()
    assert shown.index("Waktu Penyelesaian") < shown.index("sudah dihapus setelah")


def test_a_plan_is_not_taken_back_while_the_survey_runs_again() -> None:
    made, survey = prepared()
    plan = an_improvement(survey)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.PAUSED, closed_by=None, closed_at=None)
    with pytest.raises(ConflictError, match="setelah survei ditutup"):
        drop_improvement(survey=survey, unsur=plan.unsur, by=made.kasi["pelayanan"], now=NOW)
