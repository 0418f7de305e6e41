"""The review desk: the queue, reasons at the field, many at once; and the head's screen."""

from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cermat.collection.actions import reopen_sheet, send_back_sheet, send_sheet, submit_sheet, validate_sheet
from cermat.collection.models import Entry, EntryState, FieldRemark, Form
from cermat.collection.presenters import change_text, neighbours_text
from cermat.collection.queries import (
    Neighbours,
    looked_at,
    neighbours_of,
    open_remarks,
    queue_of,
    remarks_on,
    sheet_of,
)
from cermat.collection.schema import SheetError
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.sop.models import Cycle
from tests.collection.factories import (
    LATER,
    OPENED,
    TOO_LATE,
    answers,
    collecting,
    entry_of,
    filled,
    save,
    sent,
    small_office,
    validated,
)
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
MATI = ("PDK-04", "mati")
WHY = "Tidak sesuai buku B.3"


def lay() -> tuple[Office, Cycle]:
    office = small_office(("Payaman", "Bogo", "Kramat"))
    return office, collecting(office)


def sheets(office: Office, cycle: Cycle, key: str = "pelayanan") -> list[Entry]:
    """The monthly sheets of the kelurahan for one section, sent."""
    found = [entry_of(cycle, unit, office.sections[key]) for unit in office.kelurahan]
    return [sent(entry, office.operator[entry.unit.code], office.lurah[entry.unit.code]) for entry in found]


def post(client: Client, address: str, **data: object) -> object:
    return client.post(address, {"_key": str(uuid4()), **data})


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


# ---- reasons at the field


def test_a_reason_at_a_field_reaches_the_filler_there_and_is_answered_by_sending_again(office: Office, cycle: Cycle):
    entry, *_others = sheets(office, cycle)
    kasi, code = office.kasi["pelayanan"], entry.unit.code
    held = send_back_sheet(entry=entry, reason="", remarks={MATI: WHY}, by=kasi, now=OPENED + LATER)
    assert held.reason == "1 permintaan perbaikan tertulis pada barisnya."
    assert (open_remarks(held)[MATI].text, open_remarks(held)[MATI].stood) == (WHY, "2")
    page = sign_in(office.operator[code]).get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    assert f"Diminta pemeriksa: “{WHY}”" in page
    assert "semula 2" in page
    held = save(entry, office.operator[code], answers(PDK_04__mati=4), OPENED + 2 * LATER)
    send_sheet(entry=held, version=held.version, by=office.lurah[code], now=OPENED + 3 * LATER)
    assert open_remarks(held) == {}
    [asked] = remarks_on(held)
    assert asked.answered_at == OPENED + 3 * LATER
    [line] = [one for one in looked_at(queue_of(kasi, OPENED.date())) if one.entry == entry]
    assert line.reasons == ("Pernah dikembalikan: cocokkan perbaikannya.",)


def test_a_reason_needs_words_or_a_field_that_is_on_the_sheet(office: Office, cycle: Cycle):
    entry, *_others = sheets(office, cycle)
    kasi = office.kasi["pelayanan"]
    for remarks in ({}, {MATI: "   "}, {("PDK-04", "lain"): WHY}, {("PBB-01", "baku"): WHY}):
        with pytest.raises(DomainError):
            send_back_sheet(entry=entry, reason=" ", remarks=remarks, by=kasi, now=OPENED)
    with pytest.raises(SheetError) as refused:
        send_back_sheet(entry=entry, reason="", remarks={MATI: "a" * 301}, by=kasi, now=OPENED)
    assert refused.value.problems == {MATI: "Paling panjang 300 huruf."}
    assert state_of(entry) == EntryState.SENT
    assert not FieldRemark.objects.exists()


def test_a_remark_says_something_and_stands_open_once_at_a_field(office: Office, cycle: Cycle):
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    row = {"entry": entry, "code": "PDK-04", "field": "mati", "by": office.camat, "at": OPENED}
    FieldRemark.objects.create(text=WHY, **row)
    FieldRemark.objects.create(text=WHY, answered_at=OPENED, **row)
    for broken in ({"text": WHY}, {"text": "", "field": "lapor"}, {"text": WHY, "code": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldRemark.objects.create(**row | broken)


# ---- the desk


def test_the_desk_shows_the_late_first_and_asks_the_same_of_the_database_for_1_and_3_rows(
    office: Office, cycle: Cycle, django_assert_num_queries: object
):
    first, second, third = (entry_of(cycle, unit, office.sections["pelayanan"]) for unit in office.kelurahan)
    code = third.unit.code
    sent(third, office.operator[code], office.lurah[code], TOO_LATE)
    client, desk = sign_in(office.kasi["pelayanan"]), reverse("collection:desk")
    client.get(desk)
    with django_assert_num_queries(18):
        page = client.get(desk)
    assert page.context["count"] == 1
    for entry in (first, second):
        sent(entry, office.operator[entry.unit.code], office.lurah[entry.unit.code])
    with django_assert_num_queries(18):
        page = client.get(desk)
    assert [line["entry"].pk for line in page.context["lines"]] == [third.pk, first.pk, second.pk]
    assert page.context["late"] == 1
    narrowed = client.get(desk, {"unit": first.unit_id, "lembar": "bulanan"})
    assert [line["entry"].pk for line in narrowed.context["lines"]] == [first.pk]
    assert client.get(desk, {"unit": "x", "lembar": "x", "page": "x"}).context["count"] == 3


def test_one_sheet_shows_last_month_neighbours_and_evidence_in_a_fixed_number_of_queries(
    office: Office, cycle: Cycle, django_assert_num_queries: object
):
    entries = sheets(office, cycle, "pemerintahan")
    client = sign_in(office.kasi["pemerintahan"])
    address = reverse("collection:review", args=[entries[0].pk])
    client.get(address)
    with django_assert_num_queries(23):
        page = client.get(address)
    text = page.content.decode()
    assert "1 dari 3" in text
    assert "2 unit lain: terendah 2" in text
    assert "rekap.pdf" in text
    assert reverse("collection:review", args=[entries[1].pk]) in text


def test_a_correction_is_checked_and_approved_with_the_old_figure_and_its_reason_in_sight(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    operator, lurah, kasi = office.operator[unit.code], office.lurah[unit.code], office.kasi["pelayanan"]
    entry = validated(entry_of(cycle, unit, office.sections["pelayanan"]), operator, lurah)
    entry = reopen_sheet(entry=entry, reason="Salah ketik", by=office.sekcam, now=OPENED)
    entry = save(entry, operator, answers(PDK_04__mati=1200, PDK_04__lapor=1200))
    entry = submit_sheet(entry=entry, version=entry.version, by=operator, now=OPENED)
    approval = sign_in(lurah).get(reverse("collection:approvals", args=[cycle.pk])).content.decode()
    assert "Dibuka untuk koreksi: “Salah ketik”" in approval
    send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    review = sign_in(kasi).get(reverse("collection:review", args=[entry.pk])).content.decode()
    assert "Dibuka untuk koreksi: “Salah ketik”" in review
    for page in (approval, review):
        assert page.count("semula <b>2</b>") == 2
    validate_sheet(entry=entry, by=kasi, now=OPENED)
    usage = sign_in(office.sekcam).get(reverse("collection:usage", args=[entry.pk])).content.decode()
    assert "<b>1.200</b>" in usage


def test_a_sheet_that_is_not_theirs_to_check_leads_to_the_page_to_read(office: Office, cycle: Cycle):
    entry, *_others = sheets(office, cycle)
    answer = sign_in(office.kasi["pmd"]).get(reverse("collection:review", args=[entry.pk]))
    assert answer.headers["Location"] == reverse("collection:sheet", args=[entry.pk])
    lurah = sign_in(office.lurah[entry.unit.code])
    assert lurah.get(reverse("collection:desk")).status_code == 403
    assert post(lurah, reverse("collection:validations"), isian=f"{entry.pk}:{entry.version}").status_code == 403
    assert state_of(entry) == EntryState.SENT


def test_from_the_desk_a_sheet_is_validated_or_sent_back_and_the_next_one_comes(office: Office, cycle: Cycle):
    first, second, third = sheets(office, cycle)
    client = sign_in(office.kasi["pelayanan"])
    review = {entry: reverse("collection:review", args=[entry.pk]) for entry in (first, second, third)}
    answer = post(client, review[second] + "validasi/", version=second.version)
    assert (answer.status_code, answer.headers["Location"]) == (302, review[third])
    answer = post(client, review[third] + "pengembalian/", version=third.version, **{"m:PDK-04:mati": WHY})
    assert answer.headers["Location"] == review[first]
    assert [state_of(entry) for entry in (first, second, third)] == ["terkirim", "tervalidasi", "dikembalikan"]
    empty = post(client, review[first] + "pengembalian/", version=first.version)
    assert (empty.status_code, state_of(first)) == (422, "terkirim")
    assert "Tulis apa yang perlu diperbaiki, di sini atau pada barisnya." in empty.content.decode()
    long = post(client, review[first] + "pengembalian/", version=first.version, **{"m:PDK-04:mati": "a" * 301})
    assert (long.status_code, state_of(first)) == (422, "terkirim")
    assert 'id="galat-minta-PDK-04-mati"' in long.content.decode()
    assert post(client, review[first] + "validasi/", version="99").status_code == 409


# ---- many at once


def test_many_are_validated_at_once_and_one_refusal_stops_no_other(office: Office, cycle: Cycle):
    whole, odd, stale = sheets(office, cycle)
    Entry.objects.filter(pk=odd.pk).update(note="Mohon dilihat")
    client, desk = sign_in(office.kasi["pelayanan"]), reverse("collection:desk")
    assert [line["passes"] for line in client.get(desk).context["lines"]] == [True, False, True]
    ticked = [f"{whole.pk}:{whole.version}", f"{odd.pk}:{odd.version}", f"{stale.pk}:{stale.version - 1}", "0:1", "x"]
    answer = post(client, reverse("collection:validations"), isian=ticked)
    assert answer.headers["Location"] == desk
    assert [state_of(entry) for entry in (whole, odd, stale)] == ["tervalidasi", "terkirim", "terkirim"]
    page = client.get(desk).content.decode()
    assert "1 tervalidasi, 3 tidak" in page
    assert "Ada catatan untuk pemeriksa." in page
    assert "berubah sesudah Anda membukanya" in page
    assert "Hasil validasi" not in client.get(desk).content.decode()
    again = post(client, reverse("collection:validations"), isian=ticked[:1])  # the same form sent twice
    assert again.status_code == 302
    assert whole.events.filter(verb="validated").count() == 1


def test_a_tick_that_was_taken_away_stays_away(office: Office, cycle: Cycle):
    whole, other, last = sheets(office, cycle)
    client, desk = sign_in(office.kasi["pelayanan"]), reverse("collection:desk")
    shown = [whole.pk, other.pk, last.pk]
    post(client, reverse("collection:validations"), isian=[f"{whole.pk}:{whole.version}"], tampil=shown)
    page = client.get(desk)
    assert [line["is_left"] for line in page.context["lines"]] == [True, True]
    assert " checked" not in page.content.decode()
    post(client, reverse("collection:validations"), isian=[f"{last.pk}:{last.version}"], tampil=shown[1:])
    assert [line["entry"].pk for line in client.get(desk).context["lines"]] == [other.pk]


def test_a_maker_validates_neither_one_nor_many_and_a_deputy_does(office: Office, cycle: Cycle):
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    kasi, code = office.kasi["pelayanan"], entry.unit.code
    entry = filled(entry, office.operator[code])
    Entry.objects.filter(pk=entry.pk).update(channel="surat", channel_note="Surat 1")
    entry.events.create(verb="saved", state="draf", by=kasi, at=OPENED)  # the kasi typed part of it
    held = send_sheet(entry=entry, version=entry.version, by=office.lurah[code], now=OPENED)
    assert queue_of(kasi, OPENED.date()) == []
    post(sign_in(kasi), reverse("collection:validations"), isian=f"{held.pk}:{held.version}")
    assert state_of(held) == EntryState.SENT
    with pytest.raises(NotAllowedError):
        validate_sheet(entry=held, by=kasi, now=OPENED)
    assert [task.entry for task in queue_of(office.sekcam, OPENED.date())] == [held]
    post(sign_in(office.sekcam), reverse("collection:validations"), isian=f"{held.pk}:{held.version}")
    assert state_of(held) == EntryState.VALIDATED


# ---- neighbours


def test_neighbours_are_exact_and_the_missing_are_counted(office: Office, cycle: Cycle):
    first, second, third = (entry_of(cycle, unit, office.sections["pelayanan"]) for unit in office.kelurahan)
    validated(first, office.operator[first.unit.code], office.lurah[first.unit.code])
    sent(second, office.operator[second.unit.code], office.lurah[second.unit.code])
    filled(third, office.operator[third.unit.code])
    found = neighbours_of(sheet_of(second))[MATI]
    assert (found.known, found.missing, found.value) == ((Fraction(2),), 2, Fraction(2))  # a draft is nobody's word
    assert (found.place, found.of) == (1, 2)
    assert neighbours_text(found, 0) == (
        "1 unit lain: terendah 2 · median 2 · tertinggi 2 · unit ini sama dengan semuanya · 2 belum ada data"
    )
    own = entry_of(cycle, office.sections["pelayanan"], office.sections["pelayanan"], Form.SINERGITAS)
    assert neighbours_of(sheet_of(own)) == {}


@pytest.mark.parametrize(
    ("known", "value", "text"),
    [
        (
            (10, 25, 26, 90),
            26,
            "4 unit lain: terendah 10 · median 25,5 · tertinggi 90 · unit ini ke-2 tertinggi dari 5",
        ),
        ((10, 25), 9, "2 unit lain: terendah 10 · median 17,5 · tertinggi 25 · unit ini terendah dari 3"),
        ((10, 25), 25, "2 unit lain: terendah 10 · median 17,5 · tertinggi 25 · unit ini tertinggi dari 3"),
        ((10,), None, "1 unit lain: terendah 10 · median 10 · tertinggi 10"),
        ((), 3, "2 unit lain: belum ada data"),
    ],
)
def test_neighbours_are_told_in_one_line(known: tuple[int, ...], value: int | None, text: str):
    exact = tuple(Fraction(one) for one in known)
    found = Neighbours(exact, 0 if known else 2, None if value is None else Fraction(value))
    assert neighbours_text(found, 0) == text


def test_the_change_against_last_month_is_told_exactly(office: Office, cycle: Cycle):
    cell = sheet_of(entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])).rows[0].fields[0]
    told = {(3, 2): "naik 1 (50 %)", (1, 3): "turun 2 (66,7 %)", (2, 2): "sama", (2, 0): "naik 2", (2, None): ""}
    for (value, last), text in told.items():
        held = type(cell)(
            **vars(cell) | {"value": Fraction(value), "last_value": None if last is None else Fraction(last)}
        )
        assert change_text(held) == text
