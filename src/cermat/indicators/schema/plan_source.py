"""Where the figure of an IKU comes from, asked as one question: a way, and what that way needs to know. Pure."""

from cermat.indicators.schema.plan_cells import YES
from cermat.indicators.schema.plan_table import Row

QUESTION = "sumber_data"
MANUAL = "manual"
WAYS = {
    "instrumen": "Hasil sebuah instrumen, misalnya IKM atau Indeks Desa",
    "indikator": "Satu indikator bulanan desa/kelurahan, misalnya TRB-02",
    "rumus": "Hitungan dari beberapa indikator bulanan",
    "dokumen": "Banyaknya dokumen tervalidasi pada register",
    MANUAL: "Dicatat sendiri oleh seksi penanggung jawab",
}
ASKED = {
    "sumber_data.instrumen": "instrumen",
    "sumber_data.ukuran": "instrumen",
    "sumber_data.indikator": "indikator",
    "sumber_data.rumus": "rumus",
    "sumber_data.dokumen": "dokumen",
}  # column to the way that needs it


def way_of(row: Row) -> str:
    """The way a row takes: the one chosen while its cell is empty, else the first that is filled in."""
    return row.get(QUESTION) or next((way for way in WAYS if row.get(f"{QUESTION}.{way}")), "")


def taking(way: str, row: dict[str, str]) -> dict[str, str]:
    """The row with what its way needs and nothing of the others; without a way just as it is."""
    if way not in WAYS or not row:
        return row
    kept = {
        key: text for key, text in row.items() if not key.startswith(f"{QUESTION}.") or ASKED.get(key, MANUAL) == way
    }
    if way == MANUAL:
        return kept | {f"{QUESTION}.{MANUAL}": YES}
    return kept if f"{QUESTION}.{way}" in kept else kept | {QUESTION: way}
