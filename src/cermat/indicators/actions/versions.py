"""What holds for every loaded file: a version once loaded never changes."""

from typing import TypeVar

from cermat.indicators.models import IndicatorSet, Plan
from cermat.lib.errors import ConflictError

Loaded = TypeVar("Loaded", IndicatorSet, Plan)


def same_content(known: Loaded, digest: str) -> Loaded:
    if known.digest != digest:
        raise ConflictError(
            f'Versi "{known.version}" sudah dimuat dengan isi lain. Beri berkas ini versi baru, lalu muat kembali.',
            code="version_taken",
        )
    return known
