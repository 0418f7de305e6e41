"""Units as a tree, people, and who holds which role where and when."""

from datetime import date
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from cermat.organisation.permissions import HEADS, ROLE_NAMES, Role


class Kind(StrEnum):
    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    SECRETARIAT = "sekretariat"
    SUBSECTION = "subbagian"
    SECTION = "seksi"
    DESA = "desa"
    KELURAHAN = "kelurahan"
    RW = "rw"
    RT = "rt"


KIND_NAMES = {
    Kind.PROVINSI: "Provinsi",
    Kind.KABUPATEN: "Kabupaten",
    Kind.KECAMATAN: "Kecamatan",
    Kind.SECRETARIAT: "Sekretariat",
    Kind.SUBSECTION: "Subbagian",
    Kind.SECTION: "Seksi",
    Kind.DESA: "Desa",
    Kind.KELURAHAN: "Kelurahan",
    Kind.RW: "RW",
    Kind.RT: "RT",
}
SECTIONS = (Kind.SECRETARIAT, Kind.SECTION)
VILLAGES = (Kind.KELURAHAN, Kind.DESA)


class UnitQuerySet(models.QuerySet["Unit"]):
    def below(self, unit: "Unit") -> "UnitQuerySet":
        """The unit and everything under it."""
        return self.filter(Q(pk=unit.pk) | Q(path__startswith=unit.path))

    def in_kecamatan(self, kecamatan: "Unit") -> "UnitQuerySet":
        return self.filter(kecamatan=kecamatan)

    def sections(self) -> "UnitQuerySet":
        """Sekretariat and seksi."""
        return self.filter(kind__in=SECTIONS)

    def villages(self) -> "UnitQuerySet":
        """Kelurahan and desa."""
        return self.filter(kind__in=VILLAGES)

    def active(self) -> "UnitQuerySet":
        return self.filter(is_active=True)


class Unit(models.Model):
    """A node of the region tree. Region codes are Kemendagri's; sections hang below as `35.18.13/pmd`."""

    code = models.CharField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    short_name = models.CharField("singkatan", max_length=60, blank=True)
    kind = models.CharField("jenis", max_length=12, choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kecamatan = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    path = models.CharField(max_length=200, db_index=True)  # codes from the root, each closed by ">": 35>35.18>
    head_title = models.CharField("jabatan pimpinan", max_length=120, blank=True)
    bps_code = models.CharField("kode BPS", max_length=10, blank=True)
    sort = models.PositiveIntegerField("urutan", default=0)
    is_active = models.BooleanField("aktif", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path", "sort"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.PROVINSI, Kind.KABUPATEN], kecamatan=None)
                | ~Q(kind__in=[Kind.PROVINSI, Kind.KABUPATEN]) & Q(kecamatan__isnull=False)
                | Q(kind=Kind.KECAMATAN),
                name="unit_has_kecamatan",
            ),
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="unit_name_once"),
        ]

    def __str__(self) -> str:
        if self.kind in {Kind.SECRETARIAT, Kind.SECTION, Kind.SUBSECTION}:
            return self.name
        if self.kind == Kind.KABUPATEN and self.name.startswith("Kota "):
            return self.name
        return f"{KIND_NAMES[Kind(self.kind)]} {self.name}"

    @property
    def key(self) -> str:
        """The last part of the code: `pmd` of `35.18.13/pmd`."""
        return self.code.rpartition("/")[2]

    @property
    def is_village(self) -> bool:
        return self.kind in VILLAGES

    @property
    def is_section(self) -> bool:
        return self.kind in SECTIONS


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their assignments alone."""

    username = models.CharField("nama pengguna", max_length=60, unique=True)
    full_name = models.CharField("nama lengkap", max_length=120)
    nip = models.CharField("NIP", max_length=30, blank=True)
    rank = models.CharField("pangkat", max_length=60, blank=True)
    grade = models.CharField("golongan", max_length=10, blank=True)
    phone = models.CharField("nomor WhatsApp", max_length=20, blank=True)
    email = models.EmailField("surel", blank=True)
    is_active = models.BooleanField("aktif", default=True)
    is_example = models.BooleanField("data contoh", default=False)
    must_change_password = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    known_on: "dict[date, list[Assignment]] | None" = None  # their assignments, while a page is only looked at

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once_any_case"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def only_looks(self) -> None:
        """From here on their assignments are read once. For a page that changes nothing: an action asks anew."""
        self.known_on = {}


class SignedInRequest(HttpRequest):
    """What a guarded view receives: the person is known."""

    user: User


class Acting(StrEnum):
    NO = ""
    PLT = "plt"
    PLH = "plh"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> "AssignmentQuerySet":
        """Those in force on `day`."""
        return self.filter(Q(end=None) | Q(end__gte=day), start__lte=day)


class Assignment(models.Model):
    """One person, one role, one unit, from a day on, by a decree."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments", verbose_name="orang")
    role = models.CharField("peran", max_length=10, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name="unit")
    start = models.DateField("mulai")
    end = models.DateField("sampai", null=True, blank=True)
    decree = models.CharField("nomor keputusan", max_length=120, blank=True)
    acting = models.CharField("Plt./Plh.", max_length=3, blank=True, choices=[("plt", "Plt."), ("plh", "Plh.")])

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["unit__sort", "role", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="assignment_ends_after_start"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="assignment_role_known"),
            models.CheckConstraint(condition=Q(acting__in=["", "plt", "plh"]), name="assignment_acting_known"),
            models.UniqueConstraint(fields=["user", "role", "unit", "start"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["unit", "role"],
                condition=Q(end=None, acting="", role__in=[role.value for role in HEADS]),
                name="assignment_one_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.user}"

    @property
    def title(self) -> str:
        """The office as it is written under a signature: Plt. Kepala Seksi Pelayanan Umum."""
        prefix = {"plt": "Plt. ", "plh": "Plh. "}.get(self.acting, "")
        return prefix + self.plain_title

    @property
    def plain_title(self) -> str:
        role = Role(self.role)
        if role is Role.SEKCAM:
            return "Sekretaris Camat"
        if role in {Role.CAMAT, Role.LURAH, Role.KADES}:
            return f"{ROLE_NAMES[role]} {self.unit.name}"
        if role is Role.OPERATOR:
            return f"Operator {self.unit}"
        if role is Role.OBSERVER:
            return f"Pengamat {self.unit}"
        if role in {Role.KASI, Role.KASUBBAG} and self.unit.head_title:
            return self.unit.head_title
        return f"{ROLE_NAMES[role]} {self.unit}"


class Qualification(models.Model):
    """Whether a person meets one of the SOP's qualifications; the texts come from the SOP in force."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="qualifications")
    text = models.CharField("kualifikasi", max_length=200)
    is_met = models.BooleanField("terpenuhi")
    proof = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="qualification_once")]

    def __str__(self) -> str:
        return f"{self.text}: {'ya' if self.is_met else 'tidak'}"


class SettingKey(StrEnum):
    ONE_PERSON_APPROVES = "satu_orang_mengisi_dan_menyetujui"
    MEETING_RULE = "aturan_jumat_pertama"
    MEETING_ON_HOLIDAY = "rapat_bila_libur"
    CUTOFF_DAYS = "hari_kerja_sebelum_rapat"
    DUE_RULE = "batas_kirim"
    REMIND_BEFORE = "pengingat_sebelum_batas"
    REMIND_ON_THE_DAY = "pengingat_pada_batas"
    DOCUMENT_THRESHOLD = "ambang_dokumen_persen"
    PREDICATE_SCALE = "skala_predikat"
    UNSUR_ORDER = "urutan_unsur"
    MINUTES_WORD = "kata_notula"
    MEETING_PLACE = "tempat_rapat"
    MEETING_TIME = "jam_rapat"
    LETTERHEAD = "kop_surat"


class Setting(models.Model):
    """A choice of the office, valid from a day on; the older value stays for the days before."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="settings")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, choices=[(key.value, key.value) for key in SettingKey])
    value = models.JSONField()
    valid_from = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["key", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(key__in=[key.value for key in SettingKey]), name="setting_key_known")
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} sejak {self.valid_from}"
