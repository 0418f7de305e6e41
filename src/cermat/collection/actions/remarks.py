"""Reasons at the field: what a checker asks to be put right, and that it was answered."""

from datetime import datetime

from cermat.collection.actions.door import Act
from cermat.collection.actions.saving import told
from cermat.collection.models import Entry, FieldRemark
from cermat.collection.queries import EVIDENCE, rows_of
from cermat.collection.schema import FieldKey, Remarks, SheetError
from cermat.lib.errors import DomainError

LONGEST = 300
UNREADABLE = "Isian belum dikembalikan. Perbaiki yang ditandai, lalu kembalikan lagi."


def write_remarks(entry: Entry, remarks: Remarks, act: Act) -> list[FieldRemark]:
    """Keep what is asked at each field; what was asked before is answered, or is said anew."""
    wanted = {key: text.strip() for key, text in remarks.items() if text.strip()}
    _require_fields(entry, wanted)
    entry.remarks.filter(answered_at=None).update(answered_at=act.now)
    standing = {(value.code, value.field): value for value in entry.values.all()}
    return FieldRemark.objects.bulk_create(
        FieldRemark(
            entry=entry,
            code=code,
            field=field,
            text=text,
            stood=told(standing.get((code, field)))[:300],
            by=act.by,
            by_title=act.title[:160],
            at=act.now,
        )
        for (code, field), text in wanted.items()
    )


def _require_fields(entry: Entry, wanted: dict[FieldKey, str]) -> None:
    if not wanted:
        return
    fields = {row.code: {field["key"] for field in row.fields} for row in rows_of(entry.cycle, [entry])[entry.pk]}
    problems = {key: f"Paling panjang {LONGEST} huruf." for key, text in wanted.items() if len(text) > LONGEST}
    if any(code not in fields or field not in fields[code] | {"", EVIDENCE} for code, field in wanted):
        raise DomainError("Formulir ini sudah berubah. Muat ulang halamannya, lalu isi kembali.", code="no_field")
    if problems:
        raise SheetError(UNREADABLE, problems)


def answer_remarks(entry: Entry, now: datetime) -> None:
    """The sheet was sent again: what was asked is history."""
    entry.remarks.filter(answered_at=None).update(answered_at=now)
