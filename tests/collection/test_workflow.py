"""The state table of a sheet, its drawing, and a machine that tries every order of moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cermat.collection.actions import reopen_sheet, save_sheet, send_back_sheet, send_sheet, validate_sheet
from cermat.collection.models import Entry, EntryState
from cermat.collection.queries import makers_of
from cermat.collection.schema import Given
from cermat.collection.workflow import TABLE
from cermat.collection.workflow import EntryState as State
from cermat.lib.errors import DomainError
from cermat.lib.workflow import as_mermaid
from cermat.organisation.models import User
from tests.collection.factories import OPENED, collecting, entry_of, small_office

DRAWING = Path(__file__).parents[2] / "docs" / "generated" / "entry.mmd"
PEOPLE = ("operator", "lurah", "kasi", "sekcam", "camat", "staf", "stranger")


def test_the_drawing_in_the_docs_is_the_table():
    assert DRAWING.read_text() == as_mermaid(TABLE, State.DRAFT)


def test_every_state_can_be_left_and_reached():
    assert {state for state, _verb in TABLE} == set(State)
    assert {move.to for move in TABLE.values()} == set(State)


def mostly(right: str) -> st.SearchStrategy[str]:
    """The person whose move it is, and now and then anybody."""
    return st.sampled_from([right] * 12 + list(PEOPLE))


class Sheets(RuleBasedStateMachine):
    """One sheet, seven people, moves in any order, retries with an old version."""

    entry: ClassVar[Entry]
    people: ClassVar[dict[str, User]]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.acknowledged: int | None = None
        self.path = [EntryState.DRAFT.value]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def now(self) -> Entry:
        return Entry.objects.get(pk=self.entry.pk)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """A refusal is fine; what it must never do is change something."""
        before = (self.now().state, self.now().version)
        try:
            with transaction.atomic():
                yield
        except DomainError:
            assert (self.now().state, self.now().version) == before
        else:
            self.path.append(self.now().state)

    @initialize()
    def begin(self) -> None:
        """The way most sheets go, so that the later states are met often."""
        self.save("operator", 5, 0)
        self.send("lurah")

    @rule(who=mostly("operator"), number=st.integers(0, 999), behind=st.sampled_from([0, 0, 0, 1]))
    def save(self, who: str, number: int, behind: int) -> None:
        entry = self.now()
        answers = {(code, key): Given.of_number(number) for code, key in FIELDS}
        with self.trying():
            version = entry.version - behind
            save_sheet(entry=entry, answers=answers, version=version, by=self.people[who], now=OPENED)
            self.acknowledged = number

    @rule(who=mostly("lurah"))
    def send(self, who: str) -> None:
        entry = self.now()
        with self.trying():
            send_sheet(entry=entry, version=entry.version, by=self.people[who], now=OPENED)

    @rule(who=mostly("kasi"))
    def validate(self, who: str) -> None:
        with self.trying():
            validate_sheet(entry=self.now(), by=self.people[who], now=OPENED)

    @rule(who=mostly("kasi"))
    def send_back(self, who: str) -> None:
        with self.trying():
            send_back_sheet(entry=self.now(), reason="periksa lagi", by=self.people[who], now=OPENED)

    @rule(who=mostly("sekcam"))
    def reopen(self, who: str) -> None:
        with self.trying():
            reopen_sheet(entry=self.now(), reason="salah ketik", by=self.people[who], now=OPENED)

    @invariant()
    def the_checker_is_no_maker(self) -> None:
        entry = self.now()
        if entry.validated_by_id:
            assert entry.validated_by_id not in makers_of([entry])[entry.pk]

    @invariant()
    def no_state_is_skipped(self) -> None:
        moves = {(state.value, move.to.value) for (state, _verb), move in TABLE.items()}
        assert set(zip(self.path, self.path[1:], strict=False)) <= moves

    @invariant()
    def what_was_acknowledged_stands(self) -> None:
        if self.acknowledged is not None:
            value = self.now().values.get(code="YAN-04", field="n")
            assert value.number == self.acknowledged


FIELDS = (("PDK-04", "lapor"), ("PDK-04", "mati"), ("YAN-04", "n"))


@pytest.mark.django_db
def test_whatever_the_order_no_maker_checks_no_state_is_skipped_no_value_is_lost():
    office = small_office()
    cycle = collecting(office)
    kelurahan = office.kelurahan[0]
    Sheets.entry = entry_of(cycle, kelurahan, office.sections["pelayanan"])
    Sheets.people = {
        "operator": office.operator[kelurahan.code],
        "lurah": office.lurah[kelurahan.code],
        "kasi": office.kasi["pelayanan"],
        "sekcam": office.sekcam,
        "camat": office.camat,
        "staf": office.staf,
        "stranger": office.operator[office.desa[0].code],
    }
    limits = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Sheets, settings=limits)
