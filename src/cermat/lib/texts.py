"""Text as people type it."""

import unicodedata

UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}  # controls, joiners, spaces, marks without a letter
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # "letters" that are blank


def shows_nothing(text: str) -> bool:
    """Whether a reader would see nothing at all: empty, spaces, zero-width signs (U+200B and its like)."""
    return all(sign in FILLERS or unicodedata.category(sign) in UNSEEN for sign in text)
