"""Forms about units and the office's choices."""

import re
from typing import Any

from django import forms

from cermat.organisation.forms.people import DayField
from cermat.organisation.models import KIND_NAMES, Kind
from cermat.organisation.schema import LETTERHEAD_LINES, Choice, Shape

KEY = re.compile(r"^[a-z0-9][a-z0-9-]{0,19}$")


class UnitForm(forms.Form):
    """A unit's name and how its head signs."""

    name = forms.CharField(label="Nama", max_length=120)
    short_name = forms.CharField(label="Singkatan", required=False, max_length=60)
    head_title = forms.CharField(
        label="Jabatan pimpinan", required=False, max_length=120, help_text="Misalnya Kepala Seksi Pelayanan Umum."
    )


class NewUnitForm(forms.Form):
    """A unit below another."""

    kind = forms.ChoiceField(label="Jenis")
    key = forms.CharField(
        label="Kode",
        max_length=20,
        help_text="Huruf kecil atau angka, tidak berubah lagi. Seksi: berkas indikator menyebutnya dengan kode ini, "
        "misalnya pemerintahan, trantib, pmd, kesra, pelayanan. RW dan RT: 01.",
    )
    name = forms.CharField(label="Nama", max_length=120, help_text="Misalnya Seksi Pelayanan Umum; RW dan RT: 01.")
    head_title = forms.CharField(label="Jabatan pimpinan", required=False, max_length=120)

    def __init__(self, *args: Any, kinds: list[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(kind), KIND_NAMES[kind]) for kind in kinds]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip().lower()
        if not KEY.match(key):
            raise forms.ValidationError("Pakai huruf kecil, angka, atau strip, tanpa spasi.")
        return key


class ChoiceForm(forms.Form):
    """One choice of the office, from a day on."""

    valid_from = DayField(label="Berlaku mulai")
    note = forms.CharField(label="Catatan", required=False, max_length=200, help_text="Misalnya nomor keputusan.")

    def __init__(self, *args: Any, choice: Choice, current: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice = choice
        if choice.shape is Shape.LINES:
            for name, label in LETTERHEAD_LINES.items():
                initial = (current or {}).get(name, "")
                self.fields[name] = forms.CharField(label=label, required=False, max_length=200, initial=initial)
        else:
            self.fields["value"] = _value_field(choice, current)
        self.order_fields(["value", *LETTERHEAD_LINES, "valid_from", "note"])

    def value(self) -> Any:
        """As the setting keeps it."""
        if self.choice.shape is Shape.LINES:
            return {name: self.cleaned_data[name] for name in LETTERHEAD_LINES}
        typed = self.cleaned_data["value"]
        return typed == "ya" if self.choice.shape is Shape.YES_NO else typed


def _value_field(choice: Choice, current: Any) -> forms.Field:
    if choice.shape is Shape.YES_NO:
        options = [("ya", "Ya"), ("tidak", "Tidak")]
        initial = "ya" if current else "tidak"
        return forms.ChoiceField(label=choice.name, choices=options, initial=initial, widget=forms.RadioSelect)
    if choice.shape is Shape.ONE_OF:
        widget = forms.RadioSelect if len(choice.options) < 5 else forms.Select
        return forms.ChoiceField(label=choice.name, choices=choice.options, initial=current, widget=widget)
    if choice.shape is Shape.WHOLE:
        hint = f"Bilangan {choice.least} sampai {choice.most}."
        return forms.IntegerField(label=choice.name, initial=current, help_text=hint)
    return forms.CharField(label=choice.name, initial=current, max_length=120)
