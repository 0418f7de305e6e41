"""File names as people typed them, made fit to be shown."""

import re
import unicodedata

LONGEST = 120
FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """`name` without folders, control and direction characters, NFC, at most 120 characters, its extension kept.

    Only for display: on the disk a file is called by its SHA-256.
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        char for char in unicodedata.normalize("NFC", base) if not unicodedata.category(char).startswith("C")
    )
    plain = FORBIDDEN.sub("-", re.sub(r"\s+", " ", visible)).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem:
        return plain[:LONGEST] or "berkas"
    extension = extension[:10]
    return f"{stem[: LONGEST - len(extension) - 1].rstrip()}.{extension}"
