"""A period in the middle of its collection, made through the real actions."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cermat.collection.actions import open_sheets
from cermat.instruments.models import Result
from cermat.measurement.models import Figure, Run
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.requirements import factories as requirements

OPENED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday, 2 November 2026, 08.00 WIB


def sorting_cycle(office: Office) -> Cycle:
    """Just opened: the sorting is ready. The office is equipped already."""
    return requirements.opened(office, now=OPENED)


def handed_cycle(office: Office) -> Cycle:
    """Sorted: the sections have to acknowledge."""
    cycle = sorting_cycle(office)
    requirements.sorted_and_handed(office, cycle, OPENED + timedelta(hours=4))
    return cycle


def collecting_cycle(office: Office) -> Cycle:
    """Handed over and validated: the sheets are open."""
    cycle = handed_cycle(office)
    requirements.validated(office, cycle, OPENED + timedelta(hours=5))
    open_sheets(cycle=cycle, now=OPENED + timedelta(hours=5))
    return cycle


def month_before(cycle: Cycle, back: int) -> Cycle:
    """A closed period of the same office, so many months earlier."""
    month = cycle.month.plus(-back)
    return Cycle.objects.create(
        kecamatan=cycle.kecamatan, sop=cycle.sop, year=month.year, month_number=month.number, state="ditutup",
        due_on=month.last, cutoff_on=month.last, meeting_on=month.last, opened_at=OPENED, closed_at=OPENED,
        closed_by=cycle.opened_by,
    )  # fmt: skip


def calculated(
    cycle: Cycle, by: User, *statuses: str, section: Unit | None = None, actual: str = "90", provisional: bool = False
) -> Run:
    """A calculation with an IKU for each status."""
    run = Run.objects.create(
        cycle=cycle, number=cycle.runs.count() + 1, by=by, at=OPENED, is_provisional=provisional,
        formula_version="1", scale="permendagri_86_2017",
    )  # fmt: skip
    Figure.objects.bulk_create(
        Figure(
            run=run, kind="iku", code=f"IKU-{at}", position=at, name=f"IKU {at} {cycle.kecamatan.name}",
            section=section, target=Decimal(92), actual=None if status == "tanpa_data" else Decimal(actual),
            achievement=None if status == "tanpa_data" else Decimal(98), status=status,
            reason="Belum ada." if status == "tanpa_data" else "", method="positive", inputs={},
        )
        for at, status in enumerate(statuses, 1)
    )  # fmt: skip
    return run


def spending(run: Run, section: Unit, *spent: str | None) -> None:
    """An activity of 100 million with what was spent of it, for each."""
    Figure.objects.bulk_create(
        Figure(
            run=run, kind="kegiatan", code=f"7.01.0{at}", position=at, name=f"Kegiatan {at}", section=section,
            status="konteks", budget=Decimal(100_000_000), spent=None if one is None else Decimal(one), inputs={},
        )
        for at, one in enumerate(spent, 1)
    )  # fmt: skip


def satisfied(kecamatan: Unit, period: str, value: str) -> Result:
    """The office's IKM of a month."""
    return Result.objects.create(
        kecamatan=kecamatan, instrument="ikm", subject=kecamatan, period=period, definition="ikm-14-2017@1",
        value=Decimal(value), label="B (Baik)", source="saldo_awal", recorded_at=OPENED,
    )  # fmt: skip
