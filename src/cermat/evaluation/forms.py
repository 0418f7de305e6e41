"""Input of this room, as clean values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cermat.evaluation.models import Finding
from cermat.organisation.models import Unit

LONG = forms.Textarea(attrs={"rows": 4})


def pick(label: str, choices: Iterable[tuple[str, str]], *, empty: str, help_text: str = "") -> forms.ChoiceField:
    """A choice that may stay empty."""
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=False, help_text=help_text)


class FindingForm(forms.Form):
    """Against an indicator, a unit, a requirement, or several of them."""

    text = forms.CharField(
        label="Catatan hasil monev",
        help_text="Apa yang terlihat, dan di mana. Rekomendasinya ditetapkan dalam rapat.",
        max_length=2000,
        widget=LONG,
        error_messages={"required": "Tulis catatannya."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        indicators: Iterable[tuple[str, str]],
        units: Iterable[Unit],
        requirements: Iterable[tuple[str, str]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.units = {str(unit.pk): unit for unit in units}
        chosen = [(key, str(unit)) for key, unit in self.units.items()]
        self.fields["indicator_code"] = pick("Indikator", indicators, empty="Tidak khusus indikator")
        self.fields["unit"] = pick("Unit", chosen, empty="Tidak khusus unit")
        self.fields["requirement_key"] = pick("Persyaratan", requirements, empty="Tidak khusus persyaratan")

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])


class MeetingForm(forms.Form):
    letter_number = forms.CharField(
        label="Nomor surat",
        help_text="Dari agenda surat; boleh diisi setelah surat diberi nomor.",
        max_length=60,
        required=False,
    )
    held_on = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.CharField(label="Jam", max_length=40)
    place = forms.CharField(label="Tempat", max_length=120)
    agenda = forms.CharField(label="Acara", max_length=2000, widget=LONG, required=False)


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label="Isi",
        help_text="Pembahasan dan keputusan. Daftar hadir dan rekomendasi tercetak sendiri.",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Tulis isi rapatnya."},
    )


class RemarkForm(forms.Form):
    text = forms.CharField(label="Catatan rapat", max_length=500, error_messages={"required": "Tulis catatan rapat."})


class RecommendationForm(forms.Form):
    text = forms.CharField(
        label="Rekomendasi", max_length=2000, widget=LONG, error_messages={"required": "Tulis rekomendasinya."}
    )
    due_on = forms.DateField(label="Batas waktu", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        data: Any = None,
        *,
        findings: Iterable[Finding],
        owners: Iterable[Unit],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.findings = {str(finding.pk): finding for finding in findings}
        self.owners = {str(unit.pk): unit for unit in owners}
        notes = [(key, f"{finding.about}: {finding.text}"[:90]) for key, finding in self.findings.items()]
        self.fields["finding"] = pick("Dari catatan", notes, empty="Tanpa catatan")
        self.fields["owner"] = forms.ChoiceField(
            label="Penanggung jawab", choices=[("", "Pilih"), *((key, str(unit)) for key, unit in self.owners.items())]
        )
        self.order_fields(["finding", "text", "owner", "due_on"])

    def clean_finding(self) -> Finding | None:
        return self.findings.get(self.cleaned_data["finding"])

    def clean_owner(self) -> Unit:
        return self.owners[self.cleaned_data["owner"]]


class FollowUpForm(forms.Form):
    cause = forms.CharField(
        label="Penyebab", max_length=2000, widget=LONG, error_messages={"required": "Tulis penyebabnya."}
    )
    action = forms.CharField(
        label="Rencana tindak lanjut",
        max_length=2000,
        widget=LONG,
        error_messages={"required": "Tulis rencana tindak lanjutnya."},
    )


class ProofForm(forms.Form):
    note = forms.CharField(label="Apa yang sudah dilakukan", max_length=2000, widget=LONG, required=False)
    upload = forms.FileField(label="Bukti dukung", help_text="Foto atau PDF, paling besar 10 MB.", required=False)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Apa yang masih kurang",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang masih kurang."},
    )
