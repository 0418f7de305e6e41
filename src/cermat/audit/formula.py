"""How a link of the audit chain is forged: canonical JSON, SHA-256, keyed digests for personal fields."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64

# Names of fields whose content is personal (UU 27/2022): the log keeps only a keyed digest of them.
PERSONAL = frozenset({"name", "full_name", "nip", "nik", "phone", "email", "username", "rank", "grade", "education"})


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks (RFC 8785 in spirit: our values are texts, whole numbers and lists)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def redacted(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    """`values` with every personal field replaced by its keyed digest, at any depth."""
    return {name: _redacted(name, value, key) for name, value in values.items()}


def _redacted(name: str, value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return redacted(value, key)
    if isinstance(value, (list, tuple)):
        return [_redacted(name, one, key) for one in value]
    return keyed_digest(str(value), key) if name in PERSONAL and value not in (None, "") else value


def keyed_digest(text: str, key: str) -> str:
    return "hmac:" + hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def link(previous: str, fields: Mapping[str, object]) -> str:
    """The digest of a link: everything it says, and the digest of the link before it."""
    return hashlib.sha256(f"{previous}\n{canonical(fields)}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """A time as the chain writes it: UTC with microseconds, whatever the database's precision shows."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
