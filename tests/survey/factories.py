"""A survey of an office with a service, an address and answers, in a handful of queries."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cermat.instruments.actions import load_instrument, record_result
from cermat.instruments.models import InstrumentVersion
from cermat.lib.months import Month, day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Role
from cermat.organisation.queries import head_of, holders
from cermat.survey.actions.importing import start_import
from cermat.survey.actions.piles import add_lines, start_pile
from cermat.survey.formula.plain_table import Table
from cermat.survey.models import (
    Answer,
    Batch,
    Channel,
    Counter,
    Exclusion,
    Improvement,
    Service,
    Suggestion,
    Survey,
    SurveyService,
    SurveyState,
)
from cermat.survey.queries import desk_of
from tests.factories import NOW

INSTRUMENT = "ikm-14-2017"
QUARTER = Month(2026, 12)  # the month in which the result counts
FIRST, LAST = date(2026, 11, 2), date(2026, 12, 11)
PIN = "2468"


def ikm(kecamatan: Unit, now: datetime = NOW) -> InstrumentVersion:
    """The definition of PermenPANRB 14/2017, loaded once."""
    text = (settings.DEFINITIONS / "instruments" / f"{INSTRUMENT}.yaml").read_text(encoding="utf-8")
    return load_instrument(kecamatan=kecamatan, text=text, by=None, now=now)


def a_service(unit: Unit, name: str = "Perekaman KTP-el", *, sort: int = 1) -> Service:
    return Service.objects.get_or_create(unit=unit, name=name, defaults={"sort": sort})[0]


def a_counter(
    unit: Unit, channel: Channel = Channel.QR, *, name: str = "", service: Service | None = None, code: str = ""
) -> Counter:
    """An address of the public; a tablet has the PIN `PIN`."""
    return Counter.objects.create(
        unit=unit,
        service=service,
        name=name or f"Loket {channel}",
        channel=channel,
        code=code or uuid4().hex[:10],
        pin=make_password(PIN) if channel == Channel.TABLET else "",
    )


def runner_of(unit: Unit, day: date) -> User:
    """Who runs the unit's surveys: kasi pelayanan, lurah, kepala desa."""
    head = head_of(desk_of(unit), day)
    assert head is not None
    return head.user


def a_survey(
    unit: Unit,
    state: SurveyState = SurveyState.OPEN,
    *,
    month: Month = QUARTER,
    days: tuple[date, date] = (FIRST, LAST),
    services: tuple[str, ...] = ("Perekaman KTP-el",),
    population: int | None = 400,
    now: datetime = NOW,
    **settings: object,
) -> Survey:
    """A survey of a kecamatan or a village in this state, with its services. `settings`: fields of the model."""
    kecamatan = unit.kecamatan or unit
    by = runner_of(unit, day_of(now))
    closed = {"closed_by": by, "closed_at": now} if state in (SurveyState.CLOSED, SurveyState.CONFIRMED) else {}
    version = settings.pop("version", None) or ikm(kecamatan, now)
    survey = Survey.objects.create(
        kecamatan=kecamatan, unit=unit, desk=desk_of(unit), period=str(month), starts_on=days[0],
        ends_on=days[1], version=version, made_by=by, made_at=now,
        **closed | _confirmed(unit, state, month, by, now) | settings | {"state": state},
    )  # fmt: skip
    SurveyService.objects.bulk_create(
        SurveyService(survey=survey, service=a_service(unit, name, sort=at), population=population)
        for at, name in enumerate(services, 1)
    )
    return survey


def _confirmed(unit: Unit, state: SurveyState, month: Month, by: User, now: datetime) -> dict[str, object]:
    if state != SurveyState.CONFIRMED:
        return {}
    sekcam = holders(unit.kecamatan or unit, Role.SEKCAM, day_of(now))[0].user
    result = record_result(
        instrument="ikm", subject=unit, period=month, now=now, definition=f"{INSTRUMENT}@1", value=None,
        source="survei", maker=by, checker=sekcam,
    )  # fmt: skip
    return {"confirmed_by": sekcam, "confirmed_at": now, "result": result}


def some_answers(
    survey: Survey,
    *scores: str,
    service: Service | None = None,
    channel: Channel = Channel.QR,
    told: Mapping[str, str] | None = None,
    is_suspicious: bool = False,
    batch: Batch | None = None,
) -> list[Answer]:
    """One answer for each string of digits ("344434344"), not tallied yet. `told`: respondent fields of all of them."""
    offered = service or survey.offered.select_related("service")[0].service
    return Answer.objects.bulk_create(
        Answer(
            id=uuid4(), survey=survey, service=offered, channel=channel, scores=digits, is_suspicious=is_suspicious,
            batch=batch, **told or {},
        )
        for digits in scores
    )  # fmt: skip


def an_improvement(
    survey: Survey, owner: Unit | None = None, *, unsur: str = "waktu", year: int = 2040, quarter: int = 2
) -> Improvement:
    """What shall be done about an unsur of the survey, in a quarter that no test outlives."""
    return Improvement.objects.create(
        survey=survey, unsur=unsur, text="Memasang papan alur layanan dan menambah satu petugas pada jam ramai.",
        owner=owner or survey.desk, year=year, quarter=quarter, by=survey.made_by, at=NOW,
    )  # fmt: skip


def an_exclusion(survey: Survey, by: User, *answers: Answer) -> Exclusion:
    """Answers that were set aside; without any, as good as five."""
    made = Exclusion.objects.create(
        survey=survey, reason="Dari satu gawai", about="5 jawaban bertanda lonjakan", count=len(answers) or 5, by=by,
        by_title="Sekretaris Camat", at=NOW,
    )  # fmt: skip
    Answer.objects.filter(pk__in=[one.pk for one in answers]).update(exclusion=made, is_tallied=True)
    return made


def a_pile(survey: Survey, by: User, *lines: str, now: datetime = NOW, **told: str) -> Batch:
    """A pile of paper for the survey's first service, with these lines typed. `told`: what holds for each sheet."""
    service = survey.offered.select_related("service")[0].service
    batch = start_pile(survey=survey, name="Loket 1, 12 November", service=service, fields=told, by=by, now=now)
    add_lines(batch=batch, texts=lines, by=by, now=now)
    batch.refresh_from_db()
    return batch


def an_import(survey: Survey, by: User, *rows: str, now: datetime = NOW) -> Batch:
    """A draft of a file with the columns U1 to U9 and a row for each string of digits."""
    lines = [f"{at}," + ",".join(row) for at, row in enumerate(rows, 2)]
    headings = tuple(f"U{at}" for at in range(1, 10))
    text = "\n".join([",".join(("baris", *headings)), *lines, ""])
    table = Table(text, headings, len(rows), (), uuid4().hex)
    return start_import(survey=survey, table=table, name="jawaban.csv", by=by, now=now)


def a_suggestion(survey: Survey, text: str = "Kursi tunggu mohon ditambah.", **fields: object) -> Suggestion:
    service = survey.offered.select_related("service")[0].service
    return Suggestion.objects.create(id=uuid4(), survey=survey, service=service, text=text, **fields)
