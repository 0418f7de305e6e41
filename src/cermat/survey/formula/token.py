"""The signed token that the public form brings along: it names no person and no moment of answering.

It binds one key to one survey until it expires. That it is used once needs no table of spent tokens: the answer's
primary key follows from the same key (`answer_id`), so a second use finds the answer already stored.
"""

import hmac
from base64 import urlsafe_b64encode
from enum import StrEnum

LIFETIME = 3600  # seconds; whoever sits longer over the form gets a fresh one with everything typed kept
LONGEST = 60


class TokenState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    FORGED = "forged"


def token_of(secret: str, survey: int, key: str, expires: int) -> str:
    """`expires` in whole seconds since 1970."""
    return f"{expires:x}.{_signature(secret, survey, key, expires)}"


def state_of(secret: str, survey: int, key: str, token: str, now: float) -> TokenState:
    """Whether `token` was made here for this survey and key, and still counts at `now` (seconds since 1970)."""
    if len(token) > LONGEST or not token.isascii():
        return TokenState.FORGED
    written, _dot, signature = token.partition(".")
    try:
        expires = int(written, 16)
    except ValueError:
        return TokenState.FORGED
    if not hmac.compare_digest(signature, _signature(secret, survey, key, expires)):
        return TokenState.FORGED
    return TokenState.VALID if now < expires else TokenState.EXPIRED


def is_valid(secret: str, survey: int, key: str, token: str, now: float) -> bool:
    return state_of(secret, survey, key, token, now) is TokenState.VALID


def _signature(secret: str, survey: int, key: str, expires: int) -> str:
    made = hmac.digest(secret.encode(), f"formulir:{survey}:{key}:{expires}".encode(), "sha256")
    return urlsafe_b64encode(made[:18]).decode()
