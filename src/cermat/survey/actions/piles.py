"""Piles of paper sheets: typed line by line, typed again where the survey asks for it, and stored all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from cermat.audit.actions import record
from cermat.documents.actions import forget_file
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.survey.actions.setting_up import held_survey, target_of
from cermat.survey.actions.storing import NOT_RUNNING, store_many
from cermat.survey.formula.answering import AnswerForm
from cermat.survey.formula.comparing import pairs
from cermat.survey.formula.keying import Typed, read_line
from cermat.survey.models import Batch, BatchState, Channel, Service, Survey
from cermat.survey.queries.piles import (
    WAITING,
    Line,
    keyboard_of,
    lines_of,
    open_differences,
    printed_order,
    services_of,
    takes_answers,
    version_of,
)

MOST_LINES = 500  # sheets in a pile: it is written anew with each line
FULL = f"Tumpukan ini penuh ({MOST_LINES} lembar). Simpan, lalu mulai tumpukan baru."
SETTLED = "Tumpukan ini sudah disimpan atau dibuang. Muat ulang halaman ini."


@transaction.atomic
def start_pile(
    *, survey: Survey, name: str, service: Service, fields: Mapping[str, str], by: User, now: datetime
) -> Batch:
    """An empty pile. `fields` hold for every respondent of it. The order of the questions is that of today's paper."""
    require(by, Permission.ENTER_SURVEY, survey.desk, day_of(now))
    running_survey(survey)
    if service not in services_of(survey):
        raise DomainError("Pilih layanan yang termasuk survei ini.", code="no_service", field="service")
    told = {field: key for field, key in fields.items() if key}
    return Batch.objects.create(
        survey=survey, service=service, channel=Channel.PAPER, name=name, made_by=by, made_at=now,
        settings={"printed": printed_order(survey, day_of(now)), "fields": told},
    )  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """A line that was not understood, as typed, and why."""

    text: str
    sentence: str


@dataclass(frozen=True)
class Added:
    """What became of the lines that were sent: numbers of the new ones, and the wrong ones."""

    numbers: list[int]
    count: int  # lines in this typing now
    wrong: list[Wrong]


@transaction.atomic
def add_lines(*, batch: Batch, texts: Sequence[str], by: User, now: datetime) -> Added:
    """Append every line that can be read to the typing at hand; the others come back with their sentences."""
    batch = _opened(batch, by, now)
    keyboard, kept = keyboard_of(batch), _typing(batch)
    numbers, wrong = list[int](), list[Wrong]()
    for text in filter(str.strip, texts):
        if len(kept) >= MOST_LINES:
            wrong.append(Wrong(text, FULL))
            continue
        try:
            typed = read_line(text, keyboard)
        except ValueError as fault:
            wrong.append(Wrong(text, str(fault)))
        else:
            numbers.append(max((one["no"] for one in kept), default=0) + 1)
            kept.append(Line(numbers[-1], typed).as_json())
    if numbers:
        batch.save(update_fields=["lines", "second_lines"])
    return Added(numbers, len(kept), wrong)


@transaction.atomic
def change_line(*, batch: Batch, number: int, text: str, by: User, now: datetime) -> Line:
    """The line says something else. Raises DomainError at the field `text` where it cannot be read."""
    batch = _opened(batch, by, now)
    kept = _typing(batch)
    at = _place_of(number, kept)
    try:
        line = Line(number, read_line(text, keyboard_of(batch)))
    except ValueError as fault:
        raise DomainError(str(fault), code="bad_line", field="text") from fault
    kept[at] = line.as_json()
    batch.save(update_fields=["lines", "second_lines"])
    return line


@transaction.atomic
def remove_line(*, batch: Batch, number: int, by: User, now: datetime) -> None:
    batch = _opened(batch, by, now)
    kept = _typing(batch)
    del kept[_place_of(number, kept)]
    batch.save(update_fields=["lines", "second_lines"])


@transaction.atomic
def begin_second(*, batch: Batch, by: User, now: datetime) -> Batch:
    """The pile is typed again, by whoever has the time; nobody sees the first typing meanwhile."""
    batch = _opened(batch, by, now)
    if not batch.survey.double_entry:
        raise DomainError("Survei ini tidak meminta ketik ulang. Simpan tumpukan ini langsung.", code="no_second")
    if batch.state != BatchState.DRAFT or not batch.lines:
        raise DomainError("Ketik lembarnya dahulu, lalu mulai ketik ulang.", code="nothing_typed")
    batch.state = BatchState.SECOND
    batch.save(update_fields=["state"])
    return batch


@transaction.atomic
def settle_differences(*, batch: Batch, chosen: Mapping[int, str], seen: str, by: User, now: datetime) -> Batch:
    """Say of each difference what the paper says. `chosen`: place among the differences → "1", "2" (the typing that is
    right), "" (no such sheet), or the line typed once more. `seen`: `version_of` the typings on the page."""
    batch = _opened(batch, by, now)
    if version_of(batch) != seen:
        raise ConflictError("Ketikan tumpukan ini berubah sejak halaman dibuka. Periksa perbedaannya sekali lagi.")
    first, second = lines_of(batch), lines_of(batch, second=True)
    decided: list[Typed | None] = []
    for at, pair in enumerate(open_differences(batch)):
        sides = {"1": None if pair.first is None else first[pair.first].typed}
        sides["2"] = None if pair.second is None else second[pair.second].typed
        decided.append(_decided(batch, at, chosen, sides))
    typed = _merged(first, second, decided)
    batch.lines = [Line(number, one).as_json() for number, one in enumerate(typed, 1)]
    batch.second_lines = batch.lines
    batch.save(update_fields=["lines", "second_lines"])
    return batch


def _decided(batch: Batch, at: int, chosen: Mapping[int, str], sides: Mapping[str, Typed | None]) -> Typed | None:
    answer = chosen.get(at)
    if answer is None:
        raise DomainError(
            f"Perbedaan ke-{at + 1} belum diputuskan. Pilih yang sesuai dengan lembarnya.",
            code="undecided",
            field=f"d{at}",
        )
    if answer in sides or not answer:
        return sides.get(answer)
    try:
        return read_line(answer, keyboard_of(batch))
    except ValueError as fault:
        raise DomainError(str(fault), code="bad_line", field=f"t{at}") from fault


def _merged(first: Sequence[Line], second: Sequence[Line], decided: Sequence[Typed | None]) -> list[Typed]:
    """The sheets in order: where both agree the first typing, with the second's suggestion if it had none."""
    decisions, found = iter(decided), list[Typed | None]()
    for pair in pairs([one.compared for one in first], [one.compared for one in second]):
        if not pair.agrees:
            found.append(next(decisions))
        elif pair.first is not None and pair.second is not None:
            one, other = first[pair.first].typed, second[pair.second].typed
            found.append(replace(one, suggestion=one.suggestion or other.suggestion))
    return [one for one in found if one is not None]


@transaction.atomic
def store_pile(*, batch: Batch, by: User, now: datetime) -> Batch:
    """Every sheet becomes an answer, all at once. The lines are emptied; one row in the audit tells how many."""
    authority = require(by, Permission.ENTER_SURVEY, batch.survey.desk, day_of(now))
    batch = _opened(batch, by, now)
    if batch.survey.double_entry and (batch.state != BatchState.SECOND or open_differences(batch)):
        raise DomainError(
            "Ketik ulang lembar tumpukan ini dan selesaikan perbedaannya, lalu simpan.", code="not_compared"
        )
    lines = lines_of(batch)
    if not lines:
        raise DomainError("Belum ada lembar yang diketik. Ketik sedikitnya satu, lalu simpan.", code="nothing_typed")
    assert batch.service_id is not None
    keep_answers(batch, [(batch.service_id, line.typed) for line in lines])
    batch.lines, batch.second_lines = [], []
    return settled(batch, by, authority.principal, len(lines), now)


@transaction.atomic
def drop_pile(*, batch: Batch, by: User, now: datetime) -> Batch:
    """The pile or import is thrown away before it is stored; what was typed, or read of a file, is gone."""
    authority = require(by, Permission.ENTER_SURVEY, batch.survey.desk, day_of(now))
    batch = locked_batch(batch)
    if batch.state not in WAITING or batch.stored_count:
        raise ConflictError(SETTLED, code="settled")
    count = len(batch.lines)
    batch.state, batch.lines, batch.second_lines = BatchState.DROPPED, [], []
    file, batch.file = batch.file, None
    if file is not None:
        batch.settings |= {"check": None}  # it names what stood in cells
    batch.save(update_fields=["state", "lines", "second_lines", "file", "settings"])
    if file is not None:
        forget_file(file=file, by=by, now=now)
    _told(batch, "survey.batch_dropped", (by, authority.principal), count, now)
    return batch


# ---- what paper and files share


def running_survey(survey: Survey) -> Survey:
    """The survey, held as it is, while it takes answers."""
    found = held_survey(survey)
    if not takes_answers(found):
        raise ConflictError(NOT_RUNNING, code="not_running")
    return found


def locked_batch(batch: Batch) -> Batch:
    related = ("survey__kecamatan", "survey__unit", "survey__desk", "survey__version")
    return Batch.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=batch.pk)


def settled(batch: Batch, by: User, principal: User | None, count: int, now: datetime) -> Batch:
    """The pile or file has become answers."""
    batch.state, batch.stored_by, batch.stored_at, batch.stored_count = BatchState.STORED, by, now, count
    batch.save()
    _told(batch, "survey.batch_stored", (by, principal), count, now)
    return batch


def keep_answers(batch: Batch, answers: Iterable[tuple[int, Typed]]) -> int:
    """Store what the sheets say, each with its service, in the caller's transaction; how many."""
    forms = [AnswerForm(service, batch.channel, one.scores, one.fields, one.suggestion) for service, one in answers]
    return store_many(batch.survey, forms, batch)


def _told(batch: Batch, verb: str, who: tuple[User, User | None], count: int, now: datetime) -> None:
    """`who`: by whom, and on whose behalf."""
    record(
        by=who[0],
        verb=verb,
        target=target_of(batch.survey),
        at=now,
        after={"batch": batch.pk, "name": batch.name, "channel": batch.channel, "count": count},
        on_behalf_of=who[1],
    )


def _opened(batch: Batch, by: User, now: datetime) -> Batch:
    """The locked pile, while it may be typed into."""
    require(by, Permission.ENTER_SURVEY, batch.survey.desk, day_of(now))
    running_survey(batch.survey)
    found = locked_batch(batch)
    if found.state not in WAITING:
        raise ConflictError(SETTLED, code="settled")
    return found


def _typing(batch: Batch) -> list[dict[str, Any]]:
    """The lines of the typing at hand."""
    kept: list[dict[str, Any]] = batch.second_lines if batch.state == BatchState.SECOND else batch.lines
    return kept


def _place_of(number: int, kept: Sequence[Mapping[str, Any]]) -> int:
    for at, one in enumerate(kept):
        if one["no"] == number:
            return at
    raise ConflictError("Baris itu sudah tidak ada. Muat ulang halaman ini.", code="no_line")
