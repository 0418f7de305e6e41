"""From the close of a survey to the procedure: requirement, actual of the IKU, report, and a recommendation."""

from datetime import date

import pytest
from django.urls import reverse

from cermat.collection.actions import close_collection
from cermat.collection.models import Form
from cermat.evaluation.actions import finish_evaluation, hold_meeting, plan_meeting
from cermat.evaluation.models import Recommendation
from cermat.lib.rounding import rounded
from cermat.measurement.actions import calculate
from cermat.measurement.models import FigureKind
from cermat.sop.models import Cycle
from cermat.survey.actions import Plan, plan_improvement
from cermat.survey.models import Survey, SurveyState
from tests.collection.factories import collecting, small_office
from tests.factories import Office
from tests.indicators.factories import planned
from tests.journeys.stage import Clock, Desk
from tests.measurement.factories import EVALUATING, MEETING, WORKS
from tests.survey.factories import a_survey, some_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    clock.set(date(2026, 11, 25), 9)
    made = small_office()
    planned(made.kecamatan)
    return made


def answered(office: Office, cycle: Cycle) -> Survey:
    survey = a_survey(
        office.kecamatan, SurveyState.OPEN, month=cycle.month, days=(date(2026, 11, 2), date(2026, 11, 27))
    )
    some_answers(survey, *["343433343"] * 40)
    return survey


def to_the_meeting(office: Office, cycle: Cycle) -> None:
    close_collection(cycle=cycle, by=office.sekcam, now=EVALUATING)
    for person in (office.camat, office.sekcam):
        finish_evaluation(cycle=cycle, by=person, now=EVALUATING)
    meeting = plan_meeting(cycle=cycle, by=office.sekcam, now=EVALUATING)
    hold_meeting(meeting=meeting, minutes="Dibahas.", by=office.sekcam, now=MEETING)


def test_a_closed_survey_reaches_the_requirement_the_iku_the_report_and_the_meeting(
    desk: Desk, office: Office, clock: Clock
) -> None:
    cycle = collecting(office, due=("ikm",), works=WORKS)
    survey = answered(office, cycle)
    page = reverse("survey:survey", args=[survey.pk])
    # When the desk closes it and Sekcam confirms
    desk.sit(office.kasi["pelayanan"]).open(page)
    desk.page.get_by_text("Tutup survei", exact=True).click()
    desk.press("Ya, tutup").sees("Menunggu pengesahan")
    desk.sit(office.sekcam).open(page).press("Ya, sahkan").sees("Disahkan")
    # Then the sheet of the requirement is filled and validated, and the register says so
    sheet = cycle.entries.get(form=Form.IKM)
    desk.open(reverse("collection:sheet", args=[sheet.pk])).sees("Terisi dari hasil survei").sees("Tervalidasi")
    desk.open(reverse("requirements:register", args=[cycle.pk])).sees("Terisi")
    # And the IKU has its actual, from which a way leads to the survey's own figures
    run = calculate(cycle=cycle, by=office.sekcam, now=clock.now, provisional=True)
    figure = run.figures.get(kind=FigureKind.IKU, code="IKU-1")
    assert figure.actual is not None
    assert rounded(figure.actual, 2) == sheet.values.get(field="nilai").number
    desk.open(reverse("measurement:figure", args=[figure.pk])).sees("Asal angka survei")
    desk.follow("Asal angka survei")
    desk.page.wait_for_url(f"**{reverse('survey:origin', args=[survey.pk])}")
    # And the cycle's Laporan IKM is the whole report of the survey
    desk.open(reverse("reports:print", args=[cycle.pk, "laporan-ikm"])).sees("II. METODOLOGI")
    assert "LAMPIRAN 2: KUESIONER" in desk.pdf(reverse("reports:pdf", args=[cycle.pk, "laporan-ikm"]))
    # And a plan for the lowest unsur becomes a recommendation in one click
    plan = Plan("Menambah petugas loket.", office.sections["pelayanan"], 2027, 1)
    plan_improvement(survey=survey, unsur="waktu", plan=plan, by=office.kasi["pelayanan"], now=clock.now)
    to_the_meeting(office, cycle)
    clock.set(date(2026, 12, 4), 11)
    desk.sit(office.sekcam).open(reverse("evaluation:recommendations", args=[cycle.pk]))
    desk.press("Jadikan rekomendasi, batas waktu 31 Maret 2027").sees("Menambah petugas loket.")
    made = Recommendation.objects.get()
    assert made.improvement is not None
    desk.open(reverse("evaluation:recommendation", args=[made.pk])).sees("Waktu Penyelesaian")
