"""The ministry's responses beside this file, and the same ones spoilt in one place."""

import json
from collections.abc import Callable
from typing import Any

from tests.instruments.published import FOLDER

SAMPLES = FOLDER / "api_samples"
KEDUNGDOWO = "3518132014"
Spoiler = Callable[[dict[str, Any]], object]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def response(spoil: Spoiler = bool, *, code: str = KEDUNGDOWO, name: str = "KEDUNGDOWO", year: int = 0) -> str:
    """An ordinary response of 2024, made to speak of another desa and spoilt in one place."""
    data = json.loads(sample("1804072007_2024.json"))
    data["mapData"]["IDENTITAS"][0] |= {"id_desa": code, "id_kecamatan": code[:6], "nama_desa": name}
    if year:
        data["mapData"]["SUMMARIES"]["TAHUN"] = year
    spoil(data)
    return json.dumps(data, ensure_ascii=False)


def row(data: dict[str, Any], cell: int) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in data["mapData"]["ROW"] if row["ROW_CELL"] == cell)
    return found
