"""What somebody finds who opens an address of the public."""

from dataclasses import dataclass, field
from datetime import date

from cermat.instruments.formula import Definition
from cermat.instruments.queries import as_the_office_prints, definition_of
from cermat.organisation.models import Unit, User
from cermat.survey.models import Counter, Service, Survey, SurveyState
from cermat.survey.queries.surveys import last_survey_of, survey_of_counter


@dataclass(frozen=True)
class Arrival:
    """`standing`: "" when the form is open, else the page of texts (`halaman`) that says why it is not."""

    standing: str
    counter: Counter | None = None
    survey: Survey | None = None
    opens_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """What a survey asks at a counter, questions in the order that the office prints."""

    definition: Definition
    services: list[Service] = field(default_factory=list)
    is_example: bool = False


def arrival_at(code: str, day: date) -> Arrival:
    """By the code in the address."""
    try:
        counter, survey = survey_of_counter(code)
    except Counter.DoesNotExist:
        return Arrival("tidak_dikenal")
    if not counter.is_active:
        return Arrival("nonaktif", counter)
    if survey is None:
        return _between(counter, day)
    if survey.state == SurveyState.PAUSED:
        return Arrival("jeda", counter, survey)
    if day < survey.starts_on:
        return Arrival("belum_tanggal", counter, survey, survey.starts_on)
    return Arrival("tutup" if day > survey.ends_on else "", counter, survey)


def _between(counter: Counter, day: date) -> Arrival:
    """No survey runs: the last one is over, or the next one waits for its day."""
    last = last_survey_of(counter.unit)
    if last is None:
        return Arrival("belum", counter)
    if last.state != SurveyState.DRAFT:
        return Arrival("tutup", counter, last)
    if day < last.starts_on:
        return Arrival("belum_tanggal", counter, last, last.starts_on)
    return Arrival("belum", counter, last)


def asked_in(survey: Survey, day: date) -> Asked:
    definition = as_the_office_prints(definition_of(survey.version.text), survey.kecamatan, day)
    offered = survey.offered.select_related("service")
    return Asked(definition, [row.service for row in offered], by_examples(survey.unit))


def by_examples(unit: Unit) -> bool:
    """Whether invented people work here: then whatever the public sees says DATA CONTOH."""
    kecamatan = unit.kecamatan_id or unit.pk
    return User.objects.filter(is_example=True, assignments__unit__kecamatan=kecamatan).exists()


def has_results(unit: Unit) -> bool:
    """Whether a result of this office is published; one that is being corrected still is."""
    return Survey.objects.filter(unit=unit, result__isnull=False).exists()
