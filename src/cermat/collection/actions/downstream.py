"""Whoever answers for something made from a sheet's figures hears when these are opened, and when they have changed."""

from django.urls import reverse

from cermat.collection.actions.door import Act
from cermat.collection.models import Entry
from cermat.collection.queries import Use, corrections_on, old_figures, uses_of
from cermat.notifications.actions import notify
from cermat.organisation.models import User

NAMED = 2  # things that are named in a message; the page lists all


def tell_of_opening(entry: Entry, name: str, act: Act, reason: str) -> None:
    """The figure goes on counting until the correction is validated; nothing made from it changes by itself."""
    old = old_figures(entry)
    uses = uses_of(old) if old else []
    text = f"{name} dibuka untuk koreksi: {reason}. Angka lamanya dipakai dalam {named(uses)}."
    _tell(entry, uses, text, act, "opened")


def tell_of_change(entry: Entry, name: str, act: Act) -> None:
    """Nobody is disturbed where the correction has left every figure as it was."""
    old = old_figures(entry)
    changed = [one for one in corrections_on(entry) if one.validated_at == act.now]
    if old is None or not changed:
        return
    uses = [use for use in uses_of(old) if not use.is_renewed]
    text = f"Koreksi {name} tervalidasi: {len(changed)} angka berubah. Yang masih memakai angka lama: {named(uses)}."
    _tell(entry, uses, text, act, "changed")


def named(uses: list[Use]) -> str:
    """Penghitungan 1 Periode Juni 2026, Laporan Kinerja Juni 2026, dan 3 lainnya"""
    rest = len(uses) - NAMED
    return ", ".join(use.name for use in uses[:NAMED]) + (f", dan {rest} lainnya" if rest > 0 else "")


def _tell(entry: Entry, uses: list[Use], text: str, act: Act, what: str) -> None:
    people = {pk for use in uses for pk in use.people} - {act.by.pk}
    url = reverse("collection:usage", args=[entry.pk])
    key = f"used:{entry.pk}:{entry.revision}:{what}"
    notify(users=User.objects.filter(pk__in=people), text=text, url=url, key=key, now=act.now)
