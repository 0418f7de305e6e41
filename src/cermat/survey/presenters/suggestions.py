"""Suggestions in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from cermat.survey.formula import personal
from cermat.survey.models import Showing, Suggestion
from cermat.survey.queries.following import Sought

WORDS = {Showing.NEW: "Belum dibaca", Showing.SHOWN: "Ditampilkan", Showing.HIDDEN: "Disembunyikan"}
TONES = {Showing.NEW: "now", Showing.SHOWN: "done", Showing.HIDDEN: "off"}


@dataclass(frozen=True)
class Piece:
    text: str
    kind: str  # of personal data; "" for plain text


@dataclass(frozen=True)
class SuggestionRow:
    pk: UUID
    pieces: list[Piece]
    service: str
    unsur: str
    word: str
    tone: str
    is_marked: bool
    flags: str  # "nomor telepon, nama orang"
    public_text: str


def suggestion_row(suggestion: Suggestion, unsur: Mapping[str, str]) -> SuggestionRow:
    showing = Showing(suggestion.showing)
    pieces = _pieces(suggestion.text)
    kinds = list(dict.fromkeys(piece.kind for piece in pieces if piece.kind))
    return SuggestionRow(
        pk=suggestion.pk,
        pieces=pieces,
        service=suggestion.service.name,
        unsur=unsur.get(suggestion.unsur, ""),
        word=WORDS[showing],
        tone=TONES[showing],
        is_marked=suggestion.is_marked,
        flags=", ".join(kinds) or ("ditandai saat masuk" if suggestion.has_personal_data else ""),
        public_text=suggestion.public_text,
    )


def _pieces(text: str) -> list[Piece]:
    """The text, with what looks personal apart."""
    edges = [
        (0, 0, ""),
        *((found.start, found.end, found.kind.value) for found in personal(text)),
        (len(text),) * 2 + ("",),
    ]
    pieces = []
    for (_start, end, _kind), (start, stop, kind) in pairwise(edges):
        pieces += [Piece(text[end:start], ""), Piece(text[start:stop], kind)]
    return [piece for piece in pieces if piece.text]


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    query: str
    is_here: bool


def suggestion_tabs(counts: Mapping[str, int], sought: Sought) -> list[Tab]:
    total = sum(counts[one.value] for one in Showing)
    tabs = [Tab("Semua", total, "", not sought.showing and not sought.only)]
    tabs += [Tab(WORDS[one], counts[one.value], f"status={one.value}", sought.showing == one.value) for one in Showing]
    for key, label in (("pribadi", "Data pribadi"), ("penanda", "Ditandai")):
        tabs.append(Tab(label, counts[key], f"hanya={key}", sought.only == key))
    return tabs
