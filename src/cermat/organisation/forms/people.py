"""Forms about people and their posts."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet

from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import ROLE_NAMES, Role

USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,59}$")
NIP = re.compile(r"^\d{18}$")
PHONE = re.compile(r"^(\+62|0)\d{8,13}$")


class DayField(forms.DateField):
    """A day, picked or typed as 2026-11-30 or 30-11-2026."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        super().__init__(**options)
        self.error_messages |= {
            "invalid": "Tanggal tidak terbaca. Tulis seperti 30-11-2026.",
            "required": "Pilih tanggalnya.",
        }


class SearchForm(forms.Form):
    q = forms.CharField(label="Cari nama", required=False, max_length=60)


class ContactForm(forms.Form):
    """Telephone and mail, with the checks every form about a person needs."""

    phone = forms.CharField(
        label="Nomor WhatsApp", required=False, max_length=20, help_text="Misalnya 081234567890 atau +6281234567890."
    )
    email = forms.EmailField(
        label="Surel", required=False, error_messages={"invalid": "Alamat surel tidak lengkap. Periksa tanda @."}
    )

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s.-]", "", self.cleaned_data["phone"])
        if phone and not PHONE.match(phone):
            raise forms.ValidationError("Nomor telepon tidak terbaca. Tulis misalnya 081234567890.")
        return phone


class ProfileForm(ContactForm):
    """What people change about themselves."""


class PersonForm(ContactForm):
    """What the office knows about a person."""

    username = forms.CharField(
        label="Nama pengguna",
        max_length=60,
        help_text="Huruf kecil, angka, titik, strip, misalnya kasi.pelayanan.",
    )
    full_name = forms.CharField(label="Nama lengkap dan gelar", max_length=120)
    nip = forms.CharField(label="NIP", required=False, max_length=24, help_text="18 angka. Kosongkan bila tidak ada.")
    rank = forms.CharField(label="Pangkat", required=False, max_length=60, help_text="Misalnya Penata Tingkat I.")
    grade = forms.CharField(label="Golongan", required=False, max_length=10, help_text="Misalnya III/d.")
    field_order = ["full_name", "username", "nip", "rank", "grade", "phone", "email"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip().lower()
        if not USERNAME.match(username):
            raise forms.ValidationError("Pakai sedikitnya tiga huruf kecil atau angka, tanpa spasi.")
        return username

    def clean_nip(self) -> str:
        nip = re.sub(r"\s", "", self.cleaned_data["nip"])
        if nip and not NIP.match(nip):
            raise forms.ValidationError("NIP terdiri atas 18 angka.")
        return nip


class PostForm(forms.Form):
    """An office for a person."""

    role = forms.ChoiceField(
        label="Peran", choices=[(str(role), ROLE_NAMES[role]) for role in Role if role is not Role.OBSERVER]
    )
    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label="Pilih unit")
    acting = forms.ChoiceField(
        label="Sifat", required=False, choices=[("", "Definitif"), ("plt", "Plt."), ("plh", "Plh.")]
    )
    start = DayField(label="Mulai bertugas")
    end = DayField(label="Sampai", required=False, help_text="Kosongkan bila belum ditentukan.")
    decree = forms.CharField(label="Nomor keputusan", required=False, max_length=120)

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "unit", units)

    def post(self) -> dict[str, Any]:
        """The fields of a Post; the rest of the form is about the person."""
        return {name: self.cleaned_data[name] for name in PostForm.base_fields} | {
            "role": Role(self.cleaned_data["role"])
        }


class NewUserForm(PersonForm, PostForm):
    """A person with their first post, on one page."""

    field_order = [*PersonForm.field_order, "role", "unit", "acting", "start", "end", "decree"]

    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PersonForm.base_fields}


class EndForm(forms.Form):
    on = DayField(label="Hari terakhir bertugas")


class SuccessionForm(forms.Form):
    """Who follows, from when, by which decree."""

    new = forms.ModelChoiceField(label="Pejabat baru", queryset=User.objects.none(), empty_label="Pilih orang")
    on = DayField(
        label="Mulai bertugas", help_text="Pejabat lama berakhir sehari sebelumnya. Tugas yang terbuka ikut berpindah."
    )
    decree = forms.CharField(label="Nomor keputusan", max_length=120)

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "new", people)


class QualificationForm(forms.Form):
    """One question and one remark per qualification of the SOP; the texts are the SOP's own."""

    def __init__(self, *args: Any, texts: list[str], known: dict[str, tuple[bool, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.texts = texts
        for number, text in enumerate(texts):
            met, proof = known.get(text, (False, ""))
            self.fields[f"met_{number}"] = forms.BooleanField(label=text, required=False, initial=met)
            self.fields[f"proof_{number}"] = forms.CharField(
                label="Keterangan", required=False, max_length=200, initial=proof, help_text="Misalnya ijazah, bimtek."
            )

    def met(self) -> dict[str, tuple[bool, str]]:
        data = self.cleaned_data
        return {text: (data[f"met_{number}"], data[f"proof_{number}"]) for number, text in enumerate(self.texts)}


class PasswordForm(forms.Form):
    """One's own new password. The fields bear the names that web.typed never keeps."""

    oldpassword = forms.CharField(
        label="Kata sandi sekarang", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    password1 = forms.CharField(
        label="Kata sandi baru",
        help_text="Sedikitnya 12 huruf atau angka. Tiga kata acak mudah diingat.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Kata sandi baru, sekali lagi", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password1(self) -> str:
        new: str = self.cleaned_data["password1"]
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "Kedua kata sandi baru tidak sama. Ketik kembali.")
        return data


def _offer(form: forms.Form, name: str, choices: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = choices
