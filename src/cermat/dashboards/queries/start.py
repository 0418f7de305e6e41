"""Mulai dari sini: what an office still lacks before it can measure its year, in order, and what of it is whose."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef

from cermat.dashboards.queries.desk import Desk
from cermat.indicators.models import IndicatorSet, Plan, PlanDraft, SetKind
from cermat.indicators.queries import adopters_of, agreement_states, signable
from cermat.instruments.models import InstrumentVersion
from cermat.measurement.models import OpeningBalance
from cermat.organisation.models import SECTIONS, VILLAGES, Assignment, Kind, Unit
from cermat.organisation.permissions import Permission, Role
from cermat.periods.models import YearLock
from cermat.requirements.models import RequirementPlan
from cermat.sop.models import Cycle, Sop

P = Permission


class StartKey(StrEnum):
    SECTIONS = "seksi"
    PEOPLE = "orang"
    SOP = "sop"
    INSTRUMENTS = "instrumen"
    INDICATORS = "indikator"
    REQUIREMENTS = "persyaratan"
    PLAN = "rencana"
    ADOPTION = "berlakukan"
    AGREEMENTS = "pk"
    BALANCES = "saldo_awal"
    PERIOD = "periode"
    LOCK = "kunci"


ASKS: dict[StartKey, Permission] = {
    StartKey.SECTIONS: P.MANAGE_OFFICE,
    StartKey.PEOPLE: P.MANAGE_PEOPLE,
    StartKey.SOP: P.LOAD_DEFINITIONS,
    StartKey.INSTRUMENTS: P.LOAD_DEFINITIONS,
    StartKey.INDICATORS: P.LOAD_DEFINITIONS,
    StartKey.REQUIREMENTS: P.LOAD_DEFINITIONS,
    StartKey.PLAN: P.PREPARE_PLAN,
    StartKey.ADOPTION: P.ADOPT_PLAN,
    StartKey.AGREEMENTS: P.SIGN_AGREEMENT,
    StartKey.BALANCES: P.OPEN_CYCLE,
    StartKey.PERIOD: P.OPEN_CYCLE,
    StartKey.LOCK: P.LOCK_YEAR,
}
LEADERS = (P.MANAGE_OFFICE, P.PREPARE_PLAN, P.ADOPT_PLAN, P.SIGN_AGREEMENT)
NEEDED = (StartKey.SECTIONS, StartKey.PEOPLE, StartKey.SOP, StartKey.INDICATORS, StartKey.REQUIREMENTS)


@dataclass(frozen=True)
class Vacancy:
    """A unit that nobody leads."""

    role: Role
    unit: Unit


@dataclass(frozen=True)
class StartStep:
    key: StartKey
    is_done: bool
    is_mine: bool
    vacancies: tuple[Vacancy, ...] = ()
    kinds: tuple[SetKind, ...] = ()  # of indicators that are missing
    pk: int = 0  # of the draft or the plan it is done on

    @property
    def suffices(self) -> bool:
        """An office may do without sinergitas, documents and requirement sheets, not without monthly indicators."""
        return self.is_done or (bool(self.kinds) and SetKind.MONTHLY not in self.kinds)


@dataclass(frozen=True)
class Start:
    office: Unit
    year: int
    steps: tuple[StartStep, ...]
    is_new: bool  # no period was ever opened

    @property
    def may_open(self) -> bool:
        """Whether a period opened now would have people and sheets in it."""
        return all(step.suffices for step in self.steps if step.key in NEEDED)


def start_of(desk: Desk) -> Start | None:
    """For those who set an office and its year up; from the first period on only while something waits for them."""
    if desk.home is None or not any(desk.holds(one) for one in LEADERS):
        return None
    office, year = desk.home, desk.day.year
    facts = _facts(office, year)
    steps = [] if facts["cycle"] else _setting_up(desk, office, facts)
    steps += _the_year(desk, office, year, facts)
    if not facts["cycle"]:
        steps.append(_step(desk, StartKey.BALANCES, done=facts["balance"]))
        steps.append(_step(desk, StartKey.PERIOD, done=False))
    if facts["last_year"]:
        steps.append(_step(desk, StartKey.LOCK, done=facts["locked"]))
    is_new = not facts["cycle"]
    mine = [step for step in steps if step.is_mine and not step.is_done]
    return Start(office, year, tuple(steps), is_new=is_new) if is_new or mine else None


def _step(desk: Desk, key: StartKey, *, done: bool, **more: Any) -> StartStep:
    return StartStep(key, done, desk.holds(ASKS[key]), **more)


def _facts(office: Unit, year: int) -> dict[str, bool]:
    """Whether the office has these at all, in one question to the database."""
    asked: dict[str, Any] = {
        "cycle": Cycle.objects,
        "sop": Sop.objects,
        "instruments": InstrumentVersion.objects,
        "requirements": RequirementPlan.objects,
        "balance": OpeningBalance.objects,
        "secretariat": Unit.objects.filter(kind=Kind.SECRETARIAT, is_active=True),
        "section": Unit.objects.filter(kind=Kind.SECTION, is_active=True),
        "plan": Plan.objects.filter(year=year),
        "draft": PlanDraft.objects.filter(year=year),
        "last_year": Cycle.objects.filter(year=year - 1),
        "locked": YearLock.objects.filter(year=year - 1),
    }
    found = {f"has_{name}": Exists(rows.filter(kecamatan=OuterRef("pk"))) for name, rows in asked.items()}
    row = Unit.objects.filter(pk=office.pk).annotate(**found).values(*found).get()
    return {name: row[f"has_{name}"] for name in asked}


def _setting_up(desk: Desk, office: Unit, facts: dict[str, bool]) -> list[StartStep]:
    has_sections, vacant = facts["secretariat"] and facts["section"], vacancies(office, desk)
    known = set(IndicatorSet.objects.filter(kecamatan=office).values_list("kind", flat=True))
    missing = tuple(kind for kind in SetKind if kind not in known)
    return [
        _step(desk, StartKey.SECTIONS, done=has_sections),
        _step(desk, StartKey.PEOPLE, done=has_sections and not vacant, vacancies=vacant),
        _step(desk, StartKey.SOP, done=facts["sop"]),
        _step(desk, StartKey.INSTRUMENTS, done=facts["instruments"]),
        _step(desk, StartKey.INDICATORS, done=not missing, kinds=missing),
        _step(desk, StartKey.REQUIREMENTS, done=facts["requirements"]),
    ]


def _the_year(desk: Desk, office: Unit, year: int, facts: dict[str, bool]) -> list[StartStep]:
    if facts["plan"]:
        return [_step(desk, StartKey.PLAN, done=True), _agreements(desk, office, year)]
    draft = PlanDraft.objects.filter(kecamatan=office, year=year).first() if facts["draft"] else None
    is_ready = draft is not None and draft.ready_at is not None
    steps = [_step(desk, StartKey.PLAN, done=is_ready, pk=draft.pk if draft else 0)]
    if draft is None or not is_ready:
        return steps
    is_mine = desk.user in adopters_of(draft, desk.day)
    return [*steps, StartStep(StartKey.ADOPTION, is_done=False, is_mine=is_mine, pk=draft.pk)]


def _agreements(desk: Desk, office: Unit, year: int) -> StartStep:
    """Done once both sides of every PK have signed; the Bupati's side is nobody's task here."""
    plan = Plan.objects.filter(kecamatan=office, year=year).order_by("-pk")[0]
    states = agreement_states(plan)
    waits = any(one.is_newest and one.next_party and not one.waits_outside for one in states)
    mine = waits and desk.holds(P.SIGN_AGREEMENT) and bool(signable(desk.user, plan, states, desk.day))
    return StartStep(StartKey.AGREEMENTS, not waits, is_mine=mine, pk=plan.pk)


HEADS = {Kind.SECRETARIAT: Role.SEKCAM, Kind.SECTION: Role.KASI, Kind.KELURAHAN: Role.LURAH, Kind.DESA: Role.KADES}

ORDER = (Role.SEKCAM, Role.KASI, Role.LURAH, Role.KADES)


def vacancies(office: Unit, desk: Desk) -> tuple[Vacancy, ...]:
    """Which posts nobody holds that day, without whom a month cannot be collected, checked and validated."""
    rows = Assignment.objects.on(desk.day).filter(unit__kecamatan=office, user__is_active=True)
    held = set(rows.values_list("unit", "role"))
    roles = {role for _unit, role in held}
    units = Unit.objects.filter(kecamatan=office, is_active=True, kind__in=(*SECTIONS, *VILLAGES))
    top = [Vacancy(Role.CAMAT, office)] if Role.CAMAT not in roles else []
    heads = [Vacancy(HEADS[Kind(one.kind)], one) for one in units.order_by("sort", "code") if one.kind in HEADS]
    heads.sort(key=lambda one: ORDER.index(one.role))
    return (*top, *(one for one in heads if (one.unit.pk, one.role) not in held))
