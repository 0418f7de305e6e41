"""Versions and drafts of a year's plan in words: what differs, what is still at fault, who has signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from cermat.documents.schema import Catalogue
from cermat.indicators.models import Party, Plan, PlanDraft
from cermat.indicators.queries import AgreementState
from cermat.indicators.schema import Checked
from cermat.indicators.schema.plan import CAMAT
from cermat.indicators.schema.plan_cells import shown
from cermat.indicators.schema.plan_offers import Names
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_proposals import Proposals, Proposed, proposed
from cermat.indicators.schema.plan_table import Among, Column, Part, Row, Rows, page_of_row
from cermat.indicators.schema.plan_words import explained, label_of
from cermat.indicators.schema.plan_writer import years_of
from cermat.instruments.presenters.differences import ADDED, CHANGED, REMOVED, Change, ChangeGroup
from cermat.instruments.presenters.results import INSTRUMENTS
from cermat.lib.months import long_date

TOLD_WHEN_NEW = {  # beginnings of keys: whoever puts a plan in force has seen what it promises
    "iku": ("satuan", "arah", "rumus_capaian", "sumber_data.", "seksi"),
    "target": ("target.",),
    "pk": ("versi.jenis", "versi.tanggal", "versi.keputusan", "versi.alasan_perubahan"),
    "pk-sasaran": ("target", "satuan"),
    "pk-anggaran": ("pagu",),
    "rencana-aksi": ("target_triwulan.",),
    "kegiatan": ("pagu", "target_keluaran.", "target_anggaran."),
}


@dataclass(frozen=True)
class PartRow:
    """A part of a draft, as its page lists it."""

    part: Part
    count: int
    faults: int

    @property
    def state(self) -> tuple[str, str]:
        """Word and tone."""
        if self.faults:
            return f"{self.faults} perlu diperbaiki", "late"
        return ("Terisi", "done") if self.count else ("Kosong", "")


@dataclass(frozen=True)
class SigningRow:
    """One version of a PK: its paper and its two sides."""

    state: AgreementState
    title: str
    facts: str
    sides: list[tuple[str, str, str]]  # position, state, tone
    waits_for: str  # pertama, kedua or "": nobody
    is_on_paper: bool  # the side that waits signs outside Cermat


def next_year(plans: Sequence[Plan], drafts: Sequence[PlanDraft]) -> int | None:
    """The year after the newest plan; None where nothing can be carried over or it is being written already."""
    year = max((plan.year for plan in plans), default=0) + 1
    return None if year == 1 or any(draft.year == year for draft in drafts) else year


def part_rows(rows: Rows, found: Checked) -> list[PartRow]:
    faults = [fault.place.part for fault in found.faults]
    return [PartRow(part, len(rows.get(part.key, ())), faults.count(part.key)) for part in PARTS]


def part_after(key: str) -> Part | None:
    """What is filled in next, in the order of the parts."""
    keys = [part.key for part in PARTS]
    return PARTS[keys.index(key) + 1] if key in keys[:-1] else None


def fault_rows(rows: Rows, found: Checked) -> list[tuple[Part, int, str, str]]:
    """Each fault with its part, the page of its row, and where that is."""
    told = []
    for fault in found.faults:
        part = next(one for one in PARTS if one.key == fault.place.part)
        there = rows.get(part.key, ())
        row = there[fault.place.row] if 0 <= fault.place.row < len(there) else {}
        where = "" if part.is_one or not row else part.label_of(row) or f"baris {fault.place.row + 1}"
        told.append((part, page_of_row(fault.place.row), where, fault.sentence))
    return told


def proposal_groups(rows: Rows, proposals: Proposals) -> list[tuple[Part, list[Proposed]]]:
    """What is still a proposal, part by part."""
    found = proposed(rows, proposals)
    return [(part, mine) for part in PARTS if (mine := [one for one in found if one.part == part])]


def choice_words(part: Part) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Of each column whose words need one: its key, its title, and every word with when to choose it."""
    return [
        (column.leaf, column.title, [(word.label, word.when) for word in explained(column)])
        for column in part.columns
        if explained(column)
    ]


def names_offered(indicators: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]]) -> Names:
    """What the office around a plan has to name: its monthly indicators and work units, instruments, documents."""
    documents = sorted(Catalogue.names.items(), key=lambda pair: pair[1])
    return {
        Among.INDICATOR: list(indicators),
        Among.WORK_UNIT: list(units),
        Among.INSTRUMENT: list(INSTRUMENTS.items()),
        Among.DOCUMENT: documents,
    }


def plan_differences(old: Rows | None, new: Rows) -> list[ChangeGroup]:
    """Part by part: added, gone, changed field by field. Without `old` everything is new."""
    years = sorted({*years_of(old or {}), *years_of(new)})
    before = old or {}
    groups = [
        ChangeGroup(
            part.title, _changes(part, part.columns_for(years), before.get(part.key, ()), new.get(part.key, ()))
        )
        for part in PARTS
    ]
    return [group for group in groups if group.rows]


def _changes(part: Part, columns: Sequence[Column], old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    if part.is_one:
        before, after = (next(iter(rows), {}) for rows in (old, new))
        told = _fields(columns, before, after)
        return [Change(*(CHANGED if old else ADDED), "", label, [("", was, now)]) for label, was, now in told]
    before_rows, after_rows = _keyed(part, old), _keyed(part, new)
    found: list[Change] = []
    for key, row in after_rows.items():
        if key not in before_rows:
            found.append(Change(*ADDED, "", part.label_of(row), _said(part, columns, row)))
        elif fields := _fields(columns, before_rows[key], row):
            found.append(Change(*CHANGED, "", part.label_of(row), fields))
    return found + [
        Change(*REMOVED, "", part.label_of(row), []) for key, row in before_rows.items() if key not in after_rows
    ]


def _keyed(part: Part, rows: Sequence[Row]) -> dict[tuple[str, int], Row]:
    """By what names a row; rows of the same name one after the other."""
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        title = part.title_of(row)
        found[title, sum(known == title for known, _number in found)] = row
    return found


def _fields(columns: Sequence[Column], old: Row, new: Row) -> list[tuple[str, str, str]]:
    return [
        (column.title, _shown(column, before), _shown(column, after))
        for column in columns
        if (before := old.get(column.key, "")) != (after := new.get(column.key, ""))
    ]


def _said(part: Part, columns: Sequence[Column], row: Row) -> list[tuple[str, str, str]]:
    """A new row says its targets and budgets, a PK its decree and its reason, at once."""
    wanted = TOLD_WHEN_NEW.get(part.key, ())
    told = [column for column in columns if wanted and column.key.startswith(wanted) and row.get(column.key)]
    if part.key == "pk":
        return [(column.title, "", _shown(column, row[column.key])) for column in told]
    words = "; ".join(f"{column.title} {_shown(column, row[column.key])}" for column in told)
    return [("", "", words)] if words else []


def _shown(column: Column, text: str) -> str:
    return label_of(column, shown(column, text)).replace("\n", "; ") or "–"


def signing_rows(states: Sequence[AgreementState]) -> list[SigningRow]:
    return [_signing(state) for state in states]


def _signing(state: AgreementState) -> SigningRow:
    one, version = state.agreement, state.agreement.versi
    facts = [f"Nomor {version.nomor}, {version.jenis}", long_date(version.tanggal) if version.tanggal else ""]
    facts += [version.keputusan, f"alasan: {version.alasan_perubahan}" if version.alasan_perubahan else ""]
    waits = state.next_party if state.is_newest else None
    return SigningRow(
        state,
        f"{one.pihak_pertama} dengan {one.pihak_kedua}",
        " · ".join(part for part in facts if part),
        [_side(state, Party.FIRST, one.pihak_pertama), _side(state, Party.SECOND, one.pihak_kedua)],
        waits.value if waits else "",
        is_on_paper=one.holder == CAMAT and waits is Party.SECOND,
    )


def _side(state: AgreementState, party: Party, position: str) -> tuple[str, str, str]:
    signature = state.signed.get(party.value)
    if signature is None:
        return position, "Belum menandatangani", ""
    paper = f", {signature.document}" if signature.document else ""
    word = "Dicatat" if signature.document else "Ditandatangani"
    return position, f"{word} {signature.by.full_name}, {long_date(signature.signed_on)}{paper}", "done"
