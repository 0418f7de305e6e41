"""What must be right before Cermat works at all."""

import sqlite3  # the bundled one: settings.py has put it in the place of the standard module
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name
from django.db import connection

from cermat.operations.formula import has_wal_reset_fault


@register("cermat")
def sqlite_is_sound(app_configs: Sequence[Any] | None = None, **_more: Any) -> list[CheckMessage]:  # noqa: ARG001
    """SQLite in WAL mode must not be of a version with the WAL-reset fault; CERMAT_OLD_SQLITE=true only warns."""
    if connection.vendor != "sqlite":
        return []
    version = sqlite3.sqlite_version_info
    if not has_wal_reset_fault(version):
        return []
    kind = Warning if settings.OLD_SQLITE else Error
    text = "SQLite {} dapat merusak basis data pada modus WAL.".format(".".join(map(str, version)))
    return [kind(text, hint="Pasang pysqlite3, atau pakai PostgreSQL melalui CERMAT_DATABASE.", id="cermat.E001")]
