"""One part of a draft as a form of its rows, a page of them at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from cermat.indicators.forms.cells import field_of, source_field, suggestions
from cermat.indicators.schema import Checked
from cermat.indicators.schema.plan_cells import as_seen, kept
from cermat.indicators.schema.plan_offers import FROM, Names, offered
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_proposals import Proposals, Proposed, proposed
from cermat.indicators.schema.plan_source import ASKED, MANUAL, QUESTION, taking, way_of
from cermat.indicators.schema.plan_table import MOST_ROWS, ROWS_ON_PAGE, Part, Row, Rows
from cermat.indicators.schema.plan_writer import years_of
from cermat.lib.numbers import whole_number


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
    way: forms.BoundField | None  # where its figure comes from, and what each answer asks for
    asked: list[tuple[str, forms.BoundField]]
    rest: list[forms.BoundField]  # the fields after that question

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
        names: Names | None = None,
    ) -> None:  # fmt: skip
        self.names: Names = names or {}
        self.suggestions = suggestions(part.columns, rows, self.names)
        self.waits_for = _waits_for(part, rows)
        self.asks_source = any(column.key in ASKED for column in part.columns)
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
            field = field_of(column, row.get(column.key, ""), rows, self.names)
            if column.key in cells:
                field.help_text = f"Usulan. {field.help_text}".strip()
            self.fields[f"{index}:{column.key}"] = field
        if self.asks_source:
            self.fields[f"{index}:{QUESTION}"] = source_field(way_of(row))
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
            told = self._told(index)
            if told and not self.cleaned_data.get(f"{index}:gone"):
                found.append(told)
        return found + [dict(row) for row in self.kept[self._indices().stop :]]

    def _told(self, index: int) -> dict[str, str]:
        """What is typed into one row."""
        cells = {
            column.key: kept(column, as_seen(column, self.cleaned_data.get(f"{index}:{column.key}", "")))
            for column in self.columns
        }
        way = self.cleaned_data.get(f"{index}:{QUESTION}", "")
        return taking(way, {key: text for key, text in cells.items() if text})

    def wanted_proposals(self) -> list[str]:
        """Keys of the rows whose proposals are to be kept."""
        return [one.key for index, one in self.marks.items() if self.cleaned_data.get(f"{index}:keep")]

    def rows(self) -> Iterator[RowFields]:
        for index in self._indices():
            is_new = self.part.is_one or index >= len(self.kept)
            title = "Baris baru" if is_new else self.part.label_of(self._row(index)) or f"Baris {index + 1}"
            mark: Proposed | None = self.marks.get(index)
            before, asked, rest = self._split(index)
            yield RowFields(
                title,
                is_new and (self.wants_more or not self.kept),
                self._problems(index),
                before,
                None if is_new else self[f"{index}:gone"],
                self[f"{index}:keep"] if mark else None,
                mark.why if mark else "",
                self[f"{index}:{QUESTION}"] if self.asks_source else None,
                asked,
                rest,
            )

    def _split(
        self, index: int
    ) -> tuple[list[forms.BoundField], list[tuple[str, forms.BoundField]], list[forms.BoundField]]:
        """The fields before the question where the figure comes from, those it asks for, and those after it."""
        told = [(column.key, self[f"{index}:{column.key}"]) for column in self.columns]
        keys = [key for key, _field in told]
        at = keys.index(next(iter(ASKED))) if self.asks_source else len(keys)
        asked = [(ASKED[key], field) for key, field in told if key in ASKED]
        after = [field for key, field in told[at:] if key not in ASKED and key != f"{QUESTION}.{MANUAL}"]
        return [field for _key, field in told[:at]], asked, after

    def _problems(self, index: int) -> list[str]:
        """Of this row, each with the name of its column where the sentence does not say it."""
        titles = {column.key: column.title for column in self.columns}
        told = []
        for fault in self.found.faults if self.found else ():
            if (fault.place.part, fault.place.row) == (self.part.key, index):
                title = titles.get(fault.place.column, "")
                told.append(fault.sentence if not title or title in fault.sentence else f"{title}: {fault.sentence}")
        return told


def _waits_for(part: Part, rows: Rows) -> list[Part]:
    """Parts this one chooses from and that are still empty: what to fill in before."""
    empty = [FROM[column.among] for column in part.columns if column.among in FROM and not offered(column.among, rows)]
    if part.yearly and not years_of(rows):
        empty.append("umum")
    return [PART[key] for key in dict.fromkeys(empty) if key != part.key]
