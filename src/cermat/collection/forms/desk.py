"""The review desk and the head's screen: what is asked for, what is ticked, and reasons at the fields."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict

from cermat.collection.forms.sheets import SendBackForm, version_in
from cermat.collection.models import Form
from cermat.collection.queries import EntryTask
from cermat.collection.schema import FieldKey
from cermat.lib.numbers import whole_number


class ReturnForm(SendBackForm):
    """As `SendBackForm`, beside reasons at the fields: one of the two must say something."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.remarks = remarks_in(data) if data is not None else {}
        self.fields["reason"].required = False  # the browser must not ask for what a field may say

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason and not self.remarks:
            raise ValidationError("Tulis apa yang perlu diperbaiki, di sini atau pada barisnya.")
        return reason

    @property
    def version(self) -> int:
        return version_in(self.data.get("version", ""))


class HandBackForm(SendBackForm):
    """A head's reason to the operator."""

    @property
    def version(self) -> int:
        return version_in(self.data.get("version", ""))


class DeskFilter:
    """What of the review queue is asked for; a word that names nothing asks for all."""

    def __init__(self, data: QueryDict) -> None:
        self.unit = whole_number(data.get("unit", ""))
        known = {form.value for form in Form}
        self.form = data.get("lembar", "") if data.get("lembar", "") in known else ""

    def narrowed(self, tasks: Iterable[EntryTask]) -> list[EntryTask]:
        return [
            task for task in tasks if self.unit in {None, task.entry.unit_id} and self.form in {"", task.entry.form}
        ]

    @property
    def query(self) -> str:
        """As the end of an address, "" where all is asked for."""
        kept = {name: value for name, value in (("unit", self.unit), ("lembar", self.form)) if value}
        return f"?{urlencode(kept)}" if kept else ""


def chosen_in(texts: Iterable[str]) -> dict[int, int]:
    """17:3 → sheet 17 as it stood at version 3."""
    pairs = (text.partition(":") for text in texts)
    found = {whole_number(pk): version_in(version) for pk, _colon, version in pairs}
    return {pk: version for pk, version in found.items() if pk is not None}


def remarks_in(data: QueryDict) -> dict[FieldKey, str]:
    """The reasons at the fields (m:CODE:field) that say something."""
    found: dict[FieldKey, str] = {}
    for name in data:
        part, _, key = name.partition(":")
        code, _, field = key.partition(":")
        if part == "m" and code and (text := str(data.get(name, "")).strip()):
            found[(code, field)] = text
    return found
