"""A post: an office to be held, and the rules it must keep."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cermat.audit.actions import Target, record, take_turn
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import long_date
from cermat.organisation.models import KIND_NAMES, Acting, Assignment, Kind, Unit, User
from cermat.organisation.permissions import HEADS, ROLE_KINDS, ROLE_NAMES, Role


@dataclass(frozen=True)
class Post:
    """An office to be held: role, unit, from, to, by which decree, definitive or Plt./Plh."""

    role: Role
    unit: Unit
    start: date
    decree: str = ""
    acting: str = Acting.NO
    end: date | None = None


def hold(*, user: User, post: Post, by: User | None, now: datetime) -> Assignment:
    """Check the post and write it; the caller has asked for the permission and opened the transaction."""
    take_turn(chain=chain_of(post.unit))  # two appointments to one office; whoever calls may have written before
    _check_fits(post)
    if not user.is_active:
        raise DomainError(f"Akun {user} nonaktif. Aktifkan lebih dahulu.", code="inactive", field="user")
    _check_free(user, post)
    assignment = Assignment.objects.create(
        user=user,
        role=post.role,
        unit=post.unit,
        start=post.start,
        end=post.end,
        decree=post.decree,
        acting=post.acting,
    )
    record(by=by, verb="assignment.started", target=about(assignment), at=now, after=told(assignment))
    return assignment


def _check_fits(post: Post) -> None:
    if post.unit.kind not in ROLE_KINDS[Role(post.role)]:
        fitting = " atau ".join(sorted(KIND_NAMES[Kind(kind)] for kind in ROLE_KINDS[Role(post.role)]))
        raise DomainError(
            f"{ROLE_NAMES[Role(post.role)]} bertugas di {fitting}, bukan di {post.unit}. Pilih unit yang sesuai.",
            code="role_does_not_fit",
            field="unit",
        )
    if not post.unit.is_active:
        raise DomainError(f"{post.unit} sudah tidak aktif.", code="unit_inactive", field="unit")
    if post.end is not None and post.end < post.start:
        raise DomainError("Tanggal selesai mendahului tanggal mulai.", code="ends_before_start", field="end")


def _check_free(user: User, post: Post) -> None:
    overlapping = Assignment.objects.filter(Q(end=None) | Q(end__gte=post.start), unit=post.unit, role=post.role)
    if post.end is not None:
        overlapping = overlapping.filter(start__lte=post.end)
    if overlapping.filter(user=user).exists():
        raise ConflictError(f"{user} sudah memegang jabatan ini pada tanggal itu.", code="held_already", field="start")
    if post.role in HEADS and post.acting == Acting.NO:
        other = overlapping.filter(acting=Acting.NO).select_related("user").first()
        if other is not None:
            raise ConflictError(
                f"{other.title} dijabat {other.user} sejak {long_date(other.start)}. Gunakan pergantian pejabat, "
                "akhiri penugasan itu, atau pilih Plt./Plh.",
                code="two_heads",
                field="unit",
            )


def end_post(assignment: Assignment, on: date, *, by: User | None, now: datetime) -> None:
    """`on` becomes the last day in office. The caller holds the row and has checked the day."""
    before, assignment.end = assignment.end, on
    assignment.save(update_fields=["end"])
    record(
        by=by,
        verb="assignment.ended",
        target=about(assignment),
        at=now,
        before={"end": before.isoformat() if before else None},
        after={"end": on.isoformat()},
    )


def about(assignment: Assignment) -> Target:
    return Target("assignment", assignment.pk, chain=chain_of(assignment.unit))


def chain_of(unit: Unit) -> str:
    return unit.kecamatan.code if unit.kecamatan else "pusat"


def told(assignment: Assignment) -> dict[str, object]:
    return {
        "user": assignment.user_id,
        "role": str(assignment.role),
        "unit": assignment.unit.code,
        "start": assignment.start.isoformat(),
        "end": assignment.end.isoformat() if assignment.end else None,
        "decree": assignment.decree,
        "acting": str(assignment.acting),
    }
