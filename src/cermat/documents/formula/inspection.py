"""What is done with the bytes of each kind."""

from cermat.documents.formula.kinds import FileKind


def inspected(content: bytes, kind: str) -> bytes:
    """The bytes to be stored: a photo written anew, anything else as it came. RefusedError says no."""
    if kind in {FileKind.JPEG, FileKind.PNG}:
        from cermat.documents.formula.pictures import clean_picture  # noqa: PLC0415 - only the parser that is needed

        return clean_picture(content, FileKind(kind))
    if kind == FileKind.PDF:
        from cermat.documents.formula.pdf import check_pdf  # noqa: PLC0415

        check_pdf(content)
    elif kind == FileKind.XLSX:
        from cermat.documents.formula.sheets import check_workbook  # noqa: PLC0415

        check_workbook(content)
    return content
