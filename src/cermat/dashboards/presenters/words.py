"""Small phrases the overview pages share."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.urls import reverse
from django.utils.dateformat import format as in_language
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cermat.lib import months
from cermat.lib.rounding import rounded
from cermat.sop.models import Cycle


def day_words(day: date) -> str:
    """Senin, 30 November 2026; on an English page: Monday, 30 November 2026."""
    return in_language(day, "l, j F Y") if get_language() == "en" else months.full_date(day)


def month_words(month: months.Month) -> str:
    """Desember 2026; on an English page: December 2026."""
    return in_language(month.first, "F Y") if get_language() == "en" else month.name


def period_words(cycle: Cycle) -> str:
    return _("Periode {month}").format(month=month_words(cycle.month))


def until(day: date | None, today: date, *, short: bool = False) -> str:
    """Paling lambat Senin, 30 November 2026 · 7 hari lagi; `short`: only the days left."""
    if day is None:
        return ""
    left = (day - today).days
    if left == 0:
        rest = _("hari ini")
    elif left == 1:
        rest = _("besok")
    elif left > 1:
        rest = _("{n} hari lagi").format(n=left)
    else:
        rest = _("{n} hari lalu").format(n=-left)
    return rest if short else _("Paling lambat {day} · {rest}").format(day=day_words(day), rest=rest)


def few(text: str, length: int = 90) -> str:
    """The beginning of a longer text, cut at a word."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0] + "…"


def named(names: Sequence[str], most: int = 4) -> str:
    """Begadung, Mangundikaran, Payaman, Bogo dan 3 lainnya"""
    if len(names) <= most:
        return ", ".join(names)
    return _("{names} dan {n} lainnya").format(names=", ".join(names[:most]), n=len(names) - most)


@lru_cache(maxsize=4096)
def figure_words(value: Decimal | Fraction | None) -> str:
    """Two decimals at most, as the pages of the measurement show it."""
    return "–" if value is None else months.number(rounded(value, 2))


@lru_cache(maxsize=4096)
def share_words(value: Fraction) -> str:
    """62,5 %"""
    return f"{months.number(rounded(value, 1))} %"


@lru_cache(maxsize=4096)
def page_of(name: str, pk: int) -> str:
    """The address of a thing; it never changes, and a table of 20 kecamatan asks for a hundred."""
    return reverse(name, args=[pk])
