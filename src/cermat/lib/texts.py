"""Text as people type it."""

import re
import unicodedata

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}  # controls, joiners, spaces, marks without a letter
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # "letters" that are blank


def shows_nothing(text: str) -> bool:
    """Whether a reader would see nothing at all: empty, spaces, zero-width signs (U+200B and its like)."""
    return all(sign in FILLERS or unicodedata.category(sign) in UNSEEN for sign in text)


def one_line(text: str) -> str:
    """One line of visible letters with single blanks: no second name that only looks like “RT 01/RW 01”."""
    letters = unicodedata.normalize("NFKC", text)
    seen = (sign for sign in letters if sign.isspace() or not unicodedata.category(sign).startswith("C"))
    return " ".join("".join(seen).split())


def storable(text: str) -> str:
    """With a blank for every sign that no database keeps and no document can hold: NUL, controls, halves of letters."""
    return NO_XML.sub(" ", text)
