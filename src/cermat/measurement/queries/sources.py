"""What stands behind a figure and may be opened by the one who looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cermat.collection.queries import entries_visible_to
from cermat.documents.queries import files_visible_to
from cermat.instruments.queries import results_visible_to
from cermat.measurement.models import Figure
from cermat.organisation.models import User
from cermat.survey.queries import surveys_visible_to


@dataclass(frozen=True)
class Sources:
    """Primary keys of sheets, results of instruments, files, and surveys."""

    entries: frozenset[int]
    results: frozenset[int]
    files: frozenset[int]
    surveys: frozenset[int] = frozenset()


def sources_visible_to(user: User, figure: Figure, day: date) -> Sources:
    """Everybody in the office sees a figure and from whom it came; a unit opens only its own sheets and files."""
    named = list(named_in(figure))
    entries = [pk for kind, pk in named if kind == "entry"]
    results = [pk for kind, pk in named if kind == "result"]
    files = [pk for kind, pk in named if kind == "file"]
    surveys = [pk for kind, pk in named if kind == "survey"]
    return Sources(
        frozenset(entries_visible_to(user, day).filter(pk__in=entries).values_list("pk", flat=True)),
        frozenset(results_visible_to(user, day).filter(pk__in=results).values_list("pk", flat=True)),
        frozenset(files_visible_to(user, day).filter(pk__in=files).values_list("pk", flat=True)),
        frozenset(surveys_visible_to(user, day).filter(pk__in=surveys).values_list("pk", flat=True)),
    )


def all_sources(figure: Figure) -> Sources:
    """Everything that stands behind the figure, for the installer at the terminal."""
    found: dict[str, set[int]] = {"entry": set(), "result": set(), "file": set(), "survey": set()}
    for kind, pk in named_in(figure):
        if pk is not None:
            found[kind].add(pk)
    return Sources(*(frozenset(found[kind]) for kind in ("entry", "result", "file", "survey")))


def entry_behind(source_ref: str) -> int | None:
    """`entry:7` → 7."""
    return _behind("entry", source_ref)


def survey_behind(source_ref: str) -> int | None:
    """`survey:7` → 7."""
    return _behind("survey", source_ref)


def _behind(wanted: str, source_ref: str) -> int | None:
    kind, _, number = source_ref.partition(":")
    return int(number) if kind == wanted and number.isdecimal() else None


def named_in(figure: Figure) -> Iterator[tuple[str, int | None]]:
    """What the leaves of a figure name: ("entry", 7), ("result", 3), ("file", 9), ("survey", 2)."""
    for leaf in figure.inputs.get("leaves", []):
        if not isinstance(leaf, dict):
            continue  # codes of activities
        yield "entry", leaf.get("entry")
        yield "entry", entry_behind(leaf.get("source_ref", ""))
        yield "survey", survey_behind(leaf.get("source_ref", ""))
        if "source_ref" in leaf:  # else the leaf is a sheet's, whose "result" is the computed figure
            yield "result", leaf["result"]
        yield "file", leaf.get("file")
        for row in leaf.get("evidence", []):
            yield "file", row["file"]
