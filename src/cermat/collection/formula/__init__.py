"""What needs neither a database nor a clock: deadlines, the workbook's layout, what a returned one means."""

from cermat.collection.formula.comparing import UNKNOWN as UNKNOWN
from cermat.collection.formula.comparing import Fate as Fate
from cermat.collection.formula.comparing import fate_of as fate_of
from cermat.collection.formula.layout import COLUMNS as COLUMNS
from cermat.collection.formula.layout import FILLED as FILLED
from cermat.collection.formula.layout import FORMAT as FORMAT
from cermat.collection.formula.layout import GUIDE as GUIDE
from cermat.collection.formula.layout import LAYOUT as LAYOUT
from cermat.collection.formula.layout import LISTS as LISTS
from cermat.collection.formula.layout import MACHINE as MACHINE
from cermat.collection.formula.layout import SOURCE as SOURCE
from cermat.collection.formula.layout import WHOLE as WHOLE
from cermat.collection.formula.layout import Base as Base
from cermat.collection.formula.layout import Book as Book
from cermat.collection.formula.layout import Column as Column
from cermat.collection.formula.layout import Line as Line
from cermat.collection.formula.layout import RowKey as RowKey
from cermat.collection.formula.layout import Written as Written
from cermat.collection.formula.layout import read_key as read_key
