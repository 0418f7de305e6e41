"""The kecamatan's own LKE: answers, computed grades, other grades with reason and author, confirmed by others."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.instruments.actions import confirm_assessment, return_assessment, save_assessment
from cermat.instruments.formula import Override
from cermat.instruments.models import Assessment, InstrumentVersion, Result
from cermat.instruments.queries.assessments import stamp
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.notifications.models import Message
from cermat.organisation.models import User
from tests.doors.forms import forms_of
from tests.factories import NOW, Office, office, sign_in
from tests.instruments.factories import graded, loaded

pytestmark = pytest.mark.django_db
ALL = {"REN-1": "1", "REN-2": "0", "UKUR-1": "1"}  # REN half: C, UKUR whole: B
BETTER = Override("A", "Renstra menjadi rujukan kecamatan lain")


@pytest.fixture
def nganjuk() -> Office:
    return office()


@pytest.fixture
def version(nganjuk: Office) -> InstrumentVersion:
    return graded(nganjuk)


def saved(version: InstrumentVersion, by: User, **changed: Any) -> Assessment:
    held = Assessment.objects.waiting().first()
    told: dict[str, Any] = {"year": 2026, "answers": ALL, "overrides": {}, "seen": stamp(held), "by": by, "now": NOW}
    return save_assessment(version=version, **(told | changed))


def confirmed(found: Assessment, by: User) -> Result:
    return confirm_assessment(assessment=found, seen=stamp(found), by=by, now=NOW)


def test_answers_become_grades_and_a_second_person_makes_them_a_result(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    result = confirmed(saved(version, nganjuk.kasubbag), nganjuk.camat)
    assert (result.instrument, result.subject, result.period) == ("lke", nganjuk.kecamatan, "2026-03")
    assert (result.value, result.label, result.definition) == (62, "B (Baik)", "lke-contoh@1")  # 40 × 50 % + 60 × 70 %
    assert (result.maker, result.checker) == (nganjuk.kasubbag, nganjuk.camat)
    assert "computed" not in result.details


def test_an_assessment_that_is_saved_again_is_told_again(nganjuk: Office, version: InstrumentVersion) -> None:
    for days in (0, 3):
        saved(version, nganjuk.kasubbag, now=NOW + timedelta(days=days))
    asked = Message.objects.filter(user=nganjuk.camat, text__endswith="menunggu dikonfirmasi.")
    assert (asked.count(), asked.filter(read_at=None).count()) == (2, 1)


def test_a_given_grade_stands_beside_the_computed_one_with_reason_author_and_time(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    saved(version, nganjuk.kasubbag)
    result = confirmed(saved(version, nganjuk.sekcam, overrides={"REN": BETTER}), nganjuk.camat)
    assert (result.value, result.label) == (78, "B (Baik)")
    given = {"grade": "A", "reason": BETTER.reason, "by": nganjuk.sekcam.full_name, "at": NOW.isoformat()}
    assert result.details["groups"]["REN"]["override"] == given
    assert result.details["computed"] == {"index": "62.00", "grade": "B", "groups": {"REN": "C"}}
    page = sign_in(nganjuk.camat).get(reverse("instruments:result", args=[result.pk])).content.decode()
    told = f"Gradasi A (menurut hitungan C) ditetapkan {nganjuk.sekcam.full_name}, 23 November 2026"
    assert told in page
    assert BETTER.reason in page
    assert "62,00 (B)" in page or "62 (B)" in page


def test_a_grade_keeps_its_author_until_somebody_changes_it(nganjuk: Office, version: InstrumentVersion) -> None:
    saved(version, nganjuk.sekcam, overrides={"REN": BETTER})
    later = NOW + timedelta(hours=1)
    again = saved(version, nganjuk.kasubbag, overrides={"REN": BETTER}, now=later)
    assert again.overrides["REN"]["by"] == nganjuk.sekcam.full_name
    changed = saved(version, nganjuk.kasubbag, overrides={"REN": Override("B", "Cukup")}, now=later)
    assert changed.overrides["REN"] == {
        "grade": "B", "reason": "Cukup", "by": nganjuk.kasubbag.full_name, "at": later.isoformat(),
    }  # fmt: skip


def test_nobody_who_wrote_in_it_confirms_it(nganjuk: Office, version: InstrumentVersion) -> None:
    saved(version, nganjuk.sekcam, overrides={"REN": BETTER})
    found = saved(version, nganjuk.kasubbag, overrides={"REN": BETTER}, now=NOW + timedelta(hours=1))
    for person in (nganjuk.sekcam, nganjuk.kasubbag):
        with pytest.raises(NotAllowedError):
            confirmed(found, person)
    confirmed(found, nganjuk.camat)
    with pytest.raises(ConflictError, match="sudah diperiksa"):
        return_assessment(assessment=found, reason="x", by=nganjuk.camat, now=NOW)


def test_a_correction_that_takes_over_a_grade_is_not_confirmed_by_its_author(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    first = confirmed(saved(version, nganjuk.sekcam, overrides={"REN": BETTER}), nganjuk.camat)
    again = saved(version, nganjuk.kasubbag, overrides={"REN": BETTER}, now=NOW + timedelta(days=1))
    with pytest.raises(NotAllowedError):
        confirmed(again, nganjuk.sekcam)
    second = confirmed(again, nganjuk.camat)
    first.refresh_from_db()
    assert first.replaced_by == second


def test_only_who_keeps_the_documents_of_the_office_enters_it(nganjuk: Office, version: InstrumentVersion) -> None:
    for person in (nganjuk.kasi["pmd"], nganjuk.camat, nganjuk.staf, nganjuk.admin):
        with pytest.raises(NotAllowedError):
            saved(version, person)


def test_what_is_not_whole_is_kept_and_not_confirmed(nganjuk: Office, version: InstrumentVersion) -> None:
    part = saved(version, nganjuk.kasubbag, answers={"REN-1": "1"})
    with pytest.raises(ConflictError, match="belum lengkap"):
        confirmed(part, nganjuk.camat)
    assert not Result.objects.exists()


def test_a_grade_without_a_reason_is_refused_and_a_contest_is_no_lke(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    with pytest.raises(DomainError, match="alasan penetapan gradasi REN"):
        saved(version, nganjuk.kasubbag, overrides={"REN": Override("A", " ")})
    with pytest.raises(DomainError, match="tidak dinilai sendiri"):
        saved(loaded(nganjuk), nganjuk.kasubbag)


def test_what_another_saved_in_between_is_never_overwritten_nor_confirmed_unseen(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    found = saved(version, nganjuk.kasubbag)
    saved(version, nganjuk.sekcam, now=NOW + timedelta(minutes=5))
    with pytest.raises(ConflictError, match="disimpan orang lain"):
        saved(version, nganjuk.kasubbag, seen=stamp(found))
    with pytest.raises(ConflictError, match="baru saja diubah"):
        confirm_assessment(assessment=found, seen=stamp(found), by=nganjuk.camat, now=NOW)


def test_two_people_on_one_lke_see_both_values_and_lose_none(nganjuk: Office, version: InstrumentVersion) -> None:
    maker, address = sign_in(nganjuk.kasubbag), reverse("instruments:assessing", args=[version.pk, 2026])
    [form] = forms_of(maker, address)
    saved(version, nganjuk.sekcam, answers={"REN-1": "0", "REN-2": "1"})
    mine = form.given | {"0:REN-1": "1", "0:REN-2": "", "0:UKUR-1": "1", "g:REN": "", "g:UKUR": ""}
    answer = maker.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ketikan Anda masih ada" in page
    assert page.count("Sementara itu diubah menjadi “Tidak ada”; yang Anda ketik masih ada.") == 1
    assert page.count("Sementara itu") == 1
    shown = answer.context["form"]
    assert (
        maker.post(address, {name: shown[name].value() or "" for name in shown.fields} | new_key()).status_code == 302
    )
    assert Assessment.objects.get().answers == {"REN-1": "1", "REN-2": "1", "UKUR-1": "1"}


def new_key() -> dict[str, str]:
    return {"_key": str(uuid4())}


@pytest.mark.parametrize("wrong", ["same person", "half a check", "twice"])
def test_the_database_refuses_one_person_twice_and_half_a_check(
    nganjuk: Office, version: InstrumentVersion, wrong: str
) -> None:
    found = saved(version, nganjuk.kasubbag)
    if wrong == "same person":
        found.checked_by, found.checked_at = found.made_by, NOW
    elif wrong == "half a check":
        found.checked_by = nganjuk.camat
    else:
        found.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()


def test_it_is_filled_in_returned_mended_and_confirmed_on_the_pages(
    nganjuk: Office, version: InstrumentVersion
) -> None:
    maker, checker = sign_in(nganjuk.kasubbag), sign_in(nganjuk.camat)
    address = reverse("instruments:assessing", args=[version.pk, 2026])
    assert address in maker.get(reverse("instruments:version", args=[version.pk])).content.decode()
    answers = {f"0:{code}": text for code, text in ALL.items()}
    refused = maker.post(address, {"_key": str(uuid4()), **answers, "g:REN": "A"})
    assert (refused.status_code, Assessment.objects.count()) == (422, 0)
    assert "Tulis alasannya" in refused.content.decode()
    maker.post(address, {"_key": str(uuid4()), **answers, "g:REN": "A", "r:REN": "Dirujuk"})
    page = reverse("instruments:assessment", args=[Assessment.objects.get().pk])
    assert "Dirujuk" in checker.get(page).content.decode()
    returning = reverse("instruments:assessment_returned", args=[Assessment.objects.get().pk])
    assert checker.post(returning, {"_key": str(uuid4()), "reason": ""}).status_code == 422
    checker.post(returning, {"_key": str(uuid4()), "reason": "Buktinya belum ada"})
    assert "Buktinya belum ada" in maker.get(address).content.decode()
    maker.post(address, {"_key": str(uuid4()), **answers})
    waiting = Assessment.objects.waiting().get()
    confirming = reverse("instruments:assessment_confirmed", args=[waiting.pk])
    checker.post(confirming, {"_key": str(uuid4()), "seen": stamp(waiting)})
    assert Result.objects.get().source_ref == f"assessment:{waiting.pk}"
    told = AuditEvent.objects.filter(verb__startswith="assessment.").order_by("number")
    assert [event.verb for event in told] == [
        "assessment.saved", "assessment.returned", "assessment.saved", "assessment.confirmed",
    ]  # fmt: skip


def test_years_that_cannot_be_have_no_form(nganjuk: Office, version: InstrumentVersion) -> None:
    client = sign_in(nganjuk.kasubbag)
    for year in (2019, 2099):
        assert client.get(reverse("instruments:assessing", args=[version.pk, year])).status_code == 404
    assert client.get(reverse("instruments:assessing", args=[loaded(nganjuk).pk, 2026])).status_code == 404
