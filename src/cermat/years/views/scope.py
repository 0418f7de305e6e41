"""Whose year a page is about."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority, kecamatan_visible_to

FIRST, LAST = 2000, 2100


def kecamatan_in(request: SignedInRequest, year: int) -> Unit:
    """The kecamatan named in the address, or the first one the person sees."""
    if not FIRST <= year <= LAST:
        raise Http404
    visible = kecamatan_visible_to(request.user, timezone.localdate())
    code = request.GET.get("kecamatan")
    return get_object_or_404(visible.filter(code=code) if code else visible[:1])


def may(request: SignedInRequest, permission: Permission, kecamatan: Unit) -> bool:
    return authority(request.user, permission, kecamatan, timezone.localdate()) is not None
