"""Pohon kinerja: the planning chain of a year as a tree of five levels, and what is missing in it.

A PK of a section is one node below each thing its rows support; the IKI of an official stands below the PK of their
section where that supports the same thing, else below the thing itself. What supports nothing known has no parent.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from cermat.indicators.formula.chain import (
    AgreementSheet,
    BudgetLine,
    ChainObjective,
    ChainSection,
    IkuSheet,
    OfficialSheet,
    PlanningChain,
    YearTarget,
)


class Level(StrEnum):
    GOAL = "tujuan"
    OBJECTIVE = "sasaran"
    IKU = "iku"
    AGREEMENT = "pk"
    PERSONAL = "iki"


class GapKind(StrEnum):
    NO_OBJECTIVE = "tujuan_tanpa_sasaran"
    NO_IKU = "sasaran_tanpa_iku"
    UNMEASURED = "kerja_seksi_tanpa_iku"  # sections serve the sasaran, and none of its IKU is theirs
    NO_PARENT = "tanpa_induk"
    NO_TARGET = "tanpa_target"
    NO_OWNER = "tanpa_penanggung_jawab"
    NO_SUPPORT = "iku_tanpa_pk"
    NO_ACTIVITY = "iku_tanpa_kegiatan"


@dataclass(frozen=True)
class Line:
    """One row of a PK or an IKI: what is measured, and how much of it."""

    objective: str  # in words
    name: str
    target: Decimal | None
    unit: str
    supports: str


@dataclass(frozen=True)
class Node:
    """`code` as people write it (S4, IKU-5); empty for a PK and an IKI, which `owner` names."""

    key: str
    level: Level
    parent: str  # key; empty at the top, and for what supports nothing known
    code: str
    text: str
    owner: str = ""
    section: str = ""  # key
    lines: tuple[Line, ...] = ()
    target: YearTarget | None = None
    unit: str = ""
    activities: tuple[BudgetLine, ...] = ()
    iku: int | None = None  # id of its row


@dataclass(frozen=True)
class Gap:
    """`names`: the rows or sections it speaks of."""

    kind: GapKind
    node: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cascade:
    year: int
    title: str
    nodes: tuple[Node, ...]  # each after its parent, with all that hangs on it before the next
    gaps: tuple[Gap, ...]

    def gaps_of(self, key: str) -> list[Gap]:
        return [gap for gap in self.gaps if gap.node == key]

    def depth(self) -> dict[str, int]:
        """How many nodes stand above each."""
        found: dict[str, int] = {}
        for node in self.nodes:
            found[node.key] = found[node.parent] + 1 if node.parent else 0
        return found


def cascade(chain: PlanningChain) -> Cascade:
    nodes = tuple(_in_order(list(_nodes(chain))))
    return Cascade(chain.year, chain.title, nodes, tuple(_gaps(chain, nodes)))


def agreements_in_force(chain: PlanningChain) -> list[AgreementSheet]:
    """Of the sections, for the year."""
    return [one for one in chain.agreements if one.is_in_force and one.year == chain.year and one.holder != "camat"]


def _nodes(chain: PlanningChain) -> Iterator[Node]:
    for goal in chain.goals:
        yield Node(goal.code, Level.GOAL, "", goal.code, goal.text)
        for one in goal.objectives:
            yield Node(one.code, Level.OBJECTIVE, goal.code, one.code, one.text)
    objectives = {one.code for goal in chain.goals for one in goal.objectives}
    for iku in chain.ikus:
        yield _iku(chain, iku, objectives)
    known = objectives | {iku.code for iku in chain.ikus}
    papers = [node for one in agreements_in_force(chain) for node in _agreement(one, known)]
    yield from papers
    by_section = {(node.section, node.parent): node.key for node in papers if node.parent}
    for at, official in enumerate(chain.officials):
        yield from _official(official, at, known, by_section)


def _iku(chain: PlanningChain, iku: IkuSheet, objectives: set[str]) -> Node:
    return Node(
        key=iku.code,
        level=Level.IKU,
        parent=iku.objective if iku.objective in objectives else "",
        code=iku.code,
        text=iku.name,
        owner=iku.responsible,
        section=iku.section.key,
        target=next((one for one in iku.targets if one.year == chain.year), None),
        unit=iku.unit,
        activities=tuple(line for line in chain.budget if line.iku == iku.code),
        iku=iku.pk,
    )


def _agreement(one: AgreementSheet, known: set[str]) -> Iterator[Node]:
    section = one.section or ChainSection("", "", "")
    rows = [Line(row.text, row.indicator, row.target, row.unit, row.supports) for row in one.lines]
    for parent, lines in _by_parent(rows, known):
        owner = section.head or one.first_party
        key = f"pk/{one.holder}/{parent}"
        yield Node(key, Level.AGREEMENT, parent, "", section.name, owner if section.key else "", section.key, lines)


def _official(one: OfficialSheet, at: int, known: set[str], papers: Mapping[tuple[str, str], str]) -> Iterator[Node]:
    rows = [Line(row.objective, row.name, row.target, row.unit, row.supports) for row in one.lines]
    for parent, lines in _by_parent(rows, known):
        above = papers.get((one.section.key, parent), parent)
        key = f"iki/{at}/{parent}"
        yield Node(key, Level.PERSONAL, above, "", one.position, one.position, one.section.key, lines)


def _by_parent(rows: list[Line], known: set[str]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The rows of one paper by what they support, in the paper's order; what is not known comes last."""
    places = {code: at for at, code in enumerate(dict.fromkeys(_parent(row, known) for row in rows))}
    for parent, found in groupby(
        sorted(rows, key=lambda row: places[_parent(row, known)]), lambda r: _parent(r, known)
    ):
        yield parent, tuple(found)


def _parent(row: Line, known: set[str]) -> str:
    return row.supports if row.supports in known else ""


def _in_order(nodes: list[Node]) -> Iterator[Node]:
    """Depth first; on one level what others hang on stands before what hangs on a sasaran directly."""
    order = list(Level)
    below: dict[str, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)

    def walked(parent: str) -> Iterator[Node]:
        for node in sorted(below.get(parent, ()), key=lambda one: order.index(one.level)):
            yield node
            yield from walked(node.key)

    yield from walked("")


def _gaps(chain: PlanningChain, nodes: tuple[Node, ...]) -> Iterator[Gap]:
    below: dict[str, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    objectives = {one.code: one for goal in chain.goals for one in goal.objectives}
    for node in nodes:
        yield from (replace(gap, node=node.key) for gap in _gaps_at(node, objectives, below))


def _gaps_at(node: Node, objectives: Mapping[str, ChainObjective], below: Mapping[str, list[Node]]) -> Iterator[Gap]:
    if node.level is Level.GOAL:
        return _goal_gaps(node, below)
    if node.level is Level.OBJECTIVE:
        return _objective_gaps(node, objectives[node.code], below)
    return _iku_gaps(node, below) if node.level is Level.IKU else _paper_gaps(node)


def _goal_gaps(node: Node, below: Mapping[str, list[Node]]) -> Iterator[Gap]:
    if node.key not in below:
        yield Gap(GapKind.NO_OBJECTIVE, "")


def _objective_gaps(node: Node, one: ChainObjective, below: Mapping[str, list[Node]]) -> Iterator[Gap]:
    """A sasaran that no IKU measures, or that sections serve of which none answers for one of its IKU."""
    children = below.get(node.key, [])
    measured = {child.section for child in children if child.level is Level.IKU}
    if not measured:
        yield Gap(GapKind.NO_IKU, "", tuple(one.ikus))
        return
    loose = [child for child in children if child.level is Level.AGREEMENT and child.section not in measured]
    if loose:
        yield Gap(GapKind.UNMEASURED, "", tuple(dict.fromkeys(child.text for child in loose)))


def _iku_gaps(node: Node, below: Mapping[str, list[Node]]) -> Iterator[Gap]:
    if not node.parent:
        yield Gap(GapKind.NO_PARENT, "", (node.text,))
    if node.target is None or (node.target.value, node.target.low, node.target.high) == (None, None, None):
        yield Gap(GapKind.NO_TARGET, "", (node.text,))
    if not (node.owner and node.section):
        yield Gap(GapKind.NO_OWNER, "", (node.text,))
    if not any(child.level is Level.AGREEMENT for child in below.get(node.key, ())):
        yield Gap(GapKind.NO_SUPPORT, "")
    if not node.activities:
        yield Gap(GapKind.NO_ACTIVITY, "")


def _paper_gaps(node: Node) -> Iterator[Gap]:
    if node.parent == "":
        yield Gap(GapKind.NO_PARENT, "", _names(node.lines))
    if without := _names(line for line in node.lines if line.target is None):
        yield Gap(GapKind.NO_TARGET, "", without)
    if not node.owner:
        yield Gap(GapKind.NO_OWNER, "", _names(node.lines))


def _names(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.name for line in lines)
