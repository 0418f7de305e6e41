"""Kecamatan beside each other, as a page sorts them and as a workbook keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html

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
        """Put together here: of 20 kecamatan a template would take as long for these as for all the rest."""
        if not self.url:
            return self.text
        return format_html('<span><a href="{}">{}</a> <small>{}</small></span>', self.url, self.text, self.note)


@dataclass(frozen=True)
class KecamatanRow:
    name: str
    url: str
    period: str
    step: str
    values: dict[str, Value]  # by the key of its column

    @property
    def is_known(self) -> bool:
        return any(value != Value() for value in self.values.values())

    @property
    def cells(self) -> list[tuple[str, Value]]:
        return [(title, self.values[key]) for key, title in COLUMNS.items()]


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
    rows = [_row(state) for state in states]
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


def _row(state: KecamatanState) -> KecamatanRow:
    cycle = state.cycle
    return KecamatanRow(
        name=str(state.kecamatan),
        url=page_of("dashboards:board", cycle.pk) if cycle else "",
        period=cycle.month.name if cycle else "Belum ada periode",
        step=f"{state.step_no} {state.step}".strip() if cycle and cycle.is_running else ("Selesai" if cycle else ""),
        values={"lengkap": _sheets(state), "iku": _iku(state), "ikm": _ikm(state), "tepat": _on_time(state)},
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
