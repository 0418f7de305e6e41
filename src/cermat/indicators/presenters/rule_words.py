"""The message of a rule before there are figures to name: the names stand in words."""

from cermat.indicators.formula.rules import PLACE
from cermat.lib.expression import written

WORDS = {
    "median_12": "median 12 bulan",
    "median_tetangga": "median desa/kelurahan lain bulan lalu",
    "rata_rata_12": "rata-rata 12 bulan",
    "sebaran_12": "sebaran 12 bulan",
    "sebaran_tetangga": "sebaran desa/kelurahan lain bulan lalu",
}


def message_in_words(message: str) -> str:
    """ "Biasanya sekitar {median_12}." → "Biasanya sekitar (median 12 bulan)." """
    return PLACE.sub(lambda found: f"({WORDS.get(found[1]) or written(found[1])})", message)
