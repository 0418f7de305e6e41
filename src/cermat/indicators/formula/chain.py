"""The planning chain of a year as plain values: Renstra → IKU → PK → Rencana Aksi → IKI, with the budget beside it.

A figure that is None is not set, which is never zero. Codes lead from one part to the other: a sasaran names its IKU,
a row of a PK or an IKI names what it supports (an IKU, or a sasaran that no IKU measures).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Periods = tuple[tuple[int, Decimal | None], ...]  # quarter or month, and what is asked by then; None = not due


@dataclass(frozen=True)
class ChainSection:
    key: str
    name: str
    head: str  # Kepala Seksi Pelayanan Umum


@dataclass(frozen=True)
class YearTarget:
    year: int
    value: Decimal | None
    low: Decimal | None = None  # of a target that is a range
    high: Decimal | None = None
    words: str = ""  # 12 dari 13


@dataclass(frozen=True)
class ChainObjective:
    """A sasaran of the Renstra."""

    code: str
    text: str
    ikus: tuple[str, ...]


@dataclass(frozen=True)
class ChainGoal:
    """A tujuan of the Renstra."""

    code: str
    text: str
    objectives: tuple[ChainObjective, ...]


@dataclass(frozen=True)
class IkuSheet:
    """The sheet of an IKU; `pk` is the id of its row, for who links to it."""

    pk: int | None
    code: str
    name: str
    definition: str
    formula: str
    unit: str
    direction: str  # naik, turun, netral
    achievement: str  # positive, negative_v1, …
    source: str
    section: ChainSection
    responsible: str
    evidence: tuple[str, ...]
    objective: str  # code of its sasaran
    targets: tuple[YearTarget, ...]  # every year of the Renstra
    target: Decimal | None  # of the plan's year
    note: str
    actuals: tuple[tuple[int, Decimal], ...] = ()  # what the plan says of earlier years


@dataclass(frozen=True)
class AgreementLine:
    objective: str  # code of a sasaran; "" in a kasi's
    text: str  # the sasaran in words
    indicator: str
    iku: str  # code, where the row is an IKU of the Renstra
    formula: str
    unit: str
    target: Decimal | None
    supports: str  # code of an IKU or a sasaran


@dataclass(frozen=True)
class BudgetLine:
    """program, kegiatan or subkegiatan; `parent` is the code of the nearest one above it."""

    code: str
    level: str
    name: str
    budget: Decimal
    parent: str
    output: str = ""
    unit: str = ""
    iku: str = ""
    section: str = ""
    output_targets: Periods = ()  # per quarter, cumulative
    budget_targets: Periods = ()


@dataclass(frozen=True)
class AgreementSheet:
    """One version of a Perjanjian Kinerja; `holder` is "camat" or the key of a section."""

    holder: str
    year: int
    section: ChainSection | None
    first_party: str
    second_party: str
    number: int
    kind: str  # murni, perubahan
    day: date | None
    decree: str
    reason: str
    is_in_force: bool  # the highest number of its holder and year
    lines: tuple[AgreementLine, ...]
    budget: tuple[BudgetLine, ...]


@dataclass(frozen=True)
class ActionSheet:
    """The Rencana Aksi of one IKU."""

    iku: str
    section: ChainSection
    quarters: Periods
    months: Periods
    note: str
    actions: tuple[str, ...]
    activities: tuple[BudgetLine, ...]


@dataclass(frozen=True)
class IkiLine:
    objective: str  # in words
    name: str
    formula: str
    unit: str
    direction: str
    target: Decimal | None
    source: str
    supports: str


@dataclass(frozen=True)
class OfficialSheet:
    """The IKI of one official: what they answer for, without a score."""

    position: str
    section: ChainSection
    task: str
    functions: tuple[str, ...]
    lines: tuple[IkiLine, ...]


@dataclass(frozen=True)
class PlanningChain:
    year: int
    name: str
    version: str
    origin: str  # printed: "Contoh: …"
    title: str  # of the Renstra
    years: tuple[int, ...]  # of the Renstra
    sections: tuple[ChainSection, ...]
    goals: tuple[ChainGoal, ...]
    ikus: tuple[IkuSheet, ...]
    agreements: tuple[AgreementSheet, ...]  # every version; see `is_in_force`
    action_plans: tuple[ActionSheet, ...]
    officials: tuple[OfficialSheet, ...]
    budget: tuple[BudgetLine, ...]  # program–kegiatan–subkegiatan, by code

    @property
    def iku(self) -> dict[str, IkuSheet]:
        return {row.code: row for row in self.ikus}
