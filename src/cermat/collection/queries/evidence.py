"""Which files of a sheet are on their way, or wait for a decision."""

from django.db.models import QuerySet

from cermat.collection.models import Entry
from cermat.collection.queries.ledger import rows_of
from cermat.documents.models import Upload
from cermat.documents.queries import held_uploads, uploads_of
from cermat.organisation.models import User


def purpose_of(entry: Entry) -> str:
    """How the purposes of a sheet's files begin; the code of the row follows."""
    return f"isian/{entry.pk}/"


def code_in(purpose: str) -> str:
    return purpose.split("/", 2)[2]


def has_row(entry: Entry, code: str) -> bool:
    return code in {row.code for row in rows_of(entry.cycle, [entry])[entry.pk]}


def uploads_for(user: User, entry: Entry) -> QuerySet[Upload]:
    """What this person's devices send for the sheet."""
    return uploads_of(user).filter(purpose__startswith=purpose_of(entry))


def held_for(user: User, entry: Entry) -> list[Upload]:
    """Lists of persons this person has still to decide about."""
    return list(held_uploads(user, purpose_of(entry)))
