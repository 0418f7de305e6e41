"""The pohon kinerja as rows to walk through, and its gaps with the page that mends each."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from cermat.indicators.formula.cascade import Gap, GapKind, Level, Node
from cermat.indicators.models import PlanDraft
from cermat.indicators.presenters.cascade import (
    LEVELS,
    MARKS,
    gap_sentence,
    name_of,
    node_target,
    target_words,
)
from cermat.lib.months import percent
from cermat.measurement.models import Figure
from cermat.measurement.presenters.rows import figure_row, measured
from cermat.measurement.queries.cascade import YearTree

PARTS = {Level.GOAL: "renstra", Level.OBJECTIVE: "renstra", Level.AGREEMENT: "pk", Level.PERSONAL: "iki"}
IKU_PARTS = {GapKind.NO_PARENT: "renstra", GapKind.NO_SUPPORT: "pk", GapKind.NO_ACTIVITY: "rencana-aksi"}
# Where a draft is written that mends it.
DRAFT_PARTS = {
    Level.GOAL: "renstra", Level.OBJECTIVE: "renstra", Level.AGREEMENT: "pk-sasaran", Level.PERSONAL: "iki-indikator",
}  # fmt: skip
DRAFT_IKU_PARTS = {
    GapKind.NO_PARENT: "renstra", GapKind.NO_SUPPORT: "pk-sasaran", GapKind.NO_ACTIVITY: "kegiatan",
    GapKind.NO_TARGET: "target", GapKind.NO_OWNER: "iku",
}  # fmt: skip
ACTIVITY = "Kegiatan"
PAPERS = {LEVELS[Level.AGREEMENT], LEVELS[Level.PERSONAL]}


@dataclass(frozen=True)
class CascadeRow:
    """One line of the walk: a tujuan, a sasaran, an IKU, an activity, or one row of a PK or an IKI."""

    level: str
    depth: int
    code: str
    text: str
    owner: str = ""
    target: str = ""
    actual: str = ""
    achievement: str = ""
    word: str = ""
    tone: str = ""
    budget: Decimal | None = None
    gaps: tuple[str, ...] = ()
    href: str = ""

    @property
    def label(self) -> str:
        """Sasaran S4 · IKU-5 · PK, mendukung IKU-5"""
        if self.level in PAPERS:
            return f"{self.level}, mendukung {self.code}" if self.code else self.level
        return self.code if self.level == LEVELS[Level.IKU] else f"{self.level} {self.code}"


@dataclass(frozen=True)
class GapRow:
    name: str
    sentence: str
    href: str


def cascade_rows(found: YearTree) -> list[CascadeRow]:
    depth = found.cascade.depth()
    return [row for node in found.cascade.nodes for row in _rows(found, node, depth[node.key])]


def gap_rows(found: YearTree, draft: PlanDraft | None = None) -> list[GapRow]:
    """`draft`: the one of this year that the reader may write; the gaps lead into it."""
    nodes = {node.key: node for node in found.cascade.nodes}
    return [
        GapRow(
            name_of(nodes[gap.node]),
            gap_sentence(gap, nodes[gap.node], found.cascade.year),
            drafted_page(draft, nodes[gap.node], gap) if draft else mending_page(found, nodes[gap.node], gap),
        )
        for gap in found.cascade.gaps
    ]


def page_of(found: YearTree, node: Node) -> str:
    """An IKU leads to its figure of the newest calculation, else to its sheet; the others to their paper."""
    figure = found.figures.get(node.code)
    if node.level is not Level.IKU:
        return _part(found, PARTS[node.level])
    return reverse("measurement:figure", args=[figure.pk]) if figure else _sheet(found, node)


def mending_page(found: YearTree, node: Node, gap: Gap) -> str:
    if node.level is not Level.IKU:
        return _part(found, PARTS[node.level])
    return _part(found, IKU_PARTS[gap.kind]) if gap.kind in IKU_PARTS else _sheet(found, node)


def drafted_page(draft: PlanDraft, node: Node, gap: Gap) -> str:
    part = DRAFT_PARTS.get(node.level) or DRAFT_IKU_PARTS[gap.kind]
    return reverse("indicators:plan_part", args=[draft.pk, part])


def _sheet(found: YearTree, node: Node) -> str:
    anchor = f"#iku-{node.iku}" if node.iku else ""
    return f"{reverse('indicators:ikus')}?kecamatan={found.kecamatan.code}&tahun={found.cascade.year}{anchor}"


def _part(found: YearTree, part: str) -> str:
    return f"{reverse('indicators:planning', args=[part])}?kecamatan={found.kecamatan.code}&tahun={found.cascade.year}"


def _rows(found: YearTree, node: Node, depth: int) -> Iterator[CascadeRow]:
    marks = tuple(MARKS[gap.kind] for gap in found.cascade.gaps_of(node.key))
    href = page_of(found, node)
    if node.level is Level.IKU:
        yield _iku(found, node, depth, marks, href)
        yield from _activities(found, node, depth + 1)
        return
    if not node.lines:
        yield CascadeRow(LEVELS[node.level], depth, node.code, node.text, node.owner, gaps=marks, href=href)
    for at, line in enumerate(node.lines):
        yield CascadeRow(
            level=LEVELS[node.level],
            depth=depth,
            code=line.supports,
            text=line.name,
            owner=node.owner or node.text,
            target=target_words(line.target, line.unit),
            gaps=marks if at == 0 else (),
            href=href,
        )


def _iku(found: YearTree, node: Node, depth: int, marks: tuple[str, ...], href: str) -> CascadeRow:
    figure = found.figures.get(node.code)
    shown = figure_row(figure) if figure else None
    return CascadeRow(
        level=LEVELS[node.level],
        depth=depth,
        code=node.code,
        text=node.text,
        owner=node.owner,
        target=node_target(node),
        actual=measured(figure) if figure else "",
        achievement=shown.achievement if shown else "",
        word=shown.word if shown else "",
        tone=shown.tone if shown else "",
        gaps=marks,
        href=href,
    )


def _activities(found: YearTree, node: Node, depth: int) -> Iterator[CascadeRow]:
    for line in node.activities:
        yield CascadeRow(
            level=ACTIVITY,
            depth=depth,
            code=line.code,
            text=line.name,
            actual=spending(found.spent.get(line.code)),
            budget=line.budget,
        )


def spending(figure: Figure | None) -> str:
    """keuangan 45,3 %; nothing where nothing was reported"""
    return f"keuangan {percent(figure.financial)}" if figure and figure.financial is not None else ""
