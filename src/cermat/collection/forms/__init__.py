"""What people typed: clean answers, or sentences at the fields."""

from cermat.collection.forms.beside import BesideForm as BesideForm
from cermat.collection.forms.desk import DeskFilter as DeskFilter
from cermat.collection.forms.desk import HandBackForm as HandBackForm
from cermat.collection.forms.desk import ReturnForm as ReturnForm
from cermat.collection.forms.desk import chosen_in as chosen_in
from cermat.collection.forms.desk import remarks_in as remarks_in
from cermat.collection.forms.sheets import CloseForm as CloseForm
from cermat.collection.forms.sheets import CorrectionForm as CorrectionForm
from cermat.collection.forms.sheets import ExtensionForm as ExtensionForm
from cermat.collection.forms.sheets import SendBackForm as SendBackForm
from cermat.collection.forms.sheets import SheetForm as SheetForm
from cermat.collection.forms.sheets import meaning as meaning
from cermat.collection.forms.sheets import name_of as name_of
from cermat.collection.forms.sheets import read_answer as read_answer
from cermat.collection.forms.sheets import version_in as version_in
from cermat.collection.forms.village import MinistryFileForm as MinistryFileForm
from cermat.collection.forms.village import RefusalForm as RefusalForm
from cermat.collection.forms.village import WhatIf as WhatIf
from cermat.collection.forms.workbooks import SourceForm as SourceForm
from cermat.collection.forms.workbooks import WorkbookForm as WorkbookForm
from cermat.collection.forms.workbooks import choices_in as choices_in
