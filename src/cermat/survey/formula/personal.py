"""Personal data in free text: found so that somebody looks. Pure.

It flags rather too much than too little: a person reads every suggestion before the public does, and decides whether
what looks like a name or an address is one. Numbers and accounts are told apart by their shape (`NEVER_SHOWN`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    NIK = "NIK atau nomor kartu"
    PHONE = "nomor telepon"
    EMAIL = "alamat surel atau akun"
    ADDRESS = "alamat rumah"
    NAME = "nama orang"
    ACCOUNT = "nomor rekening"


NEVER_SHOWN = frozenset({Personal.NIK, Personal.PHONE, Personal.EMAIL, Personal.ACCOUNT})


@dataclass(frozen=True)
class Found:
    kind: Personal
    start: int
    end: int


REMOVED = "[dihapus]"
GAP = r"[\s.\-]?"
# Who is addressed by office or by kind, not by name: "Pak Camat", "bu petugas", "ibu hamil".
NO_NAMES = (
    "admin|anak|bagian|bendahara|bhabinkamtibmas|bhabinsa|bidan|bupati|camat|dan|di|dokter|dukuh|guru|hamil|harus|haji|"
    "itu|ini|ibu|jaga|juga|kades|kadus|kami|kasi|kasun|kasubbag|kelurahan|kepala|ketua|kita|kurang|lah|lebih|loket|lurah|"
    "masih|menyusui|mohon|mudin|muda|nya|pak|parkir|pegawai|pelayanan|pelayan|pendopo|perangkat|petugas|polisi|polwan|"
    "resepsionis|rt|rumah|rw|sangat|satpam|satpol|saya|sekcam|sekdes|sekretaris|security|seksi|semua|sekalian|sudah|"
    "staf|staff|tidak|tolong|tua|tukang|untuk|wakil|wali|warga|yang|yg|yth|bapak|saudara|saudari|kecamatan|kantor|operator|"
    "baik|ramah|sabar|tersebut|dari|pada|dengan|agar|supaya|kalau|jika|bila|karena|atau|ke|oleh|bisa|dapat|mau|ingin|lain|"
    "banyak|sering|selalu|jangan|belum|akan|cantik|jutek|cepat|lama|lambat"
)
WORD = r"[^\W\d_][\w'’.]*"
TITLE = r"\b(?:pak|bapak|bpk|bu|ibu|sdr|sdri|saudara|saudari|mas|mbak|kak|tn|ny|nn)\b\.?\s+"
NAMED = r"\b(?:nama(?:\s+saya)?|atas nama|a\.n\.?|an\.|bernama)\s*:?\s+"
DIGITS = r"\d(?:[\s.\-]?\d)"  # with how many more: {5,7}
SHAPES: tuple[tuple[Personal, str], ...] = (
    (
        Personal.ACCOUNT,
        rf"\b(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|virtual account|va)\b\.?[^\d\n]{{0,30}}{DIGITS}{{5,19}}",
    ),
    (Personal.NIK, rf"(?<!\d)(?:\d{GAP}){{15,17}}\d(?!\d)"),
    (Personal.NIK, rf"\b(?:nik|ktp|kk|nip|paspor|sim)\b[^\d\n]{{0,12}}{DIGITS}{{5,19}}"),
    (Personal.EMAIL, r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+"),
    (Personal.EMAIL, r"(?<!\w)@[a-z_][\w.]{2,}|\b(?:ig|instagram|fb|facebook|tiktok)\s*:\s*[\w.]{3,}"),
    (Personal.PHONE, rf"(?<!\d)(?:\+?62|0)[\s.\-]?8{DIGITS}{{7,12}}(?!\d)"),
    (Personal.PHONE, rf"(?<!\d)\(?0\d{{2,3}}\)?[\s.\-]\s?{DIGITS}{{5,7}}(?!\d)"),
    (Personal.PHONE, rf"\b(?:hp|telp?(?:on|epon)?|wa|whatsapp)\b[^\d\n]{{0,12}}{DIGITS}{{6,13}}"),
    (
        Personal.ADDRESS,
        r"\b(?:jl|jln|jalan|gg|gang)\b\.?\s+[^\n,;]{2,40}?\b(?:no(?:mor)?\b\.?\s*)?\d{1,4}\b(?:\s*[a-c]\b)?",
    ),
    (
        Personal.ADDRESS,
        r"\brt\b\.?\s*0*\d{1,3}(?:\s*[/,.\-]?\s*rw\b\.?\s*0*\d{1,3})?|\brw\b\.?\s*0*\d{1,3}",
    ),
    (Personal.NAME, rf"{TITLE}(?!(?:{NO_NAMES})\b){WORD}"),
    (Personal.NAME, rf"{NAMED}(?!(?:{NO_NAMES})\b)(?-i:[A-Z]){WORD}"),
)
PATTERNS = tuple((kind, re.compile(shape, re.IGNORECASE)) for kind, shape in SHAPES)


def personal(text: str, kinds: Collection[Personal] = frozenset(Personal)) -> tuple[Found, ...]:
    """What looks like personal data, by place in the text; where two readings overlap they are one, of the longer's
    kind."""
    every = sorted(
        (Found(kind, *match.span()) for kind, shape in PATTERNS if kind in kinds for match in shape.finditer(text)),
        key=lambda found: (found.start, -found.end),
    )
    kept: list[Found] = []
    for found in every:
        if kept and found.start < kept[-1].end:
            longer = max(kept[-1], found, key=lambda one: one.end - one.start)
            kept[-1] = Found(longer.kind, kept[-1].start, max(kept[-1].end, found.end))
            continue
        kept.append(found)
    return tuple(kept)


def without_personal(text: str) -> str:
    """The text with all of it taken out: a proposal, which whoever moderates reads and mends."""
    for found in reversed(personal(text)):
        text = f"{text[: found.start]}{REMOVED}{text[found.end :]}"
    return text
