"""Where the boxes of a tree stand. A box and all that hangs on it have a band of the height to themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cermat.printing.tree.boxes import Sign, Tree, TreeBox, Words
from cermat.printing.tree.metrics import wrapped

SIZE, SMALL, LINE = 13, 12, 17
MARGIN, PAD, GAP, SPACE, HEAD = 10, 10, 36, 14, 34  # GAP between columns, SPACE between boxes under each other
SIGN = 18  # room of a sign before its line
PARAGRAPH = 4
WIDER = 1.06  # the font of the pages against the one that is measured


@dataclass(frozen=True)
class TextLine:
    """One line of text; `y` of its foot, from the top of its frame."""

    x: float
    y: float
    text: str
    words: Words
    leads: bool  # the first line of its words: the sign stands before it


@dataclass(frozen=True)
class Place:
    box: TreeBox
    x: float
    y: float
    width: float
    main: float  # height of the box itself
    height: float  # with what stands beside it
    lines: tuple[TextLine, ...]
    beside: tuple[TextLine, ...]

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    places: tuple[Place, ...]

    def at(self, key: str) -> Place:
        return next(place for place in self.places if place.box.key == key)


def left_of(tree: Tree, column: int) -> float:
    return MARGIN + sum(one.width + GAP for one in tree.columns[:column])


def laid_out(tree: Tree) -> Layout:
    below: dict[str, list[TreeBox]] = {}
    for box in tree.boxes:
        below.setdefault(box.parent, []).append(box)
    places: list[Place] = []

    def stand(boxes: Sequence[TreeBox], top: float) -> float:
        """Under each other from `top`; the foot of the last band."""
        foot = top
        for at, box in enumerate(boxes):
            place = _place(tree, box, foot + (SPACE if at else 0))
            places.append(place)
            foot = max(place.y + place.height, stand(below.get(box.key, ()), place.y))
        return foot

    foot = stand(below.get("", ()), HEAD + MARGIN)
    return Layout(left_of(tree, len(tree.columns)) - GAP + MARGIN, foot + MARGIN, tuple(places))


def pages_of(tree: Tree, height: float, cut: int) -> list[Tree]:
    """The tree in parts that are no higher than `height`, where that can be: cut between boxes of column `cut`,
    with all they hang on repeated."""
    parts: list[Tree] = []
    kept: list[str] = []
    for key in _pieces(tree, cut):
        longer = _part(tree, [*kept, key])
        if kept and laid_out(longer).height > height:
            parts.append(_part(tree, kept))
            kept = [key]
        else:
            kept.append(key)
    if kept:
        parts.append(_part(tree, kept))
    return parts


def _pieces(tree: Tree, cut: int) -> list[str]:
    """Boxes that go to one page with all that hangs on them."""
    column = {box.key: box.column for box in tree.boxes}
    parents = {box.parent for box in tree.boxes}
    whole = [box for box in tree.boxes if box.column >= cut or box.key not in parents]
    return [box.key for box in whole if not box.parent or column[box.parent] < cut]


def _part(tree: Tree, keys: list[str]) -> Tree:
    kept, box_of = set(keys), {box.key: box for box in tree.boxes}
    for box in tree.boxes:
        if box.parent in kept:
            kept.add(box.key)
    for key in keys:
        above = box_of[key].parent
        while above:
            kept.add(above)
            above = box_of[above].parent
    return replace(tree, boxes=tuple(box for box in tree.boxes if box.key in kept))


def _place(tree: Tree, box: TreeBox, y: float) -> Place:
    width = tree.columns[box.column].width
    head = (Words(box.kicker, bold=True, soft=True), *box.words)
    lines, main = _set(head, width)
    beside, more = _set(box.beside, width) if box.beside else ((), 0.0)
    return Place(box, left_of(tree, box.column), y, width, main, main + more, lines, beside)


def _set(words: tuple[Words, ...], width: float) -> tuple[tuple[TextLine, ...], float]:
    """The lines of a frame and how high it is."""
    lines = tuple(_lines(words, width))
    return lines, (lines[-1].y if lines else float(PAD)) + PAD


def _lines(words: tuple[Words, ...], width: float) -> Iterator[TextLine]:
    y = float(PAD - PARAGRAPH - 4)
    for one in words:
        indent = SIGN if one.sign else 0
        y += PARAGRAPH
        room = (width - 2 * PAD - indent) / WIDER
        broken = wrapped(one.text, room, size_of(one), bold=one.bold or one.sign is Sign.GAP)
        for at, text in enumerate(broken):
            y += LINE
            yield TextLine(PAD + indent, y, text, one, at == 0)


def size_of(words: Words) -> int:
    return SMALL if words.soft else SIZE
