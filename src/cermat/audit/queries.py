"""Reading and verifying the audit chain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from cermat.audit.formula import GENESIS, link
from cermat.audit.models import AuditEvent, ChainHead


@dataclass(frozen=True)
class BrokenLink:
    """The first row of a chain that does not hold."""

    chain: str
    number: int
    reason: str


def first_broken_link(chain: str) -> BrokenLink | None:
    """Walk a chain from its start and name the first row that was changed, removed, added or cut off."""
    previous, expected = GENESIS, 1
    for event in AuditEvent.objects.filter(chain=chain).order_by("number").iterator(chunk_size=2000):
        if event.number != expected:
            return BrokenLink(chain, expected, "baris ini hilang")
        if event.previous != previous:
            return BrokenLink(chain, event.number, "tidak tersambung dengan baris sebelumnya")
        if event.digest != link(previous, event.told()):
            return BrokenLink(chain, event.number, "isinya berubah")
        previous, expected = event.digest, expected + 1
    head = ChainHead.objects.filter(chain=chain).first()
    if head is None or (head.number, head.digest) != (expected - 1, previous):
        return BrokenLink(chain, expected, "ujung rantai terpotong atau ditambah")
    return None


def chains() -> list[tuple[str, int]]:
    """Every chain and how many rows it has."""
    lengths = dict.fromkeys(ChainHead.objects.values_list("chain", flat=True), 0)
    lengths |= dict(AuditEvent.objects.order_by().values_list("chain").annotate(Count("pk")))
    return sorted(lengths.items())


def broken_links() -> Iterator[BrokenLink]:
    for chain, _length in chains():
        if broken := first_broken_link(chain):
            yield broken
