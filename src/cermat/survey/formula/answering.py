"""One sheet as it comes in, whether its answers can be stored, and what is said about it. Pure.

`scores` holds one digit per question in the order of the definition. "0" is no answer: paper may have gaps, the
public form may not, because a page that lets questions out makes respondents let questions out.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from cermat.survey.formula.tallied import NO_ANSWER

SHORTEST_KEY, LONGEST_KEY = 22, 64  # characters of 6 bits: 132 bits that only the device knows
KEY_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
RECEIPT_CHARACTERS = frozenset("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Verdict(StrEnum):
    STORED = "tersimpan"
    ALREADY = "sudah"
    REFUSED = "ditolak"


class Code(StrEnum):
    """Why. Stable: scripts, other languages and tests hang on them."""

    STORED = "stored"
    ALREADY = "already"
    INVALID = "invalid"  # see the problems, each at its field
    EXPIRED = "expired"  # the token; a fresh one comes with the refusal
    NOT_OPEN = "not_open"  # no survey here, not yet, or not any more
    PAUSED = "paused"  # keep the answers and send them later
    RECEIPT_NEEDED = "receipt_needed"
    RECEIPT_REFUSED = "receipt_refused"  # not known here, or used
    TOO_MANY = "too_many"  # keep the answers and send them later
    BUSY = "busy"  # the database could not; keep the answers and send them later


SENTENCES: Mapping[Code, str] = {
    Code.STORED: "Terima kasih. Jawaban Saudara sudah tersimpan.",
    Code.ALREADY: "Jawaban ini sudah tersimpan sebelumnya. Tidak ada yang disimpan dua kali.",
    Code.INVALID: "Ada isian yang perlu diperbaiki. Jawaban yang lain tetap tersimpan di halaman ini.",
    Code.EXPIRED: "Halaman ini sudah lama terbuka. Jawaban Saudara masih ada: tekan Kirim sekali lagi.",
    Code.NOT_OPEN: "Survei ini sedang tidak dibuka, jadi jawaban tidak dapat disimpan. Terima kasih atas niat baiknya.",
    Code.PAUSED: "Survei ini sedang dijeda. Jawaban tetap ada di halaman ini: kirim lagi nanti.",
    Code.RECEIPT_NEEDED: "Tulis kode pada tanda terima layanan.",
    Code.RECEIPT_REFUSED: "Kode tanda terima ini tidak dikenal atau sudah dipakai. Periksa kembali tulisannya.",
    Code.TOO_MANY: "Sedang banyak jawaban masuk dari jaringan ini. Jawaban tetap ada: kirim lagi sebentar lagi.",
    Code.BUSY: "Jawaban belum dapat disimpan. Jawaban tetap ada di halaman ini: kirim lagi sebentar lagi.",
}


class Wrong(StrEnum):
    """What is the matter with a field."""

    MISSING = "missing"
    UNKNOWN = "unknown"  # not one of the choices
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"


WRONG_SENTENCES: Mapping[Wrong, str] = {
    Wrong.MISSING: "Pertanyaan ini belum dijawab.",
    Wrong.UNKNOWN: "Pilihan ini tidak ada pada formulir. Pilih salah satu.",
    Wrong.TOO_LONG: "Saran terlalu panjang. Ringkaskan.",
    Wrong.UNPRINTABLE: "Teks memuat tanda yang tidak dapat disimpan. Hapus tanda itu.",
}
Problems = Mapping[str, str]  # field → what is wrong: a question's code, service, sex, …, suggestion, key


@dataclass(frozen=True)
class AnswerForm:
    """What a respondent said. `service` is its number; `fields` are respondent fields → keys ("" or absent: not said).

    `key` is the device's random text (paper and import have none), `receipt` the printed code as typed.
    """

    service: int
    channel: str
    scores: str
    fields: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""
    key: str = ""
    receipt: str = ""
    is_suspicious: bool = False

    def flagged(self) -> "AnswerForm":
        return replace(self, is_suspicious=True)


@dataclass(frozen=True)
class Stored:
    """What became of it. `sentence` is Indonesian; other languages go by `code` and `problems`."""

    code: Code
    problems: Problems = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        return {Code.STORED: Verdict.STORED, Code.ALREADY: Verdict.ALREADY}.get(self.code, Verdict.REFUSED)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code]


@dataclass(frozen=True)
class Rules:
    """What a survey asks: question → the digits that may be given, respondent field → its keys, services offered."""

    questions: Mapping[str, str]
    fields: Mapping[str, frozenset[str]]
    services: frozenset[int]
    longest_suggestion: int

    def problems_of(self, form: AnswerForm, *, may_leave_out: bool = False) -> dict[str, Wrong]:
        """Everything that keeps the sheet from being stored. `may_leave_out`: paper and import, questions may be 0."""
        found = {} if may_leave_out or is_key(form.key) else {"key": Wrong.UNKNOWN}
        if form.service not in self.services:
            found["service"] = Wrong.UNKNOWN if form.service else Wrong.MISSING
        digits = form.scores.ljust(len(self.questions), NO_ANSWER)
        if len(digits) > len(self.questions) or (may_leave_out and not digits.strip(NO_ANSWER)):
            found["scores"] = Wrong.UNKNOWN if digits.strip(NO_ANSWER) else Wrong.MISSING
        for (code, allowed), digit in zip(self.questions.items(), digits, strict=False):
            if digit == NO_ANSWER:
                if not may_leave_out:
                    found[code] = Wrong.MISSING
            elif digit not in allowed:
                found[code] = Wrong.UNKNOWN
        for name, key in form.fields.items():
            if key and key not in self.fields.get(name, ()):
                found[name] = Wrong.UNKNOWN
        if wrong := wrong_text(form.suggestion, self.longest_suggestion):
            found["suggestion"] = wrong
        return found


def wrong_text(text: str, longest: int) -> Wrong | None:
    """What keeps a suggestion from being stored: its length, or signs that no keyboard types."""
    if len(text) > longest:
        return Wrong.TOO_LONG
    return Wrong.UNPRINTABLE if UNPRINTABLE.search(text) else None


def without_control_signs(text: str) -> str:
    """Without signs that no keyboard types and no database stores (NUL, halves of surrogate pairs)."""
    return UNPRINTABLE.sub("", text).replace("\r\n", "\n").strip()


def is_key(text: str) -> bool:
    """Whether it can be a device's random key."""
    return SHORTEST_KEY <= len(text) <= LONGEST_KEY and KEY_CHARACTERS.issuperset(text)


def answer_id(secret: str, survey: int, key: str) -> UUID:
    """The primary key of an answer: whoever does not know the device's key cannot tell which answer is whose."""
    return UUID(bytes=hmac.digest(secret.encode(), f"jawaban:{survey}:{key}".encode(), "sha256")[:16])


def plain_receipt(typed: str) -> str:
    """The code as printed: capital letters and digits, without the blanks and dashes that people type."""
    return "".join(sign for sign in typed.upper() if sign in RECEIPT_CHARACTERS)


def receipt_digest(secret: str, survey: int, typed: str) -> str:
    """What is kept of a code: 64 hexadecimal digits. The same however it is typed."""
    plain = plain_receipt(typed)
    return hmac.new(secret.encode(), f"tanda terima:{survey}:{plain}".encode(), sha256).hexdigest()
