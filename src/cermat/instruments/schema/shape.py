"""The keys of an instrument file, in the Indonesian words of definitions/README.md, and what may stand behind each."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from cermat.instruments.formula.definition import AnsweredBy, ItemKind, Method, Missing

FORMAT = "instrumen/1"


def exact(value: object) -> Fraction:
    """5, "0.111" or "1/9" as it stands; a comma, an exponent or more than nine digits a side is refused."""
    text = str(value)
    above, slash, below = text.partition("/")
    whole, _point, rest = above.removeprefix("-").partition(".")
    sides = [whole, rest or "0", below if slash else "1"]
    if isinstance(value, bool) or not all(side.isascii() and side.isdecimal() and len(side) <= 9 for side in sides):
        raise ValueError(f'"{text[:40]}" bukan angka. Tulis misalnya 5, 0.111, atau 1/9.')
    if slash and not int(below):
        raise ValueError(f'"{text[:40]}" membagi dengan nol.')
    return Fraction(Decimal(above)) / int(below or 1)


def coded(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", text):
        raise ValueError(f'Kode "{text[:50]}" hanya boleh memuat huruf, angka, titik, "-", dan "_" (paling banyak 40).')
    return text


def named(text: str) -> str:
    if len(text) > 40 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(f'Nama "{text[:50]}" hanya boleh memuat huruf kecil, angka, dan "-" (paling banyak 40).')
    return text


def lettered(text: str) -> str:
    if not re.fullmatch(r"[a-z][0-9]?", text):
        raise ValueError(f'Bukti "{text[:50]}" harus bernama satu huruf kecil, boleh diikuti satu angka: a atau a1.')
    return text


def bound(value: object) -> Decimal:
    """The lower bound of a class: a decimal, as it will be compared with a rounded index."""
    if "/" in str(value):
        raise ValueError(f'"{str(value)[:40]}" bukan angka desimal. Tulis misalnya 60 atau 0.4908.')
    exact(value)
    return Decimal(str(value))


Number = Annotated[Fraction, BeforeValidator(exact)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=600, strip_whitespace=True)]
Code = Annotated[str, AfterValidator(coded)]
Name = Annotated[str, AfterValidator(named)]
Letter = Annotated[str, AfterValidator(lettered)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
Subject = Literal["kecamatan", "seksi", "desa", "kelurahan", "rt", "rw", "layanan"]
Frequency = Literal["", "bulanan", "triwulanan", "semesteran", "tahunan"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Validity(Shape):
    dari: date
    sampai: date | None = None


class Period(Shape):
    frekuensi: Frequency = ""
    jatuh_tempo: tuple[MonthNumber, ...] = ()


class IndexShape(Shape):
    nama: Short
    cara: Method
    kali: Number = Fraction(1)
    desimal: Annotated[int, Field(ge=0, le=6)] = 2
    desimal_kelompok: Annotated[int, Field(ge=0, le=6)] = 2
    jumlah_bobot: Number | None = None


class StepShape(Shape):
    """A grade of a graded group."""

    nilai: Code
    skor: Number
    di_atas: Number | None = None
    label: Note = ""


class GroupShape(Shape):
    kode: Code
    nama: Text
    cara: Method
    induk: str | None = None
    bobot: Number = Fraction(1)
    jumlah_bobot: Number | None = None
    nilai_langsung: bool = False
    gradasi: tuple[StepShape, ...] = ()
    sumber: Note = ""
    rincian: dict[str, str] = {}


class VariantShape(Shape):
    nama: Short
    label: Text
    bobot: Number


class GradeShape(Shape):
    """A result keeps both as "B (Baik)", in 60 characters."""

    kode: Annotated[str, StringConstraints(min_length=1, max_length=17, strip_whitespace=True)]
    nama: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    dari: Annotated[Decimal, BeforeValidator(bound)]
    label: Note = ""


class OptionShape(Shape):
    """One answer of a choice or letter, or the meaning of one level of points."""

    jawaban: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)] | None = None
    nilai: Number | None = None
    skor: Number | None = None
    arti: Note = ""
    saran: Note = ""


class BandShape(Shape):
    sampai: Number | None = None
    di_bawah: Number | None = None
    skor: Number


class ItemShape(Shape):
    kode: Code
    nama: Text
    kelompok: str = ""
    bagian: Note = ""
    pertanyaan: Note = ""
    jenis: ItemKind
    paling_kecil: Number | None = None
    paling_besar: Number | None = None
    desimal: Annotated[int, Field(ge=0, le=6)] = 0
    bobot: Number = Fraction(1)
    tingkat: tuple[OptionShape, ...] = ()
    skala: str = ""
    ukuran: Note = ""
    pita: tuple[BandShape, ...] = ()
    langkah: tuple[Number, ...] = ()
    bukti: dict[Letter, Number] = {}
    boleh_tidak_berlaku: bool = False
    berlaku: tuple[Subject, ...] = ()
    frekuensi: Annotated[str, StringConstraints(max_length=60)] = ""
    jatuh_tempo: tuple[MonthNumber, ...] = ()
    seksi: Annotated[str, StringConstraints(max_length=60)] = ""
    sumber: Note = ""
    pelaksana: dict[str, str] = {}
    rincian: dict[str, str] = {}


class InstrumentFile(Shape):
    cermat: Literal["instrumen/1"]
    nama: Name
    versi: Annotated[int, Field(ge=1, le=999)]
    judul: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    singkatan: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    asal: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""
    berlaku: Validity
    subjek: tuple[Subject, ...]
    penjawab: AnsweredBy
    penilai: tuple[Short, ...] = ()
    periode: Period = Period()
    sumber: tuple[Text, ...] = ()
    catatan: tuple[Text, ...] = ()
    kosong: Missing = Missing.NO_INDEX
    tidak_didata: tuple[Subject, ...] = ()
    indeks: IndexShape
    skala: dict[str, tuple[OptionShape, ...]] = {}
    gradasi: tuple[StepShape, ...] = ()
    kelompok: tuple[GroupShape, ...] = ()
    varian: tuple[VariantShape, ...] = ()
    kelas: tuple[GradeShape, ...] = ()
    butir: tuple[ItemShape, ...]
