"""The SOP as a flowchart in the form of PermenPANRB 35/2012: a lane for each actor, a line for each step.

Symbols: capsule (begin, end), box (activity), diamond (decision), arrow, pentagon (goes on on another page).
The picture uses presentation attributes only, so that it stands on a page with a strict content policy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

NO_WIDTH, TEXT_WIDTH, LANE, STANDARD, GUTTER = 34, 250, 80, 104, 14
HEAD, BAND, LINE_HEIGHT, ROW, END_ROW = 62, 20, 13, 70, 52
BOX_W, BOX_H = 50, 28
INK, SOFT, FILL = "#18262b", "#8a979b", "#e3f0ec"
FONT = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class FlowStep:
    """One line: its number label, text, the lanes it stands in, and for a decision where each answer leads.

    `yes` and `no_way` are positions in the list of steps; None = the next one (yes) or no way drawn (no).
    """

    no: str
    text: str
    actors: tuple[str, ...]
    is_decision: bool = False
    yes: int | None = None
    no_way: int | None = None
    standards: tuple[str, ...] = ()  # texts under Chart.standards

    @property
    def side_ways(self) -> int:
        return int(self.yes is not None) + int(self.no_way is not None)


@dataclass(frozen=True)
class Chart:
    """`actors`: (key, heading) of each lane, in the order of the paper's columns."""

    actors: tuple[tuple[str, str], ...]
    steps: tuple[FlowStep, ...]
    title: str = "Bagan alir SOP"
    standards: tuple[str, ...] = ()  # headings right of the lanes: Kelengkapan, Waktu, Output, Ket.


@dataclass(frozen=True)
class _Place:
    """Where the lines of one page stand."""

    chart: Chart
    first: int
    last: int  # exclusive

    @property
    def lanes_end(self) -> int:
        return NO_WIDTH + TEXT_WIDTH + LANE * len(self.chart.actors)

    @property
    def standards_start(self) -> int:
        """Right of the gutter in which the ways back and past run, each on its own line."""
        ways = sum(step.side_ways for step in self.chart.steps[self.first : self.last])
        return self.lanes_end + (GUTTER * (ways + 1) if ways else 0)

    @property
    def width(self) -> int:
        return self.standards_start + STANDARD * len(self.chart.standards) + 1

    def edge(self, index: int, *, second: bool = False) -> float:
        before = sum(step.side_ways for step in self.chart.steps[self.first : index])
        return self.lanes_end + GUTTER * (before + 1 + int(second))

    def lane(self, actor: str) -> float:
        """The middle of an actor's lane; the first lane where the actor is not known."""
        keys = [key for key, _ in self.chart.actors]
        return NO_WIDTH + TEXT_WIDTH + LANE * ((keys.index(actor) if actor in keys else 0) + 0.5)

    def height_of(self, index: int) -> int:
        step = self.chart.steps[index]
        lines = max(len(wrap(step.text, 40)), *(len(wrap(text, 17)) for text in ("", *step.standards)))
        return max(ROW, 26 + LINE_HEIGHT * lines)

    def top(self, index: int) -> int:
        return HEAD + END_ROW + sum(self.height_of(at) for at in range(self.first, index))

    def middle(self, index: int) -> float:
        return self.top(index) + self.height_of(index) / 2

    @property
    def height(self) -> int:
        return self.top(self.last) + END_ROW

    def main(self, index: int) -> float:
        """The lane of the step's first actor: where its arrows come in and go out."""
        return min((self.lane(actor) for actor in self.chart.steps[index].actors), default=self.lane(""))


def pages(chart: Chart, rows: int = 8) -> list[tuple[int, int]]:
    """The steps cut into pages: (first, last exclusive)."""
    count = max(1, len(chart.steps))
    return [(start, min(count, start + rows)) for start in range(0, count, rows)]


def flowchart_svg(chart: Chart, first: int = 0, last: int | None = None) -> str:
    """One page of the flowchart as SVG. What goes on before or after it hangs on pentagons with the step's number."""
    place = _Place(chart, first, len(chart.steps) if last is None else last)
    size = f'viewBox="0 0 {place.width} {place.height}" width="{place.width}" height="{place.height}"'
    head = 'id="panah" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}" font-size="10.5">',
        f"<title>{escape(chart.title)}</title>",
        f'<defs><marker {head}><path d="M0 0 8 4 0 8z" fill="{INK}"/></marker></defs>',
        f'<rect width="{place.width}" height="{place.height}" fill="#ffffff"/>',
        *_grid(place),
        *_ends(place),
        *(part for index in range(place.first, place.last) for part in _step(place, index)),
        *(part for index in range(place.first, place.last) for part in _ways_out(place, index)),
        "</svg>",
    ]
    return "\n".join(parts)


def _grid(place: _Place) -> Iterator[str]:
    left, lanes, right = NO_WIDTH + TEXT_WIDTH, place.lanes_end, place.width - 1
    yield f'<rect x="0.5" y="0.5" width="{right - 0.5:g}" height="{HEAD}" fill="{FILL}" stroke="{SOFT}"/>'
    yield _text(NO_WIDTH / 2, HEAD / 2 + 4, "No.", bold=True)
    yield _text(NO_WIDTH + TEXT_WIDTH / 2, HEAD / 2 + 4, "Uraian Prosedur", bold=True)
    for key, name in place.chart.actors:
        yield from _lines(place.lane(key), (HEAD + BAND) / 2, wrap(name, 12), bold=True)
    for at, name in enumerate(place.chart.standards):
        yield _text(place.standards_start + STANDARD * (at + 0.5), (HEAD + BAND) / 2 + 4, name, bold=True)
    beside = range(place.standards_start, right + 1, STANDARD) if place.chart.standards else [right]
    yield _text((left + lanes) / 2, BAND - 6, "Pelaksana", bold=True)
    if place.chart.standards:
        yield _text((place.standards_start + right) / 2, BAND - 6, "Mutu Baku", bold=True)
    yield _line(left, BAND, right, BAND, SOFT)
    whole = {0.5, NO_WIDTH, left, lanes, place.standards_start, right}
    for x in [0.5, NO_WIDTH, *range(left, lanes + 1, LANE), *beside]:
        yield _line(x, 0 if x in whole else BAND, x, place.height, SOFT)
    for y in [HEAD, *(place.top(index) for index in range(place.first, place.last + 1)), place.height - 0.5]:
        yield _line(0, y, right, y, SOFT)


def _ends(place: _Place) -> Iterator[str]:
    """The first and the last line: begin and end, or a pentagon where the chart goes on elsewhere."""
    steps = place.chart.steps
    if not steps:
        return
    start, end = place.main(place.first), place.main(place.last - 1)
    upper, lower = HEAD + END_ROW / 2, place.top(place.last) + END_ROW / 2
    yield from _capsule(start, upper, "Mulai") if place.first == 0 else _pentagon(start, upper, steps[place.first - 1])
    yield _arrow([(start, upper + 14), (start, place.middle(place.first) - _half(steps[place.first]))])
    yield from _capsule(end, lower, "Selesai") if place.last == len(steps) else _pentagon(end, lower, steps[place.last])


def _step(place: _Place, index: int) -> Iterator[str]:
    step, middle = place.chart.steps[index], place.middle(index)
    yield _text(NO_WIDTH / 2, middle + 4, step.no)
    yield from _lines(NO_WIDTH + 8, middle, wrap(step.text, 40), anchor="start")
    for at, text in enumerate(step.standards):
        yield from _lines(place.standards_start + STANDARD * at + 6, middle, wrap(text, 17), anchor="start")
    lanes = sorted(place.lane(actor) for actor in step.actors) or [place.main(index)]
    if len(lanes) > 1:
        yield _line(lanes[0], middle, lanes[-1], middle, INK)
    for x in lanes:
        yield _diamond(x, middle) if step.is_decision else _box(x, middle)


def _ways_out(place: _Place, index: int) -> Iterator[str]:
    """The arrows that leave a step: to the next one, or for a decision one for Ya and one for Tidak."""
    step = place.chart.steps[index]
    yes = index + 1 if step.yes is None else step.yes
    yield from _way(place, index, yes, "Ya" if step.is_decision else "")
    if step.is_decision and step.no_way is not None:
        yield from _side_way(place, index, step.no_way, "Tidak", second=step.yes is not None)


def _way(place: _Place, index: int, target: int, label: str) -> Iterator[str]:
    if place.chart.steps[index].yes is not None:
        yield from _side_way(place, index, target, label)
        return
    x, y = place.main(index), place.middle(index) + _half(place.chart.steps[index])
    if target >= place.last:
        end = place.top(place.last) + END_ROW / 2 - 14
        yield _arrow([(x, y), (x, end)])
    else:
        to_x, to_y = place.main(target), place.middle(target) - _half(place.chart.steps[target])
        bend = place.top(target) - 7
        yield _arrow([(x, y), (x, bend), (to_x, bend), (to_x, to_y)] if to_x != x else [(x, y), (x, to_y)])
    if label:
        yield _text(x + 5, y + 11, label, anchor="start")


def _side_way(place: _Place, index: int, target: int, label: str, *, second: bool = False) -> Iterator[str]:
    """Around the right side: back to an earlier step, or past some steps; to a pentagon if that is another page."""
    step, middle = place.chart.steps[index], place.middle(index)
    last_lane = max((place.lane(actor) for actor in step.actors), default=place.main(index))
    edge = place.edge(index, second=second)
    out = last_lane + _half_width(step)
    yield _text(out + 4, middle - 4, label, anchor="start")
    if not place.first <= target < place.last and target != len(place.chart.steps):
        yield _arrow([(out, middle), (edge - 16, middle)])
        yield from _pentagon(edge, middle, place.chart.steps[target])
        return
    if target == len(place.chart.steps):
        to_x, to_y, half = place.main(place.last - 1), place.top(place.last) + END_ROW / 2, 34.0
    else:
        aim = place.chart.steps[target]
        to_x = max((place.lane(actor) for actor in aim.actors), default=place.main(target))
        to_y, half = place.middle(target), _half_width(aim)
    yield _arrow([(out, middle), (edge, middle), (edge, to_y), (to_x + half, to_y)])


def _half(step: FlowStep) -> float:
    return 24 if step.is_decision else BOX_H / 2


def _half_width(step: FlowStep) -> float:
    return 34 if step.is_decision else BOX_W / 2


def _box(x: float, y: float) -> str:
    return (
        f'<rect x="{x - BOX_W / 2:g}" y="{y - BOX_H / 2:g}" width="{BOX_W}" height="{BOX_H}" '
        f'fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>'
    )


def _diamond(x: float, y: float) -> str:
    path = f"M{x:g} {y - 24:g} {x + 34:g} {y:g} {x:g} {y + 24:g} {x - 34:g} {y:g}z"
    return f'<path d="{path}" fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>'


def _capsule(x: float, y: float, label: str) -> Iterator[str]:
    yield (
        f'<rect x="{x - 34:g}" y="{y - 14:g}" width="68" height="28" rx="14" '
        f'fill="{FILL}" stroke="{INK}" stroke-width="1.3"/>'
    )
    yield _text(x, y + 4, label, bold=True)


def _pentagon(x: float, y: float, step: FlowStep) -> Iterator[str]:
    path = f"M{x - 13:g} {y - 14:g}h26v17l-13 11-13-11z"
    yield f'<path d="{path}" fill="{FILL}" stroke="{INK}" stroke-width="1.3"/>'
    yield _text(x, y + 3, step.no, bold=True)


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    width = "1.3" if ink == INK else "0.7"
    return f'<path d="M{x1:g} {y1:g} {x2:g} {y2:g}" fill="none" stroke="{ink}" stroke-width="{width}"/>'


def _arrow(points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{x:g} {y:g}" for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{INK}" stroke-width="1.3" marker-end="url(#panah)"/>'


def _lines(x: float, middle: float, lines: list[str], *, anchor: str = "middle", bold: bool = False) -> Iterator[str]:
    """Lines of text around a middle."""
    for at, line in enumerate(lines):
        yield _text(x, middle + 4 + LINE_HEIGHT * (at - (len(lines) - 1) / 2), line, anchor=anchor, bold=bold)


def _text(x: float, y: float, text: str, *, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
