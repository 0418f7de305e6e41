"""Codes of service receipts: short enough to type, and made again from the form that asked for them. Pure."""

import hashlib
import hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs without 0/O and 1/I
LENGTH = 8
HALF = LENGTH // 2


def code_of(secret: str, survey: int, seed: str, number: int) -> str:
    """The `number`-th code of a set: the same set again for the same seed, and nothing to guess without the secret."""
    told = hmac.new(secret.encode(), f"kode:{survey}:{seed}:{number}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in told[:LENGTH])


def as_printed(code: str) -> str:
    """In two groups, for reading aloud: K7QM-2XH9."""
    return f"{code[:HALF]}-{code[HALF:]}"
