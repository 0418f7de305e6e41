"""The history of a sheet in sentences."""

from itertools import groupby
from typing import Any

from cermat.collection.models import Entry, EntryEvent
from cermat.collection.presenters.surveyed import survey_url

VERBS = {
    "saved": "Draf disimpan",
    "evidence": "Bukti dukung",
    "submitted": "Diajukan untuk disetujui",
    "handed_back": "Dikembalikan pimpinan kepada operator",
    "sent": "Disetujui dan dikirim",
    "validated": "Tervalidasi",
    "sent_back": "Dikembalikan untuk diperbaiki",
    "reopened": "Dibuka untuk koreksi",
    "extended": "Batas waktu diperpanjang",
}
SHOWN = 40  # rows of a history, a run of files being one
NAMED = 3  # files of a run that are named


def history(entry: Entry) -> list[dict[str, Any]]:
    """Newest first; staf with the name of the head on whose behalf they acted. Files of one hand, one after the
    other, are one row: a sheet of thirty files keeps a history that can be read."""
    events = entry.events.select_related("by", "result").defer("values").order_by("-at", "-pk")
    runs = [list(run) for _same, run in groupby(events, key=_same)]
    return [_row(run) for run in runs[:SHOWN]]


def _same(event: EntryEvent) -> tuple[object, ...]:
    if event.verb != "evidence":
        return (event.pk,)
    return (event.verb, event.by_id, event.on_behalf_of, event.revision)


def _row(run: list[EntryEvent]) -> dict[str, Any]:
    newest = run[0]
    what = VERBS.get(newest.verb, newest.verb)
    return {
        "what": what if len(run) == 1 else f"{what}: {len(run)} kali",
        "who": f"{newest.by}, {newest.by_title}" if newest.by else "Cermat",
        "on_behalf_of": newest.on_behalf_of,
        "at": newest.at,
        "note": _note([event.note for event in run if event.note]),
        "revision": newest.revision,
        "url": survey_url(newest.result) if newest.result else "",
    }


def _note(notes: list[str]) -> str:
    rest = len(notes) - NAMED
    return "; ".join(notes[:NAMED]) + (f"; dan {rest} lainnya" if rest > 0 else "")
