"""Kecamatan beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.dashboards.presenters.words import period_words
from cermat.dashboards.queries import KecamatanState


@dataclass(frozen=True)
class KecamatanCard:
    name: str
    url: str
    period: str
    step: str
    state: str
    tone: str
    validated: int
    of: int
    sheets: str
    steps: str


def region_cards(states: Iterable[KecamatanState]) -> list[KecamatanCard]:
    return [_card(state) for state in states]


def _card(state: KecamatanState) -> KecamatanCard:
    cycle = state.cycle
    if cycle is None:
        return KecamatanCard(str(state.kecamatan), "", "", "", _("Belum ada periode"), "", 0, 0, "–", "–")
    running = (_("Sedang berjalan"), "now") if cycle.is_running else (_("Selesai"), "done")
    return KecamatanCard(
        name=str(state.kecamatan),
        url=reverse("dashboards:board", args=[cycle.pk]),
        period=period_words(cycle),
        step=f"{state.step_no} {state.step}".strip(),
        state=running[0],
        tone=running[1],
        validated=state.validated,
        of=state.of,
        sheets=_("{n} dari {of} isian tervalidasi").format(n=state.validated, of=state.of),
        steps=_("{n} dari {of} tahapan selesai").format(n=state.finished, of=state.steps),
    )
