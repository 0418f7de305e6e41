"""The kecamatan's answers to an instrument with grades (LKE): saved, given other grades with reasons, confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.instruments.actions.results import record_result
from cermat.instruments.formula import Definition, Outcome, Override, details_of
from cermat.instruments.models import Assessment, InstrumentVersion, Result
from cermat.instruments.queries import definition_of
from cermat.instruments.queries.assessments import checkers_of, is_assessed, may_check, outcome_for, outcome_of, stamp
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month, day_of
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require

LONGEST = 500


@transaction.atomic
def save_assessment(
    *,
    version: InstrumentVersion,
    year: int,
    answers: Mapping[str, str],
    overrides: Mapping[str, Override],
    seen: str,
    by: User,
    now: datetime,
) -> Assessment:
    """Keep the answers of a year until others confirm them; a grade that somebody gives keeps its author and time.

    `overrides` are grade and reason as typed; `seen` the `stamp` of the assessment on the form. Raises ConflictError
    where somebody saved in between, ValueError for an answer or a grade that cannot be.
    """
    right = require(by, Permission.RECORD_DOCUMENT, version.kecamatan, day_of(now))
    definition = definition_of(version.text)
    if not is_assessed(definition):
        raise DomainError(f"{version.short} tidak dinilai sendiri oleh kecamatan.", code="not_assessed")
    _require_reasons(overrides)
    Unit.objects.select_for_update(no_key=True).get(pk=version.kecamatan_id)
    held = Assessment.objects.waiting().select_for_update(no_key=True).filter(version=version, year=year).first()
    if stamp(held) != seen:
        raise ConflictError(
            "Penilaian ini baru saja disimpan orang lain. "
            "Ketikan Anda masih ada: periksa yang ditandai, lalu simpan lagi.",
            code="saved_between",
        )
    before = _told(held) if held else None
    made = held or Assessment(kecamatan=version.kecamatan, version=version, year=year)
    last = held or Assessment.objects.filter(version=version, year=year).first()
    made.overrides = _signed(overrides, last.overrides if last else {}, by, now)
    made.answers = {code: text for code, text in answers.items() if text}
    made.made_by, made.made_at = by, now
    made.makers = sorted({*made.makers, by.pk, *_authors(made, last)})
    outcome_for(definition, made.answers, made.overrides)
    made.save()
    _audit(made, "saved", right, now, _told(made), before)
    _ask_to_check(made, last, now)
    return made


def _ask_to_check(made: Assessment, last: Assessment | None, now: datetime) -> None:
    """Instead of what was asked of it as it stood before: to check it, or to mend it."""
    if last is not None:
        settle_news(key=f"assessment:{last.pk}:", now=now)
    people = list(User.objects.filter(pk__in=checkers_of(made, day_of(now))))
    _news(made, people, f"{made} menunggu dikonfirmasi.", now)


def _require_reasons(overrides: Mapping[str, Override]) -> None:
    for code, one in overrides.items():
        if not one.reason.strip() or len(one.reason) > LONGEST:
            raise DomainError(
                f"Tulis alasan penetapan gradasi {code}, paling panjang {LONGEST} huruf.", field=f"r:{code}"
            )


def _signed(
    given: Mapping[str, Override], before: Mapping[str, dict[str, str]], by: User, now: datetime
) -> dict[str, dict[str, str]]:
    """Each grade with who gave it and when: as before where nothing of it has changed."""
    found = {}
    for code, one in given.items():
        same = {"grade": one.grade, "reason": one.reason.strip()}
        kept = before.get(code, {})
        is_kept = {name: kept.get(name) for name in same} == same
        found[code] = kept if is_kept else same | {"by": by.full_name, "at": now.isoformat()}
    return found


def _authors(made: Assessment, last: Assessment | None) -> list[int]:
    """Those who wrote what a correction takes over: its grades still bear their names."""
    return last.makers if last and last.pk != made.pk and made.overrides else []


@transaction.atomic
def confirm_assessment(*, assessment: Assessment, seen: str, by: User, now: datetime) -> Result:
    """Another person has held the answers and the reasons against the evidence: it becomes the result of that year."""
    held, right = _locked(assessment, by, now)
    if stamp(held) != seen:
        raise ConflictError("Penilaian ini baru saja diubah. Muat ulang halamannya dan periksa lagi.", code="changed")
    definition, outcome = definition_of(held.version.text), outcome_of(held)
    if outcome.index is None:
        raise ConflictError(f"Penilaian ini belum lengkap: {outcome.reason}", code="incomplete")
    held.checked_by, held.checked_at = by, now
    held.save(update_fields=["checked_by", "checked_at"])
    result = record_result(
        instrument=held.version.name.partition("-")[0],
        subject=held.kecamatan,
        period=Month(held.year, definition.due_months[0] if definition.due_months else 12),
        definition=held.version.reference,
        value=outcome.value,
        label=f"{outcome.grade.code} ({outcome.grade.name})" if outcome.grade else "",
        details=_details(definition, held, outcome),
        source="isian",
        source_ref=f"assessment:{held.pk}",
        maker=held.made_by,
        checker=by,
        now=now,
    )
    _audit(held, "confirmed", right, now, _told(held))
    settle_news(key=f"assessment:{held.pk}:", now=now)
    _news(held, [held.made_by], f"{held} sudah dikonfirmasi.", now)
    return result


def _details(definition: Definition, held: Assessment, outcome: Outcome) -> dict[str, Any]:
    """Every line, the grades that people gave, and what computing alone would say."""
    details = details_of(outcome) | {"answers": held.answers}
    if held.overrides:
        alone = outcome_for(definition, held.answers, {})
        details["computed"] = {
            "index": None if alone.index is None else str(alone.index),
            "grade": alone.grade.code if alone.grade else "",
            "groups": {code: line.step.code for code in held.overrides if (line := alone.line(code)).step},
        }
    return details


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """Something does not hold: it stays readable, and the next one begins with it."""
    held, right = _locked(assessment, by, now)
    text = reason.strip()
    if not text or len(text) > LONGEST:
        raise DomainError(f"Tulis alasannya, paling panjang {LONGEST} huruf.", field="reason")
    held.checked_by, held.checked_at, held.reason = by, now, text
    held.save(update_fields=["checked_by", "checked_at", "reason"])
    _audit(held, "returned", right, now, {"reason": text})
    settle_news(key=f"assessment:{held.pk}:", now=now)
    _news(held, [held.made_by], f"{held} dikembalikan: {text}", now)
    return held


def _locked(assessment: Assessment, by: User, now: datetime) -> tuple[Assessment, Authority]:
    right = require(by, Permission.VALIDATE_DOCUMENT, assessment.kecamatan, day_of(now))
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "kecamatan", "version", "made_by"
    )
    held = rows.get(pk=assessment.pk)
    if not may_check(by, held, day_of(now)):
        raise NotAllowedError("Penilaian dikonfirmasi oleh orang lain, bukan oleh yang ikut mengisinya.")
    if not held.is_waiting:
        raise ConflictError("Penilaian ini sudah diperiksa. Muat ulang halamannya.", code="checked")
    return held, right


def _told(held: Assessment) -> dict[str, Any]:
    return {
        "answers": len(held.answers),
        "overrides": {code: row["grade"] for code, row in held.overrides.items()},
        "made_by": held.made_by_id,
    }


def _audit(
    held: Assessment,
    verb: str,
    right: Authority,
    now: datetime,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    record(
        by=right.assignment.user,
        verb=f"assessment.{verb}",
        target=Target("assessment", held.pk, chain=held.kecamatan.code),
        at=now,
        before=before,
        after={"instrument": held.version.reference, "year": held.year} | after,
        on_behalf_of=right.principal,
    )


def _news(held: Assessment, users: list[User], text: str, now: datetime) -> None:
    url = reverse("instruments:assessment", args=[held.pk])
    last = held.checked_at or held.made_at  # saved again: it waits again
    notify(users=users, text=text, url=url, key=f"assessment:{held.pk}:{last.isoformat()}", now=now)
