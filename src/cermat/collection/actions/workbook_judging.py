"""What a cell of a returned workbook says, and what becomes of it beside the value that stands."""

from fractions import Fraction

from cermat.collection.actions.saving import answer_problem
from cermat.collection.formula import UNKNOWN, Base, Fate, Written, fate_of
from cermat.collection.models import EntryValue, WorkbookLine
from cermat.collection.queries import (
    OPEN,
    WITHOUT_REASON,
    FieldSpec,
    Target,
    answer_in,
    as_json,
    as_line,
    from_json,
    given_from,
)
from cermat.collection.schema import Answer, Given
from cermat.collection.workflow import REFUSALS, Verb
from cermat.indicators.formula import Around, Field, Spec, broken_rules
from cermat.lib.errors import DomainError
from cermat.lib.months import Month


def judge_cell(
    kept: WorkbookLine, target: Target, base: Base | None, written: tuple[Written, Written], explanation: str
) -> None:
    """Read the cell; `kept` is a fault with its sentence, or carries the answer as `mine`."""
    spec, (answer, reason) = target.spec, written
    kept.entry, kept.code = target.entry, spec.code
    kept.note = " ".join(part for part in (target.note, _meaning(base, spec.field)) if part)[:600]
    kept.base = None if base is None else as_json(_read_base(base, spec.field))
    if why := answer.fault or reason.fault:
        kept.sentence = why
        return
    try:
        given = answer_in(answer.text, reason.text, spec.field)
    except DomainError as error:
        kept.sentence = error.message
        return
    if given is not None and given.answer == Answer.NO_DATA and not given.reason:
        given = Given(given.answer, reason=explanation.strip())
    kept.sentence = problem_of(spec, given)
    if not kept.sentence:
        kept.mine, kept.fate = as_json(given), Fate.CHANGE


def problem_of(spec: FieldSpec, given: Given | None) -> str:
    """What is wrong with an answer by itself: of the wrong kind, out of bounds, too long."""
    if given is None:
        return ""
    if given.answer == Answer.NO_DATA and not given.reason:
        return WITHOUT_REASON
    if problem := answer_problem(spec, given):
        return problem
    if given.number is None or spec.field.kind != "angka":
        return ""
    alone = Spec(spec.code, "", "", (spec.field,))
    found = broken_rules(alone, {spec.field.key: Fraction(given.number)}, Around(Month(2000, 1)))
    return found[0].message if found else ""


def _read_base(base: Base, field: Field) -> Given | None:
    """What stood there when the workbook was made, as the field would understand it today."""
    try:
        return answer_in(base.text, base.reason, field)
    except DomainError:
        return Given.of_text(base.text)  # another kind of field today: equal to nothing


def _meaning(base: Base | None, field: Field) -> str:
    if base is None or (base.label, base.unit, base.kind) == (field.label, field.unit, field.kind):
        return ""
    before = f"{base.label} ({base.unit})" if base.unit else base.label
    today = f"{field.label} ({field.unit})" if field.unit else field.label
    return f"Ketika diunduh: {before}; sekarang: {today}."


def judge(kept: WorkbookLine, target: Target, base: Base | None, theirs: EntryValue | None) -> None:
    """What becomes of an answer that can be read, beside the value that stands."""
    field, mine, stands = target.spec.field, from_json(kept.mine or {}), given_from(theirs)
    known = UNKNOWN if kept.base is None else from_json(kept.base)
    is_other = base is not None and (base.unit, base.kind) != (field.unit, field.kind)
    kept.fate = fate_of(known, mine, stands, means_other=is_other)
    kept.stood = as_json(stands)
    kept.old, kept.new = as_line(stands, field)[:400], as_line(mine, field)[:400]
    kept.saved_by, kept.saved_at = (theirs.by, theirs.at) if theirs is not None else (None, None)
    if kept.fate in {Fate.CHANGE, Fate.CLASH} and target.entry.state not in OPEN:
        kept.fate, kept.sentence, kept.mine = Fate.FAULT, REFUSALS[Verb.SAVE], None
