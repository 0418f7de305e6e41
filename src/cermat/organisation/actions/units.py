"""The tree of units: built from the national list, completed with sections, RW and RT by the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require_unless_installer
from cermat.organisation.queries.regions import Region, regions
from cermat.organisation.queries.units import OWN_KINDS


@dataclass(frozen=True)
class LoadedUnits:
    """How many units a loading made and how many it found (renamed ones among them)."""

    created: int
    kept: int
    renamed: int = 0


@transaction.atomic
def load_units(*, code: str, by: User | None, now: datetime) -> LoadedUnits:
    """Build the tree from the provinsi down to every desa/kelurahan below `code`. Doing it again changes nothing.

    A new name in the national list is taken over and audited; nothing is ever deleted. `by=None` is the installer.
    Raises DomainError for a code that the list does not have.
    """
    found = regions(code)
    if not found:
        raise DomainError(
            f"Kode wilayah “{code[:20]}” tidak ada dalam daftar Kemendagri. Tulis kode bertitik, "
            "misalnya 35.18 untuk Kabupaten Nganjuk atau 35.18.13 untuk Kecamatan Nganjuk.",
            code="unknown_region",
            field="code",
        )
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=[region.code for region in found])}
    if by is not None and code in known:
        require_unless_installer(by, Permission.MANAGE_OFFICE, known[code], day_of(now))
    elif by is not None:
        raise DomainError("Wilayah baru hanya dapat dimuat dari terminal server: ./cermat units load KODE.")
    renamed = _rename(found, known, by, now)
    created = _create(found, known)
    Unit.objects.filter(kind=Kind.KECAMATAN, kecamatan=None).update(kecamatan_id=F("pk"))
    result = LoadedUnits(created=created, kept=len(found) - created, renamed=renamed)
    if created:
        after = {"created": created, "renamed": renamed}
        record(by=by, verb="units.loaded", target=Target("unit", code), at=now, after=after)
    return result


def _create(found: Sequence[Region], known: dict[str, Unit]) -> int:
    """Level by level, because children need their parent's id."""
    created = 0
    for level in range(4):
        fresh = [
            _region_unit(region, known.get(region.parent_code), sort)
            for sort, region in enumerate(found)
            if region.code.count(".") == level and region.code not in known
        ]
        for unit in Unit.objects.bulk_create(fresh, batch_size=500):
            known[unit.code] = unit
            if unit.kind == Kind.KECAMATAN:
                unit.kecamatan = unit
        created += len(fresh)
    return created


def _region_unit(region: Region, parent: Unit | None, sort: int) -> Unit:
    return Unit(
        code=region.code,
        name=region.name,
        kind=region.kind,
        parent=parent,
        kecamatan=parent.kecamatan if parent and region.kind in {Kind.KELURAHAN, Kind.DESA} else None,
        path=f"{parent.path if parent else ''}{region.code}>",
        bps_code=region.bps_code,
        sort=sort,
    )


def _rename(found: Sequence[Region], known: Mapping[str, Unit], by: User | None, now: datetime) -> int:
    renamed = 0
    for region in found:
        unit = known.get(region.code)
        if unit is not None and unit.name != region.name:
            before, unit.name = unit.name, region.name
            unit.save(update_fields=["name"])
            _tell("unit.renamed", unit, by, now, before={"unit_name": before}, after={"unit_name": region.name})
            renamed += 1
    return renamed


@transaction.atomic
def load_sections(
    *, kecamatan: Unit, sections: Sequence[Mapping[str, Any]], by: User | None, now: datetime
) -> LoadedUnits:
    """Sekretariat with its subbagian and the seksi, as a plan file lists them under `seksi`.

    Each has key, nama, jenis (seksi, sekretariat), and may have pimpinan, singkat and subbagian (key, nama,
    pimpinan). A unit that exists keeps what the office has made of it.
    """
    require_unless_installer(by, Permission.MANAGE_OFFICE, kecamatan, day_of(now))
    created = kept = 0
    for section in sections:
        unit, is_new = _section(kecamatan, section, Kind(section["jenis"]))
        rows = [(unit, is_new)]
        rows += [_section(unit, part, Kind.SUBSECTION) for part in section.get("subbagian", [])]
        created += sum(fresh for _unit, fresh in rows)
        kept += sum(not fresh for _unit, fresh in rows)
    if created:
        _tell("sections.loaded", kecamatan, by, now, after={"created": created})
    return LoadedUnits(created=created, kept=kept)


def _section(parent: Unit, row: Mapping[str, Any], kind: Kind) -> tuple[Unit, bool]:
    code = f"{parent.kecamatan.code if parent.kecamatan else ''}/{row['key']}"
    return Unit.objects.get_or_create(
        code=code,
        defaults={
            "name": row["nama"],
            "short_name": row.get("singkat", ""),
            "head_title": row.get("pimpinan", ""),
            "kind": kind,
            "parent": parent,
            "kecamatan": parent.kecamatan,
            "path": f"{parent.path}{code}>",
            "sort": _next_place(parent),
        },
    )


@transaction.atomic
def add_unit(
    *, parent: Unit, kind: str, name: str, key: str, head_title: str = "", by: User | None, now: datetime
) -> Unit:
    """A new section, subbagian, RW or RT below `parent`. `key` ends its code: `pmd`; `01` of an RW gives `rw-01`."""
    require_unless_installer(by, Permission.MANAGE_OFFICE, parent, day_of(now))
    if parent.kind not in OWN_KINDS.get(kind, ()):
        raise DomainError(f"{kind.title()} tidak dapat ditambahkan di bawah {parent}.", code="wrong_kind", field="kind")
    code = _own_code(parent, kind, key)
    if Unit.objects.filter(code=code).exists():
        raise ConflictError(f"Kode {code} sudah dipakai. Pilih kode lain.", code="code_taken", field="key")
    if Unit.objects.filter(parent=parent, kind=kind, name=name).exists():
        raise ConflictError(f"{name} sudah ada di bawah {parent}.", code="name_taken", field="name")
    unit = Unit.objects.create(
        code=code,
        name=name,
        kind=kind,
        head_title=head_title,
        parent=parent,
        kecamatan=parent.kecamatan,
        path=f"{parent.path}{code}>",
        sort=_next_place(parent),
    )
    _tell("unit.added", unit, by, now, after={"code": code, "unit_name": name, "kind": kind})
    return unit


def _own_code(parent: Unit, kind: str, key: str) -> str:
    """35.18.13/pmd for every section and subbagian; 35.18.13.1003/rw-01/rt-02 for neighbourhoods."""
    if kind in {Kind.RW, Kind.RT}:
        return f"{parent.code}/{kind}-{key}"
    return f"{parent.kecamatan.code if parent.kecamatan else ''}/{key}"


def _next_place(parent: Unit) -> int:
    return (parent.children.order_by("-sort").values_list("sort", flat=True).first() or 0) + 1


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, short_name: str = "", head_title: str = "", by: User | None, now: datetime
) -> Unit:
    """Another name, short name or title of the head; the code stays, so that nothing else has to change."""
    require_unless_installer(by, Permission.MANAGE_OFFICE, unit, day_of(now))
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if unit.kind not in OWN_KINDS:
        raise DomainError("Nama wilayah berasal dari daftar Kemendagri dan tidak diubah di sini.", code="region_name")
    if Unit.objects.filter(parent=unit.parent, kind=unit.kind, name=name).exclude(pk=unit.pk).exists():
        raise ConflictError(f"{name} sudah ada di bawah {unit.parent}.", code="name_taken", field="name")
    before = {"unit_name": unit.name, "short_name": unit.short_name, "head_title": unit.head_title}
    unit.name, unit.short_name, unit.head_title = name, short_name, head_title
    unit.save(update_fields=["name", "short_name", "head_title"])
    after = {"unit_name": name, "short_name": short_name, "head_title": head_title}
    _tell("unit.renamed", unit, by, now, before=before, after=after)
    return unit


@transaction.atomic
def deactivate_unit(*, unit: Unit, by: User | None, now: datetime) -> Unit:
    """No new work for the unit and what lies below it; what it has done stays."""
    today = day_of(now)
    require_unless_installer(by, Permission.MANAGE_OFFICE, unit, today)
    if unit.kind not in OWN_KINDS:
        raise DomainError("Desa, kelurahan, dan kecamatan tidak dinonaktifkan di sini.", code="region_stays")
    below = Unit.objects.below(unit)
    held = Assignment.objects.on(today).filter(unit__in=below).select_related("user", "unit").first()
    if held is not None:
        raise ConflictError(
            f"{held.user} masih bertugas sebagai {held.title}. Akhiri penugasannya lebih dahulu.", code="unit_in_use"
        )
    below.update(is_active=False)
    _tell("unit.deactivated", unit, by, now, before={"active": True}, after={"active": False})
    unit.is_active = False
    return unit


@transaction.atomic
def reactivate_unit(*, unit: Unit, by: User | None, now: datetime) -> Unit:
    require_unless_installer(by, Permission.MANAGE_OFFICE, unit, day_of(now))
    if unit.parent is not None and not unit.parent.is_active:
        raise ConflictError(f"Aktifkan {unit.parent} lebih dahulu.", code="parent_inactive")
    Unit.objects.filter(pk=unit.pk).update(is_active=True)
    _tell("unit.reactivated", unit, by, now, before={"active": False}, after={"active": True})
    unit.is_active = True
    return unit


def _tell(
    verb: str,
    unit: Unit,
    by: User | None,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    target = Target("unit", unit.pk, chain=unit.kecamatan.code if unit.kecamatan else "pusat")
    record(by=by, verb=verb, target=target, at=now, before=before, after=after)
