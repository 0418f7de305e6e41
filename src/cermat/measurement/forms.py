"""Input of this room, as clean values."""

from decimal import Decimal
from typing import Any

from django import forms

from cermat.lib.errors import DomainError
from cermat.lib.months import NAMES, Month, number
from cermat.lib.numbers import parse_number
from cermat.measurement.models import Subject


class NumberField(forms.CharField):
    """A number as offices type it: 412.500.000 or 84,21."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "data-number": True, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return number(value)
        return value


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan menghitung ulang",
        help_text="Penghitungan lama tetap tersimpan; semua seksi menandatangani lagi.",
        max_length=300,
        required=False,
    )


class ActivityForm(forms.Form):
    output = NumberField(label="Realisasi keluaran", required=False)
    physical = NumberField(
        label="% fisik", help_text="Kemajuan fisik s.d. bulan ini, paling tinggi 100.", required=False
    )
    spent = NumberField(
        label="Realisasi anggaran", help_text="Rupiah, s.d. bulan ini. Titik boleh dipakai.", required=False
    )
    note = forms.CharField(
        label="Catatan", help_text="Wajib bila ada angka yang turun dari bulan lalu.", max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and all(data.get(key) is None for key in ("output", "physical", "spent")):
            self.add_error("output", "Isi paling sedikit satu angka. Yang belum ada datanya boleh dikosongkan.")
        return data


class ActualForm(forms.Form):
    value = NumberField(label="Realisasi")
    source = forms.CharField(
        label="Sumber", help_text="Misalnya nomor dan tanggal Laporan Hasil Evaluasi.", max_length=200
    )


class BalanceForm(forms.Form):
    subject = forms.ChoiceField(
        label="Jenis",
        choices=[
            (Subject.INDICATOR.value, "Indikator bulanan"),
            (Subject.IKU.value, "IKU"),
            (Subject.ACTIVITY.value, "Kegiatan"),
        ],
    )
    code = forms.CharField(label="Kode", help_text="Misalnya TRB-02, IKU-2, atau 7.01.02.2.01.", max_length=30)
    measure = forms.CharField(
        label="Ukuran",
        help_text="IKU: nilai. Kegiatan: keluaran, fisik, atau anggaran. Indikator: kunci isiannya, misalnya selesai.",
        max_length=20,
    )
    month = forms.TypedChoiceField(
        label="Sampai dengan bulan", choices=[(n, name) for n, name in enumerate(NAMES, 1)], coerce=int
    )
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100)
    value = NumberField(label="Nilai kumulatif")
    source = forms.CharField(label="Sumber", help_text="Misalnya Laporan Triwulan II 2026.", max_length=200)
    source_date = forms.DateField(label="Tanggal sumber", widget=forms.DateInput(attrs={"type": "date"}))

    def until(self) -> Month:
        return Month(self.cleaned_data["year"], self.cleaned_data["month"])
