"""Evidence in words: what it is, where and when a device says it was taken, what waits for a decision."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cermat.collection.models import Evidence
from cermat.collection.queries import code_in
from cermat.documents.formula import FileKind
from cermat.documents.models import StoredFile, Upload, UploadState
from cermat.documents.presenters import KIND_NAMES, LOOKED_AT, size_said
from cermat.lib.months import date_time, number

STANDING = {UploadState.OPEN: "open", UploadState.HELD: "held", UploadState.DONE: "done"}


def evidence_view(one: Evidence) -> dict[str, Any]:
    file = one.file
    address = reverse("documents:file", args=[file.pk])
    is_picture = file.content_type.startswith("image/")
    return {
        "id": one.pk,
        "name": file.name,
        "about": about_file(file),
        "url": f"{address}?lihat=1" if file.content_type in LOOKED_AT else address,
        "is_shown": file.content_type in LOOKED_AT,
        "is_pdf": file.content_type == FileKind.PDF,
        "small": reverse("documents:small", args=[file.pk]) if is_picture else "",
        "place": place_said(one),
        "map": map_of(one),
        "persons_reason": one.persons_reason,
        "is_leaving": one.is_leaving,
    }


def about_file(file: StoredFile) -> str:
    """PDF · 12 halaman · 320 KB"""
    said = (KIND_NAMES.get(file.content_type, ""), file.about, size_said(file.size))
    return " · ".join(part for part in said if part)


def place_said(one: Evidence) -> str:
    """Jumat, 4 Desember 2026 09.14 WIB, di -7,60512, 111,90311 (ketelitian 12 m)"""
    said = [date_time(one.taken_at)] if one.taken_at else []
    if one.latitude is not None and one.longitude is not None:
        near = f" (ketelitian {one.accuracy} m)" if one.accuracy is not None else ""
        said.append(f"{number(one.latitude, 5)}; {number(one.longitude, 5)}{near}")
    return " · ".join(said)


def map_of(one: Evidence) -> str:
    """A geo: address, which a phone opens with its own map; nothing is asked of anybody else."""
    return "" if one.latitude is None else f"geo:{one.latitude},{one.longitude}"


def held_view(upload: Upload) -> dict[str, Any]:
    """A list of persons that waits for its person's decision."""
    found = upload.found or {}
    return {"id": upload.pk, "key": str(upload.key), "name": upload.name, "persons": found.get("persons", "")}


def held_by_row(uploads: Iterable[Upload]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for upload in uploads:
        rows[code_in(upload.purpose)].append(held_view(upload))
    return dict(rows)


def upload_answer(upload: Upload, evidence: Evidence | None = None, *, is_known: bool = False) -> dict[str, Any]:
    """What a device is told of a file it sends: {state: open|held|done, received, size, …}."""
    told: dict[str, Any] = {
        "state": STANDING[UploadState(upload.state)],
        "received": upload.received,
        "size": upload.size,
    }
    if upload.state == UploadState.HELD:
        told["persons"] = held_view(upload)["persons"]
    if evidence is not None:
        told["evidence"] = evidence_view(evidence) | {"known": is_known}
    return told
