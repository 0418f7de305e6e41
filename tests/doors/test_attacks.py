"""What somebody tries who knows the addresses: past the buttons, by forms of their own."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cermat.collection.models import Entry, EntryState, EntryValue
from cermat.organisation.models import Assignment, User
from cermat.organisation.permissions import Role
from cermat.sop.models import CycleState
from tests.collection.factories import OPENED, collecting, entry_of, filled, sent, small_office
from tests.doors.forms import BRIEF
from tests.doors.table import DOORS
from tests.doors.test_matrix import address, may, roles_of, rows
from tests.doors.world import place
from tests.factories import NOW, PASSWORD, Office, sign_in

pytestmark = pytest.mark.django_db
# What goes on after a period is closed, each on purpose: proof of follow-up, prints, a correction with its reason,
# a workbook called off.
GOES_ON = {
    "evaluation:proof",
    "evaluation:verification",
    "evaluation:proof_returned",
    "reports:making",
    "sop:reopening",
    "collection:workbook_dropping",  # nothing of it is stored
}
MONTHLY = {"cycle", "entry", "step", "handover", "finding", "meeting", "recommendation", "run", "section"}


class Written:
    """The tables that any statement inside the block may have changed, whether or not it was taken back."""

    def __enter__(self) -> Self:
        self.tables: set[str] = set()
        self._block = connection.execute_wrapper(self._noted)
        self._block.__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._block.__exit__(*trouble)

    def _noted(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.tables.add(sql.split('"')[1] if '"' in sql else sql)
        return execute(sql, *rest)


@pytest.fixture
def office() -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office) -> Entry:
    return entry_of(collecting(office), office.kelurahan[0], office.sections["pelayanan"])


def post(who: User | Client, name: str, *numbers: int, **fields: Any) -> int:
    client = who if isinstance(who, Client) else sign_in(who)
    form = {"_key": str(uuid.uuid4()), **fields}
    return client.post(reverse(name, args=numbers), form, headers=BRIEF).status_code


def state_of(entry: Entry) -> str:
    entry.refresh_from_db()
    return entry.state


@pytest.mark.alike
def test_no_form_changes_a_closed_period() -> None:
    made = place("35.18.13", "Nganjuk")
    made.cycle.state, made.cycle.closed_by, made.cycle.closed_at = CycleState.CLOSED, made.office.sekcam, NOW
    made.cycle.save()
    clients = {role: sign_in(person) for role, person in roles_of(made).items()}
    before, changed = rows(), []
    text = dict.fromkeys(("reason", "text", "note", "narrative", "minutes", "cause", "action", "output"), "Contoh")
    for guard, name, words in ((guard, name, words) for guard, doors in DOORS.items() for name, words in doors.items()):
        if not MONTHLY & set(words.split()) or name in GOES_ON:
            continue
        with Written() as written:
            for client in (client for role, client in clients.items() if may(guard, role)):
                client.post(
                    address(name, made.words), {"_key": str(uuid.uuid4()), "version": "0", **text}, headers=BRIEF
                )
        if not written.tables - {"audit_idempotencykey", "django_session"}:
            continue
        now = {label: found for label, found in rows().items() if label != "audit.IdempotencyKey"}
        if difference := [label for label, found in now.items() if found != before[label]]:
            changed.append(f"{name}: {difference}")
            before = rows()
    assert "\n".join(changed) == ""


def test_nobody_but_the_camat_judges_a_set_while_the_camat_is_free_to() -> None:
    """The door stands open for whoever may stand in (ADR 0008); the action lets nobody else through."""
    made = place("35.18.13", "Nganjuk")
    handover = made.words["handover"]
    clients = {role: sign_in(person) for role, person in roles_of(made).items() if role is not Role.CAMAT}
    before = rows()
    for role, client in clients.items():
        for name in ("requirements:validation", "requirements:sent_back"):
            assert post(client, name, int(handover), reason="Contoh") in {403, 404}, (role, name)
    assert rows() == before


def test_who_typed_for_a_kelurahan_never_validates_it_by_a_form_of_their_own(office: Office, entry: Entry) -> None:
    kasi = office.kasi["pelayanan"]
    Assignment.objects.create(user=kasi, role=Role.STAF, unit=office.sections["pelayanan"], start=OPENED.date())
    filled(entry, office.operator[entry.unit.code])
    entry.refresh_from_db()
    sheet = {"v:YAN-04:n": "41", "a:YAN-04:n": "angka", "channel": "surat", "channel_note": "No. 1"}
    assert post(kasi, "collection:sheet", entry.pk, version=entry.version, **sheet) == 302
    entry.refresh_from_db()
    sent_version = entry.version
    assert post(office.lurah[entry.unit.code], "collection:sending", entry.pk, version=sent_version) == 302
    entry.refresh_from_db()
    assert state_of(entry) == EntryState.SENT
    assert post(kasi, "collection:validation", entry.pk, version=entry.version) == 403
    assert state_of(entry) == EntryState.SENT


def test_staf_do_not_send_and_operators_do_not_approve(office: Office, entry: Entry) -> None:
    operator = office.operator[entry.unit.code]
    filled(entry, operator)
    entry.refresh_from_db()
    assert post(operator, "collection:sending", entry.pk, version=entry.version) == 403
    source = {"channel": "surat", "channel_note": "No. 1"}
    assert post(office.staf, "collection:sending", entry.pk, version=entry.version, **source) == 403
    chosen = f"{entry.pk}:{entry.version}"
    assert post(operator, "collection:approvals", entry.cycle_id, isian=chosen) == 403
    assert state_of(entry) == EntryState.DRAFT


def test_a_sheet_is_not_validated_before_it_was_sent(office: Office, entry: Entry) -> None:
    filled(entry, office.operator[entry.unit.code])
    entry.refresh_from_db()
    assert post(office.kasi["pelayanan"], "collection:validation", entry.pk, version=entry.version) == 409
    assert state_of(entry) == EntryState.DRAFT


def test_fields_nobody_asked_for_change_nothing(office: Office, entry: Entry) -> None:
    operator = office.operator[entry.unit.code]
    other = entry_of(entry.cycle, office.desa[0], office.sections["pelayanan"])
    more = {
        "state": "tervalidasi",
        "validated_by": operator.pk,
        "unit": other.unit_id,
        "entry": other.pk,
        "due_on": "9",
    }
    assert (
        post(operator, "collection:sheet", entry.pk, version=0, **{"v:YAN-04:n": "7", "a:YAN-04:n": "angka"}, **more)
        == 302
    )
    assert state_of(entry) == EntryState.DRAFT
    assert (entry.validated_by, entry.due_on) == (None, other.due_on)
    assert not EntryValue.objects.filter(entry=other).exists()
    post(
        operator, "organisation:profile", phone="0812", username="camat", role="camat", must_change_password="", nip="1"
    )
    operator.refresh_from_db()
    assert (operator.username, operator.nip) == (office.operator[entry.unit.code].username, "")
    assert [held.role for held in operator.assignments.all()] == [Role.OPERATOR]


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)"]
)
def test_signing_in_and_choosing_a_language_lead_to_no_other_site(office: Office, target: str) -> None:
    form = {"login": office.camat.username, "password": PASSWORD, "next": target}
    for path, sent_form in (("/accounts/login/", form), ("/accounts/bahasa/", {"language": "en", "next": target})):
        assert "jahat" not in Client().post(path, sent_form).headers["Location"]
        assert "javascript" not in Client().post(path, sent_form).headers["Location"]


def test_numbers_beyond_every_row_are_not_found(office: Office, entry: Entry) -> None:
    huge = "9" * 40
    client = sign_in(office.sekcam)
    for path in (f"/isian/{huge}/", f"/dokumen/berkas/{huge}/", f"/periode/{huge}/", f"/laporan/{huge}/register/"):
        assert client.get(path).status_code == 404
    cycle = entry.cycle_id
    assert post(client, "collection:reminder", cycle, unit=[huge, "²", "-1", "1" * 5000]) in {302, 422}
    assert post(client, "collection:approvals", cycle, isian=[f"{huge}:{huge}", "x", "1:" + "1" * 5000]) in {
        302,
        409,
        422,
    }


def test_a_validated_sheet_is_not_returned_from_an_old_tab(office: Office, entry: Entry) -> None:
    code = entry.unit.code
    entry = sent(entry, office.operator[code], office.lurah[code], OPENED + timedelta(minutes=1))
    kasi = sign_in(office.kasi["pelayanan"])
    assert post(kasi, "collection:validation", entry.pk, version=entry.version) == 302
    assert post(kasi, "collection:returning", entry.pk, version=entry.version, reason="Dari tab lama") == 409
    assert state_of(entry) == EntryState.VALIDATED
