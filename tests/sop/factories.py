"""Cycles to test with, opened through the real actions."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from cermat.lib.months import Month
from cermat.sop.actions import load_sop, open_cycle
from cermat.sop.models import Cycle
from tests.factories import Office

NOVEMBER = Month(2026, 11)
OPENED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday, 2 November 2026, 08.00 WIB
NGANJUK = "kecamatan-nganjuk-01-2021.yaml"
FILES = Path(__file__).parent / "files"


def nganjuk_text() -> str:
    return (settings.DEFINITIONS / "sop" / NGANJUK).read_text(encoding="utf-8")


def other_text() -> str:
    return (FILES / "other-sop.yaml").read_text(encoding="utf-8")


def opened_cycle(office: Office, month: Month = NOVEMBER, now: datetime = OPENED, text: str = "") -> Cycle:
    """A cycle of the Nganjuk SOP (or of `text`), its first step ready."""
    load_sop(kecamatan=office.kecamatan, text=text or nganjuk_text(), by=office.admin, now=now)
    return open_cycle(kecamatan=office.kecamatan, month=month, by=office.sekcam, now=now)
