"""What the office types to run a survey."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from cermat.instruments.formula import Definition
from cermat.lib.months import Month
from cermat.survey.actions import Group
from cermat.survey.actions.receipts import MOST
from cermat.survey.actions.setting_up import MOST_SERVED
from cermat.survey.models import Batch, Channel, Service, Survey
from cermat.survey.queries import Suspect
from cermat.survey.schema import CHANNEL_NAMES, SMALLEST_GROUP

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
PIN = re.compile(r"[0-9]{4,8}")
SHORT = forms.Textarea(attrs={"rows": 3})
STAYS = "Tulis alasannya: alasan itu tetap terbaca pada riwayat survei."
BURST = "lonjakan"
PUBLIC = (Channel.QR, Channel.LINK, Channel.TABLET)


def a_day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


def a_reason(label: str, missing: str = STAYS, *, longest: int = 500, help_text: str = "") -> forms.CharField:
    """Why somebody does this. `missing`: what is said where nothing was written."""
    return forms.CharField(
        label=label, max_length=longest, widget=SHORT, help_text=help_text, error_messages={"required": missing}
    )


class SurveyForm(forms.Form):
    """A survey period. Each service has a tick and the number of people it served."""

    period = forms.CharField(
        label="Hasil untuk bulan",
        help_text="Bulan persyaratan IKM yang diisi oleh survei ini, misalnya akhir triwulan.",
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-12"}),
    )
    starts_on = a_day("Mulai")
    ends_on = a_day("Sampai", "Setelah hari ini survei tidak menutup sendiri; Anda diingatkan untuk menutupnya.")
    variant = forms.ChoiceField(
        label="Bobot unsur", required=False, help_text="Pilih bobot lain hanya bila laporan lama memakainya."
    )
    needs_receipt = forms.BooleanField(
        label="Wajib kode tanda terima",
        required=False,
        help_text="Responden menulis kode dari petugas, berlaku sekali. Tanpa pilihan ini siapa pun dapat mengisi.",
    )
    double_entry = forms.BooleanField(
        label="Lembar kertas diketik dua kali",
        required=False,
        help_text="Ketikan kedua dibandingkan dengan yang pertama sebelum disimpan.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        services: Iterable[Service],
        definition: Definition,
        initial: dict[str, Any],
        new: bool = True,
    ) -> None:
        super().__init__(data, initial=initial)
        if not new:
            del self.fields["period"]
        self.services = list(services)
        weights = [(one.name, one.label) for one in definition.variants]
        self.fields["variant"] = forms.ChoiceField(
            label=self.fields["variant"].label,
            help_text=self.fields["variant"].help_text,
            required=False,
            choices=[("", "Menurut peraturan (1/9)"), *weights],
        )
        for service in self.services:
            self.fields[f"use_{service.pk}"] = forms.BooleanField(label=service.name, required=False)
            self.fields[f"served_{service.pk}"] = forms.IntegerField(
                label=f"Jumlah yang dilayani: {service.name}", required=False, min_value=1, max_value=MOST_SERVED
            )

    def settings(self) -> list[forms.BoundField]:
        return [self[name] for name in ("period", "starts_on", "ends_on") if name in self.fields]

    def choices(self) -> list[forms.BoundField]:
        return [self[name] for name in ("variant", "needs_receipt", "double_entry")]

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"use_{one.pk}"], self[f"served_{one.pk}"]) for one in self.services]

    def clean_period(self) -> Month:
        text = self.cleaned_data["period"].strip()
        if not MONTH.fullmatch(text):
            raise forms.ValidationError("Tulis bulan seperti 2026-12.")
        return Month.parse(text)

    def offered(self) -> dict[int, int | None]:
        chosen = [one.pk for one in self.services if self.cleaned_data[f"use_{one.pk}"]]
        return {pk: self.cleaned_data[f"served_{pk}"] for pk in chosen}

    def days(self) -> tuple[date, date]:
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]

    def kept(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("variant", "needs_receipt", "double_entry")}


def as_typed(survey: Survey) -> dict[str, Any]:
    """A survey's settings as the initial values of the form."""
    return {"starts_on": survey.starts_on, "ends_on": survey.ends_on, **carried(survey)}


def carried(survey: Survey) -> dict[str, Any]:
    """What a new period takes over: all but the days."""
    typed: dict[str, Any] = {name: getattr(survey, name) for name in ("variant", "needs_receipt", "double_entry")}
    for row in survey.offered.all():
        typed |= {f"use_{row.service_id}": True, f"served_{row.service_id}": row.population}
    return typed


class ServiceForm(forms.Form):
    name = forms.CharField(label="Nama layanan", max_length=120, error_messages={"required": "Tulis nama layanannya."})


class CounterForm(forms.Form):
    """An address. Its way (link, poster, tablet) is chosen once: answers name it."""

    name = forms.CharField(
        label="Nama loket",
        max_length=80,
        help_text="Misalnya Loket 1, Pintu masuk, atau Grup WhatsApp RW 3.",
        error_messages={"required": "Tulis nama loketnya."},
    )
    channel = forms.ChoiceField(label="Cara membuka", choices=[(one.value, CHANNEL_NAMES[one]) for one in PUBLIC])
    service = forms.ChoiceField(label="Layanan", required=False)
    pin = forms.CharField(
        label="PIN tablet",
        required=False,
        max_length=8,
        help_text="4–8 angka, untuk keluar dari layar penuh. Hanya tablet yang memerlukannya.",
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, services: Iterable[Service], known: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.services = {str(service.pk): service for service in services}
        chosen = [(key, service.name) for key, service in self.services.items()]
        self.fields["service"] = forms.ChoiceField(
            label="Layanan", required=False, choices=[("", "Responden memilih sendiri"), *chosen]
        )
        if known:
            del self.fields["channel"]
            self.fields["pin"].help_text = "Kosongkan bila PIN tetap."
        self.order_fields(["name", "channel", "service", "pin"])

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"])
        if pin and not PIN.fullmatch(pin):
            raise forms.ValidationError("PIN terdiri atas 4 sampai 8 angka.")
        return pin

    def clean_service(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])


class ExcludeForm(forms.Form):
    """A whole group and a reason."""

    group = forms.ChoiceField(label="Kelompok jawaban", widget=forms.RadioSelect)
    reason = a_reason(
        "Alasan",
        "Tulis alasannya: alasan itu ikut tercetak pada laporan.",
        help_text="Ikut tercetak pada laporan bersama jumlahnya.",
    )

    def __init__(self, data: Any = None, *, groups: Mapping[str, tuple[Group, str]]) -> None:
        super().__init__(data, auto_id="exclude_%s")  # another form of the page asks for a reason too
        self.groups = groups
        self.fields["group"] = forms.ChoiceField(
            label=self.fields["group"].label,
            widget=forms.RadioSelect,
            choices=[(key, words) for key, (_group, words) in self.groups.items()],
            error_messages={"required": "Pilih kelompok jawabannya.", "invalid_choice": "Pilih kelompok dari daftar."},
        )

    @property
    def takes_burst(self) -> bool:
        return any(key.startswith(BURST) for key in self.groups)

    def chosen(self) -> Group:
        return self.groups[self.cleaned_data["group"]][0]


def groups_of(
    suspects: list[Suspect], batches: list[Batch], *, new: int = 0, restored: int = 0
) -> Mapping[str, tuple[Group, str]]:
    """Every group of answers, by the value of its choice, with how many it holds. Groups under five are not offered,
    except the whole burst and what came since the survey was sent back (`new`). `restored`: how many count again since
    then. What a seen result forbids is left out by whoever knows those."""
    found = {}
    if new:
        found["baru"] = (Group(is_new=True), f"Semua yang masuk sejak dikembalikan ({new} jawaban)")
    if restored:
        words = f"Yang dihitung lagi sejak dikembalikan dan belum pernah masuk hasil ({restored} jawaban)"
        found["lagi"] = (Group(is_restored=True), words)
    everything = sum(one.count for one in suspects)
    if len(suspects) > 1:
        found[BURST] = (Group(), f"Semua yang bertanda lonjakan ({everything} jawaban)")
    for one in suspects:
        if one.count < SMALLEST_GROUP and len(suspects) > 1:
            continue
        group = Group(service=one.service, channel=one.channel)
        words = f"Lonjakan {one.service.name}, {CHANNEL_NAMES[one.channel]} ({one.count} jawaban)"
        found[f"{BURST}-{one.service.pk}-{one.channel}"] = (group, words)
    for batch in batches:
        count = getattr(batch, "counting", batch.stored_count)
        if count >= SMALLEST_GROUP:
            found[f"tumpukan-{batch.pk}"] = (Group(batch=batch), f"Tumpukan “{batch.name}” ({count} jawaban)")
    return found


class ReopenForm(forms.Form):
    reason = a_reason(
        "Apa yang perlu dilengkapi", "Tulis alasannya, agar penyelenggara tahu apa yang perlu dilengkapi."
    )


class CorrectionForm(forms.Form):
    reason = a_reason("Apa yang keliru")


class CountAgainForm(forms.Form):
    reason = a_reason("Mengapa dihitung lagi", longest=280, help_text="Setelah itu hasilnya disahkan oleh orang lain.")

    def __init__(self, data: Any = None, *, exclusion: int) -> None:
        super().__init__(data, auto_id=f"again_{exclusion}_%s")  # one for each exclusion on the page


class ExtensionForm(forms.Form):
    ends_on = a_day("Hari terakhir yang baru")


class ReceiptForm(forms.Form):
    count = forms.IntegerField(
        label="Berapa kode",
        min_value=1,
        max_value=MOST,
        initial=60,
        help_text="30 kode pada satu lembar A4. Kode hanya terlihat pada cetakan ini; Cermat tidak menyimpannya.",
        error_messages={"required": "Tulis berapa kode yang dicetak."},
    )
