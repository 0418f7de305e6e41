"""What a person answers in one field of a sheet, and what is wrong with a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cermat.lib.errors import DomainError


class Form(StrEnum):
    """Which form a sheet is filled in on."""

    MONTHLY = "bulanan"  # the monthly indicators of a desa/kelurahan for one section
    DOCUMENTS = "dokumen"  # checklist of registers and documents of a desa/kelurahan
    SINERGITAS = "sinergitas"  # a section's sinergitas indicators
    IKM = "ikm"
    IDM = "idm"
    RTRW = "rtrw_cantik"


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

    @property
    def key(self) -> str:
        return "baru" if self.number is None else f"P{self.number}"


class SheetError(DomainError):
    """A sheet cannot be saved or sent; each problem stands at its field. Key ("", "") is the sheet as a whole."""

    def __init__(self, message: str, problems: Mapping[FieldKey, str], *, code: str = "sheet") -> None:
        super().__init__(message, code=code)
        self.problems = dict(problems)
