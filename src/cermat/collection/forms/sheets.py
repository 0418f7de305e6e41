"""What people typed into a sheet, field by field: clean answers, or sentences at the fields."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cermat.collection.formula.merging import Merged, merged
from cermat.collection.models import Answer, Channel, Entry
from cermat.collection.queries import EVIDENCE, EXPLANATION, FieldSpec
from cermat.collection.schema import MADE, FieldKey, Given, Source, Wanted, made_in
from cermat.lib.errors import DomainError
from cermat.lib.numbers import parse_number, whole_number, whole_numbers
from cermat.organisation.forms.people import DayField
from cermat.organisation.models import Unit

Typed = tuple[str, str, str]  # answer, value, reason
MOST_OWN = 20  # earlier sendings of one field that are looked at
WHOLE: FieldKey = ("", "")


def name_of(part: str, key: FieldKey) -> str:
    """The name of an input: v:PDK-01:lahir (value), a:… (answer), r:… (reason)."""
    return f"{part}:{key[0]}:{key[1]}"


def version_in(text: str) -> int:
    """The version a page was made from; -1, which no sheet has, where it does not say."""
    version = whole_number(text)
    return -1 if version is None else version


class SheetForm:
    """One POST with every field of a sheet. Not a Django form: a sheet has hundreds of inputs of three kinds."""

    def __init__(self, data: QueryDict, files: MultiValueDict[str, UploadedFile], specs: Mapping[FieldKey, FieldSpec]):
        self.data = data
        self.files = files
        self.specs = specs
        self.answers: dict[FieldKey, Given | None] = {}
        self.errors: dict[FieldKey, str] = {}
        for key, spec in specs.items():
            self._read(key, spec)

    @property
    def version(self) -> int:
        return version_in(self.data.get("version", ""))

    @property
    def note(self) -> str | None:
        return self.data.get("note")

    @property
    def source(self) -> Source | None:
        chosen = self.data.get("channel", "")
        known = chosen in {channel.value for channel in Channel}
        return Source(Channel(chosen), self.data.get("channel_note", "")) if known else None

    @property
    def removed(self) -> list[int]:
        """Keys of the evidence that was ticked for removal."""
        return whole_numbers(self.data.getlist("hapus"))

    @property
    def placeless(self) -> list[int]:
        """Keys of the evidence whose place and time were ticked to be forgotten."""
        return whole_numbers(self.data.getlist("lepas"))

    @property
    def reasons(self) -> dict[int, str]:
        """Why a list of persons is attached all the same: key of the file that waits → reason."""
        named = {name.partition(":")[2]: name for name in self.data if name.startswith("alasan:")}
        return {
            key: self.data.get(named[str(key)], "").strip()[:300] for key in whole_numbers(named) if str(key) in named
        }

    @property
    def dropped(self) -> list[int]:
        """Keys of the files that wait and are not wanted any more."""
        return whole_numbers(self.data.getlist("buang"))

    @property
    def candidates(self) -> list[Wanted]:
        """The candidates of a contest as typed; a line for a new one only where something stands in it."""
        numbers = dict.fromkeys(whole_numbers(self.data.getlist("peserta")))
        found = [Wanted(number, *self._candidate(f"P{number}")) for number in numbers]
        new = [Wanted(None, *self._candidate(key), made_in(key)) for key in self.new_lines]
        return [*found, *(one for one in new if one.name.strip() or one.unit is not None)]

    @property
    def new_lines(self) -> list[str]:
        """Lines for new candidates: those that a device has named, and the one of a page without scripts."""
        return [*(key for name in self.data if (key := name.removeprefix("nama:")) and MADE.fullmatch(key)), "baru"]

    @property
    def withdrawn(self) -> list[int]:
        """Numbers of the candidates that were ticked to be taken out."""
        return list(dict.fromkeys(whole_numbers(self.data.getlist("keluar"))))

    @property
    def unticked(self) -> tuple[list[int], list[int]]:
        """Evidence and candidates that the page showed as ticked to go, and that are not any more."""
        was = [name.partition(":")[::2] for name, typed in self.first.items() if typed[0]]
        found = {part: whole_numbers(key for each, key in was if each == part) for part in ("hapus", "keluar")}
        return (
            [key for key in found["hapus"] if key not in self.removed],
            [key for key in found["keluar"] if key not in self.withdrawn],
        )

    def _candidate(self, key: str) -> tuple[int | None, str]:
        return whole_number(self.data.get(f"unit:{key}", "")), self.data.get(f"nama:{key}", "")

    @property
    def uploads(self) -> list[tuple[str, UploadedFile]]:
        codes = dict.fromkeys(code for code, _field in self.specs)
        return [(code, file) for code in codes for file in self.files.getlist(f"{EVIDENCE}:{code}")]

    def typed(self, key: FieldKey) -> Typed:
        answer, value, reason = (self.data.get(name_of(part, key), "").strip() for part in "avr")
        return answer, value, reason

    def _read(self, key: FieldKey, spec: FieldSpec) -> None:
        if not any(name_of(part, key) in self.data for part in "av"):
            return  # a part of the sheet that was not on the page stays as it is
        try:
            self.answers[key] = read_answer(
                spec, self.typed(key), self.data.get(name_of("v", (key[0], EXPLANATION)), "")
            )
        except DomainError as error:
            self.errors[key] = error.message

    @property
    def first(self) -> dict[str, Typed]:
        """What the page first showed (`asal`), by the names of the fields: "PDK-01:awal" → ("angka", "1.000", "")."""
        return {name: typed for name, row in self._told("asal").items() if (typed := _typed_in(row))}

    @property
    def own(self) -> dict[str, list[Typed]]:
        """What the same device has sent before and does not know the end of (`sendiri`), by the names of the fields."""
        rows = {name: row for name, row in self._told("sendiri").items() if isinstance(row, list)}
        return {name: [typed for one in row[:MOST_OWN] if (typed := _typed_in(one))] for name, row in rows.items()}

    def _told(self, name: str) -> dict[str, object]:
        try:
            told = json.loads(self.data.get(name, "{}"))
        except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
            return {}
        return told if isinstance(told, dict) else {}

    def untouched(self) -> set[FieldKey]:
        """Fields that stand as the page first showed them: another's change there is no conflict."""
        first = self.first
        return {key for key in self.specs if first.get(":".join(key)) == self.typed(key)}

    def merged_with(
        self, shown: Mapping[FieldKey, Typed], *, same_version: bool, unowned: Collection[FieldKey] = ()
    ) -> Merged[FieldKey]:
        """What to store over a sheet that shows `shown` by now. `same_version`: nobody saved since the page was made.
        `unowned`: fields that show what Cermat filled in beforehand, which is nobody's answer; a form that is handed
        in as a whole (`whole`) affirms it as it was seen."""
        first, own = self.first, self.own
        before: dict[FieldKey, list[object]] = {}
        standing = {key: meaning(self.specs[key], shown[key]) for key in self.answers if key in shown}
        for key in self.answers:
            name = ":".join(key)
            known = [first[name], *own.get(name, [])] if name in first else []
            before[key] = [meaning(self.specs[key], typed) for typed in known]
            if not known and same_version and key in standing:
                before[key] = [standing[key]]
            if key in unowned and before[key]:
                standing[key] = before[key][0]
        return merged(self.answers, before, standing, affirmed=unowned if self.data.get("whole") else ())

    @property
    def homeless(self) -> dict[str, str]:
        """Answers to fields that this sheet no longer has, by their names; they are told, never dropped unseen."""
        known = {":".join(key) for key in self.specs}
        found: dict[str, str] = {}
        for name in self.data:
            part, _, key = name.partition(":")
            value = self.data.get(name, "").strip()
            if part in {"v", "a"} and ":" in key and key not in known and value not in {"", Answer.NUMBER}:
                found[key] = found.get(key) or value
        return found


def read_answer(spec: FieldSpec, typed: Typed, explanation: str = "") -> Given | None:
    """The answer, or None where nothing was answered. Raises DomainError with the sentence for the field."""
    answer, value, reason = typed
    if spec.field.kind == "teks":
        return Given.of_text(value) if value else None
    if answer in {Answer.NO_DATA, Answer.NOT_APPLICABLE, Answer.NIL, Answer.YES, Answer.NO}:
        why = (reason or explanation.strip()) if answer == Answer.NO_DATA else ""
        return Given(Answer(answer), reason=why)
    word, _, chosen = answer.partition(":")  # "angka", or "angka:5" of a list
    if word not in {"", Answer.NUMBER}:
        raise DomainError(
            "Jawaban ini tidak dikenal pada isian ini. Pilih salah satu yang tersedia."
        )  # else it would empty the field unseen
    if spec.field.kind == "pilihan":
        return Given.of_number(parse_number(chosen)) if chosen else None
    return Given.of_number(parse_number(value)) if value and spec.field.kind == "angka" else None


def _typed_in(row: object) -> Typed | None:
    """["angka", "1.000", ""] as a device tells it; None where it is nothing of the kind."""
    if isinstance(row, list) and len(row) == 3 and all(isinstance(part, str) for part in row):
        return row[0], row[1], row[2]
    return None


def meaning(spec: FieldSpec, typed: Typed) -> object:
    """What an input says, however it is written: 1.000 and 1000 are the same. What cannot be read is only itself."""
    try:
        return read_answer(spec, typed)
    except DomainError:
        return typed


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Yang perlu diperbaiki",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tulis dengan jelas, misalnya: realisasi tidak sesuai dengan bukti dukung halaman 2.",
        error_messages={"required": "Tulis apa yang perlu diperbaiki."},
    )


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label="Alasan koreksi",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Angka yang lama tetap tersimpan dalam riwayat.",
        error_messages={"required": "Tulis alasan koreksi."},
    )


class CloseForm(forms.Form):
    note = forms.CharField(
        label="Catatan",
        max_length=200,
        required=False,
        widget=forms.TextInput(),
        help_text="Yang belum tervalidasi disebut dengan sendirinya.",
    )


class ExtensionForm(forms.Form):
    """Which sheets get until when, and why. `entries`: those whose due day the person may move."""

    entries = forms.TypedMultipleChoiceField(
        label="Isian",
        coerce=int,
        error_messages={"required": "Pilih sedikitnya satu isian.", "invalid_choice": "Pilih isian dari daftar ini."},
    )
    to = DayField(label="Batas waktu baru")
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tampil pada isiannya, bersama batas waktu yang lama dan yang baru.",
        error_messages={"required": "Tulis alasannya."},
    )

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = entries
        field = self.fields["entries"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(entry.pk, str(entry.pk)) for entry in entries]

    def groups(self) -> list[tuple[Unit, list[tuple[Entry, bool]]]]:
        """The sheets under their units, and whether each is ticked."""
        ticked = {str(pk) for pk in self["entries"].value() or []}
        found: dict[Unit, list[tuple[Entry, bool]]] = {}
        for entry in self.offered:
            found.setdefault(entry.unit, []).append((entry, str(entry.pk) in ticked))
        return list(found.items())
