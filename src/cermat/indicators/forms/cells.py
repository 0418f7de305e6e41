"""One cell of a part as a field: a list where a list exists, an offer while typing, or what is typed."""

from typing import Any

from django import forms
from django.utils.html import format_html

from cermat.indicators.schema.plan_cells import shown
from cermat.indicators.schema.plan_offers import Names, offered
from cermat.indicators.schema.plan_source import ASKED, WAYS
from cermat.indicators.schema.plan_table import Cell, Column, Rows
from cermat.indicators.schema.plan_words import choices_of, explained

LONGEST, LONGEST_PROSE = 300, 4000


class DraftText(forms.CharField):
    """What will be asked for may still be empty."""

    def validate(self, value: Any) -> None:
        pass


class DraftChoice(forms.ChoiceField):
    """What a row names may have gone in the meantime: the draft keeps it, and the check says so."""

    def validate(self, value: Any) -> None:
        if len(str(value)) > LONGEST:
            raise forms.ValidationError(f"Paling banyak {LONGEST} huruf.")


def field_of(column: Column, text: str, rows: Rows, names: Names) -> forms.Field:
    told: dict[str, Any] = {
        "label": column.title,
        "required": column.needed or column.key in ASKED,  # asked for by its way alone
        "help_text": _help(column, rows),
        "initial": shown(column, text),
    }
    choices = _choices(column, rows, names)
    if choices:
        more = [(text, text)] if text and text not in dict(choices) else []
        return DraftChoice(choices=[*choices, *more], **told)
    if column.cell in {Cell.PROSE, Cell.LINES}:
        return DraftText(widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST_PROSE, **told)
    extra = {"inputmode": "decimal"} if column.cell in {Cell.NUMBER, Cell.WHOLE} else {}
    if column.suggest is not None:
        extra["list"] = suggestions_id(column)
    return DraftText(widget=forms.TextInput(attrs={"autocomplete": "off"} | extra), max_length=LONGEST, **told)


def source_field(way: str) -> forms.Field:
    """Where the figure of an IKU comes from: one question; what the answer needs to know is asked below it."""
    return DraftChoice(
        label="Dari mana angka IKU ini?", choices=list(WAYS.items()), widget=forms.RadioSelect, initial=way
    )


def suggestions_id(column: Column) -> str:
    return f"usul-{column.suggest.name.lower()}" if column.suggest else ""


def suggestions(columns: tuple[Column, ...], rows: Rows, names: Names) -> dict[str, list[tuple[str, str]]]:
    """What is offered while typing, once for all rows."""
    return {suggestions_id(one): offered(one.suggest, rows, names) for one in columns if one.suggest is not None}


def _choices(column: Column, rows: Rows, names: Names) -> list[tuple[str, str]]:
    if column.words:
        return choices_of(column)
    if column.cell is Cell.YES_NO:
        return [("", "–"), ("ya", "ya"), ("tidak", "tidak")]
    known = offered(column.among, rows, names) if column.among is not None else []
    return [("", "–"), *((word, f"{word} {name}".strip()[:90]) for word, name in known)] if known else []


def _help(column: Column, rows: Rows) -> str:
    if column.cell is Cell.CODES and column.suggest is not None:  # an offer while typing ends with the first of several
        there = "; ".join(word for word, _name in offered(column.suggest, rows))
        return f"{column.help} Yang ada: {there}." if there else column.help
    if not explained(column):
        return column.help
    return format_html('{} <a href="#arti-{}">Arti setiap pilihan</a>', column.help, column.leaf)
