"""A new survey period: its days, its services with the population they served, and how it is asked and printed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.instruments.formula import Definition
from cermat.instruments.models import InstrumentVersion
from cermat.instruments.queries import definition_in_force
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import Month, day_of, long_date
from cermat.notifications.actions import settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require
from cermat.survey.formula.fitting import why_unfit
from cermat.survey.models import Service, Survey, SurveyService, SurveyState
from cermat.survey.queries import desk_of, last_survey_of, overdue

INSTRUMENT = "ikm-14-2017"
FARTHEST = timedelta(days=366)  # of the survey's days from the month of its result
MOST_SERVED = 100_000_000
FIXED = "Survei yang sudah dibuka tidak dapat diubah lagi pengaturannya; hanya hari terakhirnya dapat diperpanjang."
ENDED = "Hanya survei yang sedang berjalan yang dapat diperpanjang. Muat ulang halaman ini untuk melihat keadaannya."
WITH_IT = ("kecamatan", "unit", "desk", "version")
Offered = Mapping[int, int | None]  # service pk → population served, None where it is not known


class Settings(TypedDict, total=False):
    """How the survey is asked and printed."""

    variant: str  # of the weights: "", 0.111, 0.11
    needs_receipt: bool
    double_entry: bool
    carried_from: Survey | None


@transaction.atomic
def make_survey(
    *,
    unit: Unit,
    month: Month,
    days: tuple[date, date],
    offered: Offered,
    by: User,
    now: datetime,
    **settings: Unpack[Settings],
) -> Survey:
    """A draft: nobody can answer it before it is opened. It follows the definition in force on its first day."""
    desk = desk_of(unit)
    authority = require(by, Permission.RUN_SURVEY, desk, day_of(now))
    kecamatan = unit.kecamatan or unit
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who set up the same period take turns
    if Survey.objects.filter(unit=unit, period=str(month)).exists():
        raise ConflictError(f"Survei {unit} {month.name} sudah ada. Pilih bulan lain.", field="period", code="exists")
    _check_days(month, days)
    version, definition = _asked(kecamatan, days[0])
    survey = Survey.objects.create(
        kecamatan=kecamatan,
        unit=unit,
        desk=desk,
        period=str(month),
        starts_on=days[0],
        ends_on=days[1],
        version=version,
        made_by=by,
        made_at=now,
        **_checked(settings, definition),
    )
    _offer(survey, offered)
    _told("survey.made", survey, authority, now)
    return survey


@transaction.atomic
def change_survey(
    *, survey: Survey, days: tuple[date, date], offered: Offered, by: User, now: datetime, **settings: Unpack[Settings]
) -> Survey:
    """Change a draft. Once opened only the last day may still be moved: see `extend_survey`."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    locked = locked_survey(survey)
    if locked.state != SurveyState.DRAFT:
        raise ConflictError(FIXED, code="not_a_draft")
    _check_days(locked.month, days)
    before = settings_of(locked)
    version, definition = _asked(locked.kecamatan, days[0])
    locked.starts_on, locked.ends_on, locked.version = *days, version
    for name, value in _checked(settings, definition).items():
        setattr(locked, name, value)
    locked.save()
    locked.offered.all().delete()
    _offer(locked, offered)
    _told("survey.changed", locked, authority, now, before=before)
    return locked


@transaction.atomic
def extend_survey(*, survey: Survey, ends_on: date, by: User, now: datetime) -> Survey:
    """Another last day for a survey that runs."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    locked = locked_survey(survey)
    if locked.state not in (SurveyState.OPEN, SurveyState.PAUSED):
        raise ConflictError(ENDED, code="not_running")
    if ends_on < max(day_of(now), locked.starts_on):
        raise DomainError(
            "Tanggal sampai tidak boleh sebelum hari ini. Pilih hari ini atau sesudahnya.", field="ends_on"
        )
    _check_days(locked.month, (locked.starts_on, ends_on))
    if overdue(locked, day_of(now)):
        settle_news(key=f"survey:{locked.pk}:", now=now)  # that it was late
    before, locked.ends_on = settings_of(locked), ends_on
    locked.save(update_fields=["ends_on"])
    _told("survey.extended", locked, authority, now, before=before)
    return locked


@transaction.atomic
def carry_over(*, unit: Unit, month: Month, days: tuple[date, date], by: User, now: datetime) -> Survey:
    """A draft with all settings and services of the unit's last survey; retired services stay behind."""
    last = last_survey_of(unit)
    if last is None:
        raise DomainError(
            f"{unit} belum memiliki survei untuk diambil pengaturannya. Siapkan survei baru.", code="nothing_before"
        )
    return make_survey(
        unit=unit,
        month=month,
        days=days,
        offered={row.service_id: row.population for row in last.offered.filter(service__is_active=True)},
        by=by,
        now=now,
        variant=last.variant,
        needs_receipt=last.needs_receipt,
        double_entry=last.double_entry,
        carried_from=last,
    )


def locked_survey(survey: Survey) -> Survey:
    """For whoever changes it: answers under way are waited for, and new ones wait."""
    return Survey.objects.select_for_update(of=("self",)).select_related(*WITH_IT).get(pk=survey.pk)


def held_survey(survey: Survey) -> Survey:
    """For long work beside it (a pile, an import, an exclusion): it stays as it is, and answers go on arriving."""
    return Survey.objects.select_for_update(of=("self",), no_key=True).select_related(*WITH_IT).get(pk=survey.pk)


def settings_of(survey: Survey) -> dict[str, Any]:
    """For the audit."""
    return {
        "period": survey.period,
        "days": [str(survey.starts_on), str(survey.ends_on)],
        "definition": survey.version.reference,
        "variant": survey.variant,
        "needs_receipt": survey.needs_receipt,
        "double_entry": survey.double_entry,
        "services": {str(row.service_id): row.population for row in survey.offered.all()},
    }


def target_of(survey: Survey) -> Target:
    return Target("survey", survey.pk, chain=survey.kecamatan.code)


def _asked(kecamatan: Unit, day: date) -> tuple[InstrumentVersion, Definition]:
    version, definition = definition_in_force(kecamatan, INSTRUMENT, day)
    if why := why_unfit(definition):
        raise DomainError(
            f"Instrumen {definition.reference} tidak dapat dipakai untuk survei: {why}. Minta administrator memuat "
            "versi yang sesuai pada halaman Instrumen.",
            code="unfit_instrument",
        )
    return version, definition


def _check_days(month: Month, days: tuple[date, date]) -> None:
    if days[1] < days[0]:
        first = long_date(days[0])
        raise DomainError(
            f"Tanggal sampai tidak boleh sebelum {first}. Pilih {first} atau sesudahnya.", field="ends_on"
        )
    for day, field in zip(days, ("starts_on", "ends_on"), strict=True):
        if not month.first - FARTHEST <= day <= month.last + FARTHEST:
            raise DomainError(f"Tanggal ini lebih dari setahun dari {month.name}. Periksa tahunnya.", field=field)


def _checked(settings: Settings, definition: Definition) -> dict[str, Any]:
    variant = settings.get("variant", "")
    if variant and variant not in {one.name for one in definition.variants}:
        raise DomainError(
            f"Bobot {variant} tidak dikenal {definition.reference}. Pilih bobot dari daftarnya.", field="variant"
        )
    kept: dict[str, Any] = {
        "variant": variant,
        "needs_receipt": settings.get("needs_receipt", False),
        "double_entry": settings.get("double_entry", False),
    }
    return kept | ({"carried_from": settings["carried_from"]} if "carried_from" in settings else {})


def _offer(survey: Survey, offered: Offered) -> None:
    known = {service.pk: service for service in Service.objects.filter(unit=survey.unit, is_active=True)}
    if not offered:
        raise DomainError("Pilih sedikitnya satu layanan yang disurvei.", field="services", code="no_service")
    if set(offered) - set(known):
        raise DomainError(f"Pilih layanan {survey.unit} yang masih dipakai.", field="services")
    if any(population is not None and not 1 <= population <= MOST_SERVED for population in offered.values()):
        raise DomainError("Jumlah yang dilayani minimal 1; kosongkan bila belum diketahui.", field="services")
    SurveyService.objects.bulk_create(
        SurveyService(survey=survey, service=known[pk], population=population) for pk, population in offered.items()
    )


def _told(
    verb: str, survey: Survey, authority: Authority, now: datetime, before: Mapping[str, Any] | None = None
) -> None:
    record(
        by=authority.assignment.user,
        verb=verb,
        target=target_of(survey),
        at=now,
        before=before,
        after=settings_of(survey),
        on_behalf_of=authority.principal,
    )
