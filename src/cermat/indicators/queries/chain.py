"""The planning chain of a year: the file that was loaded, with the figures that people recorded since."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from cermat.indicators.formula.chain import (
    ActionSheet,
    AgreementLine,
    AgreementSheet,
    BudgetLine,
    ChainGoal,
    ChainObjective,
    ChainSection,
    IkiLine,
    IkuSheet,
    OfficialSheet,
    Periods,
    PlanningChain,
    YearTarget,
)
from cermat.indicators.models import Activity, Iku, Plan
from cermat.indicators.queries.plans import current_plan
from cermat.indicators.schema import PlanFile, read_plan
from cermat.indicators.schema.plan import ActionPlan, ActivityRow, Agreement, AgreementRow, Iki, IkuRow
from cermat.organisation.models import Unit

QUARTERS = (1, 2, 3, 4)


def planning_chain(kecamatan: Unit, year: int) -> PlanningChain | None:
    """Of the plan in force; None where the year has no plan."""
    plan = current_plan(kecamatan, year)
    return None if plan is None else chain_of_plan(plan)


def chain_of_plan(plan: Plan) -> PlanningChain:
    """Of one version, also an older one."""
    ikus = {row.code: row for row in plan.ikus.select_related("section")}
    activities = {row.code: row for row in plan.activities.all()}
    return _Chain(_overlaid(plan, ikus, activities), {code: row.pk for code, row in ikus.items()}).whole()


def as_it_stands(plan: Plan) -> PlanFile:
    """The file with the targets and budgets that were changed by hand since: a new version begins from these."""
    ikus = {row.code: row for row in plan.ikus.select_related("section")}
    return _overlaid(plan, ikus, {row.code: row for row in plan.activities.all()})


def _overlaid(plan: Plan, ikus: Mapping[str, Iku], activities: Mapping[str, Activity]) -> PlanFile:
    file = read_plan(plan.source)
    known = {one.indikator for one in file.rencana_aksi}
    added = [
        ActionPlan(
            indikator=code,
            seksi=row.section.key,
            target_triwulan=_decimals(row.quarter_targets),
            target_bulanan=_decimals(row.month_targets),
        )
        for code, row in ikus.items()
        if code not in known and any(value is not None for value in row.quarter_targets.values())
    ]
    update = {
        "iku": tuple(_iku_row(row, ikus.get(row.kode), plan.year) for row in file.iku),
        "rencana_aksi": (*(_action_plan(one, ikus, activities) for one in file.rencana_aksi), *added),
    }
    return file.model_copy(update=update)


def _iku_row(row: IkuRow, now: Iku | None, year: int) -> IkuRow:
    if now is None or now.year_target == row.target.get(year):
        return row
    return row.model_copy(update={"target": dict(row.target) | {year: _bare(now.year_target)}})


def _action_plan(one: ActionPlan, ikus: Mapping[str, Iku], activities: Mapping[str, Activity]) -> ActionPlan:
    update: dict[str, Any] = {"kegiatan": tuple(_activity_row(row, activities.get(row.kode)) for row in one.kegiatan)}
    if one.indikator in ikus:
        update["target_triwulan"] = _newer(one.target_triwulan, ikus[one.indikator].quarter_targets)
        update["target_bulanan"] = _newer(one.target_bulanan, ikus[one.indikator].month_targets)
    return one.model_copy(update=update)


def _activity_row(row: ActivityRow, now: Activity | None) -> ActivityRow:
    if now is None:
        return row
    update: dict[str, Any] = {
        "target_keluaran": _newer(row.target_keluaran, now.output_targets),
        "target_anggaran": _newer(row.target_anggaran, now.budget_targets),
    }
    return row.model_copy(update=update | ({} if row.pagu == now.budget else {"pagu": _bare(now.budget)}))


def _newer(written: Mapping[int, Decimal | None], stored: Mapping[str, str | None]) -> dict[int, Decimal | None]:
    """What is stored; the office's own spelling of a figure (83.00) stays where it is the same figure."""
    now = _decimals(stored)
    return {key: written[key] if key in written and written[key] == value else value for key, value in now.items()}


def _decimals(stored: Mapping[str, str | None]) -> dict[int, Decimal | None]:
    return {int(key): None if value is None else Decimal(value) for key, value in stored.items()}


def _bare(value: Decimal | None) -> Decimal | None:
    """83.500000 as 83.5."""
    return None if value is None else Decimal(f"{value.normalize():f}")


class _Chain:
    def __init__(self, file: PlanFile, ids: Mapping[str, int]) -> None:
        self.file, self.ids = file, ids
        self.sections = {one.key: ChainSection(one.key, one.nama, one.pimpinan) for one in file.seksi}
        self.measured = {code: one.key for one in file.objectives.values() for code in one.iku}
        self.budget = self._budget()

    def whole(self) -> PlanningChain:
        file = self.file
        return PlanningChain(
            year=file.tahun,
            name=file.nama,
            version=file.versi,
            origin=file.asal,
            title=file.renstra.judul,
            years=file.years,
            sections=tuple(self.sections.values()),
            goals=tuple(
                ChainGoal(
                    goal.key, goal.uraian, tuple(ChainObjective(one.key, one.uraian, one.iku) for one in goal.sasaran)
                )
                for goal in file.renstra.tujuan
            ),
            ikus=tuple(self._iku(row) for row in file.iku),
            agreements=tuple(self._agreement(one) for one in file.pk),
            action_plans=tuple(self._action_plan(one) for one in file.rencana_aksi),
            officials=tuple(self._official(one) for one in file.iki),
            budget=tuple(self.budget[code] for code in sorted(self.budget)),
        )

    def _iku(self, row: IkuRow) -> IkuSheet:
        return IkuSheet(
            pk=self.ids.get(row.kode),
            code=row.kode,
            name=row.nama,
            definition=row.definisi,
            formula=row.rumus,
            unit=row.satuan,
            direction=row.arah,
            achievement=row.rumus_capaian,
            source=row.sumber,
            section=self.sections[row.seksi],
            responsible=row.penanggung_jawab,
            evidence=row.bukti,
            objective=self.measured.get(row.kode, ""),
            targets=tuple(self._year(row, year) for year in self.file.years),
            target=row.target.get(self.file.tahun),
            note=row.catatan,
            actuals=tuple(sorted(row.realisasi_contoh.items())),
        )

    def _year(self, row: IkuRow, year: int) -> YearTarget:
        limits = row.target_rentang.get(year)
        low, high = (limits.bawah, limits.atas) if limits else (None, None)
        return YearTarget(year, row.target.get(year), low, high, row.target_dari.get(year, ""))

    def _agreement(self, one: Agreement) -> AgreementSheet:
        version = one.versi
        return AgreementSheet(
            holder=one.holder,
            year=one.tahun,
            section=self.sections.get(one.seksi or ""),
            first_party=one.pihak_pertama,
            second_party=one.pihak_kedua,
            number=version.nomor,
            kind=version.jenis,
            day=version.tanggal,
            decree=version.keputusan,
            reason=version.alasan_perubahan or "",
            is_in_force=one in self.file.agreements_in_force,
            lines=tuple(self._line(row) for row in one.sasaran),
            budget=tuple(BudgetLine(row.kode, "program", row.program, row.pagu, "") for row in one.anggaran),
        )

    def _line(self, row: AgreementRow) -> AgreementLine:
        """A row that names an IKU by its code says its name, formula and unit; it supports that sasaran."""
        iku = next((known for known in self.file.iku if known.kode == row.indikator), None)
        objective = self.file.objectives.get(row.sasaran)
        return AgreementLine(
            objective=row.sasaran if objective else "",
            text=row.uraian or (objective.uraian if objective else row.sasaran),
            indicator=iku.nama if iku else row.indikator,
            iku=iku.kode if iku else "",
            formula=row.rumus or (iku.rumus if iku else ""),
            unit=row.satuan or (iku.satuan if iku else ""),
            target=row.target,
            supports=row.mendukung or row.sasaran,
        )

    def _action_plan(self, one: ActionPlan) -> ActionSheet:
        return ActionSheet(
            iku=one.indikator,
            section=self.sections[one.seksi],
            quarters=_periods(one.target_triwulan, QUARTERS),
            months=_periods(one.target_bulanan, range(1, 13)) if one.target_bulanan else (),
            note=one.target_triwulan_catatan,
            actions=one.aksi,
            activities=tuple(self.budget[row.kode] for row in one.kegiatan),
        )

    def _official(self, one: Iki) -> OfficialSheet:
        lines = tuple(
            IkiLine(row.sasaran, row.nama, row.rumus, row.satuan, row.arah, row.target, row.sumber, row.mendukung)
            for row in one.indikator
        )
        return OfficialSheet(one.jabatan, self.sections[one.seksi], one.tugas, one.fungsi, lines)

    def _budget(self) -> dict[str, BudgetLine]:
        """The programmes stand in the Camat's PK, what is below them in the Rencana Aksi."""
        found = {
            row.kode: BudgetLine(row.kode, "program", row.program, row.pagu, "")
            for one in self.file.agreements_in_force
            if one.seksi is None and one.tahun == self.file.tahun
            for row in one.anggaran
        }
        rows = [(one, row) for one in self.file.rencana_aksi for row in one.kegiatan]
        codes = {*found, *(row.kode for _one, row in rows)}
        return found | {row.kode: _budget_line(one, row, codes) for one, row in rows}


def _budget_line(one: ActionPlan, row: ActivityRow, codes: Iterable[str]) -> BudgetLine:
    above = [code for code in codes if row.kode.startswith(f"{code}.")]
    return BudgetLine(
        code=row.kode,
        level=row.level,
        name=row.nama,
        budget=row.pagu,
        parent=max(above, key=len, default=""),
        output=row.keluaran,
        unit=row.satuan,
        iku=one.indikator,
        section=one.seksi,
        output_targets=_periods(row.target_keluaran, QUARTERS),
        budget_targets=_periods(row.target_anggaran, QUARTERS),
    )


def _periods(targets: Mapping[int, Decimal | None], every: Iterable[int]) -> Periods:
    return tuple((number, targets.get(number)) for number in every)
