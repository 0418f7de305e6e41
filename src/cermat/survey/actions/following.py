"""What an office makes of a survey: suggestions read, shown or hidden, and plans for the lowest unsur."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.survey.actions.setting_up import held_survey, target_of
from cermat.survey.formula import NEVER_SHOWN, Found, personal
from cermat.survey.models import Improvement, Showing, Suggestion, Survey, SurveyState
from cermat.survey.queries.improvements import unsur_codes, version_of

FINISHED = (SurveyState.CLOSED, SurveyState.CONFIRMED)


# ---- Suggestions


@dataclass(frozen=True)
class Decision:
    """Whether the public reads a suggestion, as it is or as `public_text`, and to which unsur it belongs.

    `is_reviewed`: whoever decides has read what looks like a name or an address, and says that it is none.
    """

    showing: Showing
    public_text: str = ""
    unsur: str = ""
    is_reviewed: bool = False


@transaction.atomic
def moderate_suggestion(*, suggestion: Suggestion, decision: Decision, by: User, now: datetime) -> Suggestion:
    """What has the shape of a number or an account is never shown; what looks like a name or an address only once it
    was reviewed. The audit tells the decision, never the words."""
    suggestion = _locked(suggestion)
    authority = require(by, Permission.RUN_SURVEY, suggestion.survey.desk, day_of(now))
    _check(suggestion, decision)
    showing, unsur, public_text = decision.showing, decision.unsur, _plain(decision.public_text)
    shown = (public_text or _plain(suggestion.text)) if showing == Showing.SHOWN else ""
    looked_like = _reviewed(shown, is_reviewed=decision.is_reviewed)
    before = {"showing": suggestion.showing, "unsur": suggestion.unsur, "changed": bool(suggestion.public_text)}
    suggestion.showing, suggestion.unsur = showing, unsur
    kept = public_text if showing == Showing.SHOWN else ""
    suggestion.public_text = "" if kept == _plain(suggestion.text) else kept
    suggestion.moderated_by, suggestion.moderated_at = by, now
    suggestion.save(update_fields=["showing", "unsur", "public_text", "moderated_by", "moderated_at"])
    record(
        by=by,
        verb="survey.suggestion_moderated",
        target=_target(suggestion),
        at=now,
        before=before,
        after={"showing": showing, "unsur": unsur, "changed": bool(suggestion.public_text)}
        | ({"reviewed": looked_like} if looked_like else {}),
        on_behalf_of=authority.principal,
    )
    return suggestion


@transaction.atomic
def mark_suggestion(*, suggestion: Suggestion, is_marked: bool, by: User, now: datetime) -> Suggestion:
    """For the office's own attention; the public sees nothing of it."""
    suggestion = _locked(suggestion)
    authority = require(by, Permission.RUN_SURVEY, suggestion.survey.desk, day_of(now))
    _refuse_early(suggestion)
    before = suggestion.is_marked
    suggestion.is_marked = is_marked
    suggestion.save(update_fields=["is_marked"])
    record(
        by=by,
        verb="survey.suggestion_marked",
        target=_target(suggestion),
        at=now,
        before={"is_marked": before},
        after={"is_marked": is_marked},
        on_behalf_of=authority.principal,
    )
    return suggestion


def _locked(suggestion: Suggestion) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("survey__desk", "survey__version", "survey__kecamatan").get(pk=suggestion.pk)


def _target(suggestion: Suggestion) -> Target:
    return Target("suggestion", suggestion.pk, chain=suggestion.survey.kecamatan.code)


def _plain(text: str) -> str:
    """With the line ends of what is stored: a browser sends others, and the same words would not be the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _refuse_early(suggestion: Suggestion) -> None:
    if suggestion.survey.state not in FINISHED:
        raise ConflictError("Saran dibaca setelah survei ditutup. Tutup dahulu, lalu baca.", code="too_early")


def _check(suggestion: Suggestion, decision: Decision) -> None:
    _refuse_early(suggestion)
    if decision.showing == Showing.NEW:
        raise DomainError("Pilih: tampilkan atau sembunyikan.", field="showing")
    if decision.unsur and decision.unsur not in unsur_codes(suggestion.survey):
        raise DomainError("Unsur ini tidak ada dalam survei. Pilih unsur dari daftarnya.", field="unsur")


def _reviewed(shown: str, *, is_reviewed: bool) -> list[str]:
    """The kinds of personal data that the text only looks like, as somebody says who has read it."""
    if numbers := personal(shown, NEVER_SHOWN):
        raise DomainError(
            f"Teks ini memuat {_listed(shown, numbers)}. Hapus bagian itu dari teks yang dibaca umum, lalu simpan.",
            field="public_text",
        )
    found = personal(shown)
    if found and not is_reviewed:
        raise DomainError(
            f"Teks ini tampaknya memuat data pribadi: {_listed(shown, found)}. Hapus bagian itu, atau centang di bawah "
            "bila sudah Anda periksa dan bukan data pribadi, lalu simpan.",
            field="public_text",
        )
    return sorted({one.kind.value for one in found})


def _listed(text: str, found: tuple[Found, ...]) -> str:
    return ", ".join(dict.fromkeys(f"{one.kind} (“{text[one.start : one.end].strip()}”)" for one in found))


# ---- Plans


@dataclass(frozen=True)
class Plan:
    text: str
    owner: Unit
    year: int
    quarter: int


@transaction.atomic
def plan_improvement(*, survey: Survey, unsur: str, plan: Plan, by: User, now: datetime) -> Improvement:
    """Write down what shall be done about an unsur; a plan that stands already is replaced."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    survey = held_survey(survey)
    _refuse_running(survey)
    before = _changeable(survey, unsur)
    _check_plan(survey, unsur, plan, before, now)
    made, _new = Improvement.objects.update_or_create(
        survey=survey,
        unsur=unsur,
        defaults={
            "text": _plain(plan.text), "owner": plan.owner, "year": plan.year, "quarter": plan.quarter, "by": by,
            "at": now,
        },
    )  # fmt: skip
    record(
        by=by,
        verb="survey.improvement_planned",
        target=target_of(survey),
        at=now,
        before=_told(before) if before else None,
        after=_told(made),
        on_behalf_of=authority.principal,
    )
    return made


@dataclass(frozen=True)
class Saved:
    made: list[Improvement]
    dropped: list[str]  # unsur


@transaction.atomic
def save_plans(
    *, survey: Survey, plans: Mapping[str, Plan | None], seen: Mapping[str, str], by: User, now: datetime
) -> Saved:
    """All plans of a page at once, or none: unsur → plan, None to take it back. What did not change is left as it is.

    `seen` tells which plan (`version_of`) the page had shown for an unsur, "" for none: whoever did not see a plan
    neither replaces nor drops it. The field of an error names the unsur too: waktu-text.
    """
    require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    held_survey(survey)
    kept = {one.unsur: one for one in Improvement.objects.filter(survey=survey).select_related("owner")}
    saved = Saved([], [])
    for unsur, plan in plans.items():
        held, shown = kept.get(unsur), seen.get(unsur, "")
        if _is_as(held, plan) or (plan is None and not shown):
            continue
        if shown != version_of(held):
            raise ConflictError(_changed_meanwhile(held), code="changed", field=f"{unsur}-text")
        if plan is not None:
            saved.made.append(plan_improvement(survey=survey, unsur=unsur, plan=plan, by=by, now=now))
        else:
            drop_improvement(survey=survey, unsur=unsur, by=by, now=now)
            saved.dropped.append(unsur)
    return saved


def _is_as(held: Improvement | None, plan: Plan | None) -> bool:
    if held is None or plan is None:
        return held is None and plan is None
    return Plan(held.text, held.owner, held.year, held.quarter) == replace(plan, text=_plain(plan.text))


def _changed_meanwhile(held: Improvement | None) -> str:
    if held is None:
        return (
            "Rencana ini sudah dihapus setelah halaman Anda dibuka. Simpan sekali lagi untuk menyusunnya kembali, "
            "atau kosongkan."
        )
    return (
        f"Rencana untuk unsur ini sudah ditulis setelah halaman Anda dibuka: “{held.text}” ({held.owner}). "
        "Simpan sekali lagi bila isian Anda yang dipakai, atau buka lagi halaman ini untuk memakai rencana itu."
    )


def _changeable(survey: Survey, unsur: str) -> Improvement | None:
    """The locked plan for the unsur, if there is one and no recommendation was made of it."""
    rows = Improvement.objects.select_for_update(of=("self",), no_key=True).filter(survey=survey, unsur=unsur)
    held = rows.select_related("owner").first()
    if held is not None and Improvement.objects.filter(pk=held.pk, recommendation__isnull=False).exists():
        raise ConflictError(
            "Rencana ini sudah menjadi rekomendasi, jadi tidak dapat diubah di sini. Lanjutkan pada rekomendasinya.",
            code="recommended",
            field=f"{unsur}-text",
        )
    return held


@transaction.atomic
def drop_improvement(*, survey: Survey, unsur: str, by: User, now: datetime) -> None:
    """Take the plan for an unsur back, if there is one."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    survey = held_survey(survey)
    _refuse_running(survey)
    held = _changeable(survey, unsur)
    if held is None:
        return
    before = _told(held)
    held.delete()
    record(
        by=by, verb="survey.improvement_dropped", target=target_of(survey), at=now, before=before,
        on_behalf_of=authority.principal,
    )  # fmt: skip


def _refuse_running(survey: Survey) -> None:
    if survey.state not in FINISHED:
        raise ConflictError("Rencana disusun setelah survei ditutup. Tutup dahulu, lalu susun.", code="still_running")


def _check_plan(survey: Survey, unsur: str, plan: Plan, before: Improvement | None, now: datetime) -> None:
    if unsur not in unsur_codes(survey):
        raise DomainError(
            "Unsur ini tidak ada dalam survei. Muat ulang halaman ini untuk melihat unsurnya.", code="unknown_unsur"
        )
    if not plan.text.strip():
        raise DomainError("Tulis program perbaikannya.", field=f"{unsur}-text")
    if not 1 <= plan.quarter <= 4:
        raise DomainError("Triwulan itu tidak ada. Pilih triwulan 1 sampai 4.", field=f"{unsur}-when")
    today = day_of(now)
    is_kept = before is not None and (before.year, before.quarter) == (plan.year, plan.quarter)
    if not is_kept and (plan.year, plan.quarter) < (today.year, (today.month + 2) // 3):
        raise DomainError("Triwulan itu sudah lewat. Pilih triwulan ini atau sesudahnya.", field=f"{unsur}-when")
    if plan.owner.kecamatan_id != survey.kecamatan_id:
        raise DomainError(
            "Penanggung jawab adalah unit di kecamatan ini. Pilih satu dari daftarnya.", field=f"{unsur}-owner"
        )


def _told(made: Improvement) -> dict[str, object]:
    return {
        "unsur": made.unsur,
        "text": made.text,
        "owner": made.owner.code,
        "when": f"{made.year}-TW{made.quarter}",
    }
