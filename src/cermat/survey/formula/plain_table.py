"""A file with answers as it is kept: plain text, without what may not be kept. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """What is kept of a file.

    `text` is CSV: headings first, the first cell of each row is its number in the file. `dropped`: sentences about
    columns and cells that are not kept. `digest` is of the cells: the same table in another format has the same.
    """

    text: str
    headings: tuple[str, ...]
    rows: int
    dropped: tuple[str, ...]
    digest: str
