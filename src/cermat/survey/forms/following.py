"""What the desk types after a survey: the reading of a suggestion, and the plans."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cermat.organisation.models import Unit
from cermat.survey.formula import personal
from cermat.survey.models import Showing, Suggestion
from cermat.survey.schema import LONGEST_SUGGESTION

DECISIONS = [(Showing.SHOWN.value, "Tampilkan kepada umum"), (Showing.HIDDEN.value, "Sembunyikan")]
REVIEWED = "Bila yang tampak seperti nama atau alamat ternyata bukan. Nomor dan akun tetap harus dihapus."


class SuggestionForm(forms.Form):
    showing = forms.ChoiceField(label="Keputusan", choices=DECISIONS, widget=forms.RadioSelect)
    public_text = forms.CharField(
        label="Teks yang dibaca umum",
        required=False,
        max_length=LONGEST_SUGGESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hapus nama, nomor, dan alamat. Bila kosong, saran tampil seperti ditulis.",
    )
    is_reviewed = forms.BooleanField(label="Sudah saya periksa: bukan data pribadi", required=False, help_text=REVIEWED)
    unsur = forms.ChoiceField(label="Unsur", required=False)

    def __init__(self, data: Any, suggestion: Suggestion, unsur: Mapping[str, str], proposal: str) -> None:
        shown = suggestion.showing if suggestion.showing != Showing.NEW else None
        initial = {
            "showing": shown,
            "public_text": suggestion.public_text or ("" if shown == Showing.SHOWN else proposal),
            "unsur": suggestion.unsur,
        }
        super().__init__(data, initial=initial)
        self.fields["unsur"] = forms.ChoiceField(
            label="Unsur", required=False, choices=[("", "Belum dikelompokkan"), *unsur.items()]
        )
        if not any(personal(text) for text in (suggestion.text, (data or {}).get("public_text", ""))):
            del self.fields["is_reviewed"]


ASKED = {
    "text": "Tulis program perbaikannya.",
    "owner": "Pilih penanggung jawabnya.",
    "when": "Pilih triwulannya.",
}


class PlanForm(forms.Form):
    """One unsur's plan; all of it may stay empty."""

    text = forms.CharField(
        label="Program perbaikan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(label="Penanggung jawab", queryset=Unit.objects.none(), required=False)
    when = forms.ChoiceField(label="Triwulan", required=False)
    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)  # which plan this form had shown

    def __init__(
        self, data: Any, *, unsur: str, owners: Any, quarters: Iterable[tuple[str, str]], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, prefix=unsur, initial=dict(initial))
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners
        field.empty_label = "Pilih unit"
        self.fields["when"] = forms.ChoiceField(label="Triwulan", required=False, choices=[("", "Pilih"), *quarters])

    def clean(self) -> dict[str, Any]:
        """All three or nothing."""
        given = self.cleaned_data
        if any(given.get(name) for name in ASKED):
            for name, sentence in ASKED.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return given

    def show(self, version: str) -> None:
        """The page tells the plan that stands now: with the next saving it counts as seen."""
        self.data = {name: self.data[name] for name in self.data} | {self.add_prefix("seen"): version}
