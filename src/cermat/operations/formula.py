"""What versions and addresses mean."""

import ipaddress

Version = tuple[int, ...]


def has_wal_reset_fault(version: Version) -> bool:
    """Whether this SQLite may corrupt a database in WAL mode (https://sqlite.org/wal.html#walresetbug).

    3.7.0 to 3.51.2 are affected, except the mended 3.44.6 and 3.50.7 of their lines; 3.52.0 was withdrawn.
    """
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3) or version[:3] == (3, 52, 0)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`: 127.0.0.0/8, ::1, localhost."""
    bare = host.strip().strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False
