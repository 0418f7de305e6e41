"""Kecamatan beside each other, as a page sorts them and as a workbook keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from cermat.dashboards.presenters.numbers import NOTHING, ikm_words, origin_of
from cermat.dashboards.presenters.words import page_of, share_words
from cermat.dashboards.queries import KecamatanState
from cermat.lib.months import Month

NAME = "nama"


@dataclass(frozen=True)
class Value:
    """A number with what stands small beside it. `share` None: nothing is known, and it sorts behind all others."""

    text: str = NOTHING
    note: str = ""
    url: str = ""
    share: Fraction | None = None

    @property
    def html(self) -> str:
        if not self.url:
            return escape(self.text)
        return f'<span><a href="{self.url}">{escape(self.text)}</a> <small>{escape(self.note)}</small></span>'


@dataclass(frozen=True)
class KecamatanRow:
    name: str
    url: str
    period: str
    step: str
    values: dict[str, Value]  # by the key of its column
    step_title: str

    @property
    def is_known(self) -> bool:
        return any(value.url or value.text != NOTHING for value in self.values.values())

    @property
    def html(self) -> str:
        """The line of the table, put together here: of 20 kecamatan a template took longer for these than for all the
        rest of the page. Every text is escaped; the addresses are our own."""
        name = escape(self.name)
        head = f'<a href="{self.url}">{name}</a>' if self.url else name
        cells = f'<td colspan="{len(COLUMNS)}">{NOTHING}</td>'
        if self.is_known:
            told = [(title, self.values[key].html) for key, title in COLUMNS.items()]
            cells = "".join([f'<td class="num" data-label="{title}">{words}</td>' for title, words in told])
        step = f"<span>{escape(self.step)} <small>{escape(self.period)}</small></span>"
        last = f'<td class="line" data-label="{self.step_title}">{step}</td>'
        return mark_safe(f'<tr><th scope="row" class="whole">{head}</th>{cells}{last}</tr>')


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    query: str
    order: str  # of aria-sort; empty where the table is not sorted by it

    @property
    def arrow(self) -> str:
        return {"ascending": " ↑", "descending": " ↓"}.get(self.order, "")


COLUMNS = {
    "lengkap": "Isian tervalidasi",
    "iku": "IKU tercapai",
    "ikm": "IKM terakhir",
    "tepat": "Tepat waktu",
}


def region_rows(states: Iterable[KecamatanState], by: str, *, ascending: bool) -> list[KecamatanRow]:
    """`states` in the order of their names. Who has no data comes last in either direction."""
    step_title = escape(gettext("Tahapan"))
    rows = [_row(state, step_title) for state in states]
    if by not in COLUMNS:
        return rows if ascending else rows[::-1]
    known = [row for row in rows if row.values[by].share is not None]
    known.sort(key=lambda row: row.values[by].share or Fraction(0), reverse=not ascending)
    return known + [row for row in rows if row.values[by].share is None]


def headings(by: str, *, ascending: bool) -> list[Heading]:
    """The columns that sort: names begin with A, numbers with the highest; the one that sorts now turns around."""
    found = []
    for key, title in {NAME: "Kecamatan", **COLUMNS}.items():
        is_this = key == by or (key == NAME and by not in COLUMNS)
        next_up = not ascending if is_this else key == NAME
        order = ("ascending" if ascending else "descending") if is_this else ""
        found.append(Heading(key, title, f"?urut={key}&arah={'naik' if next_up else 'turun'}", order))
    return found


def _row(state: KecamatanState, step_title: str) -> KecamatanRow:
    cycle = state.cycle
    return KecamatanRow(
        name=str(state.kecamatan),
        url=page_of("dashboards:board", cycle.pk) if cycle else "",
        period=cycle.month.name if cycle else "Belum ada periode",
        step=f"{state.step_no} {state.step}".strip() if cycle and cycle.is_running else ("Selesai" if cycle else ""),
        values={"lengkap": _sheets(state), "iku": _iku(state), "ikm": _ikm(state), "tepat": _on_time(state)},
        step_title=step_title,
    )


def _sheets(state: KecamatanState) -> Value:
    sheets, cycle = state.sheets, state.cycle
    if cycle is None or sheets is None:
        return Value()
    share = Fraction(100 * sheets.validated, sheets.of)
    counted = f"{sheets.validated} dari {sheets.of}"
    return Value(share_words(share), counted, page_of("collection:mine", cycle.pk), share)


def _on_time(state: KecamatanState) -> Value:
    sheets, cycle = state.sheets, state.cycle
    if cycle is None or sheets is None:
        return Value()
    if not sheets.counted:
        return Value("belum jatuh tempo")
    share = Fraction(100 * sheets.on_time, sheets.counted)
    counted = f"{sheets.on_time} dari {sheets.counted}"
    return Value(share_words(share), counted, page_of("collection:punctuality", cycle.pk), share)


def _iku(state: KecamatanState) -> Value:
    run, iku = state.run, state.iku
    if run is None or iku is None:
        return Value()
    notes = [run.cycle.month.name]
    notes += ["sementara"] if run.is_provisional else []
    notes += [f"{iku.missing} tanpa data"] if iku.missing else []
    url = page_of("measurement:run", run.pk) + "#iku"
    return Value(f"{iku.reached} dari {iku.due}", ", ".join(notes), url, Fraction(iku.reached, iku.due))


def _ikm(state: KecamatanState) -> Value:
    result = state.ikm
    if result is None:
        return Value()
    value: Decimal = result.counted_value or Decimal(0)
    note = ", ".join(part for part in (Month.parse(result.period).name, result.counted_label) if part)
    return Value(ikm_words(result), note, origin_of(result), Fraction(value))
