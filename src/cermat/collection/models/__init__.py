"""What this room stores: sheets with their values, evidence and history; workbooks that came back."""

from cermat.collection.formula import Fate as Fate
from cermat.collection.models.presence import Presence as Presence
from cermat.collection.models.remarks import FieldRemark as FieldRemark
from cermat.collection.models.sheets import Candidate as Candidate
from cermat.collection.models.sheets import Entry as Entry
from cermat.collection.models.sheets import EntryEvent as EntryEvent
from cermat.collection.models.sheets import EntryValue as EntryValue
from cermat.collection.models.sheets import Evidence as Evidence
from cermat.collection.models.sheets import Extension as Extension
from cermat.collection.models.sheets import Publication as Publication
from cermat.collection.models.workbooks import Workbook as Workbook
from cermat.collection.models.workbooks import WorkbookLine as WorkbookLine
from cermat.collection.schema import Answer as Answer
from cermat.collection.schema import Channel as Channel
from cermat.collection.schema import Form as Form
from cermat.collection.workflow import EntryState as EntryState
from cermat.collection.workflow import WorkbookState as WorkbookState
