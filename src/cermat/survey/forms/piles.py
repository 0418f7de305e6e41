"""Starting a pile, typing into it, settling its differences."""

from typing import Any

from django import forms

from cermat.survey.models import Service
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS

LONGEST_TYPING = 100_000  # characters of pasted lines


class PileForm(forms.Form):
    """A new pile. What is chosen here holds for each of its sheets, unless a line says otherwise."""

    name = forms.CharField(label="Nama tumpukan", max_length=120, help_text="Misalnya: Loket 1, 12 November.")
    service = forms.TypedChoiceField(label="Layanan", coerce=int, empty_value=None)

    def __init__(self, *args: Any, services: list[Service], **options: Any) -> None:
        super().__init__(*args, **options)
        self.services = {service.pk: service for service in services}
        choices = [(str(pk), service.name) for pk, service in self.services.items()]
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", "– pilih –"), *choices]
        for name, keys in RESPONDENT_FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=FIELD_NAMES[name], choices=[("", "Menurut tiap lembar"), *keys.items()], required=False
            )

    def told(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in RESPONDENT_FIELDS if self.cleaned_data.get(name)}


class LinesForm(forms.Form):
    """One line, or many that were pasted."""

    lines = forms.CharField(
        label="Ketik lembar, lalu Enter",
        max_length=LONGEST_TYPING,
        widget=forms.Textarea(
            attrs={"rows": 2, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "class": "code"}
        ),
        error_messages={"required": "Ketik jawaban satu lembar: satu angka untuk setiap pertanyaan."},
    )

    def texts(self) -> list[str]:
        text: str = self.cleaned_data["lines"]
        return text.splitlines()


class LineForm(forms.Form):
    text = forms.CharField(
        label="Isi lembar",
        max_length=2_000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": "Ketik jawaban lembar ini, atau hapus lembarnya."},
    )


class DifferencesForm(forms.Form):
    """For each difference: which typing is right, no such sheet, or the line typed once more (`t0`)."""

    FIRST, SECOND, NONE, AGAIN = "1", "2", "0", "3"

    def __init__(self, data: Any = None, *, rows: list[tuple[str, str, str]]) -> None:
        """`rows`: which sheet, and what each typing says of it; "" where it has no such sheet."""
        super().__init__(data)
        self.count = len(rows)
        for at, (sheet, first, second) in enumerate(rows):
            choices = [
                (self.FIRST, f"Ketikan pertama: {first}" if first else ""),
                (self.SECOND, f"Ketikan kedua: {second}" if second else ""),
                (self.NONE, "Lembar ini tidak ada" if not (first and second) else ""),
                (self.AGAIN, "Ketik sekali lagi:"),
            ]
            self.fields[f"d{at}"] = forms.ChoiceField(
                label=f"Mana yang sesuai dengan {sheet}?",
                choices=[choice for choice in choices if choice[1]],
                widget=forms.RadioSelect,
                error_messages={"required": "Pilih yang sesuai dengan kertasnya."},
            )
            self.fields[f"t{at}"] = forms.CharField(
                label=f"Isi {sheet}", required=False, max_length=2_000,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"d{at}"], self[f"t{at}"]) for at in range(self.count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for at in range(self.count):
            if cleaned.get(f"d{at}") == self.AGAIN and not cleaned.get(f"t{at}", "").strip():
                self.add_error(f"t{at}", "Ketik isi lembarnya.")
        return cleaned

    def chosen(self) -> dict[int, str]:
        """As `actions.piles.settle_differences` wants it."""
        said = {at: self.cleaned_data[f"d{at}"] for at in range(self.count)}
        words = {self.NONE: ""}
        return {
            at: self.cleaned_data[f"t{at}"] if choice == self.AGAIN else words.get(choice, choice)
            for at, choice in said.items()
        }
