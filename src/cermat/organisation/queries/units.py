"""The tree of units as the office keeps it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cermat.organisation.models import Kind, Setting, SettingKey, Unit

# What an office may add itself, and below which kinds of unit. Regions come from the national list alone.
OWN_KINDS: dict[str, tuple[Kind, ...]] = {
    Kind.SECRETARIAT: (Kind.KECAMATAN,),
    Kind.SECTION: (Kind.KECAMATAN,),
    Kind.SUBSECTION: (Kind.SECRETARIAT,),
    Kind.RW: (Kind.KELURAHAN, Kind.DESA),
    Kind.RT: (Kind.RW,),
}


def kinds_below(unit: Unit) -> list[Kind]:
    """The kinds of unit that may be added below this one."""
    return [Kind(kind) for kind, parents in OWN_KINDS.items() if unit.kind in parents]


def in_order(units: QuerySet[Unit]) -> list[Unit]:
    """The tree as a list: kecamatan, Sekretariat, seksi, kelurahan, desa, each followed by what is below it."""
    rows = list(units.select_related("parent", "kecamatan"))
    below: dict[int | None, list[Unit]] = {}
    known = {unit.pk for unit in rows}
    for unit in rows:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return list(_walk(None, below))


ORDER = [Kind.KECAMATAN, Kind.SECRETARIAT, Kind.SUBSECTION, Kind.SECTION, Kind.KELURAHAN, Kind.DESA, Kind.RW, Kind.RT]


def _walk(parent: int | None, below: dict[int | None, list[Unit]]) -> Iterable[Unit]:
    def place(unit: Unit) -> tuple[int, int, str]:
        kind = Kind(unit.kind)
        return (ORDER.index(kind) if kind in ORDER else 0, unit.sort, unit.code)

    for unit in sorted(below.get(parent, []), key=place):
        yield unit
        yield from _walk(unit.pk, below)


def history(kecamatan: Unit) -> dict[str, list[Setting]]:
    """Every choice ever made, newest first, by key."""
    rows: dict[str, list[Setting]] = {key: [] for key in SettingKey}
    for row in Setting.objects.filter(kecamatan=kecamatan, unit=None):
        rows[row.key].append(row)
    return rows
