"""What people typed into a sheet, field by field: clean answers, or sentences at the fields."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cermat.collection.models import Answer, Channel, Entry
from cermat.collection.queries import EVIDENCE, EXPLANATION, FieldSpec
from cermat.collection.schema import FieldKey, Given, Source, Wanted
from cermat.instruments.formula import Definition, Item, points_of
from cermat.lib.errors import DomainError
from cermat.lib.numbers import parse_number, whole_number, whole_numbers
from cermat.organisation.forms.people import DayField
from cermat.organisation.models import Unit

LARGEST = 400_000  # bytes of a ministry file; one has 20,000
Typed = tuple[str, str, str]  # answer, value, reason
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
        """The candidates of a contest as typed; the empty line for a new one only where something stands in it."""
        numbers = dict.fromkeys(whole_numbers(self.data.getlist("peserta")))
        found = [Wanted(number, *self._candidate(f"P{number}")) for number in numbers]
        unit, name = self._candidate("baru")
        return [*found, Wanted(None, unit, name)] if name.strip() or unit is not None else found

    @property
    def withdrawn(self) -> list[int]:
        """Numbers of the candidates that were ticked to be taken out."""
        return list(dict.fromkeys(whole_numbers(self.data.getlist("keluar"))))

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

    def untouched(self) -> set[FieldKey]:
        """Fields that stand as the page first showed them (`asal`): another's change there is no conflict."""
        try:
            first = json.loads(self.data.get("asal", "{}"))
        except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
            return set()
        if not isinstance(first, dict):
            return set()
        return {key for key in self.specs if first.get(":".join(key)) == list(self.typed(key))}


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
        raise DomainError("Jawaban ini tidak dikenal pada isian ini.")  # else it would empty the field unseen
    if spec.field.kind == "pilihan":
        return Given.of_number(parse_number(chosen)) if chosen else None
    return Given.of_number(parse_number(value)) if value and spec.field.kind == "angka" else None


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


class WhatIf:
    """What somebody tries on a desa's rows: other points, what a row would cost, rows that stay as they are.

    Read from the address (GET), so that it can be shared and printed; nothing of it is stored.
    """

    def __init__(self, data: QueryDict, definition: Definition, standing: Mapping[str, Fraction]):
        self.standing = standing
        self.points: dict[str, Fraction] = dict(standing)
        self.costs: dict[str, Fraction] = {}
        self.errors: dict[str, str] = {}
        self.locked = frozenset(data.getlist("tetap")) & set(definition.item)
        self.typed = data
        for item in definition.items:
            self._read(item, data.get(item.code, ""), data.get(f"biaya-{item.code}", ""))

    @property
    def changed(self) -> dict[str, Fraction]:
        """Rows whose points differ from those that stand."""
        return {code: points for code, points in self.points.items() if self.standing.get(code) != points}

    @property
    def query(self) -> str:
        """The address of exactly this, without what is empty or as it stands."""
        kept = QueryDict(mutable=True)
        for code, points in self.changed.items():
            kept[code] = str(points)
        for code in self.costs:
            kept[f"biaya-{code}"] = self.typed.get(f"biaya-{code}", "").strip()
        kept.setlist("tetap", sorted(self.locked))
        return kept.urlencode()

    def _read(self, item: Item, points: str, cost: str) -> None:
        try:
            value = points_of(item, points)
        except ValueError as error:
            self.errors[item.code] = str(error)
            value = None
        if isinstance(value, Fraction):
            self.points[item.code] = value
        if not cost.strip():
            return
        try:
            amount = Fraction(parse_number(cost))
        except DomainError as error:
            self.errors[f"biaya-{item.code}"] = error.message
            return
        if amount < 0 or amount > 10**13:
            self.errors[f"biaya-{item.code}"] = "Biaya tidak boleh kurang dari nol atau lebih dari Rp10 triliun."
        else:
            self.costs[item.code] = amount


class MinistryFileForm(forms.Form):
    upload = forms.FileField(
        label="Berkas JSON rumusan IDM dari kementerian",
        help_text="Jawaban idm.kemendesa.go.id untuk desa ini, kode Kemendagri 10 angka, tahun 2021 sampai 2024.",
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )
    text = ""

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError("Berkas terlalu besar untuk satu rumusan IDM.")
        try:
            self.text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("Berkas ini bukan teks JSON.") from error
        return upload


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Yang perlu diperbaiki",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya: tahunnya bukan yang diminta.",
        error_messages={"required": "Tulis alasannya."},
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
