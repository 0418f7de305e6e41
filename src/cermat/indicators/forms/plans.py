"""A draft of a year's plan: its beginning, its workbook, its proposals, the signature on paper."""

from typing import Any

from django import forms
from django.http import QueryDict

from cermat.indicators.models import PlanDraft
from cermat.indicators.queries import ORIGINS
from cermat.indicators.schema.plan_proposals import proposed

LARGEST_WORKBOOK = 4_000_000


class StartForm(forms.Form):
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100, help_text="Tahun Perjanjian Kinerja.")
    origin = forms.ChoiceField(label="Mulai dari", choices=list(ORIGINS.items()), widget=forms.RadioSelect)


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Buku kerja (.xlsx)",
        help_text="Templat Cermat yang sudah diisi. Perubahannya tampil dahulu; belum ada yang berlaku.",
        error_messages={"required": "Pilih buku kerja."},
    )
    replaces = forms.BooleanField(label="Gantikan draf tahun itu bila sudah ada", required=False)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_WORKBOOK:
            raise forms.ValidationError("Berkas lebih dari 4 MB. Hapus gambar dan lembar lain, lalu muat lagi.")
        if not (upload.name or "").lower().endswith(".xlsx"):
            raise forms.ValidationError("Berkas bukan .xlsx. Simpan ulang sebagai Buku Kerja Excel, lalu muat lagi.")
        return upload


class PaperForm(forms.Form):
    signed_on = forms.DateField(label="Tanggal tanda tangan", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(
        label="Dokumen", max_length=200, help_text="Nomor atau nama dokumen yang ditandatangani di atas kertas."
    )


def chosen_proposals(data: QueryDict, draft: PlanDraft) -> set[tuple[str, str]]:
    """Part and key of the rows that were ticked, or of every row of the part whose button was pressed."""
    ticked, whole = set(data.getlist("row")), data.get("all", "")
    rows = [(one.part.key, one.key) for one in proposed(draft.rows, draft.proposals)]
    return {(part, key) for part, key in rows if part == whole or f"{part}/{key}" in ticked}
