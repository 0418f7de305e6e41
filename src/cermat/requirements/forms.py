"""Input of this room, as clean values."""

from collections.abc import Iterable

from django import forms

from cermat.indicators.models import Indicator
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
