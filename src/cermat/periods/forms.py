"""A local day off."""

from django import forms


class LocalHolidayForm(forms.Form):
    day = forms.DateField(
        label="Tanggal",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": "Tulis tanggal, misalnya 24/06/2026."},
    )
    name = forms.CharField(label="Nama hari libur", max_length=120, help_text="Misalnya Hari Jadi Kabupaten.")
