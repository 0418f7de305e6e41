"""The words of an instrument's rules, and figures as people write them."""

from collections.abc import Iterable
from fractions import Fraction

from cermat.instruments.formula import AnsweredBy, Item, ItemKind, Method, Missing, allowed_text
from cermat.lib import months
from cermat.lib.rounding import rounded
from cermat.organisation.models import KIND_NAMES, Kind

LONGEST_DECIMALS = 6
METHODS = {
    Method.SUM: "dijumlahkan",
    Method.MEAN: "dirata-ratakan",
    Method.SHARE: "jumlah nilai dibagi jumlah nilai tertinggi",
    Method.WEIGHTED_SUM: "nilai dikalikan bobot, lalu dijumlahkan",
    Method.WEIGHTED_MEAN: "rata-rata berbobot",
    Method.GRADED: "rata-rata butir menjadi gradasi; nilai = bobot × skor gradasi ÷ 100",
}
ITEM_KINDS = {
    ItemKind.CHOICE: "pilihan",
    ItemKind.NUMBER: "angka, dinilai menurut batas",
    ItemKind.DOCUMENT: "ada atau tidak ada",
    ItemKind.EVIDENCE: "jumlah bukti dukung yang diterima",
    ItemKind.STEPS: "salah satu nilai yang tersedia",
    ItemKind.ALL_OR_NOTHING: "nilai penuh atau nol",
    ItemKind.LETTER: "pilihan berhuruf",
    ItemKind.POINTS: "nilai langsung",
}
ANSWERED_BY = {
    AnsweredBy.ONE: "Satu lembar",
    AnsweredBy.ASSESSORS: "Beberapa penilai, masing-masing menilai setiap butir",
    AnsweredBy.RESPONDENTS: "Banyak responden; tiap pertanyaan dirata-ratakan dari yang menjawab",
}
MISSING = {
    Missing.NO_INDEX: "Indeks tidak dihitung; bagian yang lengkap tetap tampil. Yang kosong tidak dianggap nol.",
    Missing.SKIP: "Dilewati: rata-rata dihitung dari yang ada. Yang kosong tidak dianggap nol.",
    Missing.ABSENT: "Dianggap belum ada sampai ada yang menyatakan ada; namanya tetap disebut.",
}
SUBJECTS = {kind.value: KIND_NAMES[kind] for kind in Kind} | {"layanan": "Unit layanan"}


def figure(value: Fraction | None, decimals: int | None = None) -> str:
    """84,21 with fixed decimals; without, exactly where six decimals suffice, else cut with an ellipsis: 0,111111…"""
    if value is None:
        return "–"
    if decimals is not None:
        return months.number(rounded(value, decimals), decimals)
    shown = rounded(value, LONGEST_DECIMALS)
    return months.number(shown) if Fraction(shown) == value else f"{months.number(shown, LONGEST_DECIMALS)}…"


def weight(value: Fraction) -> str:
    """A weight as the law writes it: 1/9 stays a fraction, 0,111 a decimal."""
    return figure(value) if Fraction(rounded(value, LONGEST_DECIMALS)) == value else str(value)


def subjects(kinds: Iterable[str]) -> str:
    """The kinds of subject, in the order from the kecamatan down."""
    known = list(SUBJECTS)
    return ", ".join(SUBJECTS.get(kind, kind) for kind in sorted(kinds, key=lambda kind: (known.index(kind), kind)))


def month_names(numbers: Iterable[int]) -> str:
    return ", ".join(months.NAMES[number - 1] for number in numbers)


def answers(item: Item) -> str:
    """What may be answered; "" where the options are told one by one."""
    return "" if item.options and item.kind in {ItemKind.CHOICE, ItemKind.LETTER} else allowed_text(item)
