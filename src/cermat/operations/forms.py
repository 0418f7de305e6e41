"""What the audit trail can be narrowed to."""

from collections.abc import Mapping
from typing import Any

from django import forms


class TrailFilter(forms.Form):
    kind = forms.ChoiceField(label="Hal", required=False)
    person = forms.CharField(label="Nama orang", required=False, max_length=120)
    start = forms.DateField(label="Dari tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="Sampai tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Semua"), *kinds.items()]  # type: ignore[attr-defined]
