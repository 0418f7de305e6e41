"""Invented but plausible figures for the examples. The same place and month always give the same figures."""

import hashlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from cermat.lib.months import Month

Figures = Mapping[str, int | Decimal | Fraction]

PBB = {1: 0, 2: 0, 3: 6, 4: 17, 5: 31, 6: 46, 7: 61, 8: 76, 9: 89, 10: 93, 11: 95, 12: 96}
SPPT = {2: 20, 3: 55, 4: 85, 5: 97, 6: 100}
BUDGET = {1: 3, 2: 8, 3: 15, 4: 23, 5: 31, 6: 41, 7: 50, 8: 60, 9: 70, 10: 79, 11: 88, 12: 95}
PHYSICAL = {1: 0, 2: 3, 3: 10, 4: 20, 5: 30, 6: 41, 7: 52, 8: 63, 9: 75, 10: 85, 11: 93, 12: 100}


def drawn(name: str, low: int, high: int) -> int:
    """A whole number from `low` to `high` that looks random and is the same on every machine."""
    digest = hashlib.sha256(name.encode()).digest()
    return low + int.from_bytes(digest[:8]) % (high - low + 1)


class Place:
    """A unit in a month: what is steady there, and what changes from month to month."""

    def __init__(self, code: str, month: Month) -> None:
        self.code, self.month = code, month

    def steady(self, name: str, low: int, high: int) -> int:
        return drawn(f"{self.code}/{name}", low, high)

    def monthly(self, name: str, low: int, high: int) -> int:
        return drawn(f"{self.code}/{name}/{self.month}", low, high)

    def share(self, name: str, of: int, low: int, high: int) -> int:
        """A part of `of`, between `low` and `high` percent."""
        return of * self.monthly(name, low, high) // 100

    def progress(self, name: str, of: int, schedule: Mapping[int, int]) -> int:
        """What has been reached of `of` by the end of the month; a place is steadily ahead or behind, never falls."""
        pace = self.steady(f"{name}/pace", 90, 104)
        return min(of, of * schedule.get(self.month.number, 100) * pace // 10_000)


def population(place: Place) -> Figures:
    return {
        "awal": place.steady("penduduk", 3_200, 7_400),
        "lahir": place.monthly("lahir", 2, 9),
        "mati": place.monthly("mati", 1, 6),
        "datang": place.monthly("datang", 0, 8),
        "pindah": place.monthly("pindah", 0, 7),
    }


def services(place: Place) -> int:
    return place.monthly("layanan", 45, 160)


def complaints(place: Place) -> Figures:
    came = place.monthly("aduan", 0, 5)
    return {"selesai": max(0, came - place.monthly("aduan-sisa", 0, 1)), "masuk": came}


def tax(place: Place) -> Figures:
    assessed = place.steady("pbb", 260, 620) * 1_000_000 + place.steady("pbb-ribu", 0, 999) * 1_000
    return {"baku": assessed, "realisasi": place.progress("pbb", assessed, PBB)}


def notices(place: Place) -> Figures:
    received = place.steady("sppt", 1_400, 3_600)
    return {"sampai": place.progress("sppt", received, SPPT), "terima": received}


def disturbances(place: Place) -> Figures:
    happened = place.monthly("gangguan", 0, 4)
    return {"selesai": max(0, happened - place.monthly("gangguan-sisa", 0, 1)), "n": happened}


def part(
    field: str, whole: str, name: str, low: int, high: int, *, steady: tuple[int, int]
) -> Callable[[Place], Figures]:
    """A part of a steady whole: field names, and the part's range in percent."""

    def figures(place: Place) -> Figures:
        of = place.steady(name, *steady)
        return {field: place.share(f"{name}/bagian", of, low, high), whole: of}

    return figures


def count(field: str, name: str, low: int, high: int) -> Callable[[Place], Figures]:
    return lambda place: {field: place.monthly(name, low, high)}


def stunting(place: Place) -> Figures:
    measured = place.share("balita/bagian", place.steady("balita", 130, 390), 76, 96)
    return {"stunting": place.share("stunting", measured, 3, 12), "ukur": measured}


def larvae(place: Place) -> Figures:
    visited = place.monthly("rumah", 80, 120)
    return {"bebas": place.share("jentik", visited, 88, 99), "periksa": visited}


def social(place: Place) -> Figures:
    listed = place.steady("kpm", 110, 290)
    return {"salur": place.share("salur", listed, 93, 100), "alokasi": listed}


def budget(place: Place) -> Figures:
    ceiling = place.steady("pagu", 640, 1_280) * 1_000_000
    return {"real": place.progress("anggaran", ceiling, BUDGET), "pagu": ceiling}


def survey(place: Place) -> Figures:
    value = place.monthly("ikm", 8_190, 8_420)
    return {"nilai": Decimal(value).scaleb(-2), "mutu": 3, "responden": place.monthly("ikm-n", 96, 240)}


def village_index(place: Place) -> Figures:
    value = place.steady("desa", 7_010, 7_900)
    return {"skor": Decimal(value).scaleb(-2), "status": 4, "tahun": place.month.year}


FIGURES: dict[str, Callable[[Place], Figures]] = {
    "PDK-01": population,
    "PDK-02": lambda place: {"kk": place.steady("penduduk", 3_200, 7_400) * 10 // 33},
    "PDK-03": count("n", "nonpermanen", 8, 60),
    "PDK-04": lambda place: {
        "lapor": max(0, place.monthly("mati", 1, 6) - place.monthly("akta-sisa", 0, 1)),
        "mati": place.monthly("mati", 1, 6),
    },
    "YAN-01": lambda place: {"n": services(place)},
    "YAN-02": lambda place: {"tepat": place.share("tepat", services(place), 90, 100), "semua": services(place)},
    "YAN-03": complaints,
    "YAN-04": count("n", "responden", 10, 34),
    "PBB-01": tax,
    "PBB-02": notices,
    "TNH-01": count("n", "tanah", 0, 6),
    "TNH-02": count("n", "sengketa", 0, 1),
    "TRB-01": count("n", "gangguan", 0, 4),
    "TRB-02": disturbances,
    "TRB-03": part("aktif", "ada", "poskamling", 62, 100, steady=(8, 21)),
    "TRB-04": lambda place: {"n": place.steady("satlinmas", 14, 31)},
    "TRB-05": lambda place: {"cepat": place.monthly("bencana", 0, 1), "n": place.monthly("bencana", 0, 1)},
    "KES-01": part("d", "s", "balita", 76, 96, steady=(130, 390)),
    "KES-02": part("buka", "ada", "posyandu", 88, 100, steady=(4, 9)),
    "KES-03": stunting,
    "KES-04": larvae,
    "PKK-01": count("n", "pkk", 1, 5),
    "PKK-02": part("temu", "rt", "rt", 60, 98, steady=(14, 42)),
    "SOS-01": social,
    "SOS-02": count("n", "usulan-sosial", 0, 8),
    "LHK-01": count("n", "kerja-bakti", 2, 7),
    "LHK-02": part("layan", "rt", "rt", 72, 100, steady=(14, 42)),
    "LHK-03": count("n", "rt-siap", 0, 3),
    "BNG-01": lambda place: {"fisik": place.progress("fisik", 100, PHYSICAL)},
    "BNG-02": count("n", "musrenbang", 9, 28),
    "BNG-03": count("n", "umkm", 1, 7),
    "KEU-01": budget,
    "KEU-02": budget,
    "IKM-01": survey,
    "IDM-01": village_index,
}


def figures_of(code: str, place: Place) -> Figures:
    """Field key → figure for one indicator; empty where this file knows none."""
    maker = FIGURES.get(code)
    return maker(place) if maker else {}
