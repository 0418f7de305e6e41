"""The main places of the product: their words, who sees them, and which are at the thumb on a phone."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django.urls import Resolver404, resolve
from django.utils.translation import gettext, gettext_noop

ON_PHONE = 5  # more than five at the thumb are too small to hit


@dataclass(frozen=True)
class Place:
    """`needs`: any of these permissions shows it (the words of organisation.permissions); none = everybody."""

    label: str
    path: str
    icon: str  # path of a 24 × 24 drawing, one line
    needs: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()  # further paths that belong to this place


def _place(label: str, path: str, icon: str, *needs: str, also: tuple[str, ...] = ()) -> Place:
    return Place(label, path, icon, frozenset(needs), also)


MAIN = (
    _place(gettext_noop("Beranda"), "/", "M4 11 12 4l8 7v9h-5v-6H9v6H4z", also=("/ringkasan/",)),
    _place(
        gettext_noop("Periode"),
        "/periode/sekarang/",
        "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
        "view_cycle",
        also=("/periode/", "/tahapan/", "/sop/", "/persyaratan/"),
    ),
    _place(gettext_noop("Pengumpulan"), "/isian/", "M5 4h14v16H5zM8 9l1.5 1.5L12 8M8 15h8M14 9h2", "view_entry"),
    _place(
        gettext_noop("Indikator"),
        "/indikator/",
        "M4 20V4M4 20h16M8 16v-4M13 16V8M18 16v-6",
        "view_cycle",
        also=("/pengukuran/", "/instrumen/", "/tahun/"),
    ),
    _place(gettext_noop("Survei"), "/survei/", "M4 5h16v12H9l-5 4zM9 12l2 2 4-5", "view_survey"),
    _place(
        gettext_noop("Evaluasi"),
        "/evaluasi/",
        "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
        *("record_finding", "run_meeting", "fill_follow_up", "verify_follow_up"),
    ),
    _place(gettext_noop("Laporan"), "/laporan/", "M6 3h9l4 4v14H6zM14 3v5h5M9 13h6M9 17h6", "view_cycle"),
    _place(gettext_noop("Dokumen"), "/dokumen/", "M3 6h7l2 2h9v11H3z", "view_cycle"),
)
ACCOUNT = (
    _place(gettext_noop("Orang dan jabatan"), "/akun/", "", "manage_people", "manage_office"),
    _place(gettext_noop("Prosedur (SOP)"), "/sop/", "", "load_definitions", "open_cycle"),
    _place(gettext_noop("Instrumen"), "/instrumen/", "", "load_definitions"),
    _place(gettext_noop("Kalender"), "/kalender/", "", "manage_office"),
    _place(gettext_noop("Kalender penyerahan"), "/tahun/", "", "record_document", "lock_year", "correct_year"),
    _place(gettext_noop("Jejak perubahan"), "/sistem/jejak/", "", "view_audit"),
    _place(gettext_noop("Di HP ini"), "/isian/di-hp-ini/", "", "fill_entry"),
    _place(gettext_noop("Profil"), "/akun/profil/", ""),
    _place(gettext_noop("Ubah kata sandi"), "/akun/sandi/", ""),
)


@dataclass(frozen=True)
class Link:
    label: str
    path: str
    icon: str
    is_current: bool
    is_rest: bool  # stands under "Lainnya" on a phone


@lru_cache(maxsize=256)
def _guard(path: str) -> str | None:
    try:
        return str(getattr(resolve(path).func, "guard", "public"))
    except Resolver404:
        return None


def is_open(path: str, permissions: Collection[str]) -> bool:
    """Whether there is a page at `path` whose door lets somebody with these permissions in."""
    guard = _guard(path)
    return guard is not None and (guard in {"signed_in", "public"} or guard in permissions)


def links(places: tuple[Place, ...], permissions: Collection[str], current: str) -> list[Link]:
    """The places this person sees; `current` is the path of the page."""
    shown = [p for p in places if (not p.needs or p.needs & set(permissions)) and is_open(p.path, permissions)]
    room = ON_PHONE if len(shown) <= ON_PHONE else ON_PHONE - 1
    return [
        Link(gettext(place.label), place.path, place.icon, _stands_on(place, current), number >= room)
        for number, place in enumerate(shown)
    ]


def _stands_on(place: Place, current: str) -> bool:
    if place.path == "/":
        return current == "/" or current.startswith(place.also)
    return current.startswith((place.path, *place.also))
