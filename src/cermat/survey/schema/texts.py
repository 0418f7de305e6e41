"""What the public reads, in its languages: definitions/survey/halaman.<language>.yaml and, for a translated
instrument, definitions/survey/<instrument>.<language>.yaml. Indonesian questions come from the instrument itself."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from cermat.lib.definitions import read_definition
from cermat.survey.schema.words import RESPONDENT_FIELDS

FOLDER = Path(__file__).parents[4] / "definitions" / "survey"
LANGUAGES = ("id", "en", "jv")
Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Service(Shape):
    judul: Text
    pilih: Text


class Buttons(Shape):
    mulai: Text
    lanjut: Text
    kembali: Text
    lewati: Text
    kirim: Text


class About(Shape):
    judul: Text
    keterangan: Text
    kosong: Text


class Told(Shape):
    """A heading and a sentence under it."""

    judul: Text
    keterangan: Text


class Page(Shape):
    judul: Text
    isi: Text


class Field(Shape):
    nama: Text
    pilihan: dict[str, Text]


class Thanks(Page):
    hasil: Text


class States(Shape):
    """What becomes of an answer after "send"."""

    mengirim: Text
    terkirim: Text
    sudah: Text
    menunggu: Text
    menunggu_dibuka: Text
    menunggu_terbuka: Text
    antre: Text
    sempat_terkirim: Text
    ditolak: Text
    hapus: Text
    perbaiki: Text
    kirim_sekarang: Text


class Mistakes(Shape):
    """What is wrong, by the codes of `formula.answering`."""

    judul: Text
    question: Text
    service: Text
    too_long: Text
    unprintable: Text
    receipt_needed: Text
    receipt_refused: Text
    invalid: Text
    expired: Text
    not_open: Text
    paused: Text
    too_many: Text
    busy: Text


class Offline(Page):
    ulang: Text


class Pages(Shape):
    tutup: Page
    jeda: Page
    belum: Page
    belum_tanggal: Page
    tidak_dikenal: Page
    nonaktif: Page
    tanpa_sinyal: Offline


class Still(Page):
    ya: Text


class Pin(Page):
    nama: Text
    keluar: Text
    batal: Text


class Released(Page):
    mulai: Text


class Tablet(Shape):
    ulang: Text
    masih: Still
    selesai: Text
    petugas: Text
    pin: Pin
    pin_salah: Text
    pin_tunggu: Text
    pin_tanpa_sinyal: Text
    lepas: Released


def whole(fields: dict[str, Field]) -> dict[str, Field]:
    """Every respondent field with every one of its choices, and no other: what is stored has a word here."""
    if {name: set(field.pilihan) for name, field in fields.items()} != {
        name: set(keys) for name, keys in RESPONDENT_FIELDS.items()
    }:
        raise ValueError('"isian" harus memuat setiap isian responden dengan setiap pilihannya.')
    return fields


class Texts(Shape):
    """The words of the survey's pages in one language."""

    cermat: Literal["survei-halaman/1"]
    bahasa: Literal["id", "en", "jv"]
    nama_bahasa: Text
    tanda: str = ""  # what a reader must know of this translation
    judul: Text
    ajakan: Text
    pengantar: Text
    persetujuan: Text
    pilih_bahasa: Text
    layanan: Service
    pertanyaan_ke: Text
    bantuan_tombol: Text
    tombol: Buttons
    tentang: About
    isian: Annotated[dict[str, Field], AfterValidator(whole)]
    saran: Told
    kode: Told
    terima_kasih: Thanks
    keadaan: States
    kesalahan: Mistakes
    halaman: Pages
    tablet: Tablet

    def mistake(self, code: str) -> str:
        """The sentence to a code; one without words of its own says that something is missing."""
        return str(getattr(self.kesalahan, code, self.kesalahan.invalid))


class Question(Shape):
    pertanyaan: Text
    pilihan: tuple[Text, ...]


class Translation(Shape):
    """The questions of an instrument in another language, by code, their options in the order of the instrument."""

    cermat: Literal["survei-pertanyaan/1"]
    instrumen: Text
    bahasa: Literal["en", "jv"]
    butir: dict[str, Question]


def read_texts(text: str) -> Texts:
    """Raises DefinitionError: "Baris 12: …"."""
    return read_definition(text, Texts)


def read_translation(text: str) -> Translation:
    return read_definition(text, Translation)


def texts_in(language: str) -> Texts:
    """The page's words; Indonesian for a language that nobody wrote."""
    return kept_texts(language if language in LANGUAGES else LANGUAGES[0])


@cache
def kept_texts(known: str) -> Texts:
    """Only of `LANGUAGES`: what stands in an address must not fill the memory."""
    return read_texts((FOLDER / f"halaman.{known}.yaml").read_text(encoding="utf-8"))


@cache
def translation_of(instrument: str, language: str) -> Translation | None:
    path = FOLDER / f"{instrument}.{language}.yaml"
    if language not in LANGUAGES[1:] or not path.is_file():
        return None
    return read_translation(path.read_text(encoding="utf-8"))


def languages_of(instrument: str, options: Mapping[str, int]) -> list[str]:
    """In which languages the whole instrument can be asked; `options`: code of each question → how many options."""
    found = [LANGUAGES[0]]
    for language in LANGUAGES[1:]:
        made = translation_of(instrument, language)
        if made and all(
            code in made.butir and len(made.butir[code].pilihan) == count for code, count in options.items()
        ):
            found.append(language)
    return found
