"""Files that are loaded, what is searched for, and figures of the plan."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cermat.indicators.models import Activity, Iku
from cermat.indicators.queries import Search
from cermat.lib.errors import DomainError
from cermat.lib.months import NAMES, number
from cermat.lib.numbers import parse_number

LARGEST = 1_000_000
PLAN = "rencana"
KIND_CHOICES = [
    ("bulanan", "Indikator bulanan desa/kelurahan"),
    ("sinergitas", "Indikator sinergitas"),
    ("dokumen", "Daftar periksa dokumen"),
    ("lembar", "Lembar persyaratan"),
    (PLAN, "Perencanaan: IKU, rencana aksi, kegiatan"),
]
QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


class NumberField(forms.CharField):
    """A figure as offices type it: 412.500.000 or 84,21. Empty is None, never zero."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


class SearchForm(forms.Form):
    cari = forms.CharField(label="Cari nama atau kode", required=False, max_length=80)
    bidang = forms.ChoiceField(label="Bidang", required=False)
    seksi = forms.ChoiceField(label="Seksi", required=False)

    def __init__(self, data: Any, *, groups: Mapping[str, str], sections: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["bidang"].choices = [("", "Semua bidang"), *groups.items()]  # type: ignore[attr-defined]
        self.fields["seksi"].choices = [("", "Semua seksi"), *sections.items()]  # type: ignore[attr-defined]

    def search(self) -> Search:
        """What was asked; nothing where the address holds a word that does not exist."""
        typed = self.cleaned_data if self.is_valid() else {}
        return Search(typed.get("cari", ""), typed.get("bidang", ""), typed.get("seksi", ""))


class QuarterForm(forms.Form):
    """Figures per quarter; an empty one means: not due in that quarter."""

    def add_quarters(self, prefix: str, label: str, targets: Mapping[str, str | None]) -> None:
        for quarter, roman in QUARTERS.items():
            text = targets.get(str(quarter))
            self.fields[f"{prefix}_{quarter}"] = NumberField(
                label=f"{label} s.d. triwulan {roman}",
                required=False,
                initial="" if text is None else number(Decimal(text)),
            )

    def quarters(self, prefix: str) -> dict[int, Decimal | None]:
        return {quarter: self.cleaned_data[f"{prefix}_{quarter}"] for quarter in QUARTERS}


class TargetForm(QuarterForm):
    year_target = NumberField(label="Target tahunan", required=False)

    def __init__(self, data: Any = None, *, iku: Iku) -> None:
        super().__init__(data)
        if iku.year_target is not None:
            self.fields["year_target"].initial = number(iku.year_target)
        self.add_quarters("target", "Target", iku.quarter_targets)
        self.has_months = not iku.range_targets
        self.months_are_open = bool(iku.month_targets)
        for month, name in enumerate(NAMES, 1) if self.has_months else ():
            text = iku.month_targets.get(str(month))
            initial = "" if text is None else number(Decimal(text))
            self.fields[f"month_{month}"] = NumberField(label=name, required=False, initial=initial)

    @property
    def whole(self) -> list[forms.BoundField]:
        """Year and quarters."""
        return [field for field in self if not field.name.startswith("month_")]

    @property
    def by_month(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("month_")]

    def months(self) -> dict[int, Decimal | None]:
        return {month: self.cleaned_data.get(f"month_{month}") for month in range(1, 13)}


class ActivityForm(QuarterForm):
    budget = NumberField(label="Pagu anggaran (Rp)", error_messages={"required": "Isi pagu kegiatan ini."})

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data)
        self.fields["budget"].initial = number(activity.budget)
        self.add_quarters("output", f"Keluaran ({activity.unit_label or 'satuan'})", activity.output_targets)
        self.add_quarters("budget", "Anggaran (Rp)", activity.budget_targets)


class LoadForm(forms.Form):
    kind = forms.ChoiceField(label="Isi berkas", choices=KIND_CHOICES)
    file = forms.FileField(
        label="Berkas definisi (.yaml)",
        help_text="Sinergitas dan dokumen dimuat dari berkas instrumennya. "
        "Berkas yang sama boleh dimuat lagi: tidak ada yang berubah. Isi lain memerlukan versi baru.",
        error_messages={"required": "Pilih berkas definisi."},
    )

    def clean_file(self) -> str:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size is None or upload.size > LARGEST:
            raise forms.ValidationError("Berkas lebih dari 1 MB. Berkas definisi biasanya di bawah 100 KB.")
        try:
            return bytes(upload.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "Berkas bukan teks UTF-8. Simpan ulang sebagai teks, lalu muat lagi."
            ) from error
