"""Of which desa, period and definition a rumusan IDM speaks; or why it cannot be taken in."""

from dataclasses import dataclass
from datetime import date

from cermat.instruments.formula import Definition
from cermat.instruments.formula.rumusan import Anomaly, Examined, Rumusan, examine
from cermat.instruments.queries.versions import definition_in_force, newest_version
from cermat.instruments.schema import shipped
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit
from cermat.organisation.queries.regions import kind_of, regions

IDM = "idm-2016"


@dataclass(frozen=True)
class Placed:
    """A response with all that is needed to keep it."""

    rumusan: Rumusan
    desa: Unit
    period: Month
    definition: Definition
    examined: Examined

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What the response contradicts: itself, and the name that the desa bears here."""
        told, known = self.rumusan.village.casefold(), self.desa.name.casefold()
        if told and told not in (known, known.partition(" (")[0]):
            other = Anomaly("nama", f"desa disebut {self.rumusan.village}, di Cermat {self.desa.name}.")
            return (*self.examined.anomalies, other)
        return self.examined.anomalies


def placed(rumusan: Rumusan) -> Placed:
    """Raises DomainError: not a desa, a BPS code, a desa or a year that is not known here."""
    desa = desa_of(rumusan)
    definition = idm_of_year(desa, rumusan.year)
    return Placed(rumusan, desa, period_of(definition, rumusan.year), definition, examine(rumusan, definition))


def desa_of(rumusan: Rumusan) -> Unit:
    """The desa by its Kemendagri code. Raises DomainError that says what the code is instead."""
    unit = Unit.objects.filter(code=rumusan.dotted).select_related("kecamatan").first()
    if unit is not None and unit.kind == Kind.DESA:
        return unit
    bps = Unit.objects.filter(bps_code=rumusan.code).first()
    if unit is None and bps is not None:
        raise DomainError(
            f"{rumusan.code} adalah kode BPS {bps}. Rumusan IDM memakai kode Kemendagri: {bps.code.replace('.', '')}.",
            code="bps_code",
        )
    if rumusan.dotted.rpartition(".")[2][0] not in "123":
        raise DomainError(
            f"{rumusan.code} bukan kode Kemendagri, yang angka ketujuhnya 1 (kelurahan), 2 (desa), atau 3 (desa adat). "
            "Kemungkinan itu kode BPS; rumusan IDM memakai kode Kemendagri.",
            code="bps_code",
        )
    if kind_of(rumusan.dotted) == Kind.KELURAHAN:
        raise DomainError(
            f"{rumusan.dotted} ({rumusan.village}) kelurahan. IDM hanya mendata desa; berkas ini tidak disimpan.",
            code="kelurahan",
        )
    raise DomainError(_unknown(rumusan), code="unknown_desa")


def _unknown(rumusan: Rumusan) -> str:
    kecamatan = rumusan.dotted.rpartition(".")[0]
    if not regions(rumusan.dotted):
        return (
            f"Kode {rumusan.dotted} tidak ada dalam daftar Kemendagri. Periksa apakah itu kode BPS; "
            "rumusan IDM memakai kode Kemendagri."
        )
    return (
        f"Desa {rumusan.village} ({rumusan.dotted}) belum ada di Cermat. Muat dahulu: ./cermat units load {kecamatan}"
    )


def period_of(definition: Definition, year: int) -> Month:
    """The month in which the index of a year falls due."""
    return Month(year, definition.due_months[0] if definition.due_months else 12)


def idm_of_year(desa: Unit, year: int) -> Definition:
    """What the office follows; the one that comes with Cermat where it has never loaded any.

    Raises DomainError for a year of which IDM does not speak, or where the office has retired it.
    """
    _require_year(year)
    kecamatan = desa.kecamatan or desa
    if newest_version(kecamatan, IDM) is None:
        return shipped(IDM)
    return definition_in_force(kecamatan, IDM, date(year, 12, 31))[1]


def _require_year(year: int) -> None:
    own = shipped(IDM)
    if year < own.valid_from.year:
        raise DomainError(
            f"IDM berlaku sejak {own.valid_from.year}; berkas ini bertahun {year}. Periksa tahunnya.",
            code="not_in_force",
        )
    if own.valid_to is not None and own.valid_to < date(year, 12, 31):
        raise DomainError(
            f"IDM berlaku sampai {own.valid_to.year}; berkas ini bertahun {year}. Sejak {own.valid_to.year + 1} "
            "status desa menurut Indeks Desa.",
            code="not_in_force",
        )
