"""Boundaries of desa and kelurahan, as shipped in definitions/regions: for pictures, not for disputes."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

Geometry = dict[str, Any]  # GeoJSON: Polygon or MultiPolygon


def boundaries(kecamatan_code: str) -> dict[str, Geometry]:
    """Code → shape of the villages of a kecamatan; empty where none are shipped (nganjuk_35_18_batas.geojson)."""
    tail = kecamatan_code.rpartition(".")[0].replace(".", "_")
    files = sorted((settings.DEFINITIONS / "regions").glob(f"*_{tail}_batas.geojson")) if tail else []
    every = _shapes(files[0]) if files else {}
    return {code: shape for code, shape in every.items() if code.startswith(f"{kecamatan_code}.")}


@lru_cache(maxsize=4)
def _shapes(path: Path) -> dict[str, Geometry]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["id"]: feature["geometry"] for feature in features}
