"""The office's plan of requirements."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import DefinitionError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.requirements.models import RequirementPlan
from cermat.requirements.queries import sections_in, strangers_in
from cermat.requirements.schema import RequirementPlanFile


@transaction.atomic
def load_requirement_plan(*, kecamatan: Unit, plan: RequirementPlanFile, by: User | None, now: datetime) -> None:
    """Put the office's plan of requirements in place; a section the office does not have is refused.

    `by=None` is the installer at the terminal.
    """
    if by is not None:
        require(by, Permission.LOAD_DEFINITIONS, kecamatan, day_of(now))
    sections = {unit.key: unit for unit in sections_in(kecamatan)}
    strangers = strangers_in(kecamatan, (row.section for row in plan.requirements))
    if strangers:
        raise DefinitionError([f"Seksi “{key}” tidak ada di {kecamatan}." for key in strangers])
    for row in plan.requirements:
        RequirementPlan.objects.update_or_create(
            kecamatan=kecamatan,
            key=row.key,
            defaults={
                "instrument": row.instrument,
                "section": sections[row.section],
                "frequency": row.frequency,
                "due_months": sorted(set(row.due_months)),
                "subject_kind": row.subject_kind,
                "note": row.note,
            },
        )
    record(
        by=by,
        verb="requirement_plan.loaded",
        target=Target("requirement_plan", plan.version, kecamatan.code),
        at=now,
        after=plan.model_dump(),
    )


@transaction.atomic
def change_plan(
    *, plan: RequirementPlan, section: Unit, due_months: list[int], note: str, by: User, now: datetime
) -> RequirementPlan:
    """Another section or other due months for a requirement; running cycles keep their register."""
    require(by, Permission.RECORD_PLAN, plan.kecamatan, day_of(now))
    if section.kecamatan_id != plan.kecamatan_id or not section.is_section:
        raise DomainError("Pilih seksi atau Sekretariat kecamatan ini.", field="section")
    if not due_months:
        raise DomainError("Pilih paling sedikit satu bulan jatuh tempo.", field="due_months")
    before = {"section": plan.section.code, "due_months": plan.due_months, "note": plan.note}
    plan.section, plan.due_months, plan.note = section, sorted(set(due_months)), note
    plan.save(update_fields=["section", "due_months", "note"])
    after = {"section": section.code, "due_months": plan.due_months, "note": note}
    target = Target("requirement_plan", plan.pk, plan.kecamatan.code)
    record(by=by, verb="requirement_plan.changed", target=target, at=now, before=before, after=after)
    return plan
