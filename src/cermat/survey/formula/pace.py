"""How fast answers may come: counted in memory, told to nobody, forgotten with the process. Pure: the clock is given.

A whole office, a school or a market may stand behind one address, so the limits are wide. Above the soft one answers
are still stored, but flagged as suspicious, and people decide; only the hard one turns answers away for a while, and
then they stay on the page of whoever sent them. What is counted is a counter and a network (/24, /64), never a person:
the network is hashed with a salt that the process makes up for itself.

Each limit is a bucket of `size` answers that refills with `per_minute`. A bucket is kept as one moment: when it will be
full again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address

REMEMBERED = 20_000  # buckets; the longest unused are forgotten first
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


@dataclass(frozen=True)
class Limits:
    """`soft` and `hard` of one counter and network; `burst` of a counter from all networks together."""

    soft: Bucket
    hard: Bucket
    burst: Bucket


class PaceKeeper:
    """What one process remembers of the last minutes. `salt` is random and never leaves it."""

    def __init__(self, limits: Limits, salt: bytes, remembered: int = REMEMBERED) -> None:
        self.limits = limits
        self._salt = salt
        self._most = remembered
        self._moments: OrderedDict[bytes, float] = OrderedDict()

    def arrived(self, counter: str, address: str, now: float) -> Pace:
        """One more answer at the counter with this code; `now` in seconds of any clock that does not run backwards."""
        network = network_of(address)
        if not self._takes(self.limits.hard, b"h", counter, network, now):
            return Pace.TOO_FAST
        is_calm = self._takes(self.limits.soft, b"s", counter, network, now)
        is_calm &= self._takes(self.limits.burst, b"b", counter, ANY_NETWORK, now)
        return Pace.CALM if is_calm else Pace.SUSPICIOUS

    def __len__(self) -> int:
        return len(self._moments)

    def _takes(self, bucket: Bucket, kind: bytes, counter: str, network: bytes, now: float) -> bool:
        key = blake2b(kind + network + b"/" + counter.encode(), digest_size=8, key=self._salt).digest()
        later = bucket.after(self._moments.get(key, now), now)
        if later is None:
            return False
        self._moments[key] = later
        try:
            self._moments.move_to_end(key)
            while len(self._moments) > self._most:
                self._moments.popitem(last=False)
        except KeyError:  # another thread has just forgotten the same bucket
            pass
        return True


def network_of(address: str) -> bytes:
    """The /24 or /64 that the address lies in; nothing for what is no address, so that all such share one."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return ANY_NETWORK
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return b"n" + (found.packed[:3] if isinstance(found, IPv4Address) else found.packed[:8])
