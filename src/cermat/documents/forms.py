"""Choosing a file, filing a document, narrowing the register."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet

from cermat.documents.formula import ACCEPT, LIMIT_WORDS
from cermat.documents.models import Document
from cermat.documents.schema import EQUIPMENT, Catalogue
from cermat.documents.workflow import DocumentState
from cermat.lib.months import NAMES
from cermat.organisation.models import Unit

PERIOD = re.compile(r"^(20\d\d)(-(0[1-9]|1[0-2]))?(?!\d)$")


class UploadField(forms.FileField):
    """A file of the kinds we take. What is inside is checked by documents.actions.store_upload."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Berkas")
        options.setdefault("help_text", LIMIT_WORDS)
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ACCEPT}))
        super().__init__(**options)
        self.error_messages |= {
            "required": "Pilih berkas yang akan dikirim.",
            "empty": "Berkas ini kosong (0 bita). Pilih berkas yang berisi.",
            "invalid": "Berkas tidak sampai dengan utuh. Pilih berkas itu sekali lagi.",
        }

    def to_python(self, data: "File[Any] | None") -> "File[Any] | None":
        most = settings.UPLOAD_MAX_BYTES
        if data is not None and (data.size or 0) > most:
            raise forms.ValidationError(
                f"Berkas ini {(data.size or 0) / 1048576:.0f} MB, paling besar {most // 1048576} MB. Kecilkan foto, "
                "atau pindai ulang dengan mutu lebih rendah.",
                code="file_too_large",
            )
        return super().to_python(data)


class FilingForm(forms.Form):
    """A document made elsewhere for the register."""

    kind = forms.ChoiceField(label="Jenis dokumen", choices=list(EQUIPMENT.items()))
    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label=None)
    period = forms.CharField(
        label="Periode",
        max_length=20,
        help_text="Tahun (2026) atau bulan (November 2026). Untuk Renstra, tulis tahun pertamanya.",
    )
    note = forms.CharField(label="Catatan", max_length=300, required=False)
    upload = UploadField()

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units

    def clean_period(self) -> str:
        period = _in_figures(self.cleaned_data["period"])
        if not PERIOD.match(period):
            raise forms.ValidationError("Tulis tahun seperti 2026, atau bulan seperti November 2026.")
        return period


def _in_figures(period: str) -> str:
    """ "November 2026" as 2026-11; anything else as it is."""
    name, _, year = " ".join(period.split()).partition(" ")
    month = name.capitalize()
    return f"{year}-{NAMES.index(month) + 1:02d}" if month in NAMES else period.strip()


class RegisterFilter(forms.Form):
    """Narrow the register; everything may be left open."""

    period = forms.ChoiceField(label="Periode", required=False)
    kind = forms.ChoiceField(label="Jenis", required=False)
    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), required=False, empty_label="Semua")
    state = forms.ChoiceField(label="Status", required=False)

    def __init__(self, *args: Any, documents: QuerySet[Document], **options: Any) -> None:
        super().__init__(*args, **options)
        plain = documents.order_by()
        periods = plain.values_list("period", flat=True).distinct()
        kinds = plain.values_list("kind", flat=True).distinct()
        self._choices("period", [(period, period) for period in sorted(periods, reverse=True) if period])
        self._choices("kind", sorted(((kind, Catalogue.name(kind)) for kind in kinds), key=lambda pair: pair[1]))
        self._choices("state", [(str(state), STATE_WORDS[state]) for state in DocumentState])
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.filter(pk__in=plain.values("unit"))

    def _choices(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Semua"), *options]

    def narrowed(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        chosen = self.cleaned_data if self.is_valid() else {}
        return documents.filter(**{name: value for name, value in chosen.items() if value})


STATE_WORDS = {
    DocumentState.QUEUED: "Sedang dibuat",
    DocumentState.READY: "Siap",
    DocumentState.FAILED: "Gagal dibuat",
    DocumentState.VALIDATED: "Tervalidasi",
}
