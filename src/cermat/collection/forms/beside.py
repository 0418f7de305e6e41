"""What stands beside the rows of a sheet, by the names the page calls it: "note", "sumber" (channel and letter),
"P1:nama" (a candidate; "B…:nama" one that a device made), "hapus:17" and "keluar:1" (ticks)."""

from collections.abc import Iterator, Mapping

from cermat.collection.forms.sheets import SheetForm, Typed
from cermat.collection.formula.merging import Merged, merged
from cermat.collection.models import Channel
from cermat.collection.schema import CANDIDATE, NOTE, SOURCE, Aside, Source, Wanted, made_in
from cermat.lib.numbers import whole_number
from cermat.lib.texts import one_line

TICKS = ("hapus", "keluar")
EMPTY: Typed = ("", "", "")
CHOOSE = "Pilih sumbernya: surat, WhatsApp, atau telepon."


class BesideForm:
    """As far as it was posted: a page that saves itself sends what it knows of."""

    def __init__(self, form: SheetForm) -> None:
        self.form = form
        self.typed = dict(self._posted())

    def _posted(self) -> Iterator[tuple[str, Typed]]:
        data = self.form.data
        for name in data:
            part, _, key = name.partition(":")
            if name == NOTE:
                yield NOTE, plain(NOTE, ("", data.get(name, ""), ""))
            elif name == "channel":
                yield SOURCE, plain(SOURCE, (data.get(name, ""), data.get("channel_note", ""), ""))
            elif part == "nama" and CANDIDATE.fullmatch(key) and key != "baru":
                field = f"{key}:nama"
                yield field, plain(field, (data.get(f"unit:{key}", ""), data.get(name, ""), ""))
            elif part in TICKS and whole_number(key) is not None:
                yield name, ("1" if data.get(name) else "", "", "")

    def merged_with(self, shown: Mapping[str, Typed], *, same_version: bool) -> Merged[str]:
        """What to store over a sheet beside whose rows `shown` stands by now."""
        first, own = self.form.first, self.form.own
        if "asal_note" in self.form.data:
            first = first | {NOTE: ("", self.form.data.get("asal_note", ""), "")}
        standing = {name: shown.get(name, EMPTY) for name in self.typed if name not in self.gone(shown)}
        before: dict[str, list[object]] = {}
        for name, stands in standing.items():
            known = [first[name], *own.get(name, [])] if name in first else []
            before[name] = [plain(name, one) for one in known] or self._unsaid(stands, is_same=same_version)
        typed = {name: self.typed[name] for name in standing if before[name]}
        return merged(typed, before, standing)

    def _unsaid(self, standing: Typed, *, is_same: bool) -> list[object]:
        """Where the page does not say what it showed: what stands, if it may have been that; else it is left alone."""
        return [standing] if is_same or self.form.data.get("whole") or standing == EMPTY else []

    def gone(self, shown: Mapping[str, Typed]) -> dict[str, str]:
        """Names of candidates that somebody has taken out meanwhile."""
        names = {name: typed[1] for name, typed in self.typed.items() if name.endswith(":nama")}
        return {name: text for name, text in names.items() if name not in shown and made_in(key_of(name)) is None}

    def unseen(self, shown: Mapping[str, Typed], mine: frozenset[str]) -> bool:
        """Whether somebody ticked what this page does not know of: who saves by hand does not mean that."""
        ticked = {name for name, typed in shown.items() if key_of(name) in TICKS and typed[0]}
        return any(not self.typed.get(name, EMPTY)[0] for name in ticked - mine)

    def changes(self, names: frozenset[str], shown: Mapping[str, Typed]) -> Aside:
        """What of `names` is to be stored."""
        mine = {name: self.typed[name] for name in names if name in shown or name.endswith(":nama")}
        ticks = {
            part: {int(key_of(name, 1)): bool(mine[name][0]) for name in mine if key_of(name) == part} for part in TICKS
        }
        chosen = mine.get(SOURCE, EMPTY)
        return Aside(
            note=mine[NOTE][1] if NOTE in mine else None,
            source=Source(Channel(chosen[0]), chosen[1]) if chosen[0] else None,
            candidates=[_wanted(name, mine[name]) for name in self.typed if name in mine and name.endswith(":nama")],
            files=ticks["hapus"],
            leaving=ticks["keluar"],
        )

    def problems(self, names: frozenset[str]) -> dict[str, str]:
        return {SOURCE: CHOOSE} if SOURCE in names and not self.typed[SOURCE][0] else {}


def key_of(name: str, part: int = 0) -> str:
    return name.split(":")[part]


def _wanted(name: str, typed: Typed) -> Wanted:
    key = key_of(name)
    made_as = made_in(key)
    return Wanted(None if made_as else int(key[1:]), whole_number(typed[0]), typed[1], made_as)


def plain(name: str, typed: Typed) -> Typed:
    """As it is stored, so that blanks and spellings are no difference."""
    answer, value, _reason = typed
    if name == SOURCE:
        known = answer if answer in {channel.value for channel in Channel} and answer != Channel.ONLINE else ""
        return known, value.strip()[:200], ""
    return answer, one_line(value) if name.endswith(":nama") else value.replace("\r\n", "\n").strip(), ""
