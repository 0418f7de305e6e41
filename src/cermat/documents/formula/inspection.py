"""What is done with the bytes of each kind."""

from dataclasses import dataclass, field

from cermat.documents.formula.kinds import FileKind
from cermat.documents.formula.persons import Persons


@dataclass
class Inspection:
    """What an inspection hands back."""

    content: bytes  # to be stored: a photo written anew, anything else as it came
    about: str = ""  # 12 halaman · 3 lembar: Rekap, PBB, Lahan · 1.600 × 1.200 titik
    small: bytes = b""  # a small JPEG of a picture
    persons: Persons = field(default_factory=Persons)


def inspected(content: bytes, kind: str) -> Inspection:
    """RefusedError says no."""
    if kind in {FileKind.JPEG, FileKind.PNG}:
        from cermat.documents.formula.pictures import clean_picture  # noqa: PLC0415 - only the parser that is needed

        cleaned = clean_picture(content, FileKind(kind))
        return Inspection(cleaned.content, f"{cleaned.width} × {cleaned.height} titik", cleaned.small)
    found = Inspection(content)
    if kind == FileKind.PDF:
        from cermat.documents.formula.pdf import check_pdf  # noqa: PLC0415

        found.about = f"{check_pdf(content)} halaman"
    elif kind == FileKind.XLSX:
        from cermat.documents.formula.sheets import check_workbook  # noqa: PLC0415

        names = check_workbook(content, found.persons)
        found.about = f"{len(names)} lembar: {', '.join(names)}"
    return found


def look_for_persons(found: Inspection, kind: str) -> None:
    """What may take long and may be left undone: the file is good already."""
    from cermat.documents.formula.texts import persons_in_pdf, rows_of_csv  # noqa: PLC0415

    if kind == FileKind.PDF:
        persons_in_pdf(found.content, found.persons)
    elif kind == FileKind.CSV:
        found.about = f"{rows_of_csv(found.content, found.persons)} baris"
