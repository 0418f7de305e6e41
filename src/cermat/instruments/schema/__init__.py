"""Instrument files: YAML that an official wrote, read into the Definition that the engine scores by."""

from cermat.instruments.schema.reading import read_instrument, valid_on
from cermat.instruments.schema.shipped import shipped, shipped_names

__all__ = ["read_instrument", "shipped", "shipped_names", "valid_on"]
