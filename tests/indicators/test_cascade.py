"""The pohon kinerja of a year: what hangs on what, and every gap in it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from cermat.indicators.formula.cascade import Cascade, GapKind, Level, cascade
from cermat.indicators.formula.chain import (
    AgreementLine,
    AgreementSheet,
    BudgetLine,
    ChainGoal,
    ChainObjective,
    ChainSection,
    IkiLine,
    IkuSheet,
    OfficialSheet,
    PlanningChain,
    YearTarget,
)
from cermat.indicators.queries import planning_chain
from tests.factories import office
from tests.indicators.factories import planned

D = Decimal
NINETY = D(90)
PMD = ChainSection("pmd", "Seksi PMD", "Kasi PMD")
TRANTIB = ChainSection("trantib", "Seksi Trantib", "Kasi Trantib")


def iku(code: str = "IKU-1", section: ChainSection = PMD, objective: str = "S1", **fields: object) -> IkuSheet:
    target = YearTarget(2026, D(90))
    made = IkuSheet(
        7, code, f"Nama {code}", "", "", "persen", "naik", "positive", "", section, section.head, (), objective,
        (target,), D(90), "",
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def agreement(section: ChainSection | None, *supports: str, target: Decimal | None = NINETY) -> AgreementSheet:
    lines = tuple(
        AgreementLine("", "Meningkatnya X", f"Persentase {code}", "", "", "persen", target, code) for code in supports
    )
    holder = section.key if section else "entah"
    return AgreementSheet(holder, 2026, section, "Kasi", "Camat", 1, "murni", None, "", "", True, lines, ())


def official(section: ChainSection, *supports: str, target: Decimal | None = NINETY) -> OfficialSheet:
    lines = tuple(IkiLine("", f"IKI {code}", "", "persen", "naik", target, "", code) for code in supports)
    return OfficialSheet(section.head, section, "", (), lines)


def activity(code: str) -> BudgetLine:
    return BudgetLine("7.01.02.2.01", "kegiatan", "Fasilitasi desa", D(60_000_000), "7.01.02", iku=code)


def whole(**fields: object) -> PlanningChain:
    """One sasaran, its IKU, a PK and an IKI that support it, an activity: nothing is missing."""
    made = PlanningChain(
        2026, "Rencana", "1", "", "Renstra", (2026,), (PMD, TRANTIB),
        (ChainGoal("T1", "Tujuan", (ChainObjective("S1", "Sasaran", ("IKU-1",)),)),),
        (iku(),), (agreement(PMD, "IKU-1"),), (), (official(PMD, "IKU-1"),), (activity("IKU-1"),),
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def kinds(found: Cascade) -> list[tuple[GapKind, str]]:
    return [(gap.kind, gap.node) for gap in found.gaps]


def test_a_whole_chain_has_no_gap_and_stands_in_order() -> None:
    found = cascade(whole())
    assert found.gaps == ()
    assert [(node.level, node.parent) for node in found.nodes] == [
        (Level.GOAL, ""),
        (Level.OBJECTIVE, "T1"),
        (Level.IKU, "S1"),
        (Level.AGREEMENT, "IKU-1"),
        (Level.PERSONAL, "pk/pmd/IKU-1"),
    ]
    assert found.nodes[2].activities[0].budget == D(60_000_000)
    assert list(found.depth().values()) == [0, 1, 2, 3, 4]


BROKEN: list[tuple[str, Callable[[], PlanningChain], list[tuple[GapKind, str]]]] = [
    (
        "a tujuan without sasaran",
        lambda: whole(goals=(*whole().goals, ChainGoal("T2", "Tujuan lain", ()))),
        [(GapKind.NO_OBJECTIVE, "T2")],
    ),
    (
        "a sasaran without IKU",
        lambda: whole(
            goals=(
                ChainGoal("T1", "Tujuan", (ChainObjective("S1", "Satu", ("IKU-1",)), ChainObjective("S2", "Dua", ()))),
            )
        ),
        [(GapKind.NO_IKU, "S2")],
    ),
    (
        "a section that serves a sasaran none of whose IKU is its own",
        lambda: whole(agreements=(agreement(PMD, "IKU-1"), agreement(TRANTIB, "S1"))),
        [(GapKind.UNMEASURED, "S1")],
    ),
    (
        "an IKU without target in the year",
        lambda: whole(ikus=(iku(targets=(YearTarget(2025, D(80)), YearTarget(2026, None))),)),
        [(GapKind.NO_TARGET, "IKU-1")],
    ),
    ("an IKU nobody answers for", lambda: whole(ikus=(iku(responsible=""),)), [(GapKind.NO_OWNER, "IKU-1")]),
    ("an IKU without activity", lambda: whole(budget=()), [(GapKind.NO_ACTIVITY, "IKU-1")]),
    (
        "an IKU no section supports",
        lambda: whole(agreements=()),
        [(GapKind.NO_SUPPORT, "IKU-1")],
    ),
    (
        "an IKU of no sasaran",
        lambda: whole(ikus=(iku(), iku("IKU-2", objective="")), budget=(activity("IKU-1"), activity("IKU-2"))),
        [(GapKind.NO_PARENT, "IKU-2"), (GapKind.NO_SUPPORT, "IKU-2")],
    ),
    (
        "a row of a PK without target",
        lambda: whole(agreements=(agreement(PMD, "IKU-1", target=None),)),
        [(GapKind.NO_TARGET, "pk/pmd/IKU-1")],
    ),
    (
        "a row that supports nothing known",
        lambda: whole(agreements=(agreement(PMD, "IKU-1", "IKU-9"),)),
        [(GapKind.NO_PARENT, "pk/pmd/")],
    ),
    (
        "a PK of no section",
        lambda: whole(agreements=(agreement(PMD, "IKU-1"), agreement(None, "IKU-1"))),
        [(GapKind.NO_OWNER, "pk/entah/IKU-1")],
    ),
    (
        "a row of an IKI without target",
        lambda: whole(officials=(official(PMD, "IKU-1", target=None),)),
        [(GapKind.NO_TARGET, "iki/0/IKU-1")],
    ),
]


@pytest.mark.parametrize(("chain", "gaps"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_every_gap_is_found_where_it_is(chain: Callable[[], PlanningChain], gaps: list[tuple[GapKind, str]]) -> None:
    assert kinds(cascade(chain())) == gaps


def test_a_section_that_owns_an_iku_of_the_sasaran_may_serve_it_directly_too() -> None:
    assert cascade(whole(agreements=(agreement(PMD, "IKU-1", "S1"),))).gaps == ()


def test_a_target_that_is_a_range_is_a_target() -> None:
    limits = YearTarget(2026, None, low=D(80), high=D(90))
    assert cascade(whole(ikus=(iku(targets=(limits,)),))).gaps == ()


def test_an_older_version_of_a_pk_hangs_nowhere() -> None:
    old = replace(agreement(PMD, "IKU-9"), is_in_force=False)
    assert cascade(whole(agreements=(old, agreement(PMD, "IKU-1")))).gaps == ()


@pytest.mark.django_db
def test_the_example_has_the_gap_its_file_speaks_of_and_no_other() -> None:
    made = office()
    planned(made.kecamatan)
    chain = planning_chain(made.kecamatan, 2026)
    assert chain is not None
    found = cascade(chain)
    assert kinds(found) == [(GapKind.UNMEASURED, "S4")]
    assert found.gaps[0].names == ("Seksi Pemberdayaan Masyarakat dan Desa", "Seksi Kesejahteraan Sosial")
