"""The instruments that come with Cermat: definitions/instruments/NAME.yaml."""

from functools import cache
from pathlib import Path

from cermat.instruments.formula.definition import Definition
from cermat.instruments.schema.reading import read_instrument

FOLDER = Path(__file__).parents[4] / "definitions" / "instruments"


@cache
def shipped(name: str) -> Definition:
    """The shipped definition of this name. Raises KeyError where there is none."""
    if name not in shipped_names():
        raise KeyError(name)
    return read_instrument((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def shipped_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
