"""Offices to test with, built through the real models in a handful of queries."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.test import Client

from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import Role

PASSWORD = "kata-sandi-contoh"
START = date(2024, 1, 2)
NOW = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)  # Monday, 23 November 2026, 09.14 WIB
TODAY = date(2026, 11, 23)

SECTION_NAMES = {
    "pemerintahan": "Seksi Tata Pemerintahan",
    "trantib": "Seksi Ketenteraman dan Ketertiban Umum",
    "pmd": "Seksi Pemberdayaan Masyarakat dan Desa",
    "kesra": "Seksi Kesejahteraan Sosial",
    "pelayanan": "Seksi Pelayanan Umum",
}
SUBSECTION_NAMES = {
    "umum": "Subbagian Umum dan Kepegawaian",
    "perencanaan": "Subbagian Perencanaan dan Keuangan",
}
KELURAHAN = (
    "Jatirejo", "Ploso", "Payaman", "Kramat", "Ganung Kidul", "Werungotok", "Mangundikaran",
    "Kauman", "Kartoharjo", "Cangkringan", "Bogo", "Ringinanom", "Begadung",
)  # fmt: skip
DESA = ("Kedungdowo", "Balongpacul")


@dataclass
class Office:
    """A kecamatan with everybody in it. Villages and their people are found by code, sections and kasi by key."""

    kabupaten: Unit
    kecamatan: Unit
    sections: dict[str, Unit] = field(default_factory=dict)  # sekretariat and the seksi
    subsections: dict[str, Unit] = field(default_factory=dict)
    villages: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    kasi: dict[str, User] = field(default_factory=dict)
    lurah: dict[str, User] = field(default_factory=dict)  # lurah and kepala desa
    operator: dict[str, User] = field(default_factory=dict)

    @property
    def secretariat(self) -> Unit:
        return self.sections["sekretariat"]

    @property
    def camat(self) -> User:
        return self.people["camat"]

    @property
    def sekcam(self) -> User:
        return self.people["sekcam"]

    @property
    def kasubbag(self) -> User:
        """Of the Subbagian Perencanaan dan Keuangan."""
        return self.people["kasubbag"]

    @property
    def staf(self) -> User:
        """Of the Seksi Tata Pemerintahan."""
        return self.people["staf"]

    @property
    def admin(self) -> User:
        return self.people["admin"]

    @property
    def observer(self) -> User:
        """Of the kabupaten."""
        return self.people["observer"]

    @property
    def kelurahan(self) -> list[Unit]:
        return [unit for unit in self.villages.values() if unit.kind == Kind.KELURAHAN]

    @property
    def desa(self) -> list[Unit]:
        return [unit for unit in self.villages.values() if unit.kind == Kind.DESA]

    def everyone(self) -> list[User]:
        return [*self.people.values(), *self.kasi.values(), *self.lurah.values(), *self.operator.values()]


def office() -> Office:
    """Kecamatan Nganjuk: Sekretariat, two subbagian, five seksi, 13 kelurahan, 2 desa, one person per post."""
    return build("35.18.13", "Nganjuk", KELURAHAN, DESA)


def other_office() -> Office:
    """Another kecamatan of the same kabupaten, smaller."""
    return build("35.18.14", "Bagor", ("Kedondong",), ("Sekarputih",))


def build(code: str, name: str, kelurahan: tuple[str, ...], desa: tuple[str, ...]) -> Office:
    made = region(code, name)
    made.sections = add_sections(made.kecamatan)
    made.subsections = {
        key: add(f"{code}/{key}", title, Kind.SUBSECTION, made.secretariat) for key, title in SUBSECTION_NAMES.items()
    }
    villages = [
        *(unit(f"{code}.{1001 + at}", label, Kind.KELURAHAN, made.kecamatan) for at, label in enumerate(kelurahan)),
        *(
            unit(f"{code}.{2001 + len(kelurahan) + at}", label, Kind.DESA, made.kecamatan)
            for at, label in enumerate(desa)
        ),
    ]
    made.villages = {one.code: one for one in Unit.objects.bulk_create(villages)}
    add_people(made)
    return made


def region(code: str, name: str) -> Office:
    province = Unit.objects.filter(code="35").first() or add("35", "Jawa Timur", Kind.PROVINSI, None)
    kabupaten = Unit.objects.filter(code="35.18").first() or add("35.18", "Nganjuk", Kind.KABUPATEN, province)
    kecamatan = add(code, name, Kind.KECAMATAN, kabupaten)
    kecamatan.kecamatan = kecamatan
    kecamatan.save(update_fields=["kecamatan"])
    return Office(kabupaten, kecamatan)


def add_sections(kecamatan: Unit) -> dict[str, Unit]:
    names = {"sekretariat": "Sekretariat"} | SECTION_NAMES
    made = Unit.objects.bulk_create(
        unit(
            f"{kecamatan.code}/{key}",
            name,
            Kind.SECRETARIAT if key == "sekretariat" else Kind.SECTION,
            kecamatan,
            sort=at,
            head_title="Sekretaris Camat" if key == "sekretariat" else f"Kepala {name}",
        )
        for at, (key, name) in enumerate(names.items())
    )
    return {one.key: one for one in made}


def unit(code: str, name: str, kind: Kind, parent: Unit | None, *, sort: int = 0, head_title: str = "") -> Unit:
    return Unit(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        kecamatan=parent.kecamatan if parent else None,
        path=f"{parent.path if parent else ''}{code}>",
        sort=sort,
        head_title=head_title or (f"Kepala {name}" if kind is Kind.SUBSECTION else ""),
    )


def add(code: str, name: str, kind: Kind, parent: Unit | None) -> Unit:
    made = unit(code, name, kind, parent)
    made.save(force_insert=True)
    return made


def add_people(made: Office) -> None:
    """One person per post, signed in by `PASSWORD`; user names are the post and the code of the place."""
    tag = made.kecamatan.code.rpartition(".")[2]
    posts: list[tuple[dict[str, User], str, Role, Unit]] = [
        (made.people, "camat", Role.CAMAT, made.kecamatan),
        (made.people, "sekcam", Role.SEKCAM, made.secretariat),
        (made.people, "kasubbag", Role.KASUBBAG, made.subsections["perencanaan"]),
        (made.people, "kasubbag_umum", Role.KASUBBAG, made.subsections["umum"]),
        (made.people, "staf", Role.STAF, made.sections["pemerintahan"]),
        (made.people, "admin", Role.ADMIN, made.kecamatan),
        (made.people, "observer", Role.OBSERVER, made.kabupaten),
        *((made.kasi, key, Role.KASI, made.sections[key]) for key in SECTION_NAMES),
    ]
    for code, place in made.villages.items():
        head = Role.LURAH if place.kind == Kind.KELURAHAN else Role.KADES
        posts += [(made.lurah, code, head, place), (made.operator, code, Role.OPERATOR, place)]
    password = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(
            username=f"{role}-{tag}-{key.rpartition('.')[2]}", full_name=f"{role.title()} {place.name}",
            password=password, is_example=True,
        )
        for _where, key, role, place in posts
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(user=person, role=role, unit=place, start=START)
        for person, (_where, _key, role, place) in zip(people, posts, strict=True)
    )
    for person, (where, key, _role, _place) in zip(people, posts, strict=True):
        where[key] = person


def person(username: str, role: Role, where: Unit, *, start: date = START, acting: str = "") -> User:
    """One more person with a post."""
    made = User.objects.create(username=username, full_name=username.title(), password=make_password(PASSWORD))
    Assignment.objects.create(user=made, role=role, unit=where, start=start, acting=acting)
    return made


def person_without_post(username: str = "tamu") -> User:
    return User.objects.create(username=username, full_name=username.title())


def sign_in(user: User) -> Client:
    """A browser in which `user` has signed in."""
    client = Client()
    client.force_login(user)
    return client
