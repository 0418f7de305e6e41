"""Answers that come on paper and in files: who types and imports them, and how a pile is read."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cermat.documents.queries import place_of
from cermat.instruments.formula import Definition, as_printed
from cermat.instruments.queries import as_the_office_prints, definition_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.survey.formula.answer_rows import Wanted, wanted_of
from cermat.survey.formula.columns import FIELD, IGNORED, QUESTION, SERVICE, SUGGESTION
from cermat.survey.formula.comparing import Pair, differences
from cermat.survey.formula.keying import Form, Keyboard, Typed, digits_of
from cermat.survey.models import RUNNING, Batch, BatchState, Channel, Service, Survey
from cermat.survey.queries.surveys import surveys_visible_to
from cermat.survey.schema import FIELD_NAMES, LONGEST_SUGGESTION, RESPONDENT_FIELDS

FORM = Form(RESPONDENT_FIELDS, FIELD_NAMES, LONGEST_SUGGESTION)
WAITING = (BatchState.DRAFT, BatchState.SECOND)


def surveys_entered_by(user: User, day: date) -> QuerySet[Survey]:
    """Those whose paper sheets the person types and whose files they import."""
    return surveys_visible_to(user, day).filter(desk__in=units_reached(user, Permission.ENTER_SURVEY, day))


def surveys_read_by(user: User, day: date) -> QuerySet[Survey]:
    """Those of which the person may have the single answers: who runs, types or checks them, nobody else."""
    of_desk = units_reached(user, Permission.RUN_SURVEY, day, Permission.ENTER_SURVEY, Permission.CONFIRM_SURVEY)
    return surveys_visible_to(user, day).filter(desk__in=of_desk)


def piles_of(survey: Survey) -> QuerySet[Batch]:
    """The piles of paper of a survey, newest first."""
    return _batches(survey).filter(channel=Channel.PAPER)


def imports_of(survey: Survey) -> QuerySet[Batch]:
    return _batches(survey).filter(channel=Channel.IMPORT)


def _batches(survey: Survey) -> QuerySet[Batch]:
    related = ("survey__kecamatan", "survey__unit", "survey__desk", "survey__version")
    return survey.batches.select_related(*related, "service", "made_by", "stored_by", "file")


def waiting_batches(survey: Survey) -> QuerySet[Batch]:
    """Piles and imports that are neither stored nor dropped: closing the survey leaves them out."""
    return _batches(survey).filter(state__in=WAITING)


def takes_answers(survey: Survey) -> bool:
    return survey.state in RUNNING


def services_of(survey: Survey) -> list[Service]:
    return [offered.service for offered in survey.offered.select_related("service")]


def definition_of_survey(survey: Survey) -> Definition:
    return definition_of(survey.version.text)


def printed_order(survey: Survey, day: date) -> list[str]:
    """The codes of the questions in the order in which the office prints them on `day`."""
    return [item.code for item in as_the_office_prints(definition_of_survey(survey), survey.kecamatan, day).items]


def numbered(survey: Survey, habit: str) -> list[str]:
    """The codes in the order in which U1, U2, … count: "naskah" or "kuesioner"."""
    return [item.code for item in as_printed(definition_of_survey(survey), habit).items]


def keyboard_of(batch: Batch) -> Keyboard:
    """How the lines of a pile are typed: in the printed order of the day the pile was begun."""
    items = definition_of_survey(batch.survey).items
    order = tuple(item.code for item in items)
    printed = tuple(batch.settings.get("printed", order))
    return Keyboard(
        order, printed, {item.code: digits_of(item) for item in items}, FORM, batch.settings.get("fields", {})
    )


def files_kept_apart() -> QuerySet[Batch, int | None]:
    """Imported files hold single answers: only those who import them get them, by the survey's own page."""
    return Batch.objects.exclude(file=None).values_list("file", flat=True)


@dataclass(frozen=True)
class Line:
    """A line of a pile. `number` names it; its place among the others is counted when it is shown."""

    number: int
    typed: Typed

    def as_json(self) -> dict[str, Any]:
        return {"no": self.number, "s": self.typed.scores, "f": dict(self.typed.fields), "t": self.typed.suggestion}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Line":
        return cls(kept["no"], Typed(kept["s"], kept["f"], kept["t"]))

    @property
    def compared(self) -> str:
        """What the second typing must repeat: everything but the wording of the suggestion."""
        told = " ".join(f"{name}={key}" for name, key in sorted(self.typed.fields.items()))
        return f"{self.typed.scores} {told}"


def lines_of(batch: Batch, *, second: bool = False) -> list[Line]:
    return [Line.from_json(kept) for kept in (batch.second_lines if second else batch.lines)]


def open_differences(batch: Batch) -> list[Pair]:
    """Where the two typings of a pile do not agree."""
    return differences(_compared(batch.lines), _compared(batch.second_lines))


def version_of(batch: Batch) -> str:
    """A digest of both typings, so that a page says what it was looking at."""
    return hashlib.sha256(json.dumps([batch.lines, batch.second_lines], sort_keys=True).encode()).hexdigest()[:16]


def _compared(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    return [Line.from_json(one).compared for one in kept]


def wanted_by(batch: Batch) -> Wanted:
    """What the rows of an imported file are read for."""
    services = {service.name: service.pk for service in services_of(batch.survey)}
    return wanted_of(definition_of_survey(batch.survey), services, batch.service_id, FORM)


def table_text(batch: Batch) -> str:
    """The kept table of an imported file (formula.plain_table)."""
    assert batch.file is not None
    return place_of(batch.file).read_bytes().decode()


def purposes_of(survey: Survey) -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """Everything that a column of a file can be about, with its words; the questions and the respondent in groups."""
    asked = [(QUESTION + item.code, item.name) for item in definition_of_survey(survey).items]
    told = [(FIELD + name, words) for name, words in FIELD_NAMES.items()]
    return [
        (IGNORED, "Tidak dipakai"), (SERVICE, "Layanan"), (SUGGESTION, "Saran"),
        ("Pertanyaan", asked), ("Responden", told),
    ]  # fmt: skip
