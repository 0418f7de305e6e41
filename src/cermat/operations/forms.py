"""What the audit trail can be narrowed to."""

from django import forms

from cermat.operations.presenters import KINDS


class TrailFilter(forms.Form):
    kind = forms.ChoiceField(label="Hal", required=False, choices=[("", "Semua"), *KINDS.items()])
    person = forms.CharField(label="Nama orang", required=False, max_length=120)
    start = forms.DateField(label="Dari tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="Sampai tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))
