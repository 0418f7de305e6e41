"""A running cycle to test with, made through the real actions."""

from datetime import datetime
from pathlib import Path

from cermat.indicators.actions import load_indicators
from cermat.indicators.models import SetKind
from cermat.lib.definitions import read_definition
from cermat.lib.months import Month
from cermat.periods.actions import load_holidays
from cermat.requirements.actions import (
    acknowledge_handover,
    finish_sorting,
    load_requirement_plan,
    suggest_sorting,
    validate_handover,
)
from cermat.requirements.schema import RequirementPlanFile
from cermat.sop.actions import load_sop, open_cycle
from cermat.sop.models import Cycle
from tests.factories import NOW, Office

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"
NOVEMBER = Month(2026, 11)


def equip(office: Office, now: datetime = NOW) -> None:
    """Load the SOP, the holidays, the indicator sets and the plan of requirements."""
    admin, kecamatan = office.admin, office.kecamatan
    load_holidays(by=admin, now=now)
    sop = (DEFINITIONS / "sop" / "kecamatan-nganjuk-01-2021.yaml").read_text()
    load_sop(kecamatan=kecamatan, text=sop, by=admin, now=now)
    for kind, name in (
        (SetKind.MONTHLY, "indicators/bulanan-contoh-1"),
        (SetKind.SINERGITAS, "instruments/sinergitas-sumedang-2026"),
        (SetKind.DOCUMENTS, "instruments/dokumen-kelurahan"),
        (SetKind.SHEETS, "indicators/lembar-persyaratan-contoh-1"),
    ):
        text = (DEFINITIONS / f"{name}.yaml").read_text()
        load_indicators(kecamatan=kecamatan, kind=kind, text=text, by=admin, now=now)
    plan = read_definition((DEFINITIONS / "requirements" / "nganjuk-contoh-1.yaml").read_text(), RequirementPlanFile)
    load_requirement_plan(kecamatan=kecamatan, plan=plan, by=admin, now=now)


def opened(office: Office, month: Month = NOVEMBER, now: datetime = NOW) -> Cycle:
    """A cycle that has just been opened."""
    return open_cycle(kecamatan=office.kecamatan, month=month, by=office.sekcam, now=now)


def sorted_and_handed(office: Office, cycle: Cycle, now: datetime = NOW) -> None:
    """Step 1 done: every indicator where its file suggests."""
    suggest_sorting(cycle=cycle, by=office.sekcam, now=now)
    finish_sorting(cycle=cycle, by=office.sekcam, now=now)


def validated(office: Office, cycle: Cycle, now: datetime = NOW) -> None:
    """Step 2 done: every head has acknowledged, the Camat has validated."""
    for handover in cycle.handovers.select_related("section"):
        head = office.kasi.get(handover.section.key, office.sekcam)
        acknowledge_handover(handover=handover, by=head, now=now)
        validate_handover(handover=handover, by=office.camat, now=now)
