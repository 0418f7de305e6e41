"""What stands beside the rows of a sheet, as its page calls it (forms.beside), and both where two people differ."""

from collections.abc import Collection, Mapping
from typing import Any

from cermat.collection.models import Channel, Entry, Form
from cermat.collection.presenters.sheets import CHANNEL_NAMES, EMPTY, Typed
from cermat.collection.queries import Sheet, villages_of
from cermat.collection.schema import NOTE, SOURCE, made_key


def beside_in(sheet: Sheet) -> dict[str, Typed]:
    entry = sheet.entry
    channel = "" if entry.channel == Channel.ONLINE else entry.channel
    found: dict[str, Typed] = {NOTE: ("", entry.note, ""), SOURCE: (channel, entry.channel_note, "")}
    for one in entry.candidates.all() if entry.form == Form.RTRW else ():
        found[f"P{one.number}:nama"] = (str(one.unit_id), one.name, "")
        found[f"keluar:{one.number}"] = _tick(is_set=one.is_leaving)
        if one.made_as:
            found[f"{made_key(one.made_as)}:nama"] = found[f"P{one.number}:nama"]
    for row in sheet.rows:
        found |= {f"hapus:{one.pk}": _tick(is_set=one.is_leaving) for one in row.evidence}
    return found


def _tick(*, is_set: bool) -> Typed:
    return "1" if is_set else "", "", ""


def both_json(
    entry: Entry, mine: Mapping[str, Typed], theirs: Mapping[str, Typed], names: Collection[str]
) -> list[dict[str, Any]]:
    """Both words where two people wrote different ones; `typed`: what stands in the inputs of whoever saved last."""
    units = {str(one.pk): str(one) for one in villages_of(entry.cycle.kecamatan)} if names else {}
    found = []
    for name in sorted(names):
        told = {"mine": _said(name, mine[name], units), "theirs": _said(name, theirs[name], units)}
        found.append({"key": name, "label": _label(name), "typed": list(theirs[name]), "who": ""} | told)
    return found


def _label(name: str) -> str:
    if name in {NOTE, SOURCE}:
        return "Catatan untuk pemeriksa" if name == NOTE else "Sumber data"
    return f"Peserta {name[1:].partition(':')[0]}" if name.startswith("P") else "Peserta baru"


def _said(name: str, typed: Typed, units: Mapping[str, str]) -> str:
    chosen, text, _reason = typed
    if name == SOURCE:
        words = [CHANNEL_NAMES[Channel(chosen)] if chosen else "", text]
    else:
        words = [text, units.get(chosen, "")]
    return ", ".join(word for word in words if word) or EMPTY
