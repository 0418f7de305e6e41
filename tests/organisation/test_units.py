"""The tree from the national list, and what the office adds to it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation import actions
from cermat.organisation.models import Kind, Unit
from cermat.organisation.queries.regions import kind_of, regions
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

SECTIONS = [
    {
        "key": "sekretariat", "nama": "Sekretariat", "pimpinan": "Sekretaris Camat", "jenis": "sekretariat",
        "subbagian": [{"key": "umum", "nama": "Subbagian Umum", "pimpinan": "Kepala Subbagian Umum"}],
    },
    {"key": "pmd", "nama": "Seksi PMD", "pimpinan": "Kepala Seksi PMD", "singkat": "Kasi PMD", "jenis": "seksi"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("35", Kind.PROVINSI), ("35.18", Kind.KABUPATEN), ("35.18.13", Kind.KECAMATAN),
        ("35.18.13.1003", Kind.KELURAHAN), ("35.18.13.2014", Kind.DESA), ("91.03.01.3001", Kind.DESA),
    ],
)  # fmt: skip
def test_the_code_tells_the_kind(code: str, kind: Kind) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize("code", ["99", "35.99", "3518", "", "35.18.13.", "../35", "abc"])
def test_an_unknown_code_is_answered_with_a_sentence(code: str) -> None:
    with pytest.raises(CommandError, match="daftar Kemendagri"):
        call_command("units", "load", code)
    assert not Unit.objects.exists()


def test_one_kecamatan_is_loaded_with_all_above_and_below_it() -> None:
    loaded = actions.load_units(code="35.18.13", by=None, now=NOW)
    assert (loaded.created, loaded.kept) == (18, 0)
    nganjuk = Unit.objects.get(code="35.18.13")
    assert nganjuk.kecamatan == nganjuk
    assert nganjuk.bps_code == "3518140"
    assert str(nganjuk.parent) == "Kabupaten Nganjuk"
    villages = Unit.objects.in_kecamatan(nganjuk).villages()
    assert villages.filter(kind=Kind.KELURAHAN).count() == 13
    assert villages.filter(kind=Kind.DESA).count() == 2
    assert all(unit.path.startswith("35>35.18>35.18.13>") for unit in villages)


def test_the_whole_kabupaten_is_loaded_and_loading_again_changes_nothing() -> None:
    out = StringIO()
    call_command("units", "load", "35.18", stdout=out)
    call_command("units", "load", "35.18", stdout=out)
    first, second = out.getvalue().splitlines()
    assert first == "35.18: 306 unit dibuat, 0 sudah ada, 0 berganti nama."
    assert second == "35.18: 0 unit dibuat, 306 sudah ada, 0 berganti nama."
    assert Unit.objects.filter(kind=Kind.KECAMATAN).count() == 20
    assert AuditEvent.objects.filter(verb="units.loaded").count() == 1


def test_a_new_name_is_taken_over_and_told() -> None:
    actions.load_units(code="35.18.13", by=None, now=NOW)
    Unit.objects.filter(code="35.18.13.1003").update(name="Nama Lama")
    assert actions.load_units(code="35.18.13", by=None, now=NOW).renamed == 1
    assert AuditEvent.objects.get(verb="unit.renamed").before == {"unit_name": "Nama Lama"}


def test_desa_of_one_name_in_one_kecamatan_are_told_apart() -> None:
    names = [region.name for region in regions("71.02.11") if region.name.startswith("Tounelet Satu")]
    assert len(names) == len(set(names)) == 2


def test_sections_come_from_the_plan_and_keep_what_the_office_changed() -> None:
    actions.load_units(code="35.18.13", by=None, now=NOW)
    kecamatan = Unit.objects.get(code="35.18.13")
    made = actions.load_sections(kecamatan=kecamatan, sections=SECTIONS, by=None, now=NOW)
    assert (made.created, made.kept) == (3, 0)
    pmd = Unit.objects.get(code="35.18.13/pmd")
    actions.rename_unit(unit=pmd, name="Seksi Pemberdayaan", head_title="Kepala Seksi", by=None, now=NOW)
    assert actions.load_sections(kecamatan=kecamatan, sections=SECTIONS, by=None, now=NOW).kept == 3
    assert Unit.objects.get(code="35.18.13/pmd").name == "Seksi Pemberdayaan"
    assert str(Unit.objects.get(code="35.18.13/umum").parent) == "Sekretariat"


def test_neighbourhoods_hang_below_their_village() -> None:
    office = factories.office()
    village = office.kelurahan[0]
    rw = actions.add_unit(parent=village, kind=Kind.RW, name="01", key="01", by=office.admin, now=NOW)
    rt = actions.add_unit(parent=rw, kind=Kind.RT, name="02", key="02", by=office.admin, now=NOW)
    assert rt.code == f"{village.code}/rw-01/rt-02"
    assert rt.path == f"{village.path}{village.code}/rw-01>{rt.code}>"
    assert str(rt) == "RT 02"
    assert rt.kecamatan == office.kecamatan


@pytest.mark.parametrize(("kind", "key"), [(Kind.DESA, "x"), (Kind.RT, "01"), (Kind.KECAMATAN, "x"), ("raja", "x")])
def test_what_does_not_belong_below_a_village_is_refused(kind: str, key: str) -> None:
    office = factories.office()
    with pytest.raises(DomainError):
        actions.add_unit(parent=office.desa[0], kind=kind, name="X", key=key, by=office.admin, now=NOW)


def test_codes_and_names_are_taken_once() -> None:
    office = factories.office()
    given = {"parent": office.kecamatan, "kind": Kind.SECTION, "by": office.admin, "now": NOW}
    with pytest.raises(ConflictError, match="Kode"):
        actions.add_unit(name="Seksi Lain", key="pmd", **given)  # type: ignore[arg-type]
    with pytest.raises(ConflictError, match="sudah ada"):
        actions.add_unit(name="Seksi Pelayanan Umum", key="lain", **given)  # type: ignore[arg-type]


def test_a_section_in_use_is_not_switched_off() -> None:
    office = factories.office()
    with pytest.raises(ConflictError, match="Akhiri"):
        actions.deactivate_unit(unit=office.sections["pmd"], by=office.admin, now=NOW)
    post = office.kasi["pmd"].assignments.get()
    actions.end_assignment(assignment=post, on=TODAY.replace(day=1), by=office.admin, now=NOW)
    assert not actions.deactivate_unit(unit=office.sections["pmd"], by=office.admin, now=NOW).is_active
    assert actions.reactivate_unit(unit=office.sections["pmd"], by=office.admin, now=NOW).is_active


def test_regions_are_neither_renamed_nor_switched_off_by_the_office() -> None:
    office = factories.office()
    with pytest.raises(DomainError):
        actions.rename_unit(unit=office.desa[0], name="X", by=office.admin, now=NOW)
    with pytest.raises(DomainError):
        actions.deactivate_unit(unit=office.desa[0], by=office.admin, now=NOW)


def test_another_kecamatans_administrator_changes_no_unit() -> None:
    office, other = factories.office(), factories.other_office()
    with pytest.raises(NotAllowedError):
        actions.rename_unit(unit=office.sections["pmd"], name="X", by=other.admin, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.add_unit(parent=office.kecamatan, kind=Kind.SECTION, name="X", key="x", by=other.admin, now=NOW)


@pytest.mark.parametrize(
    "broken", [{"kind": "dusun"}, {"kecamatan": None}, {"code": "35.18.13/pmd"}, {"name": "Seksi Pelayanan Umum"}]
)
def test_the_database_refuses_units_that_make_no_sense(broken: dict[str, object]) -> None:
    office = factories.office()
    place = office.kecamatan
    fields = {"code": "x", "name": "X", "kind": Kind.SECTION, "parent": place, "kecamatan": place, "path": "x>"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**fields | broken)
