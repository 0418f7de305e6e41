"""Template words: numbers and dates as offices write them, form keys, states."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, Field
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cermat.lib import months
from cermat.web import places, typed

register = template.Library()


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


CHOSEN = {"select", "selectmultiple", "radioselect", "checkboxselectmultiple", "date", "clearablefile", "file"}


@register.filter
def first_error(field: BoundField) -> str:
    """The sentence at a field. Where the framework only forbids ("may not be empty"), it says what to do."""
    text = str(field.errors[0])
    if get_language() != "id" or text != str(Field.default_error_messages["required"]):
        return text
    label = str(field.label)
    word = "Pilih" if field.widget_type in CHOSEN else "Isi"
    return f"{word} {label[:1].lower() + label[1:] if label[1:2].islower() else label}."


@dataclass(frozen=True)
class Places:
    links: list[places.Link]

    @property
    def rest(self) -> list[places.Link]:
        """Those that stand under "Lainnya" on a phone."""
        return [link for link in self.links if link.is_rest]


@register.simple_tag(takes_context=True)
def main_places(context: Mapping[str, Any]) -> Places:
    """{% main_places as places %}: the main places this person sees."""
    return Places(places.links(places.MAIN, context.get("my_permissions", ()), context["request"].path))


@register.simple_tag(takes_context=True)
def account_places(context: Mapping[str, Any]) -> list[places.Link]:
    """{% account_places as mine %}: what stands in the menu under the person's name."""
    return places.links(places.ACCOUNT, context.get("my_permissions", ()), context["request"].path)


@register.simple_tag
def icon(path: str) -> SafeString:
    """A line drawing of 24 × 24; decoration only, the word stands beside it."""
    return format_html(
        '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        path,
    )


@register.simple_tag(takes_context=True)
def with_query(context: Mapping[str, Any], **changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def typing_restored(context: Mapping[str, Any]) -> bool:
    """Whether this page shows typing again that was refused before (web.typed.restored)."""
    return getattr(context.get("request"), "typing_restored", False)


@register.simple_tag(takes_context=True)
def typing_waits(context: Mapping[str, Any]) -> bool:
    """Whether typing waits in this session for its person to sign in again."""
    return typed.waits(context["request"])


@register.filter
def angka(value: Decimal | int | None, decimals: int | None = None) -> str:
    return months.number(value, decimals)


@register.filter
def rupiah(value: Decimal | int | None) -> str:
    return months.rupiah(value)


@register.filter
def persen(value: Decimal | None, decimals: int = 2) -> str:
    return months.percent(value, decimals)


def _one_line(day: date, said: str) -> SafeString:
    """An element of its own, which the style sheet keeps on one line."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), said)


@register.filter
def tanggal(value: date | None) -> str:
    return _one_line(value, months.long_date(value)) if value else "–"


@register.filter
def hari_tanggal(value: date | None) -> str:
    return _one_line(value, months.full_date(value)) if value else "–"


@register.filter
def waktu(value: datetime | None) -> str:
    return months.date_time(value) if value else "–"
