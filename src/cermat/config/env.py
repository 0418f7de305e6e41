"""Values from the environment, read once, refused loudly when they make no sense."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cermat.lib.errors import ConfigurationError

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ConfigurationError(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ConfigurationError(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def address(name: str, *, https: bool) -> str:
    """With its scheme: the shipped proxy reads the same variable, and has it without one."""
    given = text(name).strip().rstrip("/")
    return f"http{'s' if https else ''}://{given}" if given and "://" not in given else given


def secret(name: str, path: Path) -> str:
    """The named secret, or the one kept in `path`, which is made (readable by its owner only) on first use."""
    given = os.environ.get(name)
    if given:
        return given
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(64)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process was first; its secret counts
        else:
            with os.fdopen(handle, "w") as file:
                file.write(fresh)
    return path.read_text().strip()


def postgres(url: str) -> dict[str, object]:
    """The Django database entry of postgres://user:password@host:port/name."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].rpartition(":")[0] if parts.port else parts.netloc.rpartition("@")[2]
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ConfigurationError("CERMAT_DATABASE must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host).strip("[]"),  # a folder (socket) keeps its capital letters
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, object]:
    """A durable SQLite: the write lock is taken at the start (no busy snapshots) and commits reach the disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},  # a file: the threads of a browser test share it
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "cached_statements": 500,  # wide joins are dear to parse; the standard 128 are gone after two pages
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        },
    }
