"""A file with answers comes in, and its columns are named."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cermat.documents.forms import UploadField
from cermat.survey.models import Batch, Service
from cermat.survey.queries.piles import purposes_of

HABITS = {
    "naskah": "urutan naskah peraturan (U8 pengaduan, U9 sarana)",
    "kuesioner": "urutan kuesioner (U8 sarana, U9 pengaduan)",
}


class ImportForm(forms.Form):
    upload = UploadField(
        label="Berkas CSV atau XLSX",
        help_text="Satu baris satu jawaban, judul kolom di baris pertama. Tanpa nama, NIK, atau nomor telepon.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if not (upload.name or "").lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError("Pilih berkas CSV atau XLSX.")
        return upload


class ColumnsForm(forms.Form):
    """What each column is about (`c0`, `c1`, …), how U8 and U9 are counted, and one service for all rows."""

    def __init__(self, data: Any = None, *, batch: Batch, services: Sequence[Service], has_habits: bool) -> None:
        super().__init__(data)
        self.batch, self.services = batch, {service.pk: service for service in services}
        kept = batch.settings
        choices = purposes_of(batch.survey)
        for at, (heading, purpose) in enumerate(zip(kept["headings"], kept["purposes"], strict=True)):
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=purpose,
                widget=forms.Select(attrs={"aria-label": f"Isi kolom {heading}"}),
            )  # fmt: skip
        if has_habits:
            self.fields["habit"] = forms.ChoiceField(
                label="Arti nomor U8 dan U9", choices=list(HABITS.items()), initial=kept["habit"]
            )
        self.fields["service"] = forms.TypedChoiceField(
            label="Layanan untuk baris tanpa layanan", coerce=int, empty_value=None, required=False,
            choices=[("", "Menurut kolom layanan"), *((str(pk), one.name) for pk, one in self.services.items())],
            initial=batch.service_id or "",
        )  # fmt: skip

    def columns(self) -> list[forms.BoundField]:
        return [self[f"c{at}"] for at in range(len(self.batch.settings["headings"]))]

    def purposes(self) -> list[str]:
        """As chosen; empty where only the order of U8 and U9 changed, so that they are guessed anew."""
        chosen = [self.cleaned_data[f"c{at}"] for at in range(len(self.batch.settings["headings"]))]
        same = chosen == self.batch.settings["purposes"]
        return [] if same and self.habit() != self.batch.settings["habit"] else chosen

    def habit(self) -> str:
        habit: str = self.cleaned_data.get("habit", self.batch.settings["habit"])
        return habit

    def service(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])
