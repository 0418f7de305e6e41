"""Template words: numbers and dates as offices write them, form keys, states."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cermat.lib import months

register = template.Library()

STATES = {
    "done": "Selesai",
    "now": "Sedang berjalan",
    "late": "Terlambat",
    "wait": "Belum dimulai",
}


@register.simple_tag(takes_context=True)
def form_key(context: Mapping[str, Any]) -> SafeString:
    """The hidden fields every form carries: its own key, who typed it, and the page it stands on."""
    request = context["request"]
    person = request.user.pk if request.user.is_authenticated else ""
    return format_html(
        '<input type="hidden" name="_key" value="{}"><input type="hidden" name="_person" value="{}">'
        '<input type="hidden" name="_page" value="{}">',
        uuid.uuid4(),
        person,
        request.get_full_path(),
    )


@register.filter
def angka(value: Decimal | int | None, decimals: int | None = None) -> str:
    return months.number(value, decimals)


@register.filter
def rupiah(value: Decimal | int | None) -> str:
    return months.rupiah(value)


@register.filter
def persen(value: Decimal | None, decimals: int = 2) -> str:
    return months.percent(value, decimals)


@register.filter
def tanggal(value: date | None) -> str:
    return months.long_date(value) if value else "–"


@register.filter
def hari_tanggal(value: date | None) -> str:
    return months.full_date(value) if value else "–"


@register.filter
def waktu(value: datetime | None) -> str:
    return months.date_time(value) if value else "–"
