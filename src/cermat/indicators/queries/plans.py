"""A year's plan: its versions, its IKU and activities, and who may record them."""

from datetime import date
from typing import Any

from cermat.indicators.models import Activity, Iku, Plan
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to, units_reached


def current_plan(kecamatan: Unit, year: int) -> Plan | None:
    """The last version loaded for the year."""
    return Plan.objects.filter(kecamatan=kecamatan, year=year).order_by("-pk").first()


def newest_plan(kecamatan: Unit) -> Plan | None:
    """The last version of the latest year that has a plan."""
    return Plan.objects.filter(kecamatan=kecamatan).order_by("-year", "-pk").first()


def planned_years(kecamatan: Unit) -> list[int]:
    """The years that have a plan, the latest first."""
    years = Plan.objects.filter(kecamatan=kecamatan).order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))


def ikus_of(kecamatan: Unit, year: int) -> list[Iku]:
    """The IKU of the year's current plan, with their sections and activities; typed in by hand where no plan is."""
    rows = Iku.objects.filter(kecamatan=kecamatan, year=year, plan=current_plan(kecamatan, year))
    return list(rows.select_related("section").prefetch_related("activities__section"))


def activities_of(kecamatan: Unit, year: int) -> list[Activity]:
    rows = Activity.objects.filter(kecamatan=kecamatan, year=year, plan=current_plan(kecamatan, year))
    return list(rows.select_related("section", "iku"))


def plan_years(kecamatan: Unit) -> list[int]:
    years = Iku.objects.filter(kecamatan=kecamatan).order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))


def ikus_visible_to(user: User, day: date) -> Any:
    """A QuerySet of Iku, with section and plan."""
    return Iku.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related(
        "section", "kecamatan", "plan"
    )


def activities_visible_to(user: User, day: date) -> Any:
    """A QuerySet of Activity, with section and IKU."""
    return Activity.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related(
        "section", "iku", "kecamatan"
    )


def sections_planned_by(user: User, day: date) -> set[int]:
    """The ids of the units whose targets and budgets the person may record."""
    return set(units_reached(user, Permission.RECORD_PLAN, day).values_list("pk", flat=True))


def plans_loaded(user: User, day: date) -> list[Plan]:
    """Every version of a year's plan in the kecamatan the person sees."""
    return list(
        Plan.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related("kecamatan").defer("source")
    )


def plans_visible_to(user: User, day: date) -> Any:
    """A QuerySet of Plan, with its kecamatan."""
    return Plan.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related("kecamatan")
