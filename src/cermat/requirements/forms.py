"""Input of this room, as clean values."""

from collections.abc import Iterable

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cermat.indicators.models import Indicator
from cermat.lib.definitions import LONGEST as LONGEST_FILE
from cermat.lib.months import NAMES
from cermat.organisation.models import Unit
from cermat.requirements.models import RequirementPlan

LEFT_OUT = "0"
LONGEST = 5000  # letters of a narrative: two printed pages


class SortingForm(forms.Form):
    """One choice for each indicator: a section, “tidak dipakai”, or nothing yet."""

    def __init__(self, data: object = None, *, indicators: Iterable[Indicator], sections: Iterable[Unit]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [("", "Belum dipilah"), *((str(s.pk), s.short_name or s.name) for s in sections)]
        choices.append((LEFT_OUT, "Tidak dipakai bulan ini"))
        for indicator in indicators:
            self.fields[f"s{indicator.pk}"] = forms.ChoiceField(choices=choices, required=False)

    def sorting(self) -> dict[int, int | None]:
        """Indicator pk → section pk, or None where it is left out; what is not decided yet is not in it."""
        return {
            int(name[1:]): None if chosen == LEFT_OUT else int(chosen)
            for name, chosen in self.cleaned_data.items()
            if chosen
        }


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Alasan dikembalikan",
        help_text="Sekcam membaca kalimat ini. Sebutkan apa yang harus diperbaiki.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan pengembalian agar Sekcam tahu apa yang harus diperbaiki."},
    )


class SectionReportForm(forms.Form):
    narrative = forms.CharField(
        label="Uraian kinerja bulan ini",
        help_text="Dua atau tiga kalimat. Angka sudah terisi dari data, tidak perlu ditulis ulang.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis uraian singkat kinerja seksi bulan ini."},
    )
    obstacles = forms.CharField(
        label="Hambatan",
        help_text="Kosongkan bila tidak ada.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plan = forms.CharField(
        label="Rencana bulan berikutnya",
        help_text="Kosongkan bila tidak ada.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanFileForm(forms.Form):
    """A schedule of requirements as a file; what comes out is its text."""

    file = forms.FileField(
        label="Berkas jadwal (.yaml)",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text="Seksi dan bulan yang sudah diubah di halaman Jadwal persyaratan kembali mengikuti berkas.",
        error_messages={"required": "Pilih berkas jadwal."},
    )

    def clean_file(self) -> str:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LONGEST_FILE:
            raise forms.ValidationError("Berkas lebih dari 1 MB. Berkas jadwal berupa teks pendek.")
        try:
            return bytes(upload.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "Berkas bukan teks UTF-8. Simpan ulang sebagai teks, lalu muat lagi."
            ) from error


class StandInForm(forms.Form):
    """For each section that a schedule names and the office does not have, the section that answers instead."""

    def __init__(self, data: object = None, *, strangers: Iterable[str], sections: Iterable[Unit]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [("", "Pilih seksi"), *((section.key, str(section)) for section in sections)]
        for key in strangers:
            self.fields[f"seksi_{key}"] = forms.ChoiceField(
                label=f"Pengganti seksi “{key}”",
                choices=choices,
                error_messages={"required": "Pilih seksi yang menanggungnya."},
            )

    def stand_ins(self) -> dict[str, str]:
        return {name.removeprefix("seksi_"): key for name, key in self.cleaned_data.items()}


class PlanForm(forms.Form):
    section = forms.ModelChoiceField(label="Seksi penanggung jawab", queryset=Unit.objects.none(), empty_label=None)
    due_months = forms.TypedMultipleChoiceField(
        label="Bulan jatuh tempo",
        choices=list(enumerate(NAMES, start=1)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu bulan jatuh tempo."},
    )
    note = forms.CharField(label="Catatan", required=False, max_length=300)

    def __init__(self, data: object = None, *, plan: RequirementPlan, sections: object) -> None:
        initial = {"section": plan.section_id, "due_months": plan.due_months, "note": plan.note}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
