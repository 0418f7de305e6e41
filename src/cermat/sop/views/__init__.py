"""Pages of the procedure: periods, their plan, the SOP itself, and the two works it finishes itself."""

from cermat.sop.views.cycles import cycles as cycles
from cermat.sop.views.cycles import opening as opening
from cermat.sop.views.cycles import plan as plan
from cermat.sop.views.cycles import reopening as reopening
from cermat.sop.views.cycles import times as times
from cermat.sop.views.cycles import times_file as times_file
from cermat.sop.views.definitions import current as current
from cermat.sop.views.definitions import definition_file as definition_file
from cermat.sop.views.definitions import example as example
from cermat.sop.views.definitions import version as version
from cermat.sop.views.steps import confirmation as confirmation
from cermat.sop.views.steps import decision as decision
from cermat.sop.views.steps import step as step
