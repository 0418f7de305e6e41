"""Every change of the measurement, by its name."""

from datetime import datetime
from decimal import Decimal

from cermat.indicators.models import Activity, Iku
from cermat.measurement.models import ActivityReport, OpeningBalance, Run, Signature
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


def calculate(*, cycle: Cycle, by: User, now: datetime, provisional: bool = False, reason: str = "") -> Run:
    """A new run with its rows and inputs. Provisional ones serve the evaluation (step 4)."""
    raise NotImplementedError


def report_activity(
    *,
    cycle: Cycle,
    activity: Activity,
    output: Decimal | None,
    physical: Decimal | None,
    spent: Decimal | None,
    note: str = "",
    by: User,
    now: datetime,
) -> ActivityReport:
    """Cumulative since January. DomainError where progress exceeds 100 or money the budget, or falls unexplained."""
    raise NotImplementedError


def record_actual(*, iku: Iku, cycle: Cycle, value: Decimal, source: str, by: User, now: datetime) -> None:
    """The actual of an IKU whose source is `manual`."""
    raise NotImplementedError


def take_over(  # noqa: PLR0913
    *,
    kecamatan: Unit,
    year: int,
    until: str,
    subject: str,
    code: str,
    measure: str,
    value: Decimal,
    source: str,
    source_date: object,
    by: User,
    now: datetime,
    unit: Unit | None = None,
) -> OpeningBalance:
    """An opening balance with its source."""
    raise NotImplementedError


def sign(*, run: Run, section: Unit, by: User, now: datetime) -> Signature:
    """The head of a section signs its figures."""
    raise NotImplementedError


def finish_measurement(*, cycle: Cycle, by: User, now: datetime) -> None:
    """All sections have signed: step penghitungan is finished and the cycle closes."""
    raise NotImplementedError
