"""What a cell of a plan may name, out of the other parts of the same plan. Pure."""

from collections.abc import Mapping

from cermat.indicators.schema.plan import CAMAT
from cermat.indicators.schema.plan_table import Among, Row, Rows

Named = list[tuple[str, str]]  # what is written, and what it means
Names = Mapping[Among, Named]  # what only the office around the plan knows
FROM = {
    Among.SECTION: "seksi",
    Among.IKU: "iku",
    Among.OBJECTIVE: "renstra",
    Among.POSITION: "iki",
}  # whose part has to be filled in before
MEASURES = ("persen", "nilai", "indeks", "dokumen", "laporan", "kegiatan", "desa", "kelurahan", "unit", "orang")
OFFICIALS = ("Camat", "Bupati")


def offered(among: Among, rows: Rows, names: Names | None = None) -> Named:
    """What a cell of `among` may name."""
    sections = [(row["key"], row.get("nama", "")) for row in rows.get("seksi", ()) if _is_section(row)]
    ikus = [(row["kode"], row.get("nama", "")) for row in rows.get("iku", ()) if "kode" in row]
    objectives = [(row["key"], row.get("uraian", "")) for row in rows.get("renstra", ()) if "key" in row]
    positions = [(row["jabatan"], "") for row in rows.get("iki", ()) if "jabatan" in row]
    found = {
        Among.SECTION: sections,
        Among.IKU: ikus,
        Among.OBJECTIVE: objectives,
        Among.HOLDER: [(CAMAT, "Camat"), *sections],
        Among.SUPPORTED: [*ikus, *objectives],
        Among.POSITION: positions,
        Among.OFFICIAL: [(one, "") for one in _once([*OFFICIALS, *_said(rows, "seksi", "pimpinan")])],
        Among.MEASURE: [(one, "") for one in _once([*MEASURES, *_said(rows, "iku", "satuan")])],
    }
    return found[among] if among in found else list((names or {}).get(among, ()))


def _said(rows: Rows, part: str, key: str) -> list[str]:
    return [row[key] for row in rows.get(part, ()) if key in row]


def _once(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _is_section(row: Row) -> bool:
    return "key" in row and row.get("jenis") != "subbagian"
