"""Definitions of an office: loaded by version, retired and restored; old results keep theirs."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.instruments.actions import (
    confirm_draft,
    load_instrument,
    load_shipped,
    make_draft,
    record_result,
    restore,
    retire,
)
from cermat.instruments.exports.workbook import workbook_of
from cermat.instruments.models import InstrumentDraft, InstrumentVersion
from cermat.instruments.queries import definition_in_force, definition_named, instruments_visible_to
from cermat.instruments.schema import shipped_names
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from cermat.lib.months import Month
from tests.factories import NOW, TODAY, office, other_office
from tests.instruments.factories import CONTEST, contest, loaded

pytestmark = pytest.mark.django_db


def test_the_same_file_again_changes_nothing() -> None:
    made = office()
    assert loaded(made) == loaded(made)
    assert InstrumentVersion.objects.count() == 1
    assert AuditEvent.objects.filter(verb="instrument.loaded").count() == 1


def test_another_content_needs_a_higher_version() -> None:
    made = office()
    loaded(made, contest(2))
    for version in (1, 2):
        changed = contest(version).replace("Kebersihan", "Kebersihan lingkungan")
        with pytest.raises(ConflictError, match="Tulis versi: 3"):
            loaded(made, changed)
    assert loaded(made, contest(3)).version == 3


def test_a_faulty_file_is_refused_with_its_lines() -> None:
    with pytest.raises(DefinitionError, match="Baris 3"):
        loaded(office(), CONTEST.replace("versi: 1", "versi: satu"))
    assert not InstrumentVersion.objects.exists()


def test_a_new_version_counts_from_its_day_and_old_results_stay() -> None:
    made = office()
    loaded(made)
    result = record_result(
        instrument="rtrw_cantik", subject=made.kelurahan[0], period=Month(2026, 8), definition="lomba-contoh@1",
        value=Decimal("77.5"), source="isian", maker=made.kasi["pmd"], checker=made.sekcam, now=NOW,
    )  # fmt: skip
    loaded(made, contest(2, start="2026-12-01"))
    version, definition = definition_in_force(made.kecamatan, "lomba-contoh", TODAY)
    assert (version.version, definition.version) == (1, 1)
    assert definition_in_force(made.kecamatan, "lomba-contoh", date(2026, 12, 1))[0].version == 2
    result.refresh_from_db()
    assert (result.definition, result.value) == ("lomba-contoh@1", Decimal("77.5"))
    old = definition_named(made.kecamatan, result.definition)
    assert old is not None
    assert old.reference == "lomba-contoh@1"
    for reference in ("lomba-contoh@9", "lomba-contoh", "lomba-contoh@x", "@"):
        assert definition_named(made.kecamatan, reference) is None


def test_a_retired_version_counts_for_the_days_before_and_not_after() -> None:
    made = office()
    version = loaded(made)
    retire(version=version, by=made.admin, now=NOW)
    assert definition_in_force(made.kecamatan, "lomba-contoh", TODAY - timedelta(days=1))[0] == version
    with pytest.raises(DomainError, match="tidak berlaku pada tanggal itu"):
        definition_in_force(made.kecamatan, "lomba-contoh", TODAY)
    assert definition_named(made.kecamatan, "lomba-contoh@1") is not None
    with pytest.raises(ConflictError, match="sudah dihentikan"):
        retire(version=version, by=made.admin, now=NOW)
    restore(version=version, by=made.admin, now=NOW)
    assert definition_in_force(made.kecamatan, "lomba-contoh", TODAY)[0] == version
    with pytest.raises(ConflictError, match="tidak sedang dihentikan"):
        restore(version=version, by=made.admin, now=NOW)
    verbs = (
        AuditEvent.objects.filter(target_type="instrument_version").order_by("number").values_list("verb", flat=True)
    )
    assert list(verbs) == ["instrument.loaded", "instrument.retired", "instrument.restored"]


def test_a_retired_newest_version_gives_way_to_the_one_before() -> None:
    made = office()
    loaded(made)
    retire(version=loaded(made, contest(2)), by=made.admin, now=NOW)
    assert definition_in_force(made.kecamatan, "lomba-contoh", TODAY)[0].version == 1


def test_only_who_may_load_definitions_loads_retires_and_restores() -> None:
    made, others = office(), other_office()
    version = loaded(made)
    for person in (made.sekcam, made.camat, others.admin):
        with pytest.raises(NotAllowedError):
            load_instrument(kecamatan=made.kecamatan, text=contest(2), by=person, now=NOW)
        with pytest.raises(NotAllowedError):
            retire(version=version, by=person, now=NOW)
        with pytest.raises(NotAllowedError):
            restore(version=version, by=person, now=NOW)


def test_everybody_of_the_kecamatan_sees_its_instruments_and_nobody_else() -> None:
    made, others = office(), other_office()
    version = loaded(made)
    village = made.operator[made.kelurahan[0].code]
    assert list(instruments_visible_to(village, TODAY)) == [version]
    assert list(instruments_visible_to(made.observer, TODAY)) == [version]
    assert list(instruments_visible_to(others.admin, TODAY)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"name": ""},
        {"name": "idm@2016"},
        {"valid_to": date(2025, 12, 31)},
        {"version": 1},  # a second time
    ],
)
def test_the_database_refuses_nonsense(wrong: dict[str, object]) -> None:
    made = office()
    loaded(made)
    second = loaded(made, contest(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentVersion.objects.filter(pk=second.pk).update(**wrong)


def test_nobody_retires_without_a_time_and_each_keeps_one_draft() -> None:
    made = office()
    version = loaded(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentVersion.objects.filter(pk=version.pk).update(retired_by=made.admin)
    draft = {"kecamatan": made.kecamatan, "made_by": made.admin, "made_at": NOW, "text": CONTEST}
    InstrumentDraft.objects.create(**draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentDraft.objects.create(**draft)


def test_a_new_office_gets_what_is_shipped_once() -> None:
    made = office()
    assert [version.name for version in load_shipped(kecamatan=made.kecamatan, by=made.admin, now=NOW)] == list(
        shipped_names()
    )
    assert load_shipped(kecamatan=made.kecamatan, by=None, now=NOW) == []


def typed(*words: str) -> str:
    said = StringIO()
    call_command("instruments", *words, stdout=said)
    return said.getvalue()


def test_the_installer_loads_and_lists_at_the_terminal(tmp_path: Path) -> None:
    made = office()
    file = tmp_path / "lomba.yaml"
    file.write_text(CONTEST)
    assert "lomba-contoh@1" in typed("load", str(file), "--kecamatan", "35.18.13")
    book = tmp_path / "lomba.xlsx"
    book.write_bytes(workbook_of(contest(2), NOW))
    assert "lomba-contoh@2" in typed("load", str(book), "--kecamatan", "35.18.13")
    book.write_bytes(b"PK bukan buku kerja")
    retire(version=InstrumentVersion.objects.get(version=2), by=made.admin, now=NOW)
    listed = typed("list")
    assert "Kecamatan Nganjuk" in listed
    assert "dihentikan" in listed
    file.write_text(CONTEST.replace("Kebersihan", "Lain"))
    for words, sentence in [
        (("load", str(file), "--kecamatan", "35.18.13"), "Tulis versi: 3"),
        (("load", str(book), "--kecamatan", "35.18.13"), "rusak"),
        (("load", str(tmp_path / "tidak-ada.yaml"), "--kecamatan", "35.18.13"), "tidak dapat dibaca"),
        (("load", str(file), "--kecamatan", "99.99.99"), "./cermat units load 99.99.99"),
        (("load", str(file)), "--kecamatan"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            typed(*words)


def test_a_draft_that_somebody_has_confirmed_meanwhile_is_told_so() -> None:
    made = office()
    draft = make_draft(kecamatan=made.kecamatan, file_name="lomba.yaml", text=CONTEST, by=made.admin, now=NOW)
    confirm_draft(draft=draft, seen=draft.digest, by=made.admin, now=NOW)
    with pytest.raises(ConflictError, match="sudah dimuat"):
        confirm_draft(draft=draft, seen=draft.digest, by=made.admin, now=NOW)
    assert InstrumentVersion.objects.count() == 1
