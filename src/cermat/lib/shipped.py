"""The definition files that come with Cermat and that an office may take as they are, or as an example. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "definitions"


@dataclass(frozen=True)
class Shipped:
    """One file: its name in addresses, what it is called, what to know before it is loaded, its place."""

    name: str
    title: str
    about: str
    place: str  # below definitions/

    @property
    def text(self) -> str:
        return (FOLDER / self.place).read_text(encoding="utf-8")

    @property
    def file_name(self) -> str:
        return self.place.rpartition("/")[2]


def shipped_file(files: Sequence[Shipped], name: str) -> Shipped | None:
    """The file of this name among `files`."""
    return next((one for one in files if one.name == name), None)
