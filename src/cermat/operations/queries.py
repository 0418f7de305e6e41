"""How the installation is doing, whose examples are in it, and the audit rows a person may see."""

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q, QuerySet

from cermat.audit.models import AuditEvent
from cermat.indicators.models import SetKind
from cermat.lib.months import WIB, Month
from cermat.notifications.models import Job, JobState
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import units_reached
from cermat.survey.models import Channel, Counter, Survey, SurveyState

ENOUGH_DISK = 200 * 1024 * 1024
STUCK_AFTER = 300  # seconds
PLAN_FILE = "definitions/plans/perencanaan-contoh-1.yaml"
SOP_FILE = "definitions/sop/kecamatan-nganjuk-01-2021.yaml"
REQUIREMENTS_FILE = "definitions/requirements/nganjuk-contoh-1.yaml"


@dataclass(frozen=True)
class SignIn:
    title: str
    username: str


def has_examples() -> bool:
    return User.objects.filter(is_example=True).exists()


def has_office() -> bool:
    return Unit.objects.filter(kind=Kind.KECAMATAN).exists()


def example_sign_ins(day: date) -> list[SignIn]:
    """One example person per role, in the order of the roles."""
    held = Assignment.objects.on(day).filter(user__is_example=True, user__is_active=True).select_related("unit", "user")
    first: dict[str, Assignment] = {}
    for assignment in held.order_by("unit__path", "unit__sort", "pk"):
        first.setdefault(assignment.role, assignment)
    return [SignIn(first[role].title, first[role].user.username) for role in Role if role in first]


def public_addresses() -> list[tuple[str, str]]:
    """Of each unit whose example survey is open, its name and the path of an address that the public opens."""
    examples = Unit.objects.filter(kind=Kind.KECAMATAN, assignments__user__is_example=True)
    running = Survey.objects.filter(state=SurveyState.OPEN, kecamatan__in=examples).select_related("unit")
    counters = Counter.objects.filter(unit__in=[one.unit_id for one in running], is_active=True, channel=Channel.LINK)
    codes = dict(counters.order_by("-pk").values_list("unit", "code"))
    return [(str(one.unit), f"/s/{codes[one.unit_id]}/") for one in running if one.unit_id in codes]


@dataclass(frozen=True)
class SetupStep:
    """Something an office needs before its first period, and the command that brings it."""

    text: str
    command: str
    is_done: bool
    on_pages: bool = False  # also done by the administrator, led by “Mulai dari sini”


SET_FILES = {
    SetKind.MONTHLY: ("daftar indikator bulanan", "indicators/bulanan-contoh-1"),
    SetKind.SINERGITAS: ("indikator sinergitas", "instruments/sinergitas-sumedang-2026"),
    SetKind.DOCUMENTS: ("daftar dokumen kelurahan", "instruments/dokumen-kelurahan"),
    SetKind.SHEETS: ("lembar persyaratan lain", "indicators/lembar-persyaratan-contoh-1"),
}


def office_in_the_making() -> Unit | None:
    """The kecamatan that is being set up: the one furthest on; None while several are equally empty."""
    offices = Unit.objects.filter(kind=Kind.KECAMATAN)
    ready = offices.filter(Q(assignments__isnull=False) | Q(plans__isnull=False) | Q(sops__isnull=False))
    return ready.order_by("code").first() or (offices.get() if offices.count() == 1 else None)


def setup_steps() -> list[SetupStep]:
    """What to type after `./cermat run --empty`, in this order; empty once the office can open a period."""
    office = office_in_the_making()
    code = office.code if office else "35.18.13"
    sets = set(office.indicator_sets.values_list("kind", flat=True)) if office else set()
    there = {
        "units": has_office(),
        "admin": bool(office and office.assignments.filter(role=Role.ADMIN).exists()),
        "plan": bool(office and office.plans.exists()),
        "sop": bool(office and office.sops.exists()),
        "instruments": bool(office and office.instrument_versions.exists()),
        "requirements": bool(office and office.requirement_plans.exists()),
    }
    into = f"--kecamatan {code}"
    steps = [
        SetupStep("wilayah; kodenya: ./cermat units cari NAMA", f"./cermat units load {code}", there["units"]),
        SetupStep("administrator pertama", f'./cermat admin NAMA {into} --name "NAMA LENGKAP"', there["admin"]),
        SetupStep(
            "seksi dan perencanaan contoh", f"./cermat plan load {PLAN_FILE} {into}", there["plan"], on_pages=True
        ),
        SetupStep("SOP", f"./cermat sop load {SOP_FILE} {into}", there["sop"], on_pages=True),
        SetupStep("instrumen bawaan", f"./cermat instruments load {into}", there["instruments"], on_pages=True),
        *(
            SetupStep(text, f"./cermat indicators load definitions/{name}.yaml {into}", kind in sets, on_pages=True)
            for kind, (text, name) in SET_FILES.items()
        ),
        SetupStep(
            "jadwal persyaratan",
            f"./cermat requirements load {REQUIREMENTS_FILE} {into}",
            there["requirements"],
            on_pages=True,
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def health(now: datetime) -> dict[str, Any]:
    """What a monitor wants to know; `ok` is the sum of it."""
    waiting = Job.objects.filter(state=JobState.QUEUED, not_before__lte=now).aggregate(oldest=Min("not_before"))
    age = (now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    missing, disk = pending_migrations(), shutil.disk_usage(settings.VAR).free
    return {
        "ok": not missing and age < STUCK_AFTER and disk > ENOUGH_DISK,
        "database": connection.vendor,
        "sqlite": sqlite3.sqlite_version if connection.vendor == "sqlite" else "",
        "migrations_pending": missing,
        "queue_age_seconds": int(age),
        "jobs_failed": Job.objects.filter(state=JobState.FAILED).count(),
        "disk_free_bytes": disk,
    }


def chains_visible_to(user: User, day: date) -> list[str]:
    """The audit chains a person may read: those of the kecamatan where they hold VIEW_AUDIT."""
    reached = units_reached(user, Permission.VIEW_AUDIT, day).filter(kind=Kind.KECAMATAN)
    return list(reached.values_list("code", flat=True))


def events_visible_to(user: User, day: date) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(chain__in=chains_visible_to(user, day)).order_by("-at", "-number")


def people_named(ids: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def example_office() -> Unit | None:
    """The kecamatan of the examples."""
    return Unit.objects.filter(kind=Kind.KECAMATAN, assignments__user__is_example=True).order_by("code").first()


def months_playable(kecamatan: Unit, day: date) -> int:
    """How many months up to the one of `day` the people of the examples have been in office throughout."""
    began = Assignment.objects.filter(unit=kecamatan, role=Role.CAMAT).aggregate(day=Min("start"))["day"]
    first, last = Month.of(began), Month.of(day)
    return (last.year - first.year) * 12 + last.number - first.number + 1


def narrowed(
    events: QuerySet[AuditEvent], *, kind: str, person: str, start: date | None, end: date | None
) -> QuerySet[AuditEvent]:
    """`events` about one kind of thing, by people of that name, in those days (WIB)."""
    if kind:
        events = events.filter(target_type=kind)
    if person:
        people = list(User.objects.filter(full_name__icontains=person).values_list("pk", flat=True))
        events = events.filter(Q(actor__in=people) | Q(on_behalf_of__in=people))
    if start:
        events = events.filter(at__gte=datetime.combine(start, time.min, WIB))
    if end:
        events = events.filter(at__lt=datetime.combine(end + timedelta(days=1), time.min, WIB))
    return events
