"""The pohon kinerja as a picture."""

from collections.abc import Iterator

from cermat.indicators.formula.cascade import Level, Node
from cermat.indicators.presenters.cascade import LEVELS, MARKS, node_target, target_words
from cermat.lib.months import rupiah
from cermat.measurement.presenters.cascade import page_of, spending
from cermat.measurement.presenters.rows import figure_row, measured
from cermat.measurement.queries.cascade import YearTree
from cermat.printing.tree import Sign, Tree, TreeBox, TreeColumn, Words

COLUMNS = (
    TreeColumn("Tujuan", 160),
    TreeColumn("Sasaran", 190),
    TreeColumn("Indikator Kinerja Utama", 265),
    TreeColumn("Perjanjian Kinerja seksi", 270),
    TreeColumn("Indikator Kinerja Individu", 270),
)
SHORT = 18  # letters of a figure with its unit that stay in one line
STANDS = {level: at for at, level in enumerate(Level)}
SIGNS = {"done": Sign.DONE, "late": Sign.LATE}


def tree_of(found: YearTree, *, with_links: bool = False) -> Tree:
    cascade = found.cascade
    counts = {level: sum(node.level is level for node in cascade.nodes) for level in (Level.OBJECTIVE, Level.IKU)}
    return Tree(
        title=f"Pohon kinerja {found.kecamatan} tahun {cascade.year}",
        text=(
            f"{counts[Level.OBJECTIVE]} sasaran, {counts[Level.IKU]} IKU, {len(cascade.gaps)} celah. "
            "Isinya sama dengan tabel pohon kinerja."
        ),
        columns=COLUMNS,
        boxes=tuple(_box(found, node, with_links=with_links) for node in cascade.nodes),
    )


def _box(found: YearTree, node: Node, *, with_links: bool) -> TreeBox:
    gaps = [MARKS[gap.kind] for gap in found.cascade.gaps_of(node.key)]
    words = (*_words(found, node), *(Words(f"Celah: {mark}", sign=Sign.GAP) for mark in gaps))
    return TreeBox(
        key=node.key,
        column=STANDS[node.level],
        kicker=_kicker(node),
        words=words,
        parent=node.parent,
        href=page_of(found, node) if with_links else "",
        beside=tuple(_beside(found, node)),
        has_gap=bool(gaps),
    )


def _kicker(node: Node) -> str:
    if node.level is Level.IKU:
        return node.code
    return f"{LEVELS[node.level]} {node.code}".strip()


def _words(found: YearTree, node: Node) -> Iterator[Words]:
    yield Words(node.text or "Seksi tidak disebut", bold=True)
    if node.level is Level.IKU:
        yield Words(f"Target {found.cascade.year}: {node_target(node)}")
        yield from _measured(found, node)
        if node.owner:
            yield Words(node.owner, soft=True)
    for line in node.lines:
        yield Words(f"{line.name}: {whole(target_words(line.target, line.unit))}", sign=Sign.ROW)


def _measured(found: YearTree, node: Node) -> Iterator[Words]:
    figure = found.figures.get(node.code)
    if figure is None or found.run is None:
        return
    row = figure_row(figure)
    if figure.actual is not None:
        yield Words(f"Realisasi {found.run.cycle.month.name}: {whole(measured(figure))}")
    reached = f", capaian {row.achievement}" if figure.achievement is not None else ""
    yield Words(f"{row.word}{reached}", bold=True, sign=SIGNS.get(row.tone, Sign.OFF))


def _beside(found: YearTree, node: Node) -> Iterator[Words]:
    for line in node.activities:
        said = ", ".join(whole(part) for part in (rupiah(line.budget), spending(found.spent.get(line.code))) if part)
        yield Words(f"{line.code} {line.name}: {said}", soft=True, sign=Sign.ROW)


def whole(figure: str) -> str:
    """98 persen: never 98 at the end of a line and persen on the next."""
    return figure.replace(" ", "\u00a0") if len(figure) <= SHORT else figure
