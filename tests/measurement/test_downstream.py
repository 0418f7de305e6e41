"""What used a figure that is corrected: listed before and after, its people told, nothing changed by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cermat.collection.actions import open_correction, send_sheet, validate_sheet
from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries import corrections_on, old_figures, uses_of
from cermat.documents.actions import finish_document, request_document, store_bytes
from cermat.evaluation.actions import record_finding
from cermat.lib.errors import NotAllowedError
from cermat.measurement.actions import calculate
from cermat.measurement.models import Run
from cermat.notifications.models import Message
from cermat.sop.models import Cycle
from tests.collection.factories import (
    LATER,
    OPENED,
    a_pdf,
    answers,
    checker_of,
    collecting,
    entry_of,
    save,
    validated,
)
from tests.factories import Office, build, sign_in
from tests.measurement.factories import CALCULATING, EVALUATING, collected, followed_up, fresh
from tests.measurement.test_actions_correction import AFTERWARDS, WHY, closed

pytestmark = pytest.mark.django_db


def corrected(office: Office, entry: Entry, realisasi: int) -> Entry:
    """Opened, mended by the operator, sent by the lurah and validated by somebody else."""
    code = entry.unit.code
    open_correction(entry=entry, reason=WHY, by=office.sekcam, now=AFTERWARDS)
    held = save(entry, office.operator[code], answers(PBB_01__realisasi=realisasi), AFTERWARDS)
    held = send_sheet(entry=held, version=held.version, by=office.lurah[code], now=AFTERWARDS)
    later = AFTERWARDS + timedelta(hours=1)
    return validate_sheet(entry=held, by=checker_of(held, later), now=later)


def groups_of(entry: Entry) -> dict[str, list[bool]]:
    """Group of things → for each whether a newer one has been made."""
    entry.refresh_from_db()
    found: dict[str, list[bool]] = {}
    for use in uses_of(old_figures(entry)):
        found.setdefault(use.group, []).append(use.is_renewed)
    return found


def a_document(office: Office, cycle: Cycle, kind: str) -> None:
    made = request_document(
        kind=kind, title=kind, unit=cycle.kecamatan, period=cycle.month, params={"cycle": cycle.pk},
        by=office.sekcam, now=CALCULATING,
    )  # fmt: skip
    file = store_bytes(
        content=a_pdf(), name=f"{kind}.pdf", content_type="application/pdf", unit=cycle.kecamatan, by=office.sekcam,
        now=CALCULATING,
    )  # fmt: skip
    finish_document(document=made, file=file, now=CALCULATING)


def test_a_closed_period_is_opened_with_the_sheet_by_sekcam_alone_and_lists_everything_before_and_after(
    office: Office,
) -> None:
    cycle, run = closed(office)
    for kind in ("pengukuran", "undangan"):
        a_document(office, cycle, kind)
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    for person in (office.camat, office.kasi["pemerintahan"], office.lurah[entry.unit.code]):
        with pytest.raises(NotAllowedError):
            open_correction(entry=entry, reason=WHY, by=person, now=AFTERWARDS)
    assert groups_of(entry) == {"Penghitungan": [False], "Dokumen": [False]}
    [use] = [one for one in uses_of(old_figures(entry)) if one.group == "Penghitungan"]
    assert use.route == ("measurement:run", (run.pk,))
    assert any(part.name.startswith("PBB-01") for part in use.parts)
    figures = list(run.figures.values_list("pk", "actual"))
    entry = corrected(office, entry, 400)
    assert groups_of(entry) == {"Penghitungan": [False], "Dokumen": [False]}
    assert list(run.figures.values_list("pk", "actual")) == figures  # nothing changes by itself
    calculate(cycle=fresh(cycle), by=office.sekcam, now=AFTERWARDS + timedelta(hours=2), reason=WHY)
    assert groups_of(entry) == {"Penghitungan": [True], "Dokumen": [False]}
    assert Run.objects.filter(cycle=cycle).count() == 2


def test_both_figures_stay_with_who_and_when(office: Office) -> None:
    cycle = followed_up(office, *office.villages.values())
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    entry = corrected(office, entry, 400)
    [change] = [one for one in corrections_on(entry) if not one.is_computed]
    assert (change.before, change.after, change.reason) == ("450", "400", WHY)
    assert office.sekcam.full_name in change.opened_by
    assert entry.validated_by.full_name in change.validated_by
    page = sign_in(office.camat).get(reverse("collection:usage", args=[entry.pk])).content.decode()
    assert "450" in page
    assert "400" in page
    assert office.sekcam.full_name in page


def test_those_who_answer_for_what_used_the_old_figure_hear_of_the_opening_and_of_the_change(office: Office) -> None:
    cycle = collected(office, *office.villages.values())
    unit = office.kelurahan[0]
    record_finding(cycle=cycle, unit=unit, text="PBB rendah", by=office.camat, now=EVALUATING)
    entry = entry_of(cycle, unit, office.sections["pemerintahan"])
    assert groups_of(entry) == {"Catatan hasil monev": [False]}
    corrected(office, entry, 400)
    told = list(Message.objects.filter(user=office.camat, key__startswith="used:").values_list("text", flat=True))
    assert len(told) == 2
    assert any("dibuka untuk koreksi: Rekap PBB keliru" in text for text in told)
    assert any("1 angka berubah" in text or "2 angka berubah" in text for text in told)
    assert not Message.objects.filter(user=office.sekcam, key__startswith="used:").exists()


def test_the_page_of_the_correction_lists_first_and_opens_then(office: Office) -> None:
    cycle, _run = closed(office)
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    client, address = sign_in(office.sekcam), reverse("collection:correction", args=[entry.pk])
    page = client.get(address).content.decode()
    assert "Penghitungan 1 Periode November 2026" in page
    assert "periode ini sudah ditutup dan dibuka kembali bersama isiannya" in page
    empty = client.post(address, {"_key": str(uuid4()), "reason": " "})
    assert (empty.status_code, fresh(cycle).is_running) == (422, False)
    assert client.post(address, {"_key": str(uuid4()), "reason": WHY}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, fresh(cycle).is_running) == (EntryState.DRAFT, True)
    after = client.get(reverse("collection:usage", args=[entry.pk])).content.decode()
    assert "Sampai tervalidasi, angka yang lama tetap dihitung." in after
    assert sign_in(office.kasi["pmd"]).get(address).status_code == 403


def test_a_result_of_a_requirement_is_listed_and_its_section_hears_of_it() -> None:
    office = build("35.18.14", "Bagor", ("Payaman",), ("Kedungdowo",))
    cycle = collecting(office, due=("dokumen_kelurahan",))
    unit = office.kelurahan[0]
    entry = entry_of(cycle, unit, office.sections["pemerintahan"], Form.DOCUMENTS)
    assert old_figures(entry) is None
    validated(entry, office.operator[unit.code], office.lurah[unit.code])
    assert groups_of(entry) == {"Hasil persyaratan": [False]}
    open_correction(entry=entry, reason=WHY, by=office.sekcam, now=OPENED + LATER)
    heads = Message.objects.filter(key__startswith=f"used:{entry.pk}:").values_list("user", flat=True)
    assert list(heads) == [office.kasi["pemerintahan"].pk]
    assert groups_of(entry) == {"Hasil persyaratan": [False]}  # still counts
