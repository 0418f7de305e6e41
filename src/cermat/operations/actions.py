"""Loading the examples of a first start."""

from datetime import datetime

from cermat.lib.errors import DomainError

EXAMPLE_PASSWORD = "contoh-cermat-2026"  # known to everybody: with it no address but loopback is served  # noqa: S105


def load_examples(now: datetime) -> None:
    """Kecamatan Nganjuk with invented people; refused where an office already is."""
    raise DomainError(f"Contoh belum tersedia ({now:%Y}).")
