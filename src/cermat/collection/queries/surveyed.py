"""The IKM sheet beside the survey that was held in Cermat: what it says, and whether the sheet says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cermat.collection.models import Answer, Entry, EntryState, Form
from cermat.collection.queries.shapes import EXPLANATION, FieldSpec
from cermat.collection.queries.sheets import fields_of, sheet_of
from cermat.collection.schema import FieldKey, Given
from cermat.instruments.models import Result
from cermat.lib.rounding import rounded
from cermat.sop.models import Cycle

INSTRUMENT, SURVEY = "ikm", "survei"
PEOPLE = "responden"


@dataclass(frozen=True)
class Beside:
    """The newest result of the survey of the sheet's month."""

    result: Result
    fills: bool  # the sheet as it is validated came from exactly this result
    same: bool  # the sheet says the same figures, however they came there
    fits: bool  # every field of the sheet can be filled from it

    @property
    def counts(self) -> bool:
        """Whether the survey's result is the one that requirements, measurement and reports read."""
        return self.result.replaced_by_id is None


def survey_result_of(cycle: Cycle) -> Result | None:
    """The newest result of this month's survey of the kecamatan, also where a sheet has replaced it since."""
    found = Result.objects.filter(
        instrument=INSTRUMENT, subject=cycle.kecamatan_id, period=str(cycle.month), source=SURVEY
    )
    return found.select_related("maker", "checker", "subject").order_by("-pk").first()


def survey_beside(entry: Entry) -> Beside | None:
    """None where the sheet is not the IKM sheet, or no survey of its month was confirmed."""
    result = survey_result_of(entry.cycle) if entry.form == Form.IKM else None
    if result is None:
        return None
    wanted = answers_from(entry, result)
    return Beside(result, filled_from(entry) == result.pk, _says(entry, wanted), wanted is not None)


def filled_from(entry: Entry) -> int | None:
    """The pk of the result that a validated sheet was filled from; None where people typed it."""
    if entry.state != EntryState.VALIDATED:
        return None
    last = entry.events.filter(verb="validated").order_by("-at", "-pk").first()
    return last.result_id if last else None


def answers_from(entry: Entry, result: Result) -> dict[FieldKey, Given] | None:
    """What the fields of the sheet say after the survey; None where the sheet asks for something else as well."""
    found: dict[FieldKey, Given] = {}
    for key, spec in fields_of(entry).items():
        if spec.field.key == EXPLANATION or spec.field.kind == "teks":
            continue
        number = _number(spec, result)
        if number is None:
            return None
        found[key] = Given.of_number(number)
    return found


def _number(spec: FieldSpec, result: Result) -> Decimal | None:
    if spec.field.choices:
        return next(
            (Decimal(int(value)) for value, label in spec.field.choices if _same_class(label, result.counted_label)),
            None,
        )
    if spec.field.key == PEOPLE:
        return None if result.respondents is None else Decimal(result.respondents)
    return None if result.counted_value is None else rounded(result.counted_value, spec.field.decimals)


def _same_class(label: str, other: str) -> bool:
    """B (Baik) and B."""
    return bool(other) and label.partition(" ")[0] == other.partition(" ")[0]


def _says(entry: Entry, wanted: Mapping[FieldKey, Given] | None) -> bool:
    if wanted is None:
        return False
    rows = sheet_of(entry, with_habits=False).rows
    typed = {(cell.code, cell.field.key): cell.typed for row in rows for cell in row.fields}
    return all(
        (value := typed.get(key)) is not None and value.answer == Answer.NUMBER and value.number == given.number
        for key, given in wanted.items()
    )
