"""Groups of answers that do not count, and codes that open the form once."""

from uuid import uuid4

import pytest
from django.conf import settings

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.survey.actions import Group, close_survey, confirm_survey, exclude, make_receipts
from cermat.survey.forms.office import groups_of
from cermat.survey.formula.answering import receipt_digest
from cermat.survey.formula.receipts import ALPHABET, as_printed
from cermat.survey.models import Answer, Batch, BatchState, Channel, Exclusion, Receipt, Survey, SurveyState
from cermat.survey.queries import progress_of, stored_batches, suspects_of, tallied
from tests.factories import NOW, Office
from tests.survey.factories import a_service, a_survey, some_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(office: Office) -> Survey:
    return a_survey(office.kecamatan, services=("KTP-el", "Legalisasi"))


def a_pile(office: Office, survey: Survey) -> Batch:
    by = office.kasi["pelayanan"]
    return Batch.objects.create(
        survey=survey, channel=Channel.PAPER, name="Kertas 1", state=BatchState.STORED, made_by=by, made_at=NOW,
        stored_by=by, stored_at=NOW, stored_count=2,
    )  # fmt: skip


def test_a_burst_is_set_aside_and_counts_nowhere(office: Office, survey: Survey) -> None:
    some_answers(survey, "333333333")
    some_answers(survey, *["111111111"] * 4, is_suspicious=True)
    made = exclude(survey=survey, group=Group(), reason=" Satu orang berulang ", by=office.sekcam, now=NOW)
    assert (made.count, made.reason, made.by_title) == (4, "Satu orang berulang", "Sekretaris Camat")
    assert made.about == "4 jawaban bertanda lonjakan"
    assert tallied(survey).n == 1
    found = progress_of(survey)
    assert (found.counted, found.excluded, found.suspicious) == (1, 4, 0)
    assert Answer.objects.count() == 5
    event = AuditEvent.objects.get(verb="survey.excluded")
    assert event.after == {"about": made.about, "count": 4, "reason": made.reason}


def test_only_the_burst_of_one_service_and_channel(office: Office, survey: Survey) -> None:
    other = a_service(office.kecamatan, "Legalisasi")
    some_answers(survey, "111111111", is_suspicious=True)
    some_answers(survey, *["222222222"] * 5, service=other, channel=Channel.TABLET, is_suspicious=True)
    group = Group(service=other, channel=Channel.TABLET)
    made = exclude(survey=survey, group=group, reason="Diuji coba petugas", by=office.camat, now=NOW)
    assert made.about == "5 jawaban bertanda lonjakan, Legalisasi, Tablet di loket"
    assert progress_of(survey).suspicious == 1


def test_a_whole_pile_of_paper_is_set_aside(office: Office, survey: Survey) -> None:
    pile = a_pile(office, survey)
    some_answers(survey, *["222222222"] * 5, batch=pile, channel=Channel.PAPER)
    some_answers(survey, "333333333")
    made = exclude(survey=survey, group=Group(batch=pile), reason="Bukan dari kantor ini", by=office.sekcam, now=NOW)
    assert (made.count, made.about) == (5, "5 jawaban tumpukan “Kertas 1”")
    with pytest.raises(ConflictError) as caught:
        exclude(survey=survey, group=Group(batch=pile), reason="Sekali lagi", by=office.sekcam, now=NOW)
    assert caught.value.code == "nothing"


def test_four_answers_are_not_set_aside_apart_but_the_whole_burst_may_be_small(office: Office, survey: Survey) -> None:
    pile, other = a_pile(office, survey), a_service(office.kecamatan, "Legalisasi")
    some_answers(survey, *["111111111"] * 4, batch=pile, channel=Channel.PAPER)
    some_answers(survey, "111111111", is_suspicious=True)
    some_answers(survey, *["111111111"] * 2, service=other, is_suspicious=True)
    for group in (Group(batch=pile), Group(service=other), Group(channel=Channel.TABLET, service=other)):
        with pytest.raises(DomainError):
            exclude(survey=survey, group=group, reason="Diuji coba", by=office.sekcam, now=NOW)
    assert list(groups_of(suspects_of(survey), stored_batches(survey))) == ["lonjakan"]
    assert exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW).count == 3


def test_the_result_says_how_many_were_excluded(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 5)
    some_answers(survey, "111111111", is_suspicious=True)
    exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.camat, now=NOW)
    survey = close_survey(survey=survey, by=office.kasi["pelayanan"], now=NOW)
    result = confirm_survey(survey=survey, by=office.sekcam, now=NOW).result
    assert result is not None
    assert (result.value, result.respondents, result.details["excluded"]) == (100, 5, 1)


def test_excluding_is_refused(office: Office, survey: Survey) -> None:
    some_answers(survey, "111111111", is_suspicious=True)
    foreign = a_pile(office, a_survey(office.kelurahan[0]))
    shared = {"survey": survey, "now": NOW}
    for who in (office.kasi["pelayanan"], office.staf, office.observer):
        with pytest.raises(NotAllowedError):
            exclude(group=Group(), reason="Lonjakan", by=who, **shared)
    with pytest.raises(DomainError) as caught:
        exclude(group=Group(), reason="  ", by=office.sekcam, **shared)
    assert caught.value.field == "reason"
    with pytest.raises(DomainError):
        exclude(group=Group(batch=foreign), reason="Lonjakan", by=office.sekcam, **shared)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.DRAFT)
    with pytest.raises(ConflictError):
        exclude(group=Group(), reason="Lonjakan", by=office.sekcam, **shared)
    assert not Exclusion.objects.exists()


def test_codes_are_read_easily_and_only_their_digests_are_kept(office: Office) -> None:
    survey = a_survey(office.kecamatan, needs_receipt=True)
    codes = make_receipts(survey=survey, count=50, key=uuid4(), by=office.kasi["pelayanan"], now=NOW)
    assert len(set(codes)) == 50
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OI")
    kept = set(Receipt.objects.values_list("digest", flat=True))
    assert kept == {receipt_digest(settings.SECRET_KEY, survey.pk, as_printed(code).lower()) for code in codes}
    assert not any(code in str(list(AuditEvent.objects.values_list("after"))) for code in codes)


def test_the_same_form_makes_one_set(office: Office) -> None:
    survey, key = a_survey(office.kecamatan, needs_receipt=True), uuid4()
    shared = {"survey": survey, "count": 5, "by": office.kasi["pelayanan"], "now": NOW}
    first = make_receipts(key=key, **shared)
    assert make_receipts(key=key, **shared) == first
    assert not set(make_receipts(key=uuid4(), **shared)) & set(first)
    survey.refresh_from_db()
    assert (survey.receipts_made, Receipt.objects.count()) == (10, 10)


def test_codes_are_refused_where_they_open_nothing(office: Office, survey: Survey) -> None:
    shared = {"key": uuid4(), "by": office.kasi["pelayanan"], "now": NOW}
    with pytest.raises(DomainError) as caught:
        make_receipts(survey=survey, count=5, **shared)
    assert caught.value.code == "no_receipts"
    village = a_survey(office.kelurahan[0], needs_receipt=True)
    with pytest.raises(NotAllowedError):
        make_receipts(survey=village, count=5, **shared)
    Survey.objects.filter(pk=survey.pk).update(needs_receipt=True)
    for count in (0, 501):
        with pytest.raises(DomainError):
            make_receipts(survey=survey, count=count, **shared)
    closed = a_survey(office.desa[0], SurveyState.CLOSED, needs_receipt=True)
    with pytest.raises(ConflictError):
        make_receipts(survey=closed, count=5, **{**shared, "by": office.lurah[office.desa[0].code]})
