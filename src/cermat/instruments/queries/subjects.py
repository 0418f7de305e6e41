"""What kind of unit a code names, for files that come from elsewhere."""

import csv
import re
from functools import cache

from django.conf import settings

KEMENDAGRI = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?([1-3])\d{3}", re.ASCII)
KINDS = {"1": "kelurahan", "2": "desa", "3": "desa"}  # 3: desa adat


def kind_of_subject(code: str) -> str:
    """desa, kelurahan, or "" where the code does not tell.

    Kemendagri codes (10 digits, with or without dots) tell it by the first digit of the last group; the BPS codes of
    Kabupaten Nganjuk are looked up.
    """
    if kind := _bps_kinds().get(code):
        return kind
    found = KEMENDAGRI.fullmatch(code)
    return KINDS[found[1]] if found else ""


@cache
def _bps_kinds() -> dict[str, str]:
    path = settings.DEFINITIONS / "regions" / "nganjuk_35_18.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["kode_bps"]: row["jenis"] for row in csv.DictReader(file) if row["jenis"]}
