"""What is wrong with an instrument file beyond its shape: every fault a place and one sentence."""

from collections.abc import Iterator

from cermat.instruments.schema.shape import InstrumentFile
from cermat.lib.definitions import Path

Fault = tuple[Path, str]


def faults(file: InstrumentFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, item in enumerate(file.butir):
        if item.kode in seen:
            yield ("butir", index, "kode"), f'Kode butir "{item.kode}" dipakai dua kali.'
        seen.add(item.kode)
