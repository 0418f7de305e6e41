"""The history of a sheet in sentences."""

from typing import Any

from django.urls import reverse

from cermat.collection.models import Entry

VERBS = {
    "saved": "Draf disimpan",
    "evidence": "Bukti dukung",
    "submitted": "Diajukan untuk disetujui",
    "sent": "Disetujui dan dikirim",
    "validated": "Tervalidasi",
    "sent_back": "Dikembalikan untuk diperbaiki",
    "reopened": "Dibuka untuk koreksi",
}
SHOWN = 40


def history(entry: Entry) -> list[dict[str, Any]]:
    """Newest first; staf with the name of the head on whose behalf they acted."""
    events = entry.events.select_related("by").order_by("-at", "-pk")[:SHOWN]
    return [
        {
            "what": VERBS.get(event.verb, event.verb),
            "who": f"{event.by}, {event.by_title}" if event.by else "Cermat",
            "on_behalf_of": event.on_behalf_of,
            "at": event.at,
            "note": event.note,
            "revision": event.revision,
            "url": reverse("instruments:result", args=[event.result_id]) if event.result_id else "",
        }
        for event in events
    ]
