"""The pages of the public in their words: one language, one step per question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cermat.instruments.formula import Definition, Item
from cermat.lib import months
from cermat.organisation.models import Unit
from cermat.survey.models import Counter
from cermat.survey.queries import Arrival, Asked
from cermat.survey.schema import QUESTION, RESPONDENT_FIELDS, Channel, Texts, languages_of, texts_in, translation_of

QUESTIONS_A_MINUTE = 7
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Question:
    name: str
    place: str  # "Pertanyaan 4 dari 9"
    text: str
    options: list[Option]
    error: str = ""


@dataclass(frozen=True)
class Choice:
    """A list of choices of which one may be picked."""

    name: str
    label: str
    options: list[Option]
    error: str = ""


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class Typed:
    """A form that could not be stored. `errors`: name in the form → code; `notice`: a code that belongs to no field.

    `hidden`: key and token, for a form that is sent without JavaScript.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormPage:
    texts: Texts
    languages: list[Language]
    office: str
    code: str
    introduction: str
    questions: list[Question]
    service: Choice
    fields: list[Choice]
    needs_receipt: bool
    is_tablet: bool
    given: Mapping[str, str]  # what was typed before
    errors: Mapping[str, str]  # name in the form → sentence
    notice: str
    hidden: Mapping[str, str]
    results: str  # address of the public results

    @property
    def first_missing(self) -> Question | None:
        """Where one goes on who has all questions on one long page."""
        return next((question for question in self.questions if question.error), None)


@dataclass(frozen=True)
class StatePage:
    """Why there is no form here."""

    texts: Texts
    title: str
    sentence: str
    office: str = ""
    results: str = ""
    again: str = ""  # what to press where trying once more may help


def form_page(arrival: Arrival, asked: Asked, language: str, typed: Typed, *, results: str = "") -> FormPage:
    counter, survey = arrival.counter, arrival.survey
    assert counter is not None
    assert survey is not None
    known = languages_of_definition(asked.definition)
    texts = texts_in(language if language in known else known[0])
    return FormPage(
        texts=texts,
        languages=[Language(code, texts_in(code).nama_bahasa, code == texts.bahasa) for code in known],
        office=office_name(counter.unit, is_example=asked.is_example),
        code=counter.code,
        introduction=_introduction(texts, len(asked.definition.items)),
        questions=questions(asked.definition, texts, typed),
        service=_service(asked, counter, texts, typed),
        fields=_fields(texts, typed),
        needs_receipt=survey.needs_receipt,
        is_tablet=counter.channel == Channel.TABLET,
        given=typed.given,
        errors={name: sentence_of(texts, name, code) for name, code in typed.errors.items()},
        notice=texts.mistake(typed.notice) if typed.notice else "",
        hidden=typed.hidden,
        results=results,
    )


def languages_of_definition(definition: Definition) -> list[str]:
    return languages_of(definition.name, {item.code: len(item.options) for item in definition.items})


def _introduction(texts: Texts, count: int) -> str:
    return texts.pengantar.format(jumlah=count, menit=-(-count // QUESTIONS_A_MINUTE))


def questions(definition: Definition, texts: Texts, typed: Typed) -> list[Question]:
    """In the order of `definition`; the wording of the instrument, or its translation."""
    translation = translation_of(definition.name, texts.bahasa)
    count = len(definition.items)
    found = []
    for number, item in enumerate(definition.items, 1):
        name = QUESTION + item.code
        text, labels = _wording(item)
        if translation:
            text, labels = translation.butir[item.code].pertanyaan, list(translation.butir[item.code].pilihan)
        options = [
            Option(value := str(int(option.score)), label, typed.given.get(name) == value)
            for option, label in zip(item.options, labels, strict=True)
        ]
        place = texts.pertanyaan_ke.format(ke=number, dari=count)
        error = sentence_of(texts, name, typed.errors[name]) if name in typed.errors else ""
        found.append(Question(name, place, text, options, error))
    return found


def _wording(item: Item) -> tuple[str, list[str]]:
    return item.details.get("pertanyaan", item.name), [option.label or option.answer for option in item.options]


def sentence_of(texts: Texts, name: str, code: str) -> str:
    """What to do about a field: a question or the service is chosen, whatever is the matter with it."""
    if name.startswith(QUESTION):
        return texts.mistake("question")
    return texts.mistake("service" if name == "service" else code)


def _service(asked: Asked, counter: Counter, texts: Texts, typed: Typed) -> Choice:
    """The counter's own service is chosen already, or the only one there is."""
    only = asked.services[0].pk if len(asked.services) == 1 else None
    chosen = typed.given.get("service") or str(counter.service_id or only or "")
    options = [Option(str(service.pk), service.name, str(service.pk) == chosen) for service in asked.services]
    error = texts.mistake("service") if "service" in typed.errors else ""
    return Choice("service", texts.layanan.judul, options, error)


def _fields(texts: Texts, typed: Typed) -> list[Choice]:
    return [
        Choice(
            name,
            texts.isian[name].nama,
            [Option(key, texts.isian[name].pilihan[key], typed.given.get(name) == key) for key in keys],
        )
        for name, keys in RESPONDENT_FIELDS.items()
    ]


def office_name(unit: Unit, *, is_example: bool) -> str:
    """Invented people and figures are called so wherever the public meets them."""
    return f"DATA CONTOH · {unit}" if is_example else str(unit)


def state_page(arrival: Arrival, language: str, *, office: str = "", results: str = "") -> StatePage:
    texts = texts_in(language)
    page = getattr(texts.halaman, arrival.standing)
    sentence = page.isi
    if arrival.opens_on is not None:
        sentence = sentence.format(tanggal=_date(arrival.opens_on, texts.bahasa))
    return StatePage(texts, page.judul, sentence, office, results, getattr(page, "ulang", ""))


def _date(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return months.full_date(day)
