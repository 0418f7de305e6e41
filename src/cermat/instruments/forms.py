"""Answers that are tried out, and files with definitions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cermat.instruments.formula import (
    AnsweredBy,
    Definition,
    Given,
    Group,
    Item,
    ItemKind,
    Method,
    Override,
    Points,
    allowed_text,
    points_of,
    written_number,
)
from cermat.instruments.models import Assessment
from cermat.lib import months
from cermat.organisation.models import KIND_NAMES, Kind

COLUMNS = 3  # respondents or assessors who are tried at once
LARGEST = 1_000_000  # bytes of a file with a definition
MOST_STEPS = 10  # as many levels are chosen from a list; more are typed
SUBJECTS = {kind.value: KIND_NAMES[kind] for kind in Kind} | {"layanan": "Unit layanan"}


@dataclass(frozen=True)
class TrialRow:
    item: Item
    allowed: str
    fields: list[forms.BoundField]


class TrialForm(forms.Form):
    """One field for each item and column: `0:IKS-01`. Nothing of it is stored."""

    def __init__(self, data: Any = None, *, definition: Definition, is_empty: bool = False) -> None:
        super().__init__(data, initial={} if is_empty else dict(sample(definition)))
        self.definition = definition
        self.columns = columns(definition)
        kinds = [(kind, name) for kind, name in SUBJECTS.items() if kind in definition.subjects]
        self._choose("jenis", "Yang dinilai", kinds)
        if any(item.due_months for item in definition.items):
            every = [(str(number), name) for number, name in enumerate(months.NAMES, 1)]
            self._choose("bulan", "Bulan", [("", "Semua butir"), *every])
        if definition.variants:
            plain = [("", "Menurut definisi")]
            self._choose("varian", "Bobot", [*plain, *((one.name, one.label) for one in definition.variants)])
        for group in self._graded():
            steps = [(step.code, f"{step.code}: {step.label}".rstrip(": ")) for step in group.steps]
            self._choose(f"g:{group.code}", f"Gradasi {self._named(group)}", [("", "Menurut hitungan"), *steps])
        for column, name in enumerate(self.columns):
            for item in definition.items:
                self.fields[f"{column}:{item.code}"] = _field(item, name)

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=choices[0][0] != "")

    def _graded(self) -> list[Group]:
        return [group for group in self.definition.groups if group.method is Method.GRADED]

    def _named(self, group: Group) -> str:
        """Perencanaan Kinerja: Keberadaan (pemenuhan)"""
        above = self.definition.group.get(group.parent)
        return f"{above.name}: {group.name}" if above else group.name

    def clean(self) -> dict[str, Any]:
        """Typed answers become points, each fault at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.sheets: list[dict[str, Points]] = [{} for _column in self.columns]
        for column, sheet in enumerate(self.sheets):
            for item in self.definition.items:
                name = f"{column}:{item.code}"
                try:
                    sheet[item.code] = points_of(item, cleaned.get(name, ""))
                except ValueError as fault:
                    self.add_error(name, str(fault))
        return cleaned

    def given(self) -> Given:
        """What was chosen beside the answers."""
        chosen = self.cleaned_data
        return Given(
            kind=chosen.get("jenis", ""),
            month=int(chosen["bulan"]) if chosen.get("bulan") else None,
            names=self.columns,
            overrides=self.overrides(),
            variant=chosen.get("varian", ""),
        )

    def overrides(self) -> dict[str, Override]:
        """The grades that were chosen in place of the computed ones."""
        chosen = {group.code: self.cleaned_data.get(f"g:{group.code}") for group in self._graded()}
        return {code: Override(grade, self.reason_of(code)) for code, grade in chosen.items() if grade}

    def reason_of(self, _code: str) -> str:
        return "dicoba pada halaman ini"

    def choices(self) -> Iterator[forms.BoundField]:
        """The fields beside the items."""
        return (self[name] for name in self.fields if ":" not in name or name.startswith("g:"))

    def rows(self) -> list[TrialRow]:
        return [
            TrialRow(item, allowed_text(item), [self[f"{at}:{item.code}"] for at in range(len(self.columns))])
            for item in self.definition.items
        ]


class AssessmentForm(TrialForm):
    """The kecamatan's own answers of a year, and a grade with its reason wherever a person gives another."""

    def __init__(self, data: Any = None, *, definition: Definition, held: Assessment | None, seen: str) -> None:
        super().__init__(data, definition=definition, is_empty=True)
        self.fields.pop("jenis", None)
        self.initial: dict[str, str] = {}
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["first"] = forms.CharField(required=False, widget=forms.HiddenInput)  # what the fields first showed
        for group in self._graded():
            self.fields[f"r:{group.code}"] = forms.CharField(
                label=f"Alasan gradasi {self._named(group)}",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if held:
            self.initial |= {f"0:{code}": text for code, text in held.answers.items()}
            for code, row in held.overrides.items():
                self.initial |= {f"g:{code}": row["grade"], f"r:{code}": row["reason"]}
        first = json.dumps(self.initial, ensure_ascii=False)
        self.initial |= {"seen": seen, "first": first}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for group in self._graded():
            grade, reason = cleaned.get(f"g:{group.code}"), (cleaned.get(f"r:{group.code}") or "").strip()
            if grade and not reason:
                self.add_error(f"r:{group.code}", "Tulis alasannya: siapa pun yang membaca hasilnya akan bertanya.")
            elif reason and not grade:
                self.add_error(f"g:{group.code}", "Pilih gradasi yang ditetapkan, atau hapus alasannya.")
        return cleaned

    def reason_of(self, code: str) -> str:
        return (self.cleaned_data.get(f"r:{code}") or "").strip()

    def answers(self) -> dict[str, str]:
        return {item.code: self.cleaned_data.get(f"0:{item.code}") or "" for item in self.definition.items}

    def grades(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Of each graded group the choice and its reason."""
        return [(group, self[f"g:{group.code}"], self[f"r:{group.code}"]) for group in self._graded()]

    def over(self, held: Assessment | None, seen: str) -> "AssessmentForm":
        """The form anew, over what somebody else has saved since it was opened.

        What this person left alone takes the other's value. Their own typing stays, and where the other changed the
        same field that field tells the other's value.
        """
        theirs = AssessmentForm(definition=self.definition, held=held, seen=seen).initial
        data, first, changed = dict(self.data.items()), self._first(), []
        for name in self.fields.keys() - {"seen", "first"}:
            mine, other, before = str(data.get(name, "")).strip(), theirs.get(name, ""), first.get(name, "")
            if mine == before:
                data[name] = other
            elif other not in {mine, before}:
                changed.append(name)
        data["seen"], data["first"] = theirs["seen"], theirs["first"]
        made = AssessmentForm(data, definition=self.definition, held=held, seen=seen)
        for name in changed:
            made.add_error(name, made._changed(name, theirs.get(name, "")))
        return made

    def _first(self) -> dict[str, Any]:
        try:
            first = json.loads(self.data.get("first", ""))
        except (json.JSONDecodeError, RecursionError):
            return {}
        return first if isinstance(first, dict) else {}

    def _changed(self, name: str, other: str) -> str:
        choices = dict(getattr(self.fields[name].widget, "choices", ()))
        became = f"diubah menjadi “{choices.get(other, other)}”" if other else "dikosongkan"
        return f"Sementara itu {became}; yang Anda ketik masih ada."


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Alasan dikembalikan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis alasannya, supaya dapat diperbaiki."},
    )


def columns(definition: Definition) -> tuple[str, ...]:
    """Who answers, in this trial."""
    match definition.answered_by:
        case AnsweredBy.ONE:
            return ("Jawaban",)
        case AnsweredBy.ASSESSORS:
            return definition.assessors[:COLUMNS] or tuple(f"Penilai {at}" for at in range(1, COLUMNS + 1))
        case AnsweredBy.RESPONDENTS:
            return tuple(f"Responden {at}" for at in range(1, COLUMNS + 1))


def _field(item: Item, column: str) -> forms.CharField:
    choices = _choices(item)
    widget: forms.Widget = (
        forms.Select(choices=[("", "–"), *choices])
        if choices
        else forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
    )
    widget.attrs["aria-label"] = f"{item.code} {item.name}, {column}"
    return forms.CharField(label=item.name, required=False, max_length=60, widget=widget)


def _choices(item: Item) -> list[tuple[str, str]]:
    """The answers to choose from; none where one types."""
    found: list[tuple[str, str]] = []
    match item.kind:
        case ItemKind.CHOICE | ItemKind.LETTER:
            found = [(one.answer, f"{one.answer}: {one.label}" if one.label else one.answer) for one in item.options]
        case ItemKind.DOCUMENT:
            found = [("1", "Ada"), ("0", "Tidak ada")]
        case ItemKind.STEPS | ItemKind.ALL_OR_NOTHING:
            steps = item.steps if item.kind is ItemKind.STEPS else (item.highest,)
            found = [(written_number(one), written_number(one)) for one in sorted({Fraction(0), *steps})]
        case ItemKind.POINTS if not item.decimals and item.highest - item.lowest <= MOST_STEPS:
            said = {one.score: one.label for one in item.options}
            levels = [Fraction(at) for at in range(int(item.lowest), int(item.highest) + 1)]
            found = [(str(one), f"{one}: {said[one]}" if said.get(one) else str(one)) for one in levels]
    if found and item.may_not_apply:
        found.append(("tidak berlaku", "Tidak berlaku"))
    return found


# ---- Sample answers


def sample(definition: Definition) -> Mapping[str, str]:
    """Answers somebody might give, not all the same, so that the sheet of calculation has something to show."""
    return {
        f"{column}:{item.code}": _sample(item, at + column)
        for column in range(len(columns(definition)))
        for at, item in enumerate(definition.items)
    }


def _sample(item: Item, turn: int) -> str:
    choices = [answer for answer, _label in _choices(item) if answer != "tidak berlaku"]
    if choices:
        ordered = sorted(choices, key=lambda answer: _worth(item, answer))
        return ordered[-1 - turn % 2] if len(ordered) > 2 else ordered[-1 if turn % 5 else 0]
    if item.kind is ItemKind.EVIDENCE:
        letters = list(item.pieces)
        return "+".join(letters if turn % 3 else letters[:1])
    if item.kind is ItemKind.NUMBER:
        limits = [band.up_to for band in item.bands if band.up_to is not None] or [Fraction(1)]
        return written_number(Fraction(max(0, int(limits[turn % len(limits)]))))
    part = Fraction(80 - 10 * (turn % 3), 100)
    return written_number(Fraction(int(item.lowest + (item.highest - item.lowest) * part)))


def _worth(item: Item, answer: str) -> Fraction:
    points = points_of(item, answer)
    return points if isinstance(points, Fraction) else Fraction(0)


class FileForm(forms.Form):
    """A definition as YAML or as the filled spreadsheet."""

    file = forms.FileField(
        label="Berkas instrumen (.yaml atau .xlsx)",
        help_text="Berkas diperiksa dahulu; perbedaannya ditampilkan sebelum apa pun berubah. Paling besar 1 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.xlsx"}),
        error_messages={
            "required": "Pilih berkas instrumen.",
            "empty": "Berkas ini kosong (0 bita). Pilih berkas yang berisi.",
            "invalid": "Berkas tidak sampai dengan utuh. Pilih berkas itu sekali lagi.",
        },
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError("Berkas lebih dari 1 MB. Berkas instrumen biasanya di bawah 100 KB.")
        if not (upload.name or "").lower().endswith((".yaml", ".yml", ".xlsx")):
            raise forms.ValidationError(
                "Pilih berkas .yaml atau .xlsx; templatnya dapat diunduh dari setiap instrumen."
            )
        return upload
