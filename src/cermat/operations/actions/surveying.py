"""The demo's public: services, addresses, and surveys that invented people answer. The same on every machine.

A survey runs through its quarter and is closed and confirmed in the month its requirement falls due.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from cermat.instruments.queries import definition_of
from cermat.lib.months import Month, day_of
from cermat.operations.actions.figures import drawn
from cermat.operations.actions.stage import Stage, clock
from cermat.organisation.models import Unit
from cermat.survey.actions import (
    Decision,
    Plan,
    add_counter,
    add_service,
    carry_over,
    close_survey,
    confirm_survey,
    fold,
    make_survey,
    moderate_suggestion,
    open_survey,
    save_plans,
    store_answer,
)
from cermat.survey.formula import index_of, lowest, unsur_of
from cermat.survey.formula.answering import AnswerForm
from cermat.survey.models import Channel, Service, Showing, Survey
from cermat.survey.queries import desk_of, last_survey_of, tallied
from cermat.survey.schema import RESPONDENT_FIELDS

DUE_MONTHS = (3, 6, 9, 12)  # of the requirement IKM in definitions/requirements/nganjuk-contoh-1.yaml
VILLAGE = "Jatirejo"  # a kelurahan that asks its own public, too
SERVED = {
    "kecamatan": {"Perekaman KTP-el": 420, "Surat pindah dan datang": 160, "Legalisasi dan surat pengantar": 260},
    "kelurahan": {"Surat pengantar": 180, "Surat keterangan": 140},
}
COUNTERS = (
    ("Loket pelayanan", Channel.QR, ""),
    ("Tautan pada pesan", Channel.LINK, ""),
    ("Tablet loket", Channel.TABLET, "2468"),
)
HARDER = {"waktu": 22, "sarana": 16, "prosedur": 10}  # percent of answers that turn out a step lower
SUGGESTIONS = (
    "Antrean perekaman KTP-el terlalu lama pada hari Senin.",
    "Kursi di ruang tunggu kurang.",
    "Petugas ramah dan menjelaskan syaratnya dengan jelas.",
    "Mohon alur layanan dipasang di dekat pintu.",
    "Jam istirahat sebaiknya bergantian supaya loket tetap buka.",
    "Tempat parkir sempit.",
)
PROGRAMMES = {  # unsur → what the office would do about it
    "persyaratan": "Memasang daftar syarat tiap layanan di loket dan pada pesan.",
    "prosedur": "Memasang papan alur layanan di dekat pintu.",
    "waktu": "Menambah satu petugas loket pada hari ramai dan membagi antrean.",
    "biaya": "Memasang tulisan bahwa layanan tidak dipungut biaya.",
    "produk": "Memeriksa ulang surat bersama pemohon sebelum diserahkan.",
    "kompetensi": "Melatih petugas loket memakai contoh kasus setiap bulan.",
    "perilaku": "Membahas ulasan warga dalam apel pagi petugas loket.",
    "pengaduan": "Menjawab pengaduan dalam tiga hari kerja dan menempelkan jawabannya.",
    "sarana": "Menata ruang tunggu: kursi, kipas angin, dan jalur penyandang disabilitas.",
}
PLANNED = 3


def plan_surveys(stage: Stage, first: Month, now: datetime) -> None:
    """The surveys whose result falls due from the quarter before `first` to the one that runs now.

    None before one that exists: two of a unit never run together. Months played later fill in the sheet of IKM instead.
    """
    current = Month.of(day_of(now))
    villages = Unit.objects.in_kecamatan(stage.kecamatan).filter(name=VILLAGE)
    months = [first.plus(at) for at in range(-3, (current.year - first.year) * 12 + current.number - first.number + 3)]
    due = [month for month in months if month.number in DUE_MONTHS]
    for unit in (stage.kecamatan, *villages):
        last = last_survey_of(unit)
        for month in due if unit == stage.kecamatan else due[-1:]:
            if last is None or month > last.month:
                begun = clock(stage.working_day(month.plus(-2).first), 8, 20)
                stage.plan(begun, partial(begin, stage, unit, month))


def begin(stage: Stage, unit: Unit, month: Month, now: datetime) -> None:
    """The desk sets the period up, from the last one where there is one, and opens it."""
    runner = stage.head(desk_of(unit), now)
    days = day_of(now), date(month.year, month.number, 20)
    if last_survey_of(unit) is None:
        served = SERVED[unit.kind]
        services = {add_service(unit=unit, name=name, by=runner, now=now).pk: n for name, n in served.items()}
        for name, channel, pin in COUNTERS:
            add_counter(unit=unit, name=name, by=runner, now=now, channel=channel, pin=pin)
        survey = make_survey(unit=unit, month=month, days=days, offered=services, by=runner, now=now)
    else:
        survey = carry_over(unit=unit, month=month, days=days, by=runner, now=now)
    open_survey(survey=survey, by=runner, now=now)
    for number, day in enumerate(_weeks(days)):
        stage.plan(clock(day, 14, 10), partial(answer, survey, number))
    closed = clock(stage.working_day(days[1]), 15, 10)
    stage.plan(closed, partial(close, stage, survey))


def _weeks(days: tuple[date, date]) -> Iterator[date]:
    day = days[0] + timedelta(days=3)
    while day < days[1]:
        yield day
        day += timedelta(days=7)


def answer(survey: Survey, week: int, now: datetime) -> None:
    """What came in during a week."""
    services = list(Service.objects.filter(unit=survey.unit, is_active=True))
    for number in range(drawn(f"survei/{survey.unit.code}/{survey.period}/{week}", 7, 13)):
        store_answer(survey.pk, sheet(survey, services, f"{week}-{number}"))
    fold(survey, now)


def sheet(survey: Survey, services: list[Service], number: str) -> AnswerForm:
    name = f"survei/{survey.unit.code}/{survey.period}/{number}"
    codes = [item.code for item in definition_of(survey.version.text).items]
    mood = drawn(f"{name}/suasana", 1, 100)
    fields = {
        field: list(choices)[drawn(f"{name}/{field}", 0, len(choices) - 1)]
        for field, choices in RESPONDENT_FIELDS.items()
        if drawn(f"{name}/{field}/diisi", 1, 10) > 1
    }
    says = drawn(f"{name}/saran", 0, len(SUGGESTIONS) * 3)
    return AnswerForm(
        service=services[drawn(f"{name}/layanan", 0, len(services) - 1)].pk,
        channel=(Channel.QR, Channel.TABLET, Channel.LINK)[drawn(f"{name}/cara", 0, 5) // 3],
        scores="".join(_digit(name, code, mood) for code in codes),
        fields=fields,
        suggestion=SUGGESTIONS[says] if says < len(SUGGESTIONS) else "",
        key=f"contoh-{survey.unit.code.replace('.', '-')}-{survey.period}-{number}".ljust(22, "x"),
    )


def _digit(name: str, code: str, mood: int) -> str:
    """Most people answer 3 or 4 throughout; some unsur fare worse."""
    high = 4 if mood > 58 else 3 if mood > 8 else 2
    lower = drawn(f"{name}/{code}", 1, 100) <= HARDER.get(code, 5)
    other = drawn(f"{name}/{code}/lain", 1, 100) <= 15
    return str(max(1, min(4, high - lower + (1 if other and not lower else 0))))


def close(stage: Stage, survey: Survey, now: datetime) -> None:
    close_survey(survey=survey, by=stage.head(survey.desk, now), now=now)
    following = stage.calendar.add_working_days(day_of(now), 1)
    stage.plan(clock(following, 9, 20), partial(confirm, stage, survey))


def confirm(stage: Stage, survey: Survey, now: datetime) -> None:
    """Sekcam confirms; the desk reads what was suggested and plans for the lowest unsur."""
    confirm_survey(survey=survey, by=stage.sekcam(now), now=now)
    stage.plan(now + timedelta(hours=3), partial(follow, stage, survey))


def follow(stage: Stage, survey: Survey, now: datetime) -> None:
    runner = stage.head(survey.desk, now)
    for suggestion in survey.suggestions.filter(has_personal_data=False).order_by("text", "pk"):
        shown = not survey.suggestions.filter(text=suggestion.text, showing=Showing.SHOWN).exists()
        showing = Showing.SHOWN if shown else Showing.HIDDEN
        moderate_suggestion(suggestion=suggestion, decision=Decision(showing), by=runner, now=now)
    definition = definition_of(survey.version.text)
    low = lowest(unsur_of(index_of(definition, tallied(survey), survey.variant)))[:PLANNED]
    after = survey.month.plus(3)
    plans = {
        line.code: Plan(PROGRAMMES[line.code], survey.desk, after.year, after.quarter)
        for line in low
        if line.code in PROGRAMMES
    }
    save_plans(survey=survey, plans=plans, seen={}, by=runner, now=now)
