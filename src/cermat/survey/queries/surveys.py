"""Which surveys a person sees, who runs them, and which one an address of the public leads to."""

from datetime import date

from django.db.models import QuerySet

from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.requirements.models import RequirementPlan
from cermat.survey.models import RUNNING, Counter, Service, Survey
from cermat.survey.schema import Channel

INSTRUMENT = "ikm"  # the requirement of the cycle that a survey fills
SECTION_KEY = "pelayanan"
SURVEYED = (Kind.KECAMATAN, Kind.KELURAHAN, Kind.DESA)


def surveys_visible_to(user: User, day: date) -> QuerySet[Survey]:
    """Surveys of the units whose survey the person may see, newest period first."""
    seen = units_reached(user, Permission.VIEW_SURVEY, day)
    return Survey.objects.filter(unit__in=seen).select_related("kecamatan", "unit", "desk", "version")


def surveys_run_by(user: User, day: date) -> QuerySet[Survey]:
    """Those that the person may prepare, open and close."""
    return surveys_visible_to(user, day).filter(desk__in=units_reached(user, Permission.RUN_SURVEY, day))


def surveys_confirmed_by(user: User, day: date) -> QuerySet[Survey]:
    """Those in which the person may exclude answers and confirm the result."""
    return surveys_visible_to(user, day).filter(unit__in=units_reached(user, Permission.CONFIRM_SURVEY, day))


def services_visible_to(user: User, day: date) -> QuerySet[Service]:
    return Service.objects.filter(unit__in=units_reached(user, Permission.VIEW_SURVEY, day)).select_related("unit")


def services_of(unit: Unit) -> list[Service]:
    """Those that the unit offers now."""
    return list(Service.objects.filter(unit=unit, is_active=True))


def counters_visible_to(user: User, day: date) -> QuerySet[Counter]:
    seen = units_reached(user, Permission.VIEW_SURVEY, day)
    return Counter.objects.filter(unit__in=seen).select_related("unit", "service")


def typed_counter(survey: Survey) -> Counter | None:
    """The address to type beside a code: a link before a poster. Only one for all services, since a code opens the
    form for any of them; None where there is none."""
    whole = Counter.objects.filter(unit=survey.unit, service=None, is_active=True)
    typed = whole.filter(channel__in=(Channel.LINK, Channel.QR))
    return min(typed, key=lambda one: (one.channel != Channel.LINK, one.pk), default=None)


def desk_of(unit: Unit) -> Unit:
    """Who runs the surveys of a unit: a village itself, for the kecamatan the section that its requirement IKM names,
    else the one with the key "pelayanan". DomainError where there is none."""
    if unit.is_village:
        return unit
    plan = RequirementPlan.objects.filter(kecamatan=unit, key=INSTRUMENT).select_related("section").first()
    if plan is not None:
        return plan.section
    section = Unit.objects.in_kecamatan(unit).sections().active().filter(code__endswith=f"/{SECTION_KEY}").first()
    if section is None:
        raise DomainError(
            f"{unit} belum memiliki seksi pelayanan. Administrator dapat menambahkannya pada halaman Organisasi.",
            code="no_desk",
        )
    return section


def units_run_by(user: User, day: date) -> list[Unit]:
    """The units whose surveys the person runs: a village of their own, or the kecamatan whose desk is their section."""
    reached = units_reached(user, Permission.RUN_SURVEY, day).active()
    found = list(reached.villages().select_related("kecamatan"))
    for section in reached.sections().select_related("kecamatan"):
        kecamatan = section.kecamatan
        if kecamatan is not None and kecamatan not in found and _desk(kecamatan) == section:
            found.insert(0, kecamatan)
    return found


def _desk(kecamatan: Unit) -> Unit | None:
    try:
        return desk_of(kecamatan)
    except DomainError:
        return None


def surveyed_units(user: User, day: date) -> UnitQuerySet:
    """The units with surveys that the person may see."""
    return units_reached(user, Permission.VIEW_SURVEY, day).active().filter(kind__in=SURVEYED)


def survey_of_counter(code: str) -> tuple[Counter, Survey | None]:
    """The address and the survey that runs (open or paused) at its unit now; None between the periods.

    Raises Counter.DoesNotExist for an unknown address. A retired one is found, but leads to no survey.
    """
    counter = Counter.objects.select_related("unit__kecamatan", "service").get(code=code)
    if not counter.is_active:
        return counter, None
    running = Survey.objects.filter(unit=counter.unit_id, state__in=RUNNING).select_related("unit", "version")
    return counter, running.first()


def last_survey_of(unit: Unit) -> Survey | None:
    """The newest period of the unit, whatever became of it."""
    return Survey.objects.filter(unit=unit).select_related("unit", "desk", "version").first()
