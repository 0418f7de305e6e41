"""Drafts of a year's plan: who sees them, what they begin from, and what they would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cermat.indicators.models import Plan, PlanDraft, SetKind
from cermat.indicators.queries.chain import as_it_stands
from cermat.indicators.queries.library import current_set
from cermat.indicators.queries.mixing import mixed_formulas
from cermat.indicators.queries.plans import current_plan
from cermat.indicators.queries.signatures import broken_agreements
from cermat.indicators.schema import Checked, PlanFile, example_plan, read_plan
from cermat.indicators.schema.plan_proposals import proposed
from cermat.indicators.schema.plan_rows import rows_of
from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authorities, holders, units_reached

EMPTY, EXAMPLE, LAST_YEAR, PRESENT = "kosong", "contoh", "tahun-lalu", "berlaku"
ORIGINS = {
    EMPTY: "Kosong",
    EXAMPLE: "Contoh, untuk diubah",
    LAST_YEAR: "Rencana tahun lalu",
    PRESENT: "Versi yang berlaku",
}
PlanRows = dict[str, list[dict[str, str]]]
CARRIED = {"target_triwulan.", "target_bulanan.", "target_keluaran.", "target_anggaran."}


@dataclass(frozen=True)
class Beginning:
    rows: PlanRows
    words: str


def kecamatan_preparing(user: User, day: date) -> Any:
    """Where the person writes drafts, as a QuerySet."""
    return units_reached(user, Permission.PREPARE_PLAN, day).filter(kind=Kind.KECAMATAN)


def plan_drafts_of(user: User, day: date, permission: Permission = Permission.PREPARE_PLAN) -> Any:
    """A QuerySet of PlanDraft that the person may write, or with ADOPT_PLAN put in force."""
    kecamatan = units_reached(user, permission, day).filter(kind=Kind.KECAMATAN)
    return PlanDraft.objects.filter(kecamatan__in=kecamatan).select_related(
        "kecamatan", "made_by", "changed_by", "ready_by"
    )


def drafts_to_see(user: User, day: date) -> list[PlanDraft]:
    reached = units_reached(user, Permission.PREPARE_PLAN, day, Permission.ADOPT_PLAN).filter(kind=Kind.KECAMATAN)
    return list(PlanDraft.objects.filter(kecamatan__in=reached).select_related("kecamatan", "changed_by", "ready_by"))


def present_rows(kecamatan: Unit, year: int) -> tuple[Plan | None, PlanRows | None]:
    """The plan in force, with what people recorded since, as the rows a draft is held against."""
    plan = current_plan(kecamatan, year)
    return plan, None if plan is None else rows_of(as_it_stands(plan))


def compared_rows(draft: PlanDraft) -> tuple[Plan | None, PlanRows | None]:
    """What a draft is held against: the plan in force in its year, else the one of the year before it came from."""
    plan, rows = present_rows(draft.kecamatan, draft.year)
    if plan is None and draft.carried_from is not None:
        return draft.carried_from, rows_of_plan(draft.carried_from)
    return plan, rows


def rows_of_plan(plan: Plan) -> PlanRows:
    return rows_of(as_it_stands(plan))


def may_put_in_force(user: User, draft: PlanDraft, day: date) -> bool:
    """Not who made the draft or wrote in it; an administrator may where nobody else could: they set an office up alone
    (ADR 0033)."""
    held = list(authorities(user, Permission.ADOPT_PLAN, draft.kecamatan, day))
    if user.pk in draft.makers:
        return any(one.assignment.role == Role.ADMIN for one in held) and not adopters_of(draft, day)
    return bool(held)


def adopters_of(draft: PlanDraft, day: date) -> list[User]:
    """Whom the draft waits for: the Camat (also Plt.) who has not written it; without one, the administrators."""
    for role in (Role.CAMAT, Role.ADMIN):
        found = {one.user for one in holders(draft.kecamatan, role, day) if one.user_id not in draft.makers}
        if found:
            return sorted(found, key=lambda user: user.full_name)
    return []


def obstacles(draft: PlanDraft, found: Checked) -> list[str]:
    """Sentences: what only the office around the draft knows and what keeps it from being put in force."""
    units = {unit.key for unit in Unit.objects.in_kecamatan(draft.kecamatan).sections()}
    missing = [
        row.get("nama", row["key"])
        for row in draft.rows.get("seksi", ())
        if "key" in row and row.get("jenis") != "subbagian" and row["key"] not in units
    ]
    told = [f"Seksi belum ada sebagai unit kerja: {', '.join(missing)}. Administrator membuatnya."] if missing else []
    head: dict[str, str] = next(iter(draft.rows.get("umum", ())), {})
    version = head.get("versi", "")
    if Plan.objects.filter(kecamatan=draft.kecamatan, year=draft.year, version=version).exists():
        told.append(f"Versi “{version}” sudah pernah berlaku. Ubah Versi pada bagian Umum.")
    if left := proposed(draft.rows, draft.proposals):
        told.append(f"Masih ada usulan pada {len(left)} baris: pakai atau ubah dahulu.")
    if not found.text:
        return told
    file = read_plan(found.text)
    return [*told, *mixed_formulas(draft.kecamatan, file).values(), *broken_agreements(draft.kecamatan, file)]


def beginning(kecamatan: Unit, year: int, origin: str) -> Beginning:
    """What a draft of the year begins from. Raises DomainError where there is nothing of that kind."""
    head = {"tahun": str(year), "versi": next_version(kecamatan, year)}
    if origin == EMPTY:
        named = {"nama": f"Perencanaan kinerja {kecamatan}"}
        return Beginning({"umum": [head | named], "seksi": _sections(kecamatan)}, ORIGINS[EMPTY])
    if origin == EXAMPLE:
        return Beginning(_renamed(_next_year(example_plan(), year), head), ORIGINS[EXAMPLE])
    if origin == PRESENT:
        plan = current_plan(kecamatan, year)
        if plan is None:
            raise DomainError(f"Belum ada rencana {year} yang berlaku. Pilih mulai yang lain.", field="origin")
        return Beginning(_renamed(rows_of_plan(plan), head), f"Versi {plan.version}")
    raise DomainError("Rencana tahun lalu dibawa melalui halaman Siapkan tahun berikutnya.", field="origin")


def names_in_office(kecamatan: Unit, day: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What a plan may name of the office: its monthly indicators and its sections, each as key and name."""
    monthly = current_set(kecamatan, SetKind.MONTHLY, day)
    indicators = list(monthly.indicators.values_list("code", "name")) if monthly else []
    return indicators, [(row["key"], row["nama"]) for row in _sections(kecamatan)]


def next_version(kecamatan: Unit, year: int) -> str:
    taken = set(Plan.objects.filter(kecamatan=kecamatan, year=year).values_list("version", flat=True))
    return next(name for number in range(1, len(taken) + 2) if (name := f"{year}-{number}") not in taken)


def _renamed(rows: PlanRows, head: dict[str, str]) -> PlanRows:
    return rows | {"umum": [rows["umum"][0] | head]}


def _next_year(file: PlanFile, year: int) -> PlanRows:
    """The example in another year: the yearly targets of its Renstra lead, no target within its own year stays."""
    if file.tahun == year:
        return rows_of(file)
    codes = {row.kode: row.target.get(year) for row in file.iku}
    rows = rows_of(file.model_copy(update={"pk": tuple(one for one in file.agreements_in_force)}))
    rows["rentang"] = []
    for part in ("rencana-aksi", "kegiatan"):
        rows[part] = [_without(row, CARRIED) for row in rows[part]]
    rows["pk"] = [_without(row, ("versi.",)) | {"nomor": "1", "versi.jenis": "murni"} for row in rows["pk"]]
    for part in ("pk-sasaran", "pk-anggaran"):
        rows[part] = [row | {"nomor": "1"} for row in rows[part]]
    targets = {row["iku"]: row.get(f"target.{year}", "") for row in rows["target"]}
    rows["pk-sasaran"] = [
        {**row, "target": targets[row["indikator"]]} if codes.get(row["indikator"]) is not None else row
        for row in rows["pk-sasaran"]
    ]
    return rows


def _without(row: dict[str, str], starts: Sequence[str] | set[str]) -> dict[str, str]:
    return {key: text for key, text in row.items() if not key.startswith(tuple(starts))}


def _sections(kecamatan: Unit) -> list[dict[str, str]]:
    units = Unit.objects.filter(
        Q(kind__in=(Kind.SECTION, Kind.SECRETARIAT, Kind.SUBSECTION)), kecamatan=kecamatan, is_active=True
    ).select_related("parent")
    words = {Kind.SECTION.value: "seksi", Kind.SECRETARIAT.value: "sekretariat", Kind.SUBSECTION.value: "subbagian"}
    told = [
        {
            "key": unit.key, "nama": unit.name, "pimpinan": unit.head_title or f"Kepala {unit.name}",
            "singkat": unit.short_name or unit.name, "jenis": words[unit.kind],
            "induk": unit.parent.key if unit.kind == Kind.SUBSECTION and unit.parent else "",
        }
        for unit in units.order_by("sort", "pk")
    ]  # fmt: skip
    return [{key: text for key, text in row.items() if text} for row in told]
