"""A draft of a year's plan, part by part; its beginning, its workbook, the signature on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from cermat.indicators.queries import ORIGINS
from cermat.indicators.schema import Checked
from cermat.indicators.schema.plan_cells import tidy
from cermat.indicators.schema.plan_parts import offered
from cermat.indicators.schema.plan_table import MOST_ROWS, Cell, Column, Part, Row, Rows
from cermat.indicators.schema.plan_writer import years_of
from cermat.lib.numbers import whole_number

LARGEST_WORKBOOK = 4_000_000
LONGEST, LONGEST_PROSE = 300, 4000


class StartForm(forms.Form):
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100, help_text="Tahun Perjanjian Kinerja.")
    origin = forms.ChoiceField(label="Mulai dari", choices=list(ORIGINS.items()), widget=forms.RadioSelect)


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Buku kerja (.xlsx)",
        help_text="Templat Cermat yang sudah diisi. Perubahannya tampil dahulu; belum ada yang berlaku.",
        error_messages={"required": "Pilih buku kerja."},
    )
    replaces = forms.BooleanField(label="Gantikan draf tahun itu bila sudah ada", required=False)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_WORKBOOK:
            raise forms.ValidationError("Berkas lebih dari 4 MB. Hapus gambar dan lembar lain, lalu muat lagi.")
        if not (upload.name or "").lower().endswith(".xlsx"):
            raise forms.ValidationError("Berkas bukan .xlsx. Simpan ulang sebagai Buku Kerja Excel, lalu muat lagi.")
        return upload


class PaperForm(forms.Form):
    signed_on = forms.DateField(label="Tanggal tanda tangan", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(
        label="Dokumen", max_length=200, help_text="Nomor atau nama dokumen yang ditandatangani di atas kertas."
    )


@dataclass(frozen=True)
class RowFields:
    """A row of a part as the page shows it: folded unless it is new or at fault."""

    title: str
    is_wanted: bool  # a new row that somebody asked for
    problems: list[str]
    fields: list[forms.BoundField]
    gone: forms.BoundField | None

    @property
    def is_open(self) -> bool:
        return self.is_wanted or bool(self.problems) or any(field.errors for field in self.fields)


class PartForm(forms.Form):
    """The rows of one part and one new row below them. Whatever was typed is kept; what is at fault is said beside."""

    use_required_attribute = False  # a draft is kept with what is still missing; the mark only says what will be asked

    def __init__(
        self, data: Any = None, *, part: Part, rows: Rows, found: Checked | None = None, wants_more: bool = False
    ) -> None:
        super().__init__(data)
        self.part, self.found, self.wants_more = part, found, wants_more
        self.kept: Sequence[Row] = rows.get(part.key, ())
        self.columns = part.columns_for(years_of(rows))
        for index in range(self._count()):
            row = self.kept[index] if index < len(self.kept) else {}
            for column in self.columns:
                self.fields[f"{index}:{column.key}"] = _field(column, row.get(column.key, ""), rows)
            if index < len(self.kept) and not part.is_one:
                self.fields[f"{index}:gone"] = forms.BooleanField(label="Hapus baris ini", required=False)
        if part.is_one:
            self.fields["0:tahun"].disabled = True  # a draft is of one year
            self.fields["0:tahun"].help_text = "Mengikuti draf ini."

    def _count(self) -> int:
        """As many as are kept and one more; never fewer than were typed, should somebody have taken rows away."""
        if self.part.is_one:
            return 1
        typed = [whole_number(name.partition(":")[0]) or 0 for name in self.data]
        return max(len(self.kept), min(max(len(self.kept), *typed, 0) + 1, MOST_ROWS))

    def typed(self) -> list[dict[str, str]]:
        """The rows that stay, in their order; a row without anything typed is no row."""
        found = []
        for index in range(self._count()):
            told = {column.key: tidy(self.cleaned_data.get(f"{index}:{column.key}", "")) for column in self.columns}
            told = {key: text for key, text in told.items() if text}
            if told and not self.cleaned_data.get(f"{index}:gone"):
                found.append(told)
        return found

    def rows(self) -> Iterator[RowFields]:
        for index in range(self._count()):
            is_new = self.part.is_one or index >= len(self.kept)
            row = {} if is_new else self.kept[index]
            fields = [self[f"{index}:{column.key}"] for column in self.columns]
            gone = None if is_new else self[f"{index}:gone"]
            title = "Baris baru" if is_new else self.part.label_of(row) or f"Baris {index + 1}"
            is_wanted = is_new and (self.wants_more or not self.kept)
            yield RowFields(title, is_wanted, self._problems(index), fields, gone)

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
