"""The door of pages that save by themselves and of what waited on a device."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cermat.audit.models import AuditEvent
from cermat.audit.queries import first_broken_link
from cermat.collection.models import Entry, EntryState, EntryValue, Presence
from cermat.collection.queries import fields_of
from cermat.requirements.models import SortedIndicator
from cermat.sop.models import Cycle
from tests.collection.factories import entry_of, sent
from tests.factories import Office, other_office, sign_in

pytestmark = pytest.mark.django_db
BRIEF = {"Accept": "application/json"}


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])


class Device:
    """One person's phone, as the scripts of the page behave."""

    def __init__(self, person: Any) -> None:
        self.person, self.client = person, sign_in(person)

    def post(self, name: str, entry: Entry, **data: Any) -> Any:
        given = {"_key": str(uuid4()), "_person": self.person.pk, **data}
        return self.client.post(reverse(f"collection:{name}", args=[entry.pk]), given, headers=BRIEF)

    def keep(self, entry: Entry, answers: dict[str, str], first: dict[str, str] | None = None, **more: Any) -> Any:
        """Numbers by field; `first`: what the page showed, nothing where it is not said."""
        shown = {field: ["angka", (first or {}).get(field, ""), ""] for field in answers}
        data = {f"v:{field}": text for field, text in answers.items()}
        data |= {f"a:{field}": "angka" for field in answers}
        return self.post("keeping", entry, **({"version": "0", "asal": json.dumps(shown)} | data | more))


@pytest.fixture
def operator(office: Office, entry: Entry) -> Device:
    return Device(office.operator[entry.unit.code])


@pytest.fixture
def lurah(office: Office, entry: Entry) -> Device:
    return Device(office.lurah[entry.unit.code])


def stored(entry: Entry) -> dict[str, int]:
    return {f"{value.code}:{value.field}": int(value.number or 0) for value in entry.values.all()}


def test_a_field_is_saved_by_itself_and_the_page_learns_when(operator: Device, entry: Entry) -> None:
    told = operator.keep(entry, {"YAN-04:n": "40"}).json()
    assert (told["code"], told["version"], told["at"][-3:]) == ("stored", 1, "WIB")
    assert (told["problems"], told["differs"], told["gone"], told["fresh"]) == ({}, [], {}, {})
    assert stored(entry) == {"YAN-04:n": 40}


def test_the_same_key_again_gets_the_first_answer_and_stores_nothing(operator: Device, entry: Entry) -> None:
    key = str(uuid4())
    first = operator.keep(entry, {"YAN-04:n": "40"}, _key=key)
    operator.keep(entry, {"YAN-04:n": "41"}, {"YAN-04:n": "40"}, version="1")
    again = operator.keep(entry, {"YAN-04:n": "40"}, _key=key)
    assert again.json() == first.json()
    assert (again.headers["Idempotent-Replayed"], again.headers["Content-Type"]) == ("true", "application/json")
    assert stored(entry) == {"YAN-04:n": 41}
    other = operator.keep(entry, {"YAN-04:n": "99"}, _key=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_two_people_who_change_different_fields_lose_nothing(operator: Device, lurah: Device, entry: Entry) -> None:
    operator.keep(entry, {"YAN-04:n": "40"})
    told = lurah.keep(entry, {"PDK-04:lapor": "2"}).json()
    assert stored(entry) == {"YAN-04:n": 40, "PDK-04:lapor": 2}
    assert told["fresh"]["YAN-04:n"] == ["angka", "40", ""]  # the page that was older learns of it


def test_a_field_that_both_changed_is_shown_side_by_side_and_the_rest_is_stored(
    operator: Device, lurah: Device, entry: Entry
) -> None:
    operator.keep(entry, {"YAN-04:n": "1040"})
    told = lurah.keep(entry, {"YAN-04:n": "1050", "PDK-04:lapor": "2"}).json()
    assert stored(entry) == {"YAN-04:n": 1040, "PDK-04:lapor": 2}
    [one] = told["differs"]
    assert (one["key"], one["mine"], one["theirs"], one["typed"]) == (
        "YAN-04:n",
        "1050",
        "1.040",
        ["angka", "1.040", ""],
    )
    assert str(operator.person) in one["who"]
    chosen = lurah.keep(entry, {"YAN-04:n": "1050"}, {"YAN-04:n": "1.040"}, version=str(told["version"])).json()
    assert (chosen["differs"], stored(entry)["YAN-04:n"]) == ([], 1050)


def test_what_the_same_device_sent_before_is_no_other_persons_answer(operator: Device, entry: Entry) -> None:
    operator.keep(entry, {"YAN-04:n": "4"})  # its answer was lost on the way
    own = json.dumps({"YAN-04:n": [["angka", "4", ""]]})
    told = operator.keep(entry, {"YAN-04:n": "40"}, sendiri=own).json()
    assert (told["differs"], stored(entry)) == ([], {"YAN-04:n": 40})


def test_a_refused_field_does_not_hold_up_the_others(operator: Device, entry: Entry) -> None:
    told = operator.keep(entry, {"YAN-04:n": "dua belas", "PDK-04:lapor": "9" * 16, "PDK-04:mati": "2"}).json()
    assert stored(entry) == {"PDK-04:mati": 2}
    assert "bukan angka" in told["problems"]["YAN-04:n"]
    assert "terlalu besar" in told["problems"]["PDK-04:lapor"]


def test_an_answer_to_a_field_that_is_gone_is_told_and_the_rest_is_stored(operator: Device, entry: Entry) -> None:
    SortedIndicator.objects.filter(cycle=entry.cycle, indicator__code="YAN-04").delete()
    told = operator.keep(entry, {"YAN-04:n": "40", "PDK-04:mati": "2"}).json()
    assert told["gone"] == {"YAN-04:n": "40"}
    assert stored(entry) == {"PDK-04:mati": 2}


def test_a_row_of_savings_is_one_line_of_history_and_each_is_a_link_of_the_chain(
    operator: Device, lurah: Device, entry: Entry
) -> None:
    for number in range(1, 6):
        operator.keep(entry, {"YAN-04:n": str(number)}, {"YAN-04:n": str(number - 1 or "")}, version=str(number - 1))
    assert entry.events.filter(verb="saved").count() == 1
    links = AuditEvent.objects.filter(verb="entry.saved", target_id=entry.pk).order_by("number")
    assert [link.after for link in links] == [{"YAN-04.n": str(number)} for number in range(1, 6)]
    assert first_broken_link(entry.cycle.kecamatan.code) is None
    lurah.keep(entry, {"PDK-04:mati": "2"})
    operator.keep(entry, {"PDK-04:lapor": "2"})
    assert entry.events.filter(verb="saved").count() == 3


def test_saving_nothing_new_writes_nothing(operator: Device, entry: Entry) -> None:
    operator.keep(entry, {"YAN-04:n": "40"})
    told = operator.keep(entry, {"YAN-04:n": "40"}, whole="1").json()
    assert (told["version"], AuditEvent.objects.filter(verb="entry.saved").count()) == (1, 1)


def test_a_figure_that_cermat_filled_in_is_nobodys_answer(office: Office, operator: Device, entry: Entry) -> None:
    people = entry_of(entry.cycle, entry.unit, office.sections["pemerintahan"])
    operator.keep(people, {"PDK-01:mati": "3"})
    told = operator.keep(entry, {"PDK-04:mati": "5"}, {"PDK-04:mati": "2"}).json()  # the page showed 2, by now it is 3
    assert (told["differs"], stored(entry)) == ([], {"PDK-04:mati": 5})
    operator.keep(entry, {"PDK-04:mati": ""}, {"PDK-04:mati": "5"})
    operator.keep(entry, {"PDK-04:mati": "2"}, {"PDK-04:mati": "2"})
    assert stored(entry) == {}
    operator.keep(entry, {"PDK-04:mati": "2"}, {"PDK-04:mati": "2"}, whole="1")
    assert stored(entry) == {"PDK-04:mati": 2}


WHOLE = {"PDK-04:lapor": "2", "PDK-04:mati": "2", "YAN-04:n": "40"}


def test_a_sheet_that_waited_is_handed_on_once(operator: Device, entry: Entry) -> None:
    key = str(uuid4())
    first = operator.keep(entry, WHOLE, whole="1", finish="pengajuan", _key=key).json()
    assert (first["code"], first["next"]) == ("done", reverse("collection:mine", args=[entry.cycle_id]))
    assert operator.keep(entry, WHOLE, whole="1", finish="pengajuan", _key=key).json() == first
    assert entry.events.filter(verb="submitted").count() == 1


def test_a_source_that_alone_was_changed_is_stored(office: Office, entry: Entry) -> None:
    staf = Device(office.staf)
    entry = entry_of(entry.cycle, entry.unit, office.staf.assignments.get().unit)
    [key, *_rest] = [":".join(key) for key in fields_of(entry)]
    told = {"channel": "surat", "channel_note": "470/12 tanggal 3 November 2026"}
    staf.keep(entry, {key: "4"}, **told)
    for more in ({"version": "0"}, {"version": "1"}, {"version": "2", "whole": "1"}):
        staf.keep(entry, {key: "4"}, {key: "4"}, channel="surat", channel_note=f"470/13 {more['version']}", **more)
    entry.refresh_from_db()
    assert (entry.channel_note, entry.version, stored(entry)) == ("470/13 2", 3, {key: 4})


def test_a_sheet_that_is_not_whole_is_kept_and_not_handed_on(operator: Device, entry: Entry) -> None:
    told = operator.keep(entry, WHOLE | {"PDK-04:mati": ""}, whole="1", finish="pengajuan").json()
    assert (told["code"], list(told["problems"])) == ("incomplete", ["PDK-04:mati"])
    assert told["next"].endswith("?periksa=1")
    entry.refresh_from_db()
    assert (entry.submitted_at, len(stored(entry))) == (None, 2)


def test_a_sheet_with_an_open_difference_is_not_handed_on(operator: Device, lurah: Device, entry: Entry) -> None:
    operator.keep(entry, {"YAN-04:n": "41"})
    assert lurah.keep(entry, WHOLE, whole="1", finish="pengiriman").json()["code"] == "partly"
    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT


def test_an_operator_cannot_send_and_a_checker_cannot_fill_in(office: Office, operator: Device, entry: Entry) -> None:
    assert operator.keep(entry, WHOLE, whole="1", finish="pengiriman").status_code == 403
    assert stored(entry) == {}  # all or nothing: who may not do it has done nothing
    assert Device(office.kasi["pelayanan"]).keep(entry, WHOLE).status_code == 403
    assert Device(office.camat).keep(entry, WHOLE).status_code == 403


def test_who_saved_by_device_is_a_maker_and_never_the_checker(office: Office, operator: Device, entry: Entry) -> None:
    operator.keep(entry, WHOLE)
    assert set(entry.events.values_list("by", flat=True)) == {operator.person.pk}
    assert set(entry.values.values_list("by", flat=True)) == {operator.person.pk}


def test_a_sheet_that_was_sent_takes_nothing_more(
    office: Office, operator: Device, lurah: Device, entry: Entry
) -> None:
    sent(entry, operator.person, lurah.person)
    before = stored(entry)
    told = operator.keep(entry, {"YAN-04:n": "41"})
    assert (told.status_code, stored(entry)) == (409, before)
    assert "sudah dikirim" in told.json()["message"]


def test_a_change_after_handing_in_takes_it_back_and_says_so(operator: Device, entry: Entry) -> None:
    operator.keep(entry, WHOLE, whole="1", finish="pengajuan")
    told = operator.keep(entry, {"YAN-04:n": "41"}, {"YAN-04:n": "40"}, version="1").json()
    assert (told["withdrawn"], told["submitted"]) == (True, False)


def test_typing_of_one_person_is_never_sent_in_the_name_of_another(
    operator: Device, lurah: Device, entry: Entry
) -> None:
    for name in ("keeping", "presence"):
        told = lurah.post(name, entry, _person=operator.person.pk, version="0")
        assert (told.status_code, told.json()["code"]) == (409, "other_person")
    assert stored(entry) == {}


def test_siblings_strangers_and_the_signed_out_reach_nothing(office: Office, entry: Entry) -> None:
    stranger = other_office()
    for person in (office.operator[office.desa[0].code], stranger.sekcam):
        assert Device(person).keep(entry, WHOLE).status_code == 404
    out = Client().post(reverse("collection:keeping", args=[entry.pk]), {}, headers=BRIEF)
    assert (out.status_code, out.json()["code"]) == (401, "signed_out")


HOSTILE = ("[" * 9999, '{"YAN-04:n": ' + "1" * 5000 + "}", '{"YAN-04:n": [1, 2, 3]}', "[]", "null", '{"YAN-04:n": "x"}')


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_words_about_what_was_shown_never_overwrite_another(
    operator: Device, lurah: Device, entry: Entry, body: str
) -> None:
    operator.keep(entry, {"YAN-04:n": "40"})
    told = lurah.keep(entry, {"YAN-04:n": "41"}, asal=body, sendiri=body)
    assert [one["key"] for one in told.json()["differs"]] == ["YAN-04:n"]
    assert stored(entry) == {"YAN-04:n": 40}


def test_who_else_has_the_sheet_open_is_known_for_a_short_while_and_leaves_no_trace(
    operator: Device, lurah: Device, entry: Entry
) -> None:
    links = AuditEvent.objects.count()
    assert operator.post("presence", entry, version="0").json()["others"] == []
    told = lurah.post("presence", entry, version="0").json()
    assert (told["others"], told["open"], told["fresh"]) == ([str(operator.person)], True, {})
    Presence.objects.filter(user=operator.person).update(at=timezone.now() - timedelta(minutes=3))
    assert lurah.post("presence", entry, version="0").json()["others"] == []
    assert (AuditEvent.objects.count(), EntryValue.objects.count()) == (links, 0)


def test_a_page_that_is_looked_at_learns_what_others_saved(operator: Device, lurah: Device, entry: Entry) -> None:
    operator.keep(entry, {"YAN-04:n": "40"})
    told = lurah.post("presence", entry, version="0").json()
    assert (told["version"], told["fresh"]["YAN-04:n"]) == (1, ["angka", "40", ""])


def test_the_page_of_this_device_and_the_sheet_may_be_kept_for_their_person(operator: Device, entry: Entry) -> None:
    for path in (reverse("collection:on_device"), reverse("collection:sheet", args=[entry.pk])):
        page = operator.client.get(path)
        assert page.headers["X-Cermat-Orang"] == str(operator.person.pk)
        assert "X-Cermat-Simpan" in page.headers
    assert "X-Cermat-Simpan" not in operator.client.get("/").headers
