"""What people enter: the month to open, an SOP file, a confirmation, a decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from cermat.lib.definitions import LONGEST
from cermat.lib.months import Month


class OpenCycleForm(forms.Form):
    month = forms.ChoiceField(label="Bulan")

    def __init__(self, *args: Any, months: Iterable[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likeliest, *others = months
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(month), month.name) for month in sorted([likeliest, *others])]
        field.initial = str(likeliest)
        field.error_messages["invalid_choice"] = "Periode bulan itu sudah ada atau belum dapat dibuka."

    def clean_month(self) -> Month:
        return Month.parse(self.cleaned_data["month"])

    def shown_month(self) -> Month:
        """The month whose plan the page shows: the chosen one, else the first of the list."""
        if self.is_bound and self.is_valid():
            chosen: Month = self.cleaned_data["month"]
            return chosen
        return Month.parse(self.fields["month"].initial)


class SopFileForm(forms.Form):
    """A file, or its text; the text of a faulty file comes back so that it can be mended on the page."""

    file = forms.FileField(
        label="Berkas SOP (YAML)", required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )
    text = forms.CharField(
        label="Isi berkas",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
        help_text="Dipakai bila tidak ada berkas yang dipilih.",
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return ""
        if (upload.size or 0) > LONGEST:
            raise forms.ValidationError("Berkas terlalu besar. Berkas SOP berupa teks, paling besar 1 MB.")
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            sentence = "Berkas ini bukan teks UTF-8. Simpan sebagai YAML, lalu unggah lagi."
            raise forms.ValidationError(sentence) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["text"] = cleaned.get("file") or cleaned.get("text", "")
        if not cleaned["text"].strip() and not self.errors:
            self.add_error("file", "Pilih berkas SOP, atau tempelkan isinya.")
        return cleaned

    def with_text_shown(self) -> "SopFileForm":
        """The form with the text that was read standing in its field."""
        text = self.cleaned_data.get("text") if self.is_bound and hasattr(self, "cleaned_data") else None
        if text:
            self.data = {**self.data.dict(), "text": text} if isinstance(self.data, QueryDict) else self.data
        return self


class ConfirmationForm(forms.Form):
    upload = forms.FileField(label="Berkas output", help_text="PDF, foto, atau dokumen kantor; paling besar 10 MB.")
    note = forms.CharField(label="Catatan", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(forms.Form):
    answer = forms.ChoiceField(
        label="Keputusan", choices=[("ya", "Ya"), ("tidak", "Tidak")], widget=forms.RadioSelect, required=True
    )
    reason = forms.CharField(label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenCycleForm(forms.Form):
    reason = forms.CharField(
        label="Alasan membuka kembali",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dicatat pada jejak audit dan riwayat tahapan.",
        error_messages={"required": "Tulis alasan membuka kembali periode ini."},
    )
