"""Input of this room, as clean values."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from cermat.documents.models import Document
from cermat.lib.months import NAMES
from cermat.years.actions import Proof

WHOLE = "setahun"


def _day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": "Tulis tanggal, misalnya 27/02/2026.", "required": "Isi tanggal penyerahannya."},
        **kwargs,
    )


class DeliveryForm(forms.Form):
    delivered_on = _day("Tanggal penyerahan")
    note = forms.CharField(
        label="Nomor surat atau keterangan", help_text="Misalnya 000.8.6/17/2026.", max_length=300, required=False
    )
    upload = forms.FileField(label="Tanda terima", help_text="Foto atau PDF, paling besar 10 MB.", required=False)
    register = forms.ModelChoiceField(
        Document.objects.none(), label="Dokumen dalam register", required=False, empty_label="Tidak ada"
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["register"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = documents

    def proof(self) -> Proof:
        data = self.cleaned_data
        return Proof(data["note"], data["upload"], data["register"])


class LockForm(forms.Form):
    report = forms.CharField(
        label="Laporan yang diserahkan",
        help_text="Nama dan nomornya, misalnya LKjIP 2025 nomor 000.8.6/17/2026.",
        max_length=200,
        error_messages={"required": "Tulis laporan yang diserahkan."},
    )
    handed_in_on = _day("Tanggal penyerahan")
    note = forms.CharField(label="Catatan", max_length=300, required=False)


class OpeningForm(forms.Form):
    month = forms.ChoiceField(
        label="Yang dibuka",
        help_text="Setahun penuh untuk target, pagu, saldo awal, dan angka beberapa bulan sekaligus.",
    )
    reason = forms.CharField(
        label="Alasan koreksi",
        help_text="Tercatat bersama nama Anda dan tampil selama tahun itu terbuka.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang dikoreksi dan mengapa."},
    )

    def __init__(self, *args: Any, months: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["month"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                *((str(number), f"Periode {NAMES[number - 1]}") for number in months),
                (WHOLE, "Setahun penuh"),
            ]

    def clean_month(self) -> int | None:
        said = str(self.cleaned_data["month"])
        return None if said == WHOLE else int(said)
