"""Which file this is, and its rows: a set of indicators as such, or an instrument that is filled in as one."""

from cermat.indicators.schema.indicators import IndicatorFile, read_set
from cermat.indicators.schema.instruments import DOCUMENTS, SINERGITAS, from_instrument, kind_of_instrument
from cermat.instruments.schema import read_instrument
from cermat.lib.definitions import read_marked
from cermat.lib.errors import DefinitionError


def kind_of(text: str) -> str | None:
    """Which set a file says it holds; None for one that names no set, as a year's plan does."""
    if is_instrument(text):
        return kind_of_instrument(read_instrument(text))
    data, _ = read_marked(text)
    named = data.get("set") if isinstance(data, dict) else None
    return None if named is None else str(named)


def is_instrument(text: str) -> bool:
    data, _ = read_marked(text)
    return isinstance(data, dict) and "cermat" in data


def read_indicators(text: str) -> IndicatorFile:
    """The rows of a set. Raises DefinitionError: "Baris 31: …"."""
    if is_instrument(text):
        return from_instrument(read_instrument(text))
    file = read_set(text)
    if file.set in {SINERGITAS, DOCUMENTS}:
        raise DefinitionError([
            f'Set "{file.set}" dimuat dari berkas instrumen (cermat: instrumen/1), lihat definitions/instruments/.'
        ])  # fmt: skip
    return file
