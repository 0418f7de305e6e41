"""What stands beside the rows saves itself like a row: candidates, the source, ticks to remove a file."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.collection.actions import attach_evidence, mark_leaving, send_sheet
from cermat.collection.models import Candidate, Entry, EntryState, Evidence, Form
from cermat.collection.queries import sheet_of, what_stops
from cermat.collection.schema import SheetError
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, a_pdf, collecting, entered, entry_of, filled, small_office
from tests.collection.test_views_keeping import Device
from tests.factories import Office

pytestmark = pytest.mark.django_db
KEY = "B" + "0123456789abcdef" * 2
LETTER = {"channel": "surat", "channel_note": "470/12 tanggal 3 November 2026"}
NOTHING = ["", "", ""]


def lay() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office, due=("rtrw_cantik", "dokumen_kelurahan"))


@pytest.fixture
def contest(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.sections["pmd"], office.sections["pmd"], Form.RTRW)


@pytest.fixture
def kasi(office: Office) -> Device:
    return Device(office.kasi["pmd"])


@pytest.fixture
def village(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.staf.assignments.get().unit)


@pytest.fixture
def proof(office: Office, village: Entry) -> Evidence:
    entry = entry_of(village.cycle, village.unit, office.sections["pemerintahan"])
    operator = office.operator[entry.unit.code]
    upload = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
    return attach_evidence(entry=entry, code="PBB-01", upload=upload, by=operator, now=OPENED)


def named(device: Device, entry: Entry, key: str, unit: object, name: str, first: Any = None, **more: Any) -> Any:
    """What the page sends of one candidate. `first`: what stood there, or None for a line that was empty."""
    asal = json.dumps({f"{key}:nama": first or NOTHING})
    given = {f"unit:{key}": unit, f"nama:{key}": name, "asal": asal, "version": "0"} | more
    return device.post("keeping", entry, **given).json()


def names(entry: Entry) -> list[str]:
    return [one.name for one in Candidate.objects.filter(entry=entry)]


def test_a_new_candidate_is_one_however_often_its_device_sends_it(office: Office, kasi: Device, contest: Entry) -> None:
    unit = office.kelurahan[0].pk
    told = named(kasi, contest, KEY, unit, "RT 03")  # whose answer is lost on the way
    assert (told["code"], told["made"], told["problems"]) == ("stored", {KEY: "P1"}, {})
    own = json.dumps({f"{KEY}:nama": [[str(unit), "RT 03", ""]]})
    again = named(kasi, contest, KEY, unit, "RT 03/RW 02", sendiri=own)
    assert (again["made"], again["differs"], names(contest)) == ({KEY: "P1"}, [], ["RT 03/RW 02"])
    assert Candidate.objects.get().made_as == UUID(KEY[1:])
    assert named(kasi, contest, KEY, unit, "RT 03/RW 02")["version"] == again["version"]  # nothing new, nothing written


def test_names_saved_by_themselves_are_one_line_of_history_and_each_is_a_link(
    office: Office, kasi: Device, contest: Entry
) -> None:
    unit = office.kelurahan[0].pk
    named(kasi, contest, KEY, unit, "RT 03/RW 02")
    first = [str(unit), "RT 03/RW 02", ""]
    named(kasi, contest, "P1", unit, "RT 04/RW 02", first, version="1")
    [line] = contest.events.filter(verb="saved")
    assert line.note == "Peserta: RT 04/RW 02, Kelurahan Payaman"
    assert AuditEvent.objects.filter(verb="entry.candidates", target_id=contest.pk).count() == 2


def test_a_name_that_two_people_changed_is_shown_side_by_side(office: Office, kasi: Device, contest: Entry) -> None:
    entered(contest, office.kasi["pmd"], "RT 01/RW 01")
    unit = office.kelurahan[0].pk
    first = [str(unit), "RT 01/RW 01", ""]
    named(kasi, contest, "P1", unit, "RT 02/RW 01", first)
    told = named(kasi, contest, "P1", unit, "RT 09/RW 01", first)
    [both] = told["differs"]
    assert (both["key"], both["label"]) == ("P1:nama", "Peserta 1")
    assert (both["mine"], both["theirs"]) == ("RT 09/RW 01, Kelurahan Payaman", "RT 02/RW 01, Kelurahan Payaman")
    assert names(contest) == ["RT 02/RW 01"]


def test_a_refused_name_says_why_and_the_others_are_kept(office: Office, kasi: Device, contest: Entry) -> None:
    entered(contest, office.kasi["pmd"], "RT 01/RW 01")
    unit, other = office.kelurahan[0].pk, KEY[:-1] + "0"
    line = {f"unit:{other}": unit, f"nama:{other}": "RT 02/RW 01", "v:RTR-01-P1:polsek": "81"}
    told = named(kasi, contest, KEY, unit, "rt 01/rw  01", version="1", **line)
    assert told["problems"] == {f"{KEY}:nama": "RT/RW ini sudah ada di antara peserta."}
    assert (names(contest), contest.values.count()) == (["RT 01/RW 01", "RT 02/RW 01"], 1)
    assert named(kasi, contest, KEY, "", "RT 07")["problems"][f"{KEY}:nama"].startswith("Pilih desa")


def test_a_candidate_that_was_taken_out_meanwhile_is_told(office: Office, kasi: Device, contest: Entry) -> None:
    told = named(kasi, contest, "P7", office.kelurahan[0].pk, "RT 03/RW 02")
    assert (told["gone"], names(contest)) == ({"P7:nama": "RT 03/RW 02"}, [])


def test_the_form_without_the_door_enters_the_same_candidate_once(office: Office, kasi: Device, contest: Entry) -> None:
    unit = office.kelurahan[0].pk
    told = named(kasi, contest, KEY, unit, "RT 03")
    data = {"_key": str(uuid4()), "version": told["version"], f"unit:{KEY}": unit, f"nama:{KEY}": "RT 03/RW 02"}
    kasi.client.post(reverse("collection:sheet", args=[contest.pk]), data)
    assert names(contest) == ["RT 03/RW 02"]


def source(device: Device, entry: Entry, first: Any, **more: Any) -> Any:
    return device.post("keeping", entry, **({"version": "0", "asal": json.dumps({"sumber": first})} | more)).json()


def test_the_source_alone_is_saved_once_and_a_newer_one_is_never_overwritten(office: Office, village: Entry) -> None:
    staf, key = Device(office.staf), str(uuid4())
    first = source(staf, village, NOTHING, _key=key, **LETTER)
    assert source(staf, village, NOTHING, _key=key, **LETTER) == first
    by_phone = {"channel": "telepon", "channel_note": "Bu Sekkel, 09.10"}
    told = source(staf, village, NOTHING, **by_phone)
    village.refresh_from_db()
    assert (village.channel, village.version) == ("surat", 1)
    [both] = told["differs"]
    assert (both["mine"], both["theirs"]) == ("Telepon, Bu Sekkel, 09.10", f"Surat, {LETTER['channel_note']}")
    assert source(staf, village, both["typed"], version="1", **by_phone)["differs"] == []
    village.refresh_from_db()
    assert village.channel == "telepon"


def test_a_page_that_shows_an_older_source_does_not_put_it_back(office: Office, village: Entry) -> None:
    staf = Device(office.staf)
    source(staf, village, NOTHING, **LETTER)
    newer = {"channel": "telepon", "channel_note": "Bu Sekkel, 09.10"}
    source(staf, village, ["surat", LETTER["channel_note"], ""], version="1", **newer)
    field = next(":".join(cell_key) for cell_key in _fields(village))
    asal = json.dumps({"sumber": ["surat", LETTER["channel_note"], ""], field: ["angka", "", ""]})
    told = staf.keep(village, {field: "4"}, asal=asal, version="1", **LETTER).json()
    village.refresh_from_db()
    assert (told["differs"], village.channel, village.values.count()) == ([], "telepon", 1)


def _fields(entry: Entry) -> list[tuple[str, str]]:
    return [(row.spec.code, cell.field.key) for row in sheet_of(entry).rows for cell in row.fields if not cell.is_auto]


def test_half_a_source_is_named_and_holds_up_only_who_has_none_yet(office: Office, village: Entry) -> None:
    staf = Device(office.staf)
    half = {"channel": "whatsapp", "channel_note": ""}
    assert list(source(staf, village, NOTHING, **half)["problems"]) == ["sumber"]
    source(staf, village, NOTHING, **LETTER)
    field = ":".join(_fields(village)[0])
    told = staf.keep(village, {field: "4"}, version="1", whole="1", **half).json()
    village.refresh_from_db()
    assert (list(told["problems"]), village.channel, village.values.count()) == (["sumber"], "surat", 1)


def tick(device: Device, proof: Evidence, on: bool, **more: Any) -> Any:
    asal = json.dumps({f"hapus:{proof.pk}": ["" if on else "1", "", ""]})
    given = {"version": "0", "asal": asal, f"hapus:{proof.pk}": "1" if on else ""} | more
    return device.post("keeping", proof.entry, **given).json()


def test_a_tick_is_a_mark_that_can_be_taken_back_and_the_file_stays(office: Office, proof: Evidence) -> None:
    operator = Device(office.operator[proof.entry.unit.code])
    assert tick(operator, proof, True)["version"] == 1
    page = operator.client.get(reverse("collection:sheet", args=[proof.entry_id])).content.decode()
    assert f'value="{proof.pk}" checked' in page
    assert tick(operator, proof, True)["version"] == 1  # nothing new, nothing written
    tick(operator, proof, False)
    proof.refresh_from_db()
    assert not proof.is_leaving
    links = AuditEvent.objects.filter(verb="entry.marked").order_by("number")
    assert [link.after for link in links] == [{"PBB-01: rekap.pdf": "akan dihapus"}, {"PBB-01: rekap.pdf": "tetap"}]
    assert proof.entry.events.filter(verb="saved").count() == 1


def test_what_is_ticked_goes_when_the_sheet_is_saved_by_hand(office: Office, proof: Evidence) -> None:
    operator = Device(office.operator[proof.entry.unit.code])
    tick(operator, proof, True)
    told = tick(operator, proof, True, whole="1")
    assert (told["version"], Evidence.objects.count()) == (2, 0)
    assert proof.entry.events.get(note="PBB-01: rekap.pdf dihapus").by == operator.person


def test_what_is_ticked_is_no_proof_any_more_and_goes_when_the_sheet_is_sent(office: Office, proof: Evidence) -> None:
    lurah, entry = office.lurah[proof.entry.unit.code], filled(proof.entry, office.lurah[proof.entry.unit.code])
    entry = mark_leaving(entry=entry, files={proof.pk: True}, candidates={}, by=lurah, now=OPENED)
    assert what_stops(sheet_of(entry)) == {("PBB-01", "bukti"): "Lampirkan bukti dukung: Rekap PBB."}
    with pytest.raises(SheetError):
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert Evidence.objects.get(pk=proof.pk).is_leaving  # refused: nothing is gone
    other = SimpleUploadedFile("lain.pdf", a_pdf() + b"\n", "application/pdf")
    kept = attach_evidence(entry=entry, code="PBB-01", upload=other, by=lurah, now=OPENED)
    assert send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED).state == EntryState.SENT
    assert [one.pk for one in Evidence.objects.filter(entry=entry)] == [kept.pk]


def test_a_file_that_is_attached_again_is_wanted_again(office: Office, proof: Evidence) -> None:
    operator = office.operator[proof.entry.unit.code]
    mark_leaving(entry=proof.entry, files={proof.pk: True}, candidates={}, by=operator, now=OPENED)
    upload = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
    attach_evidence(entry=proof.entry, code="PBB-01", upload=upload, by=operator, now=OPENED)
    proof.refresh_from_db()
    assert not proof.is_leaving


def test_a_candidate_ticked_to_go_goes_with_a_saving_by_hand(office: Office, kasi: Device, contest: Entry) -> None:
    entered(contest, office.kasi["pmd"], "RT 01/RW 01", "RT 02/RW 01")
    ticked = {"keluar:1": "1", "asal": json.dumps({"keluar:1": NOTHING}), "version": "1"}
    kasi.post("keeping", contest, **ticked)
    assert names(contest) == ["RT 01/RW 01", "RT 02/RW 01"]
    kasi.post("keeping", contest, whole="1", **ticked)
    assert names(contest) == ["RT 02/RW 01"]


def test_without_scripts_a_tick_taken_back_is_taken_back(office: Office, proof: Evidence, client: Client) -> None:
    operator = office.operator[proof.entry.unit.code]
    held = mark_leaving(entry=proof.entry, files={proof.pk: True}, candidates={}, by=operator, now=OPENED)
    client.force_login(operator)
    asal = json.dumps({f"hapus:{proof.pk}": ["1", "", ""]})
    data = {"_key": str(uuid4()), "version": held.version, "note": "", "asal": asal}
    client.post(reverse("collection:sheet", args=[held.pk]), data)
    proof.refresh_from_db()
    assert not proof.is_leaving


@pytest.mark.parametrize(
    "made_up", ["hapus:x", "hapus:" + "9" * 30, "keluar:99", "nama:P9999999", "nama:Bxx", "hapus:"]
)
def test_made_up_names_change_nothing(office: Office, kasi: Device, contest: Entry, made_up: str) -> None:
    told = kasi.post("keeping", contest, **{made_up: "1", "version": "0", "asal": "{}", "whole": "1"})
    assert (told.status_code, Candidate.objects.count(), told.json()["version"]) == (200, 0, 0)
