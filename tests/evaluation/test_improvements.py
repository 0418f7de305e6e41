"""Plans that follow from a survey become recommendations of the meeting: in one click, once, shown on both sides."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cermat.evaluation.actions import recommend_improvement, withdraw_recommendation
from cermat.evaluation.models import Recommendation
from cermat.evaluation.queries import waiting_improvements
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.organisation.models import Unit
from cermat.survey.actions import drop_improvement
from cermat.survey.models import Improvement, SurveyState
from tests.factories import Office, other_office, sign_in
from tests.measurement.factories import MEETING, met
from tests.reports.factories import said
from tests.survey.factories import a_survey, an_improvement

pytestmark = pytest.mark.django_db


def a_plan(office: Office, owner: Unit | None = None, *, year: int = 2040, unit: Unit | None = None) -> Improvement:
    survey = a_survey(unit or office.kecamatan, SurveyState.CONFIRMED, month=Month(2026, 9))
    return an_improvement(survey, owner, year=year)


def test_a_plan_becomes_a_recommendation_with_its_owner_and_the_last_day_of_its_quarter(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    made = recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    assert (made.text, made.owner, made.due_on, made.improvement) == (plan.text, plan.owner, date(2040, 6, 30), plan)
    assert waiting_improvements(cycle) == []


def test_the_same_plan_never_becomes_two_recommendations(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    made = recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    with pytest.raises(ConflictError, match="sudah menjadi Rekomendasi 1"):
        recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    made.pk, made.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_plan_that_is_a_recommendation_is_changed_there_alone(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    made = recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    by = office.kasi["pelayanan"]
    with pytest.raises(ConflictError, match="sudah menjadi rekomendasi"):
        drop_improvement(survey=plan.survey, unsur=plan.unsur, by=by, now=MEETING)
    shown = sign_in(by).get(reverse("survey:plan", args=[plan.survey_id])).content.decode()
    assert reverse("evaluation:recommendation", args=[made.pk]) in shown


def test_one_that_was_withdrawn_can_be_taken_again(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    made = recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    withdraw_recommendation(recommendation=made, by=office.sekcam, now=MEETING)
    assert waiting_improvements(cycle) == [plan]


def test_a_village_that_owns_a_plan_is_accompanied_by_the_section_of_the_survey(office: Office) -> None:
    village = office.kelurahan[0]
    cycle, plan = met(office), a_plan(office, village, unit=village)
    made = recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)
    assert made.section == office.sections["pelayanan"]


def test_only_who_runs_the_meeting_takes_plans_and_none_whose_quarter_is_over(office: Office) -> None:
    cycle, plan = met(office), a_plan(office, year=2026)
    with pytest.raises(NotAllowedError):
        recommend_improvement(cycle=cycle, improvement=plan, by=office.kasi["pelayanan"], now=MEETING)
    with pytest.raises(DomainError, match="sebelum hari ini"):
        recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)


def test_a_plan_of_a_survey_that_is_not_confirmed_waits(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    plan.survey.state = SurveyState.CLOSED
    plan.survey.save()
    assert waiting_improvements(cycle) == []
    with pytest.raises(ConflictError, match="bukan dari survei yang sudah disahkan"):
        recommend_improvement(cycle=cycle, improvement=plan, by=office.sekcam, now=MEETING)


def test_one_click_in_the_browser_makes_the_recommendation_and_both_pages_and_the_form_say_so(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    browser = sign_in(office.sekcam)
    page = browser.get(f"/evaluasi/{cycle.pk}/rekomendasi/").text
    for words in ("Rencana tindak lanjut dari survei", "Waktu Penyelesaian", "Triwulan II 2040", "30 Juni 2040"):
        assert words in page
    path = f"/evaluasi/{cycle.pk}/rekomendasi/survei/{plan.pk}/"
    assert browser.post(path, {"_key": str(uuid.uuid4()), "_page": path}).status_code == 302
    made = Recommendation.objects.get()
    assert (
        "Survei Kecamatan Nganjuk September 2026: Waktu Penyelesaian"
        in browser.get(f"/evaluasi/rekomendasi/{made.pk}/").text
    )
    assert "Rencana tindak lanjut dari survei" not in browser.get(f"/evaluasi/{cycle.pk}/rekomendasi/").text
    assert "Survei Kecamatan Nganjuk September 2026: Waktu Penyelesaian" in said("tindak-lanjut", cycle)


def test_a_stranger_finds_no_plan(office: Office) -> None:
    cycle, plan = met(office), a_plan(office)
    path = f"/evaluasi/{cycle.pk}/rekomendasi/survei/{plan.pk}/"
    answer = sign_in(other_office().sekcam).post(path, {"_key": str(uuid.uuid4()), "_page": path})
    assert answer.status_code == 404
