"""Every change of an answer sheet."""

from cermat.collection.actions.candidates import set_candidates as set_candidates
from cermat.collection.actions.closing import close_collection as close_collection
from cermat.collection.actions.closing import missing_names as missing_names
from cermat.collection.actions.closing import remind as remind
from cermat.collection.actions.door import STALE as STALE
from cermat.collection.actions.evidence import attach_evidence as attach_evidence
from cermat.collection.actions.evidence import remove_evidence as remove_evidence
from cermat.collection.actions.moving import reopen_sheet as reopen_sheet
from cermat.collection.actions.moving import send_back_sheet as send_back_sheet
from cermat.collection.actions.moving import send_sheet as send_sheet
from cermat.collection.actions.moving import sheet_name as sheet_name
from cermat.collection.actions.moving import submit_sheet as submit_sheet
from cermat.collection.actions.moving import validate_sheet as validate_sheet
from cermat.collection.actions.opening import open_sheets as open_sheets
from cermat.collection.actions.saving import save_sheet as save_sheet
