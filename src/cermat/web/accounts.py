"""How sign-in behaves: accounts are made by the office, never by visitors; every refusal says what to do."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class OfficeAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini sudah tidak aktif. Hubungi administrator kecamatan."),
        "username_password_mismatch": _(
            "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
        ),
        "too_many_login_attempts": _("Terlalu banyak percobaan yang gagal. Tunggu lima menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("Nama pengguna")
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = _("Lupa? Minta kata sandi baru kepada administrator kecamatan.")
        self.fields["password"].widget.attrs["placeholder"] = ""
