"""What next year's plan would begin with, and which sets of indicators count in that year (ADR 0036)."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cermat.indicators.models import Indicator, IndicatorSet, Plan, PlanDraft, SetKind, digest_of
from cermat.indicators.queries.chain import as_it_stands
from cermat.indicators.queries.plans import current_plan
from cermat.indicators.schema import PlanFile
from cermat.indicators.schema.plan_carrying import Carried, carried
from cermat.instruments.models import InstrumentVersion
from cermat.instruments.schema import shipped
from cermat.organisation.models import Unit

# One requirement that two instruments answer, the one after the other (ADR 0010).
FOLLOWS_ON = {"idm": ("idm-2016", "indeks-desa-2025")}


@dataclass(frozen=True)
class Preparation:
    """What one press would make of `plan`; nothing can be made where an obstacle is told."""

    kecamatan: Unit
    year: int
    plan: Plan
    file: PlanFile
    carried: Carried
    remeasured: dict[str, tuple[str, str]]  # code of an IKU → its instrument before and in the year

    @cached_property
    def digest(self) -> str:
        """Of what the preview shows: the press makes that and nothing else."""
        return digest_of(json.dumps([self.plan.pk, self.carried.rows, self.carried.proposals], sort_keys=True))


@dataclass(frozen=True)
class SetOfYear:
    """The set of one kind that counts when the year begins, beside that of the year before; `later`: within it."""

    kind: SetKind
    before: IndicatorSet | None
    now: IndicatorSet | None
    later: tuple[IndicatorSet, ...]
    added: tuple[str, ...]  # codes of rows
    gone: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        return self.now is not None and self.now == self.before


def preparation(kecamatan: Unit, year: int) -> Preparation | None:
    """From the last plan before the year; None where there is none."""
    plan = Plan.objects.filter(kecamatan=kecamatan, year__lt=year).order_by("-year", "-pk").first()
    if plan is None:
        return None
    file = as_it_stands(plan)
    remeasured = _remeasured(kecamatan, file, year)
    return Preparation(kecamatan, year, plan, file, carried(file, year, remeasured=remeasured.keys()), remeasured)


def draft_for(kecamatan: Unit, year: int) -> PlanDraft | None:
    return PlanDraft.objects.filter(kecamatan=kecamatan, year=year).first()


def why_not_prepared(kecamatan: Unit, year: int) -> str:
    """A sentence where the year has a plan or a draft already; "" where it has neither."""
    held = current_plan(kecamatan, year)
    if held is not None:
        return (
            f"Rencana {year} sudah berlaku (versi {held.version}). "
            "Ubah melalui Susun rencana, mulai dari versi yang berlaku."
        )
    if draft_for(kecamatan, year) is not None:
        return f"Draf {year} sudah ada. Lanjutkan atau hapus draf itu."
    return ""


def _remeasured(kecamatan: Unit, file: PlanFile, year: int) -> dict[str, tuple[str, str]]:
    """Asked once for each instrument, however many IKU it measures."""
    wanted = {row.kode: row.sumber_data.instrumen for row in file.iku if row.sumber_data.instrumen in FOLLOWS_ON}
    days = (date(file.tahun, 12, 31), date(year, 12, 31))
    answers = {
        one: (_answering(kecamatan, FOLLOWS_ON[one], days[0]), _answering(kecamatan, FOLLOWS_ON[one], days[1]))
        for one in set(wanted.values())
    }
    return {code: answers[one] for code, one in wanted.items() if answers[one][0] != answers[one][1]}


def _answering(kecamatan: Unit, names: tuple[str, ...], day: date) -> str:
    """The instrument of these that the office follows on the day, else the shipped one that is valid then."""
    versions = InstrumentVersion.objects.in_force(day).filter(kecamatan=kecamatan, name__in=names)
    if found := versions.order_by("-valid_from").first():
        return found.short
    known = [shipped(name) for name in names]
    valid = [one for one in known if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
    return (valid or known)[-1].short


def sets_of_year(kecamatan: Unit, year: int) -> list[SetOfYear]:
    """Of each kind; a set holds from its day until a newer one, so a year needs none of its own."""
    rows = IndicatorSet.objects.filter(kecamatan=kecamatan, valid_from__lte=date(year, 12, 31))
    loaded = list(rows.defer("source").order_by("valid_from", "pk"))
    return [_set_of_year(kind, [row for row in loaded if row.kind == kind], year) for kind in SetKind]


def _set_of_year(kind: SetKind, rows: list[IndicatorSet], year: int) -> SetOfYear:
    before, now = (_last(rows, date(at, month, day)) for at, month, day in ((year - 1, 12, 31), (year, 1, 1)))
    later = tuple(row for row in rows if row.valid_from > date(year, 1, 1))
    if before is None or now is None or before == now:
        return SetOfYear(kind, before, now, later, (), ())
    old, new = _codes(before), _codes(now)
    return SetOfYear(kind, before, now, later, tuple(sorted(new - old)), tuple(sorted(old - new)))


def _last(rows: list[IndicatorSet], day: date) -> IndicatorSet | None:
    return max((row for row in rows if row.valid_from <= day), key=lambda row: (row.valid_from, row.pk), default=None)


def _codes(chosen: IndicatorSet) -> set[str]:
    return set(Indicator.objects.filter(set=chosen).values_list("code", flat=True))
