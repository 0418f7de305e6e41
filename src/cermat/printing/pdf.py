"""A print as PDF/A-2a + PDF/UA-1. Each is typeset in a process of its own, so that memory goes back to the system."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cermat.lib.months import date_time
from cermat.printing.blocks import Picture, Print

SECONDS = 120
SOURCE = Path(__file__).resolve().parents[2]


class PrintingError(RuntimeError):
    """The print could not be made; the text says why."""


def as_pdf(print_: Print, at: datetime) -> bytes:
    """The bytes of the PDF; the same print and `at` give the same bytes."""
    order = {"print": asdict(print_), "made_at": date_time(at), "timestamp": int(at.timestamp())}
    return _typeset(order, print_.title)


def as_png(picture: Picture) -> bytes:
    """A drawing in dots, for documents that hold no vector pictures."""
    return _typeset({"svg": picture.svg}, picture.alt)


def _typeset(order: dict[str, Any], title: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cermat.printing.typeset"],
            input=json.dumps(order, ensure_ascii=False, default=str).encode(),
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintingError(f"“{title}” tidak selesai dalam {SECONDS} detik.") from error
    if done.returncode:
        raise PrintingError(f"“{title}” tidak dapat dicetak: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout
