"""What every page says about who is signed in and where."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cermat.organisation.queries import assignments_of


def place(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout: the person's titles, their kecamatan, and whether this is example data."""
    if not request.user.is_authenticated:
        return {"my_titles": [], "my_kecamatan": None}
    assignments = assignments_of(request.user, timezone.localdate())
    kecamatan = next((a.unit.kecamatan for a in assignments if a.unit.kecamatan), None)
    return {"my_titles": [assignment.title for assignment in assignments], "my_kecamatan": kecamatan}
