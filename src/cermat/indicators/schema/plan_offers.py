"""What a cell of a plan may name, out of the other parts of the same plan. Pure."""

from cermat.indicators.schema.plan import CAMAT
from cermat.indicators.schema.plan_table import Among, Row, Rows


def offered(among: Among, rows: Rows) -> list[tuple[str, str]]:
    """What a cell of `among` may name, as (what is written, what it means)."""
    sections = [(row["key"], row.get("nama", "")) for row in rows.get("seksi", ()) if _is_section(row)]
    ikus = [(row["kode"], row.get("nama", "")) for row in rows.get("iku", ()) if "kode" in row]
    objectives = [(row["key"], row.get("uraian", "")) for row in rows.get("renstra", ()) if "key" in row]
    positions = [(row["jabatan"], "") for row in rows.get("iki", ()) if "jabatan" in row]
    return {
        Among.SECTION: sections,
        Among.IKU: ikus,
        Among.OBJECTIVE: objectives,
        Among.HOLDER: [(CAMAT, "Camat"), *sections],
        Among.SUPPORTED: [*ikus, *objectives],
        Among.POSITION: positions,
    }[among]


def _is_section(row: Row) -> bool:
    return "key" in row and row.get("jenis") != "subbagian"
