"""The head's screen: one sheet after the other, approved or handed back to the operator."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cermat.collection.actions import hand_back_sheet, submit_sheet
from cermat.collection.models import Entry, EntryState
from cermat.collection.queries import (
    to_fill,
    to_send,
)
from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.notifications.models import Message
from cermat.sop.models import Cycle
from tests.collection.factories import (
    OPENED,
    collecting,
    entry_of,
    filled,
    save,
    small_office,
)
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
WHY = "Tidak sesuai buku B.3"


def lay() -> tuple[Office, Cycle]:
    office = small_office(("Payaman", "Bogo", "Kramat"))
    return office, collecting(office)


def post(client: Client, address: str, **data: object) -> object:
    return client.post(address, {"_key": str(uuid4()), **data})


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


# ---- the head's screen


def two_waiting(office: Office, cycle: Cycle) -> list[Entry]:
    """Two sheets of one kelurahan that wait for their lurah, in the order of the screen."""
    unit = office.kelurahan[0]
    operator = office.operator[unit.code]
    for key in ("pelayanan", "pemerintahan"):
        held = filled(entry_of(cycle, unit, office.sections[key]), operator)
        submit_sheet(entry=held, version=held.version, by=operator, now=OPENED)
    return [task.entry for task in to_send(office.lurah[unit.code], OPENED.date())]


def test_a_lurah_sees_one_sheet_after_the_other_and_approves_it(office: Office, cycle: Cycle):
    first, second = two_waiting(office, cycle)
    code = first.unit.code
    client, approvals = sign_in(office.lurah[code]), reverse("collection:approvals", args=[cycle.pk])
    page = client.get(approvals)
    assert page.context["entry"] == first
    assert client.get(approvals, {"isian": second.pk}).context["entry"] == second
    assert client.get(approvals, {"isian": "9" * 30}).context["entry"] == first
    wanted = (
        "1 dari 2",
        "Setujui dan kirim",
        "Kembalikan kepada operator",
        str(office.operator[code]),
        "Aturan untuk baris ini",
    )
    assert [said for said in wanted if said not in page.content.decode()] == []
    answer = post(client, approvals, isian=f"{first.pk}:{first.version}")
    assert (answer.headers["Location"], state_of(first)) == (approvals, EntryState.SENT)


def test_of_several_sheets_one_that_cannot_be_sent_does_not_keep_the_others(office: Office, cycle: Cycle):
    first, second = two_waiting(office, cycle)
    client, approvals = sign_in(office.lurah[first.unit.code]), reverse("collection:approvals", args=[cycle.pk])
    both = [f"{first.pk}:{first.version + 1}", f"{second.pk}:{second.version}"]
    page = client.get(post(client, approvals, isian=both).headers["Location"]).content.decode()
    assert "belum dikirim. Isian ini berubah sesudah Anda membukanya" in page
    assert "1 isian disetujui dan terkirim" in page
    assert (state_of(first), state_of(second)) == (EntryState.DRAFT, EntryState.SENT)


def test_what_an_operator_changed_meanwhile_is_not_sent_and_the_lurah_is_told(office: Office, cycle: Cycle):
    first, second = two_waiting(office, cycle)
    code = first.unit.code
    save(first, office.operator[code], {})
    client, approvals = sign_in(office.lurah[code]), reverse("collection:approvals", args=[cycle.pk])
    page = client.get(post(client, approvals, isian=f"{first.pk}:{first.version}").headers["Location"])
    assert "1 isian belum dikirim: sesudah Anda membukanya" in page.content.decode()
    assert (state_of(first), page.context["entry"]) == (EntryState.DRAFT, second)


def test_a_lurah_hands_a_sheet_back_to_the_operator_with_a_reason(office: Office, cycle: Cycle):
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    code = entry.unit.code
    operator, lurah = office.operator[code], office.lurah[code]
    held = filled(entry, operator)
    with pytest.raises(ConflictError):  # it does not wait for them yet
        hand_back_sheet(entry=held, reason=WHY, version=held.version, by=lurah, now=OPENED)
    submit_sheet(entry=held, version=held.version, by=operator, now=OPENED)
    with pytest.raises(NotAllowedError):
        hand_back_sheet(entry=held, reason=WHY, version=held.version, by=operator, now=OPENED)
    client, address = sign_in(lurah), reverse("collection:handing_back", args=[entry.pk])
    assert post(client, address, version=held.version, reason=" ").status_code == 422
    assert post(client, address, version=held.version, reason=WHY).status_code == 302
    assert to_send(lurah, OPENED.date()) == []
    assert entry.pk in {task.entry.pk for task in to_fill(operator, OPENED.date())}
    assert Message.objects.filter(user=operator, text__contains=WHY).exists()
    page = sign_in(operator).get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    assert f"Dikembalikan pimpinan: “{WHY}”" in page


def test_an_operator_who_presses_again_hands_the_sheet_on_once(office: Office, cycle: Cycle):
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    operator = office.operator[entry.unit.code]
    held = filled(entry, operator)
    for _twice in range(2):
        submit_sheet(entry=held, version=held.version, by=operator, now=OPENED)
    assert entry.events.filter(verb="submitted").count() == 1
