"""What the pages of this room say: words and classes, no decisions."""

from cermat.collection.presenters.contest import index_text as index_text
from cermat.collection.presenters.contest import mean_text as mean_text
from cermat.collection.presenters.contest import place_text as place_text
from cermat.collection.presenters.contest import places_text as places_text
from cermat.collection.presenters.contest import rows_view as rows_view
from cermat.collection.presenters.history import history as history
from cermat.collection.presenters.overview import cell_view as cell_view
from cermat.collection.presenters.overview import entry_line as entry_line
from cermat.collection.presenters.overview import group_text as group_text
from cermat.collection.presenters.overview import matrix_view as matrix_view
from cermat.collection.presenters.points import points_view as points_view
from cermat.collection.presenters.sheets import CHANNEL_NAMES as CHANNEL_NAMES
from cermat.collection.presenters.sheets import Shown as Shown
from cermat.collection.presenters.sheets import base_of as base_of
from cermat.collection.presenters.sheets import differences as differences
from cermat.collection.presenters.sheets import sheet_view as sheet_view
from cermat.collection.presenters.village import trial_view as trial_view
from cermat.collection.presenters.village import village_line as village_line
from cermat.collection.presenters.village import waiting_view as waiting_view
from cermat.collection.presenters.village import year_view as year_view
from cermat.collection.presenters.words import entry_state as entry_state
from cermat.collection.presenters.words import form_name as form_name
from cermat.collection.presenters.words import sheet_title as sheet_title
from cermat.collection.presenters.words import until_words as until_words
