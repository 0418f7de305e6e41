"""How fast answers may come: counted in memory, told to nobody, forgotten with the process. Pure: the clock is given.

A whole office, a school or a market may stand behind one address. So above the low limits answers are still stored,
but flagged as suspicious, and people decide; only the hard one, which is wide, turns answers away for a while, and
then they stay on the page of whoever sent them. What is counted is a counter and a network (/24, /64), never a person:
the network is hashed with a salt that the process makes up for itself. One key counts once, however often it is sent;
sent more often than any device does, it is turned away itself.

A tablet at a counter serves one person after the other all day, and sends what waited there at once, so it has a limit
of its own. Each limit is a bucket of `size` answers that refills with `per_minute`. A bucket is kept as one moment:
when it will be full again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeVar

Kept = TypeVar("Kept")
REMEMBERED = 20_000  # buckets, and as many keys; the longest unused are forgotten first
ANY_NETWORK = b""


class Pace(StrEnum):
    CALM = "calm"
    SUSPICIOUS = "suspicious"
    TOO_FAST = "too_fast"


@dataclass(frozen=True)
class Bucket:
    size: int
    per_minute: float

    @classmethod
    def parse(cls, text: str) -> "Bucket":
        """Of "120/60": 120 at once, 60 a minute. Raises ValueError."""
        size, _slash, per_minute = text.partition("/")
        bucket = cls(int(size), float(per_minute))
        if bucket.size < 1 or bucket.per_minute <= 0:
            raise ValueError(text)
        return bucket

    def after(self, full_at: float, now: float) -> float | None:
        """When the bucket is full again if one more is taken at `now`; None when it is empty."""
        each = 60 / self.per_minute
        later = max(full_at, now) + each
        return later if later - now <= self.size * each + 1e-6 else None


RESENDS = Bucket(20, 20)  # of one key; a device that waits for a signal sends it twice a minute


@dataclass(frozen=True)
class Limits:
    """`soft`, `tablet` and `hard` of one counter and network; `slow` of one office and network, over hours; `burst` of
    a counter from all networks together. Only `hard` turns away."""

    soft: Bucket
    slow: Bucket
    tablet: Bucket
    hard: Bucket
    burst: Bucket


@dataclass(frozen=True)
class Sender:
    """Where an answer comes in and from where: the code of the counter, its office, the sender's address."""

    counter: str
    unit: int
    address: str
    is_tablet: bool = False


class PaceKeeper:
    """What one process remembers of the last minutes. `salt` is random and never leaves it."""

    def __init__(self, limits: Limits, salt: bytes, remembered: int = REMEMBERED) -> None:
        self.limits = limits
        self._salt = salt
        self._most = remembered
        self._moments: OrderedDict[bytes, float] = OrderedDict()
        self._counted: OrderedDict[bytes, tuple[Pace, float]] = OrderedDict()

    def arrived(self, sender: Sender, key: str, now: float) -> Pace:
        """An answer with this device's key; `now` in seconds of any clock that does not run backwards.

        A key that was counted a while ago is told the same again and takes nothing but from its own `RESENDS`.
        """
        digest = self._digest(b"k", key.encode())
        pace, full_at = self._counted.get(digest) or (self._pace(sender, now), now)
        later = RESENDS.after(full_at, now)
        if pace == Pace.TOO_FAST or later is None:
            return Pace.TOO_FAST
        self._keep(self._counted, digest, (pace, later))
        return pace

    def _pace(self, sender: Sender, now: float) -> Pace:
        """Whoever is over their own limit takes nothing from what all share."""
        network, counter = network_of(sender.address), sender.counter.encode()
        if not self._takes(self.limits.hard, b"h", counter, network, now):
            return Pace.TOO_FAST
        if sender.is_tablet:
            is_calm = self._takes(self.limits.tablet, b"t", counter, network, now)
        else:
            is_calm = self._takes(self.limits.soft, b"s", counter, network, now) and self._takes(
                self.limits.slow, b"o", str(sender.unit).encode(), network, now
            )
        if is_calm and self._takes(self.limits.burst, b"b", counter, ANY_NETWORK, now):
            return Pace.CALM
        return Pace.SUSPICIOUS

    def __len__(self) -> int:
        return max(len(self._moments), len(self._counted))

    def _takes(self, bucket: Bucket, kind: bytes, place: bytes, network: bytes, now: float) -> bool:
        key = self._digest(kind, network + b"/" + place)
        later = bucket.after(self._moments.get(key, now), now)
        if later is None:
            return False
        self._keep(self._moments, key, later)
        return True

    def _digest(self, kind: bytes, text: bytes) -> bytes:
        return blake2b(kind + text, digest_size=8, key=self._salt).digest()

    def _keep(self, kept: OrderedDict[bytes, Kept], key: bytes, what: Kept) -> None:
        kept[key] = what
        try:
            kept.move_to_end(key)
            while len(kept) > self._most:
                kept.popitem(last=False)
        except KeyError:  # another thread has just forgotten the same one
            pass


def network_of(address: str) -> bytes:
    """The /24 or /64 that the address lies in; nothing for what is no address, so that all such share one."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return ANY_NETWORK
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return b"n" + (found.packed[:3] if isinstance(found, IPv4Address) else found.packed[:8])
