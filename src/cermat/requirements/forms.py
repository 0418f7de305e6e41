"""Input of this room, as clean values."""

from collections.abc import Iterable

from django import forms

from cermat.indicators.models import Indicator
from cermat.lib.months import NAMES
from cermat.organisation.models import Unit
from cermat.requirements.models import RequirementPlan, SectionReport

LEFT_OUT = "0"


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


class SectionReportForm(forms.ModelForm[SectionReport]):
    class Meta:
        model = SectionReport
        fields = ["narrative", "obstacles", "plan"]
        labels = {
            "narrative": "Uraian kinerja bulan ini",
            "obstacles": "Hambatan",
            "plan": "Rencana bulan berikutnya",
        }
        help_texts = {
            "narrative": "Dua atau tiga kalimat. Angka sudah terisi dari data, tidak perlu ditulis ulang.",
            "obstacles": "Kosongkan bila tidak ada.",
            "plan": "Kosongkan bila tidak ada.",
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("narrative", "obstacles", "plan")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["narrative"].required = True
        self.fields["narrative"].error_messages["required"] = "Tulis uraian singkat kinerja seksi bulan ini."


class PlanForm(forms.ModelForm[RequirementPlan]):
    due_months = forms.TypedMultipleChoiceField(
        label="Bulan jatuh tempo",
        choices=[(number, name) for number, name in enumerate(NAMES, start=1)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu bulan jatuh tempo."},
    )

    class Meta:
        model = RequirementPlan
        fields = ["section", "due_months", "note"]
        labels = {"section": "Seksi penanggung jawab", "note": "Catatan"}

    def __init__(self, *args: object, sections: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
