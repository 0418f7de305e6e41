"""Pages of the collecting."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cermat.collection.models import Entry, EntryState, EntryValue
from tests.collection.factories import a_pdf, collecting, entry_of, filled, sent, small_office
from tests.factories import Office, other_office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office) -> Entry:
    cycle = collecting(office)
    return entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])


def post(client: Client, name: str, pk: int, **data: object) -> object:
    return client.post(reverse(f"collection:{name}", args=[pk]), {"_key": str(uuid4()), **data})


def typing(lapor: str = "2", mati: str = "2", n: str = "40", **more: object) -> dict[str, object]:
    return {
        "v:PDK-04:lapor": lapor, "a:PDK-04:lapor": "angka", "v:PDK-04:mati": mati, "a:PDK-04:mati": "angka",
        "v:YAN-04:n": n, "a:YAN-04:n": "angka", "version": "0", **more,
    }  # fmt: skip


def test_an_operator_fills_in_and_hands_over_and_the_lurah_sends(office: Office, entry: Entry):
    code = entry.unit.code
    operator, lurah = sign_in(office.operator[code]), sign_in(office.lurah[code])
    page = operator.get(reverse("collection:sheet", args=[entry.pk]))
    assert "Kirim ke Lurah" in page.content.decode()
    answer = post(operator, "submission", entry.pk, **typing())
    assert answer.status_code == 302
    assert "Menunggu persetujuan Anda" in lurah.get(reverse("collection:mine", args=[entry.cycle_id])).content.decode()
    entry.refresh_from_db()
    approvals = reverse("collection:approvals", args=[entry.cycle_id])
    assert "Kematian yang dilaporkan" in lurah.get(approvals).content.decode()
    lurah.post(approvals, {"_key": str(uuid4()), "isian": f"{entry.pk}:{entry.version}"})
    entry.refresh_from_db()
    assert entry.state == EntryState.SENT
    assert entry.sent_by == office.lurah[code]


def test_a_letter_in_a_number_field_is_answered_at_the_field_and_nothing_is_stored(office: Office, entry: Entry):
    client = sign_in(office.operator[entry.unit.code])
    answer = post(client, "sheet", entry.pk, **typing(lapor="dua belas", n="77"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“dua belas” bukan angka" in page
    assert 'value="dua belas"' in page
    assert 'value="77"' in page
    assert not EntryValue.objects.filter(entry=entry).exists()


def test_sending_an_unfinished_sheet_keeps_the_draft_and_says_what_is_missing(office: Office, entry: Entry):
    client = sign_in(office.lurah[entry.unit.code])
    answer = post(client, "sending", entry.pk, **typing(mati=""))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Belum diisi." in page
    assert EntryValue.objects.filter(entry=entry).count() == 2


def test_two_people_on_one_sheet_see_both_values_and_lose_none(office: Office, entry: Entry):
    code = entry.unit.code
    first, second = sign_in(office.operator[code]), sign_in(office.lurah[code])
    post(first, "sheet", entry.pk, **typing(lapor="1"))
    answer = post(second, "sheet", entry.pk, **typing(lapor="2"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ketikan Anda" in page
    assert office.operator[code].full_name in page
    assert EntryValue.objects.get(entry=entry, code="PDK-04", field="lapor").number == 1
    for broken in ("[" * 9999, '{"PDK-04:lapor": ' + "1" * 5000 + "}"):
        assert post(second, "sheet", entry.pk, **typing(lapor="2"), asal=broken).status_code == 409
    again = post(second, "sheet", entry.pk, **(typing(lapor="2") | {"version": "1"}))
    assert again.status_code == 302


def test_evidence_is_uploaded_and_removed_with_the_form(office: Office):
    cycle = collecting(office)
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    client = sign_in(office.operator[entry.unit.code])
    file = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
    answer = post(client, "sheet", entry.pk, **{"version": "0", "bukti:PBB-01": file})
    assert answer.status_code == 302
    kept = entry.evidence.get()
    assert "rekap.pdf" in client.get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    post(client, "sheet", entry.pk, version="1", hapus=str(kept.pk))
    assert not entry.evidence.exists()


def test_a_bad_file_is_refused_at_its_row_and_the_typing_stays(office: Office):
    cycle = collecting(office)
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    client = sign_in(office.operator[entry.unit.code])
    file = SimpleUploadedFile("rekap.pdf", b"MZ\x90\x00" + bytes(200), "application/pdf")
    data = {"version": "0", "v:PDK-01:lahir": "7", "a:PDK-01:lahir": "angka", "bukti:PBB-01": file}
    answer = post(client, "sheet", entry.pk, **data)
    assert answer.status_code == 422
    assert 'id="galat-bukti-PBB-01"' in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert not EntryValue.objects.filter(entry=entry).exists()


def test_a_checker_returns_with_a_reason_and_validates(office: Office, entry: Entry):
    code = entry.unit.code
    sent(entry, office.operator[code], office.lurah[code])
    kasi = sign_in(office.kasi["pelayanan"])
    assert "Validasi" in kasi.get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    entry.refresh_from_db()
    assert post(kasi, "returning", entry.pk, version=entry.version, reason="").status_code == 422
    assert post(kasi, "returning", entry.pk, version=entry.version, reason="Halaman 2 beda").status_code == 302
    operator = sign_in(office.operator[code])
    assert "Halaman 2 beda" in operator.get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    sent(entry, office.operator[code], office.lurah[code])
    entry.refresh_from_db()
    assert post(kasi, "validation", entry.pk, version=entry.version).status_code == 302


def test_an_old_page_cannot_validate_values_nobody_looked_at(office: Office, entry: Entry):
    code = entry.unit.code
    sent(entry, office.operator[code], office.lurah[code])
    answer = post(sign_in(office.kasi["pelayanan"]), "validation", entry.pk, version="0")
    assert answer.status_code == 409


def test_sibling_units_and_other_kecamatan_do_not_exist(office: Office, entry: Entry):
    stranger = other_office()
    for person in (office.operator[office.desa[0].code], stranger.sekcam, next(iter(stranger.lurah.values()))):
        client = sign_in(person)
        assert client.get(reverse("collection:sheet", args=[entry.pk])).status_code == 404
        assert post(client, "sheet", entry.pk, **typing()).status_code == 404


def test_typing_that_met_an_expired_session_comes_back(office: Office, entry: Entry):
    person = office.operator[entry.unit.code]
    page = reverse("collection:sheet", args=[entry.pk])
    client = sign_in(person)
    session = client.session
    data = {name: [value] for name, value in typing(n="1234").items()}
    session["typed"] = {"path": page, "person": str(person.pk), "data": data}
    session.save()
    assert 'value="1234"' in client.get(page).content.decode()


def test_every_role_opens_the_overview(office: Office, entry: Entry):
    filled(entry, office.operator[entry.unit.code])
    url = reverse("collection:mine", args=[entry.cycle_id])
    for person in office.everyone():
        answer = sign_in(person).get(url)
        assert answer.status_code == (403 if person == office.admin else 200)


def test_the_index_leads_to_the_newest_period(office: Office, entry: Entry):
    answer = sign_in(office.sekcam).get(reverse("collection:index"))
    assert answer.headers["Location"] == reverse("collection:mine", args=[entry.cycle_id])


def test_staf_choose_the_source_on_the_form(office: Office):
    entry = entry_of(collecting(office), office.kelurahan[0], office.sections["pemerintahan"])
    client = sign_in(office.staf)
    assert "Pilih sumber" in client.get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    data = {"version": "0", "v:PDK-01:lahir": "7", "a:PDK-01:lahir": "angka", "channel": "", "channel_note": ""}
    refused = post(client, "sheet", entry.pk, **data)
    assert "Pilih sumbernya" in refused.content.decode()
    data |= {"channel": "surat", "channel_note": "005/12/2026"}
    assert post(client, "sheet", entry.pk, **data).status_code == 302
    entry.refresh_from_db()
    assert (entry.channel, entry.channel_note) == ("surat", "005/12/2026")


@pytest.mark.parametrize("made_up", ["²", "9" * 5000, "-1", ""])
def test_a_made_up_version_sends_nothing(office: Office, entry: Entry, made_up: str):
    code = entry.unit.code
    post(sign_in(office.operator[code]), "submission", entry.pk, **typing())
    approvals = reverse("collection:approvals", args=[entry.cycle_id])
    answer = sign_in(office.lurah[code]).post(approvals, {"_key": str(uuid4()), "isian": f"{entry.pk}:{made_up}"})
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT
