"""Kecamatan Nganjuk with everything a first look needs: definitions, plan, invented people. DATA CONTOH."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cermat.indicators.actions import load_indicators, load_plan
from cermat.indicators.models import SetKind
from cermat.indicators.schema import PlanFile
from cermat.instruments.actions import load_shipped
from cermat.lib.definitions import read_definition
from cermat.operations.schema import ExamplePeople, ExamplePerson
from cermat.organisation.actions import Person, Post, add_user, load_sections, load_units, record_qualifications
from cermat.organisation.models import Acting, Kind, Unit, User
from cermat.organisation.permissions import Role
from cermat.periods.actions import load_holidays
from cermat.requirements.actions import load_requirement_plan
from cermat.requirements.schema import RequirementPlanFile
from cermat.sop.actions import load_sop
from cermat.sop.queries import definition_of

EXAMPLE_PASSWORD = "contoh-cermat-2026"  # noqa: S105 - known to everybody: with it only loopback is served
REGION = "35.18"
SETS = {
    SetKind.MONTHLY: ("indicators", "bulanan-contoh-1.yaml"),
    SetKind.SINERGITAS: ("instruments", "sinergitas-sumedang-2026.yaml"),
    SetKind.DOCUMENTS: ("instruments", "dokumen-kelurahan.yaml"),
    SetKind.SHEETS: ("indicators", "lembar-persyaratan-contoh-1.yaml"),
}


def text_of(*parts: str) -> str:
    path: Path = settings.DEFINITIONS.joinpath(*parts)
    return path.read_text()


@transaction.atomic
def load_examples(now: datetime, *, told: Callable[[str], object]) -> None:
    """Load all of it, or nothing; each part is `told` before it begins."""
    told("wilayah Kabupaten Nganjuk dan seksi kecamatan")
    people = read_definition(text_of("examples", "nganjuk-orang.yaml"), ExamplePeople)
    load_units(code=REGION, by=None, now=now)
    kecamatan = Unit.objects.get(code=people.kecamatan)
    plan = text_of("plans", "perencanaan-contoh-1.yaml")
    sections = [row.model_dump(by_alias=True) for row in read_definition(plan, PlanFile).seksi]
    load_sections(kecamatan=kecamatan, sections=sections, by=None, now=now)
    told("orang rekaan dengan penugasannya")
    admin = add_people(kecamatan, people, now)
    told("SOP, indikator, perencanaan, dan jadwal persyaratan")
    load_definitions(kecamatan, plan, admin, now)
    told("kualifikasi menurut SOP")
    qualify(kecamatan, people, now)


def load_definitions(kecamatan: Unit, plan: str, admin: User, now: datetime) -> None:
    """SOP, days off, instruments, indicator sets, plan and schedule of requirements."""
    load_holidays(by=admin, now=now)
    load_shipped(kecamatan=kecamatan, by=admin, now=now)
    sop = text_of("sop", "kecamatan-nganjuk-01-2021.yaml")
    load_sop(kecamatan=kecamatan, text=sop, by=admin, now=now)
    for kind, place in SETS.items():
        text = text_of(*place)
        load_indicators(kecamatan=kecamatan, kind=kind, text=text, by=admin, now=now)
    load_plan(kecamatan=kecamatan, text=plan, by=admin, now=now)
    requirements = read_definition(text_of("requirements", "nganjuk-contoh-1.yaml"), RequirementPlanFile)
    load_requirement_plan(kecamatan=kecamatan, plan=requirements, by=admin, now=now)


def everybody(kecamatan: Unit, file: ExamplePeople) -> list[ExamplePerson]:
    return [*file.people, *village_people(kecamatan, file)]


def add_people(kecamatan: Unit, file: ExamplePeople, now: datetime) -> User:
    """Everybody with a post since `mulai`; the administrator is returned."""
    made, shared = {}, make_password(EXAMPLE_PASSWORD)
    for row in everybody(kecamatan, file):
        person = Person(username=row.username, full_name=row.name, rank=row.rank, grade=row.grade)
        post = Post(
            role=row.role,
            unit=Unit.objects.get(code=row.unit),
            start=file.start,
            decree=row.decree,
            acting=Acting.PLT if row.is_acting else Acting.NO,
        )
        new = add_user(person=person, post=post, by=None, now=now, example_hash=shared)
        made[row.username] = new.user
    return made["admin"]


def village_people(kecamatan: Unit, file: ExamplePeople) -> Iterator[ExamplePerson]:
    villages = Unit.objects.in_kecamatan(kecamatan).villages().order_by("code")
    for unit, head, operator in zip(villages, file.heads, file.operators, strict=True):
        role, word = (Role.LURAH, "lurah") if unit.kind == Kind.KELURAHAN else (Role.KADES, "kades")
        name = unit.name.lower().replace(" ", "")
        rank, grade = ("Penata", "III/c") if role is Role.LURAH else ("", "")  # a Kepala Desa is no civil servant
        yield ExamplePerson(
            username=f"{word}.{name}", name=f"{head} Contoh", role=role, unit=unit.code, rank=rank, grade=grade,
            qualifications=4,
        )  # fmt: skip
        yield ExamplePerson(
            username=f"operator.{name}", name=f"{operator} Contoh", role=Role.OPERATOR, unit=unit.code, qualifications=4
        )


def qualify(kecamatan: Unit, file: ExamplePeople, now: datetime) -> None:
    """Record how far each person meets the SOP's qualifications."""
    texts = definition_of(kecamatan.sops.latest("version")).qualifications
    for row in everybody(kecamatan, file):
        if row.qualifications:
            met = {text: (at < row.qualifications, "Data contoh") for at, text in enumerate(texts)}
            user = User.objects.get(username=row.username)
            record_qualifications(user=user, met=met, by=None, now=now)
