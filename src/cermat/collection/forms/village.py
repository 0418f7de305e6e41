"""What somebody tries on a desa's rows, and the ministry's file: read clean, or with sentences at the fields."""

from collections.abc import Mapping
from fractions import Fraction

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from cermat.instruments.formula import Definition, Item, points_of
from cermat.lib.errors import DomainError
from cermat.lib.numbers import parse_number

LARGEST = 400_000  # bytes of a ministry file; one has 20,000


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
