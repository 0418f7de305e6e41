"""The pages of one period's collecting, for whoever may open them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from cermat.organisation.models import Unit
from cermat.organisation.permissions import Permission
from cermat.sop.models import Cycle

PAGES = (
    ("mine", "Isian", False),
    ("owed", "Belum terkirim", False),
    ("punctuality", "Ketepatan waktu", True),
    ("timeline", "Riwayat", True),
    ("standing", "Keadaan sementara", True),
    ("calendar", "Kalender", False),
)


def tabs_of(
    cycle: Cycle, here: str, *, sees_all: bool, granted: Collection[str], units: Iterable[Unit] = ()
) -> list[dict[str, Any]]:
    """`sees_all`: the whole kecamatan; `granted`: permissions held anywhere; `units`: offices of the person's own."""
    shown = [
        {"name": name, "url": reverse(f"collection:{page}", args=[cycle.pk]), "is_here": page == here}
        for page, name, is_for_all in PAGES
        if (sees_all or not is_for_all) and (page != "owed" or Permission.VALIDATE_ENTRY in granted)
    ]
    if not sees_all:
        shown += [
            {
                "name": "Kelengkapan",
                "url": reverse("collection:unit", args=[cycle.pk, unit.pk]),
                "is_here": here == "unit",
            }
            for unit in list(units)[:1]
        ]
    return shown
