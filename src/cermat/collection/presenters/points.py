"""The points of sinergitas as the sheets stand, in words: of the section, and of the kecamatan."""

from dataclasses import dataclass

from cermat.collection.models import Entry
from cermat.collection.queries import PointsSoFar
from cermat.instruments.formula import written_number


@dataclass(frozen=True)
class PointsView:
    label: str
    points: str
    most: str
    value: str  # of the meter, in its own notation
    highest: str
    assessed: str
    note: str


def points_view(entry: Entry, found: tuple[PointsSoFar, PointsSoFar] | None) -> list[PointsView]:
    if found is None:
        return []
    return [_view(str(entry.unit), found[0]), _view(f"Semua seksi {entry.cycle.kecamatan}", found[1])]


def _view(label: str, so_far: PointsSoFar) -> PointsView:
    listed = ", ".join(so_far.unproven[:8]) + (" …" if len(so_far.unproven) > 8 else "")
    return PointsView(
        label,
        written_number(so_far.points),
        written_number(so_far.most),
        f"{float(so_far.points):g}",
        f"{float(so_far.most):g}",
        f"{so_far.assessed} dari {so_far.of} indikator dinilai",
        f"Bernilai 0 sampai bukti dukungnya dilampirkan: {listed}." if listed else "",
    )
