"""Every change of the procedure and its cycles."""

from cermat.sop.actions.cycles import close_cycle as close_cycle
from cermat.sop.actions.cycles import open_cycle as open_cycle
from cermat.sop.actions.cycles import reopen_cycle as reopen_cycle
from cermat.sop.actions.definitions import load_sop as load_sop
from cermat.sop.actions.own_works import confirm_step as confirm_step
from cermat.sop.actions.own_works import decide_step as decide_step
from cermat.sop.actions.steps import CLOSED_EARLY as CLOSED_EARLY
from cermat.sop.actions.steps import finish_actor as finish_actor
from cermat.sop.actions.steps import finish_step as finish_step
from cermat.sop.actions.steps import locked_cycle as locked_cycle
from cermat.sop.actions.steps import start_step as start_step
