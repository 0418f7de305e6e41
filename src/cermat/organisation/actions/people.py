"""People: who signs in, what is known about them, and when they no longer may."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.actions.posts import Post, end_post, hold
from cermat.organisation.models import Qualification, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require_unless_installer
from cermat.organisation.queries.people import home_of, people_managed_by

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper: no i, l, o, 0, 1


@dataclass(frozen=True)
class Person:
    """What is typed about a person. NIP, rank and grade stand under signatures."""

    username: str
    full_name: str
    nip: str = ""
    rank: str = ""
    grade: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class NewUser:
    """A fresh account; `password` exists only here, to be shown once."""

    user: User
    password: str = field(repr=False)


def random_password() -> str:
    """Twelve characters in three groups, 59 bits: long enough for a first sign-in, short enough to be dictated."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def add_user(
    *,
    person: Person,
    post: Post,
    by: User | None,
    now: datetime,
    example_hash: str = "",
) -> NewUser:
    """An account with its first office and a random password that must be changed at sign-in.

    `example_hash` makes it an invented person of the examples: the hash of the password that all of them share (a
    hash takes long on purpose, and they are many). `by=None` is the installer. ConflictError where the name is taken.
    """
    require_unless_installer(by, Permission.MANAGE_PEOPLE, post.unit, day_of(now))
    shown = "" if example_hash else random_password()
    user = User(**asdict(person), is_example=bool(example_hash), must_change_password=not example_hash)
    if example_hash:
        user.password = example_hash
    else:
        user.set_password(shown)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise ConflictError(
            f"Nama pengguna “{person.username}” sudah dipakai. Pilih nama lain.",
            code="username_taken",
            field="username",
        ) from error
    record(by=by, verb="user.added", target=_about(user, post.unit), at=now, after=asdict(person))
    hold(user=user, post=post, by=by, now=now)
    return NewUser(user, shown)


def _about(user: User, unit: Unit) -> Target:
    return Target("user", user.pk, chain=unit.kecamatan.code if unit.kecamatan else "pusat")


def require_over(by: User | None, user: User, now: datetime) -> Unit:
    """The unit under which `by` may manage `user`, else NotAllowedError."""
    today = day_of(now)
    home = home_of(user, today)
    if by is not None and not people_managed_by(by, today).filter(pk=user.pk).exists():
        raise NotAllowedError
    return home


@transaction.atomic
def change_person(*, user: User, person: Person, by: User | None, now: datetime) -> User:
    """Correct what is known about a person. People themselves change their telephone and mail on their profile."""
    home = require_over(by, user, now) if by != user else home_of(user, day_of(now))
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = {name: getattr(user, name) for name in asdict(person)}
    after = asdict(person)
    if by == user and any(before[name] != after[name] for name in after if name not in {"phone", "email"}):
        raise NotAllowedError("Nama, NIP, dan pangkat diubah oleh administrator kantor Anda.")
    if User.objects.filter(username__iexact=person.username).exclude(pk=user.pk).exists():
        raise ConflictError("Nama pengguna ini sudah dipakai.", code="username_taken", field="username")
    for name, value in after.items():
        setattr(user, name, value)
    user.save(update_fields=list(after))
    changed = [name for name in after if before[name] != after[name]]
    record(
        by=by,
        verb="user.changed",
        target=_about(user, home),
        at=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: User | None, now: datetime) -> User:
    """The person can no longer sign in: their sessions end at once and their offices end today."""
    home = require_over(by, user, now)
    if by == user:
        raise DomainError("Anda tidak dapat menonaktifkan akun Anda sendiri.", code="own_account")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    today = day_of(now)
    for assignment in user.assignments.select_for_update(of=("self",), no_key=True).select_related("unit__kecamatan"):
        if assignment.end is None or assignment.end > today:
            end_post(assignment, max(today, assignment.start), by=by, now=now)
    user.is_active = False
    user.set_unusable_password()  # changes the key that every session carries
    user.save(update_fields=["is_active", "password"])
    record(
        by=by,
        verb="user.deactivated",
        target=_about(user, home),
        at=now,
        before={"active": True},
        after={"active": False},
    )
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: User | None, now: datetime) -> NewUser:
    """The account lives again with a new one-time password; its offices are given anew."""
    home = require_over(by, user, now)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    shown = random_password()
    user.is_active, user.must_change_password = True, True
    user.set_password(shown)
    user.save(update_fields=["is_active", "must_change_password", "password"])
    record(by=by, verb="user.reactivated", target=_about(user, home), at=now, after={"active": True})
    return NewUser(user, shown)


@transaction.atomic
def record_qualification(
    *, user: User, text: str, is_met: bool, proof: str = "", by: User | None, now: datetime
) -> Qualification:
    """Whether the person meets one qualification of the SOP; `text` is the SOP's own sentence."""
    home = require_over(by, user, now)
    known = Qualification.objects.select_for_update(no_key=True).filter(user=user, text=text).first()
    before: dict[str, Any] = {"text": text, "met": known.is_met, "proof": known.proof} if known else {}
    qualification, _is_new = Qualification.objects.update_or_create(
        user=user, text=text, defaults={"is_met": is_met, "proof": proof}
    )
    after = {"text": text, "met": is_met, "proof": proof}
    if before != after:
        target = _about(user, home)
        record(by=by, verb="qualification.recorded", target=target, at=now, before=before, after=after)
    return qualification


@transaction.atomic
def record_qualifications(
    *, user: User, met: Mapping[str, tuple[bool, str]], by: User | None, now: datetime
) -> list[Qualification]:
    """Several at once: text of the SOP → (met, remark)."""
    return [
        record_qualification(user=user, text=text, is_met=is_met, proof=proof, by=by, now=now)
        for text, (is_met, proof) in met.items()
    ]
