"""Named reads: which SOP, which cycles, which step is open, the board, the plan."""

from cermat.sop.queries.board import ActorDot as ActorDot
from cermat.sop.queries.board import StepRow as StepRow
from cermat.sop.queries.board import step_rows as step_rows
from cermat.sop.queries.cycles import actor_row as actor_row
from cermat.sop.queries.cycles import authority_as as authority_as
from cermat.sop.queries.cycles import current_cycle as current_cycle
from cermat.sop.queries.cycles import cycles_listed as cycles_listed
from cermat.sop.queries.cycles import cycles_visible_to as cycles_visible_to
from cermat.sop.queries.cycles import kecamatan_of as kecamatan_of
from cermat.sop.queries.cycles import may_finish as may_finish
from cermat.sop.queries.cycles import months_to_open as months_to_open
from cermat.sop.queries.cycles import open_step as open_step
from cermat.sop.queries.cycles import own_part as own_part
from cermat.sop.queries.cycles import own_works_visible_to as own_works_visible_to
from cermat.sop.queries.cycles import refuse_closed as refuse_closed
from cermat.sop.queries.cycles import steps_visible_to as steps_visible_to
from cermat.sop.queries.cycles import title_of as title_of
from cermat.sop.queries.cycles import why_closed as why_closed
from cermat.sop.queries.plans import office_dates as office_dates
from cermat.sop.queries.plans import plan_of as plan_of
from cermat.sop.queries.versions import current_sop as current_sop
from cermat.sop.queries.versions import definition_of as definition_of
from cermat.sop.queries.versions import qualifications_wanted as qualifications_wanted
from cermat.sop.queries.versions import sops_visible_to as sops_visible_to
from cermat.sop.queries.versions import versions_of as versions_of
