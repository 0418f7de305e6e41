"""Words of the indicator library and of the year's plan."""

from cermat.indicators.presenters.carrying import preview as preview
from cermat.indicators.presenters.carrying import set_lines as set_lines
from cermat.indicators.presenters.library import activity_row as activity_row
from cermat.indicators.presenters.library import facts as facts
from cermat.indicators.presenters.library import grouped as grouped
from cermat.indicators.presenters.library import iku_rows as iku_rows
from cermat.indicators.presenters.library import month_targets as month_targets
from cermat.indicators.presenters.library import out_of_reach as out_of_reach
from cermat.indicators.presenters.library import questions as questions
from cermat.indicators.presenters.library import rules as rules
from cermat.indicators.presenters.library import strangers as strangers
from cermat.indicators.presenters.library import tabs as tabs
from cermat.indicators.presenters.planning import PARTS as PARTS
from cermat.indicators.presenters.planning import plan_blocks as plan_blocks
from cermat.indicators.presenters.planning import plan_reading as plan_reading
from cermat.indicators.presenters.planning import plan_tables as plan_tables
from cermat.indicators.presenters.plans import choice_words as choice_words
from cermat.indicators.presenters.plans import fault_rows as fault_rows
from cermat.indicators.presenters.plans import names_offered as names_offered
from cermat.indicators.presenters.plans import next_year as next_year
from cermat.indicators.presenters.plans import part_after as part_after
from cermat.indicators.presenters.plans import part_rows as part_rows
from cermat.indicators.presenters.plans import plan_differences as plan_differences
from cermat.indicators.presenters.plans import proposal_groups as proposal_groups
from cermat.indicators.presenters.plans import signing_rows as signing_rows
from cermat.instruments.presenters.differences import count_words as count_words
