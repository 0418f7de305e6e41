"""A year's plan into rows. A new version makes new rows; those of the old one stay as they were."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.actions.versions import same_content
from cermat.indicators.models import Activity, Iku, JudgedBy, Plan, digest_of
from cermat.indicators.queries import broken_agreements, mixed_formulas
from cermat.indicators.schema import ActivityRow, IkuRow, PlanFile, read_plan
from cermat.lib.definitions import problem_at, read_marked
from cermat.lib.errors import ConflictError, DefinitionError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import refuse_locked


@transaction.atomic
def load_plan(*, kecamatan: Unit, text: str, by: User | None, now: datetime) -> Plan:
    """Load a year's planning file: its IKU with quarterly targets and its activities with budgets.

    The sections must exist as units with the keys the file names. A new version makes new rows and becomes the
    year's plan; the rows of the old one stay as they were.
    """
    if by is not None:
        require(by, Permission.LOAD_DEFINITIONS, kecamatan, day_of(now))
    return put_in_force(kecamatan, text, by=by, now=now)


def put_in_force(kecamatan: Unit, text: str, *, by: User | None, now: datetime) -> Plan:
    """The rows of a plan whose author may do this; a signed Perjanjian Kinerja must be in it as it was signed."""
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)  # nobody signs or locks meanwhile
    file = read_plan(text)
    digest = digest_of(text)
    known = Plan.objects.filter(kecamatan=kecamatan, year=file.tahun, version=file.versi).first()
    if known is not None:
        return same_content(known, digest)
    refuse_locked(kecamatan, file.tahun)
    sections = _sections(kecamatan, file)
    if mixed := mixed_formulas(kecamatan, file):
        _, lines = read_marked(text)
        raise DefinitionError([problem_at(lines, ("iku", at, "sumber_data"), why) for at, why in mixed.items()])
    if broken := broken_agreements(kecamatan, file):
        raise ConflictError(broken[0], code="agreement_signed")
    plan = Plan.objects.create(
        kecamatan=kecamatan,
        year=file.tahun,
        name=file.nama,
        version=file.versi,
        origin=file.asal,
        source=text,
        digest=digest,
        loaded_by=by,
        loaded_at=now,
    )
    for position, row in enumerate(file.iku, 1):
        _load_iku(plan, file, row, position, sections)
    record(
        by=by,
        verb="plan.loaded",
        target=Target("plan", plan.pk, chain=kecamatan.code),
        at=now,
        after={"year": file.tahun, "version": file.versi, "digest": digest},
    )
    return plan


def _sections(kecamatan: Unit, file: PlanFile) -> dict[str, Unit]:
    units = {unit.key: unit for unit in Unit.objects.in_kecamatan(kecamatan).sections()}
    missing = [section.nama for section in file.seksi if section.key not in units]
    if missing:
        raise DefinitionError(
            [f"Seksi belum ada sebagai unit kerja: {', '.join(missing)}. Muat unit kerja lebih dulu."]
        )
    return units


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _load_iku(plan: Plan, file: PlanFile, row: IkuRow, position: int, sections: dict[str, Unit]) -> None:
    action_plan = file.action_plan_of(row.kode)
    targets = action_plan.target_triwulan if action_plan else {}
    months = action_plan.target_bulanan if action_plan else {}
    iku = Iku.objects.create(
        plan=plan,
        kecamatan=plan.kecamatan,
        year=plan.year,
        code=row.kode,
        position=position,
        name=row.nama,
        objective=file.objective_of(row.kode),
        definition=row.definisi,
        formula_text=row.rumus,
        unit_label=row.satuan,
        direction=row.arah,
        achievement_formula=row.rumus_capaian,
        quarterly=row.agregasi_triwulan,
        source=_source(row),
        source_text=row.sumber,
        section=sections[row.seksi],
        year_target=row.target.get(plan.year),
        quarter_targets={str(quarter): _text(target) for quarter, target in targets.items()},
        month_targets={str(month): _text(target) for month, target in months.items()},
        judged_by=JudgedBy(action_plan.dinilai) if action_plan else JudgedBy.QUARTER,
        range_targets={str(year): limits.model_dump(mode="json") for year, limits in row.target_rentang.items()},
        achievement_rule=row.capaian.model_dump(),
        note=row.catatan or (action_plan.target_triwulan_catatan if action_plan else ""),
    )
    if action_plan:
        for activity in action_plan.kegiatan:
            _load_activity(iku, activity, sections[action_plan.seksi])


def _source(row: IkuRow) -> dict[str, Any]:
    source = row.sumber_data
    if source.instrumen:
        return {"instrument": source.instrumen, "measure": source.ukuran or "nilai"}
    for key, text in (("indicator", source.indikator), ("formula", source.rumus), ("documents", source.dokumen)):
        if text:
            return {key: text}
    return {"manual": True}


def _load_activity(iku: Iku, row: ActivityRow, section: Unit) -> None:
    Activity.objects.create(
        plan=iku.plan,
        kecamatan=iku.kecamatan,
        year=iku.year,
        code=row.kode,
        level=row.level,
        name=row.nama,
        output=row.keluaran,
        unit_label=row.satuan,
        section=section,
        iku=iku,
        budget=row.pagu,
        output_targets={str(quarter): _text(target) for quarter, target in row.target_keluaran.items()},
        budget_targets={str(quarter): _text(target) for quarter, target in row.target_anggaran.items()},
    )
