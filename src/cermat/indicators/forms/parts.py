"""One part of a draft as a form of its rows, a page of them at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from cermat.indicators.schema import Checked
from cermat.indicators.schema.plan_cells import tidy
from cermat.indicators.schema.plan_offers import offered
from cermat.indicators.schema.plan_proposals import Proposals, Proposed, proposed
from cermat.indicators.schema.plan_table import MOST_ROWS, ROWS_ON_PAGE, Cell, Column, Part, Row, Rows
from cermat.indicators.schema.plan_writer import years_of
from cermat.lib.numbers import whole_number

LONGEST, LONGEST_PROSE = 300, 4000


@dataclass(frozen=True)
class RowFields:
    """A row of a part as the page shows it: folded unless it is new, at fault or a proposal."""

    title: str
    is_wanted: bool  # a new row that somebody asked for
    problems: list[str]
    fields: list[forms.BoundField]
    gone: forms.BoundField | None
    keep: forms.BoundField | None
    why: str  # what its proposals were made from

    @property
    def is_open(self) -> bool:
        return self.is_wanted or bool(self.problems) or any(field.errors for field in self.fields)


@dataclass(frozen=True)
class Shown:
    """Which page of the rows, and whether a new one was asked for."""

    page: int = 1
    wants_more: bool = False


class PartForm(forms.Form):
    """The rows of one page and, on the last, a new row below them. Whatever was typed is kept; what is at fault is said
    beside. Rows of other pages, and rows of this page that were not sent, stay as they are."""

    use_required_attribute = False  # a draft is kept with what is still missing; the mark only says what will be asked

    def __init__(
        self,
        data: Any = None,
        *,
        part: Part,
        rows: Rows,
        proposals: Proposals | None = None,
        found: Checked | None = None,
        shown: Shown = Shown(),
    ) -> None:  # fmt: skip
        self.part, self.found, self.wants_more = part, found, shown.wants_more
        self.kept: Sequence[Row] = rows.get(part.key, ())
        paginator = Paginator(self.kept, ROWS_ON_PAGE)
        self.page: Page[Row] = paginator.get_page(paginator.num_pages if shown.wants_more else shown.page)
        self.columns = part.columns_for(years_of(rows))
        self.first = (self.page.number - 1) * ROWS_ON_PAGE
        self.sent = set() if data is None else {whole_number(name.partition(":")[0]) for name in data if ":" in name}
        self.marks = {
            one.at: one for one in proposed(rows, {key: of for key, of in (proposals or {}).items() if key == part.key})
        }
        super().__init__(self._completed(data))
        for index in self._indices():
            self._add(index, rows)
        if part.is_one:
            self.fields["0:tahun"].disabled = True  # a draft is of one year
            self.fields["0:tahun"].help_text = "Mengikuti draf ini."

    def _add(self, index: int, rows: Rows) -> None:
        row = self._row(index)
        mark = self.marks.get(index)
        cells = {column.key for column, _text in mark.cells} if mark else set()
        for column in self.columns:
            field = _field(column, row.get(column.key, ""), rows)
            if column.key in cells:
                field.help_text = f"Usulan. {field.help_text}".strip()
            self.fields[f"{index}:{column.key}"] = field
        if mark:
            self.fields[f"{index}:keep"] = forms.BooleanField(label="Pakai usulan pada baris ini", required=False)
        if index < len(self.kept) and not self.part.is_one:
            self.fields[f"{index}:gone"] = forms.BooleanField(label="Hapus baris ini", required=False)

    def _completed(self, data: Any) -> Any:
        """What was sent, and of this page's rows that were not sent what is kept of them."""
        if data is None:
            return None
        whole = {name: data.get(name) for name in data}
        for index in range(self.first, min(self.first + ROWS_ON_PAGE, len(self.kept))):
            if index not in self.sent:
                whole |= {f"{index}:{key}": text for key, text in self.kept[index].items()}
        return whole

    def _row(self, index: int) -> Row:
        return self.kept[index] if index < len(self.kept) else {}

    def _indices(self) -> range:
        """Of this page; on the last one more, and as many as were typed, should somebody have taken rows away."""
        if self.part.is_one:
            return range(1)
        typed = max((index for index in self.sent if index is not None), default=-1) + 1
        if self.page.has_next():
            return range(self.first, max(self.first + ROWS_ON_PAGE, min(typed, len(self.kept))))
        most = min(max(len(self.kept), typed) + 1, MOST_ROWS, self.first + 4 * ROWS_ON_PAGE)
        return range(self.first, max(most, len(self.kept)))

    def typed(self) -> list[dict[str, str]]:
        """All rows that stay, in their order; a row without anything typed is no row."""
        found = [dict(row) for row in self.kept[: self.first]]
        for index in self._indices():
            told = {column.key: tidy(self.cleaned_data.get(f"{index}:{column.key}", "")) for column in self.columns}
            told = {key: text for key, text in told.items() if text}
            if told and not self.cleaned_data.get(f"{index}:gone"):
                found.append(told)
        return found + [dict(row) for row in self.kept[self._indices().stop :]]

    def wanted_proposals(self) -> list[str]:
        """Keys of the rows whose proposals are to be kept."""
        return [one.key for index, one in self.marks.items() if self.cleaned_data.get(f"{index}:keep")]

    def rows(self) -> Iterator[RowFields]:
        for index in self._indices():
            is_new = self.part.is_one or index >= len(self.kept)
            title = "Baris baru" if is_new else self.part.label_of(self._row(index)) or f"Baris {index + 1}"
            mark: Proposed | None = self.marks.get(index)
            yield RowFields(
                title,
                is_new and (self.wants_more or not self.kept),
                self._problems(index),
                [self[f"{index}:{column.key}"] for column in self.columns],
                None if is_new else self[f"{index}:gone"],
                self[f"{index}:keep"] if mark else None,
                mark.why if mark else "",
            )

    def _problems(self, index: int) -> list[str]:
        """Of this row, each with the name of its column where the sentence does not say it."""
        titles = {column.key: column.title for column in self.columns}
        told = []
        for fault in self.found.faults if self.found else ():
            if (fault.place.part, fault.place.row) == (self.part.key, index):
                title = titles.get(fault.place.column, "")
                told.append(fault.sentence if not title or title in fault.sentence else f"{title}: {fault.sentence}")
        return told


def _field(column: Column, text: str, rows: Rows) -> forms.Field:
    told: dict[str, Any] = {
        "label": column.title, "required": column.needed, "help_text": column.help, "initial": text,
    }  # fmt: skip
    choices = [(word, word) for word in column.words]
    if column.among is not None:
        choices = [(word, f"{word} {name}".strip()[:90]) for word, name in offered(column.among, rows)]
    if column.cell is Cell.YES_NO:
        choices = [("ya", "ya"), ("tidak", "tidak")]
    if choices:
        more = [(text, text)] if text and text not in dict(choices) else []
        return DraftChoice(choices=[("", "–"), *choices, *more], **told)
    if column.cell in {Cell.PROSE, Cell.LINES}:
        return DraftText(widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST_PROSE, **told)
    mode = {"inputmode": "decimal"} if column.cell in {Cell.NUMBER, Cell.WHOLE} else {}
    return DraftText(widget=forms.TextInput(attrs={"autocomplete": "off"} | mode), max_length=LONGEST, **told)


class DraftText(forms.CharField):
    """What will be asked for may still be empty."""

    def validate(self, value: Any) -> None:
        pass


class DraftChoice(forms.ChoiceField):
    """What a row names may have gone in the meantime: the draft keeps it, and the check says so."""

    def validate(self, value: Any) -> None:
        if len(str(value)) > LONGEST:
            raise forms.ValidationError(f"Paling banyak {LONGEST} huruf.")
