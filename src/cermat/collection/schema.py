"""What a person answers in one field of a sheet, and what is wrong with a sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from cermat.lib.errors import DomainError
from cermat.lib.texts import shows_nothing


class Form(StrEnum):
    """Which form a sheet is filled in on."""

    MONTHLY = "bulanan"  # the monthly indicators of a desa/kelurahan for one section
    DOCUMENTS = "dokumen"  # checklist of registers and documents of a desa/kelurahan
    SINERGITAS = "sinergitas"  # a section's sinergitas indicators
    IKM = "ikm"
    IDM = "idm"
    RTRW = "rtrw_cantik"


FORM_NAMES = {
    Form.MONTHLY: "Isian bulanan",
    Form.DOCUMENTS: "Daftar periksa dokumen",
    Form.SINERGITAS: "Indikator sinergitas",
    Form.IKM: "Indeks Kepuasan Masyarakat",
    Form.IDM: "Status desa (IDM/Indeks Desa)",
    Form.RTRW: "RT/RW Cantik",
}


class Channel(StrEnum):
    """How the figures reached the office."""

    ONLINE = "daring"
    LETTER = "surat"
    WHATSAPP = "whatsapp"
    PHONE = "telepon"


class Answer(StrEnum):
    NUMBER = "angka"
    NIL = "nihil"  # counted, and it is zero
    NO_DATA = "belum_ada_data"  # missing, with a reason
    NOT_APPLICABLE = "tidak_berlaku"
    TEXT = "teks"
    YES = "ya"
    NO = "tidak"


FieldKey = tuple[str, str]  # indicator code, field key: ("PDK-01", "lahir")


@dataclass(frozen=True)
class Given:
    """One answer. `reason` says why there is no data, or explains a soft rule."""

    answer: Answer
    number: Decimal | None = None
    text: str = ""
    reason: str = ""

    @classmethod
    def of_number(cls, number: Decimal | int | str, reason: str = "") -> "Given":
        return cls(Answer.NUMBER, Decimal(number), reason=reason)

    @classmethod
    def of_text(cls, text: str) -> "Given":
        return cls(Answer.TEXT, text=text)


Remarks = Mapping[FieldKey, str]  # what to put right at a field; field "" is the row as a whole
Answers = Mapping[FieldKey, Given | None]  # None takes an answer away; a field not named stays as it is


@dataclass(frozen=True)
class Source:
    """The channel by which a desa/kelurahan reported, with the number and date of its letter."""

    channel: Channel
    note: str = ""


@dataclass(frozen=True)
class Wanted:
    """A candidate of a contest as it should stand. `number` None: a new one."""

    number: int | None
    unit: int | None  # pk of the desa/kelurahan
    name: str
    made_as: UUID | None = None  # the key a device made for a new one

    @property
    def key(self) -> str:
        if self.made_as is not None:
            return made_key(self.made_as)
        return "baru" if self.number is None else f"P{self.number}"


NOTE, SOURCE = "note", "sumber"  # what stands beside the rows, as pages and devices call it
MADE = re.compile(r"B[0-9a-f]{32}")
CANDIDATE = re.compile(rf"P\d{{1,4}}|baru|{MADE.pattern}")  # how the inputs of a candidate are called


def made_key(made_as: UUID) -> str:
    return f"B{made_as.hex}"


def made_in(key: str) -> UUID | None:
    return UUID(key[1:]) if MADE.fullmatch(key) else None


@dataclass(frozen=True)
class Aside:
    """What a person changed beside the rows of a sheet; what is not named stays."""

    note: str | None = None
    source: Source | None = None
    candidates: Sequence[Wanted] = ()
    files: Mapping[int, bool] = field(default_factory=dict)  # key of evidence → whether it is ticked to be taken off
    leaving: Mapping[int, bool] = field(default_factory=dict)  # number of a candidate → whether it is to go


@dataclass(frozen=True)
class About:
    """What is known of a piece of evidence beside its file."""

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy: int | None = None
    persons_reason: str = ""


YEARS = range(1970, 2200)  # in which a photo may have been taken; near the ends of time no office's clock can say it


def _believable(moment: datetime | None) -> datetime | None:
    """A device whose clock says nonsense has taken its photo all the same: only the time is left out."""
    return moment if moment is not None and moment.year in YEARS else None


def _written(text: str) -> str:
    """As the door of forms takes texts (`web.middleware.plain_text`): no NUL; nothing visible is nothing written."""
    if "\0" in text:
        raise ValueError("NUL")
    return "" if shows_nothing(text) else text


class DevicePlace(BaseModel):
    """Where and when a photo was taken as the device says, sent only where its owner agreed."""

    model_config = ConfigDict(extra="forbid")

    taken_at: Annotated[AwareDatetime | None, AfterValidator(_believable)] = None
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    accuracy: float | None = Field(None, ge=0, le=100_000, allow_inf_nan=False)

    def about(self, reason: str = "") -> About:
        if self.latitude is None or self.longitude is None:
            return About(self.taken_at, persons_reason=reason)
        latitude, longitude = (Decimal(f"{degrees:.5f}") for degrees in (self.latitude, self.longitude))
        accuracy = None if self.accuracy is None else round(self.accuracy)
        return About(self.taken_at, latitude, longitude, accuracy, reason)


class FileAnnounced(BaseModel):
    """What a device says before it sends a file in pieces."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, StringConstraints(max_length=40)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    size: int = Field(ge=0, le=2**31 - 1)
    digest: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    place: DevicePlace | None = None


class FileEnded(BaseModel):
    """The end of a file; `reason` is why a list of persons is attached all the same."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True), AfterValidator(_written)] = ""


class PersonsError(DomainError):
    """A file lists persons and nobody has said why; `found` says what was seen."""

    def __init__(self, found: str) -> None:
        message = (
            f"Berkas ini memuat {found}, jadi belum dilampirkan. Ganti dengan rekap jumlahnya saja, atau tulis alasan "
            "mengapa daftar orangnya diperlukan."
        )
        super().__init__(message, code="persons", field="upload")
        self.found = found


class SheetError(DomainError):
    """A sheet cannot be saved or sent; each problem stands at its field. Key ("", "") is the sheet as a whole."""

    def __init__(self, message: str, problems: Mapping[FieldKey, str], *, code: str = "sheet") -> None:
        super().__init__(message, code=code)
        self.problems = dict(problems)
