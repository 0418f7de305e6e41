"""Two acts that meet in the worst moment: one has written its line in the log, the other holds what it still needs.

Each would wait for the other until the database ended one of them (ADR 0032).
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cermat.collection.actions import hand_in, moving, publishing, validate_sheet
from cermat.collection.models import Entry, EntryState, Form, Publication
from cermat.instruments.imports.idm import read_rumusan
from cermat.instruments.schema import shipped
from cermat.operations.actions.ministry import rumusan_text
from cermat.organisation.actions import change_password, signing_in
from cermat.organisation.models import User
from cermat.requirements.models import RequirementPlan
from tests.collection.factories import OPENED, checker_of, collecting, entry_of, sent, small_office
from tests.factories import PASSWORD, Office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("postgres")]
LONG = 20  # seconds; nobody waits so long
IDM = shipped("idm-2016")


@pytest.fixture
def office() -> Office:
    made = small_office()
    RequirementPlan.objects.create(
        kecamatan=made.kecamatan, key="idm", instrument="idm", section=made.sections["pmd"], frequency="tahunan",
        due_months=[6], subject_kind="desa",
    )  # fmt: skip
    return made


@pytest.fixture
def checklist(office: Office) -> Entry:
    """The checklist of the desa, sent and waiting to be checked."""
    desa = office.desa[0]
    entry = entry_of(collecting(office), desa, office.sections["pemerintahan"], Form.DOCUMENTS)
    return sent(entry, office.operator[desa.code], office.lurah[desa.code])


class Meeting:
    """The validation stops after its line in the log, until the other has locked its row and is about to write."""

    def __init__(self) -> None:
        self.has_written, self.has_locked = threading.Event(), threading.Event()
        self.failed: list[BaseException] = []

    def written(self, go_on: Callable[..., Any]) -> Callable[..., Any]:
        def stop(*args: Any, **kwargs: Any) -> Any:
            self.has_written.set()
            assert self.has_locked.wait(LONG)
            return go_on(*args, **kwargs)

        return stop

    def locked(self, go_on: Callable[..., Any]) -> Callable[..., Any]:
        def tell(*args: Any, **kwargs: Any) -> Any:
            self.has_locked.set()
            return go_on(*args, **kwargs)

        return tell

    def of(self, validation: Callable[[], Any], other: Callable[[], Any]) -> list[BaseException]:
        """Both at once; what went wrong in either."""
        acts = [lambda: self._run(validation), lambda: self.has_written.wait(LONG) and self._run(other)]
        threads = [threading.Thread(target=act) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG)
        return self.failed

    def _run(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except Exception as error:
            self.failed.append(error)
        finally:
            connections.close_all()


def validation(entry: Entry) -> Callable[[], Entry]:
    checker = checker_of(entry)
    return lambda: validate_sheet(entry=entry, by=checker, now=OPENED)


def test_a_sheet_is_validated_while_a_file_of_the_same_desa_is_handed_in(office, checklist, monkeypatch) -> None:
    meeting, desa = Meeting(), office.desa[0]
    monkeypatch.setattr(moving, "record_results", meeting.written(moving.record_results))
    monkeypatch.setattr(publishing, "_audit", meeting.locked(publishing._audit))
    text = rumusan_text(IDM, desa, 2023, {item.code: 3 for item in IDM.items})
    other = {"unit": desa, "rumusan": read_rumusan(text), "text": text, "file_name": "idm.json"}
    by = office.lurah[desa.code]
    assert meeting.of(validation(checklist), lambda: hand_in(**other, by=by, now=OPENED)) == []
    assert Entry.objects.get(pk=checklist.pk).state == EntryState.VALIDATED
    assert Publication.objects.filter(unit=desa).exists()


def test_a_sheet_is_validated_while_its_maker_changes_their_password(office, checklist, monkeypatch) -> None:
    meeting, maker = Meeting(), office.lurah[office.desa[0].code]
    monkeypatch.setattr(moving, "record_results", meeting.written(moving.record_results))
    monkeypatch.setattr(signing_in, "record", meeting.locked(signing_in.record))
    new = "kata-sandi-baru-2026"
    assert meeting.of(validation(checklist), lambda: change_password(old=PASSWORD, new=new, by=maker, now=OPENED)) == []
    assert Entry.objects.get(pk=checklist.pk).state == EntryState.VALIDATED
    assert User.objects.get(pk=maker.pk).check_password(new)
