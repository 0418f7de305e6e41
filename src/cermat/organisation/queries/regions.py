"""The national list of region codes (Kemendagri), as shipped in definitions/regions."""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from cermat.organisation.models import Kind

CODE = re.compile(r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$")
KINDS = {1: Kind.PROVINSI, 2: Kind.KABUPATEN, 3: Kind.KECAMATAN}


@dataclass(frozen=True)
class Region:
    """One row: 35.18.13.1003, Payaman, a kelurahan of 35.18.13."""

    code: str
    name: str
    kind: Kind
    bps_code: str = ""

    @property
    def parent_code(self) -> str:
        return self.code.rpartition(".")[0]


def kind_of(code: str) -> Kind:
    """From the code alone: two digits are a provinsi, …; the last group of a village begins with 1 for a kelurahan,
    2 for a desa, 3 for a desa adat, which is a kind of desa (Permendagri 58/2021, explanation of the codes)."""
    groups = code.split(".")
    if len(groups) < 4:
        return KINDS[len(groups)]
    return Kind.KELURAHAN if groups[3].startswith("1") else Kind.DESA


def regions(code: str) -> list[Region]:
    """The regions above `code`, `code` itself and everything below it, parents first. Empty for an unknown code."""
    if not CODE.match(code):
        return []
    above = {code.rsplit(".", level)[0] for level in range(1, code.count(".") + 1)}
    bps = _bps_codes() if code.startswith("35") else {}
    found = [
        Region(row_code, _plain(name), kind_of(row_code), bps.get(row_code, ""))
        for row_code, name in _rows()
        if row_code == code or row_code in above or row_code.startswith(f"{code}.")
    ]
    return sorted(_told_apart(found), key=lambda region: region.code) if any(r.code == code for r in found) else []


def kecamatan_named(name: str) -> list[tuple[str, str]]:
    """Code and “Nganjuk, Kab. Nganjuk, Jawa Timur” of every kecamatan whose name holds these words."""
    names = dict(_rows())
    wanted = name.casefold().removeprefix("kecamatan ").strip()
    found = [code for code, told in names.items() if code.count(".") == 2 and wanted and wanted in told.casefold()]
    return [(code, ", ".join((names[code], names[code[:5]], names[code[:2]]))) for code in sorted(found)]


def _rows() -> Iterator[tuple[str, str]]:
    path = settings.DEFINITIONS / "regions" / "wilayah_id.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["kode"], row["nama"]


def _bps_codes() -> dict[str, str]:
    path = settings.DEFINITIONS / "regions" / "nganjuk_35_18.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["kode"]: row["kode_bps"] for row in csv.DictReader(file)}


def _plain(name: str) -> str:
    """Without the word that the unit's kind says anyway."""
    return name.removeprefix("Kabupaten ")


def _told_apart(found: list[Region]) -> list[Region]:
    """Two desa of one kecamatan bear the same name in the national list; their number tells them apart."""
    seen: set[tuple[str, Kind, str]] = set()
    result = []
    for region in found:
        place = (region.parent_code, region.kind, region.name)
        name = f"{region.name} ({region.code[-4:]})" if place in seen else region.name
        seen.add(place)
        result.append(Region(region.code, name, region.kind, region.bps_code))
    return result
