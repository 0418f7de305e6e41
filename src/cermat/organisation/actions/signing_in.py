"""Passwords: one-time ones made by the office, and one's own."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.actions.people import NewUser, random_password, require_over
from cermat.organisation.models import User
from cermat.organisation.queries.people import home_of


@transaction.atomic
def reset_password(*, user: User, by: User | None, now: datetime) -> NewUser:
    """A new one-time password, shown once to whoever asked; every session of the person ends."""
    home = require_over(by, user, now)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        raise ConflictError("Akun ini nonaktif. Aktifkan kembali lebih dahulu.", code="inactive")
    shown = random_password()
    user.set_password(shown)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="password.reset", target=_about(user, home.kecamatan), at=now)
    return NewUser(user, shown)


@transaction.atomic
def change_password(*, old: str, new: str, by: User, now: datetime) -> User:
    """One's own password. The strength of `new` is checked by the form with the installation's validators."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not user.check_password(old):
        raise DomainError("Kata sandi sekarang tidak cocok. Ketik kembali.", code="wrong_password", field="oldpassword")
    if old == new:
        raise DomainError("Kata sandi baru harus berbeda dari yang lama.", code="same_password", field="password1")
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    home = home_of(user, day_of(now))
    record(by=by, verb="password.changed", target=_about(user, home.kecamatan), at=now)
    return user


def forget_sessions(*, now: datetime) -> None:
    """Sessions that are over leave with what they hold: kept typing, a one-time password nobody looked at."""
    Session.objects.filter(expire_date__lt=now).delete()


def _about(user: User, kecamatan: object) -> Target:
    return Target("user", user.pk, chain=getattr(kecamatan, "code", "pusat"))
