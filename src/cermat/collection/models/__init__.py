"""What this room stores: sheets with their values, evidence and history."""

from cermat.collection.models.remarks import FieldRemark as FieldRemark
from cermat.collection.models.sheets import Candidate as Candidate
from cermat.collection.models.sheets import Entry as Entry
from cermat.collection.models.sheets import EntryEvent as EntryEvent
from cermat.collection.models.sheets import EntryValue as EntryValue
from cermat.collection.models.sheets import Evidence as Evidence
from cermat.collection.models.sheets import Extension as Extension
from cermat.collection.models.sheets import Publication as Publication
from cermat.collection.schema import Answer as Answer
from cermat.collection.schema import Channel as Channel
from cermat.collection.schema import Form as Form
from cermat.collection.workflow import EntryState as EntryState
