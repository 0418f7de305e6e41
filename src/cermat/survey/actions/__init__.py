"""Everything that changes a survey."""

from cermat.survey.actions.confirming import confirm_survey
from cermat.survey.actions.correcting import correct_survey
from cermat.survey.actions.excluding import Group, count_again, exclude
from cermat.survey.actions.following import (
    Decision,
    Plan,
    drop_improvement,
    mark_suggestion,
    moderate_suggestion,
    plan_improvement,
    save_plans,
)
from cermat.survey.actions.moving import (
    close_survey,
    open_survey,
    pause_survey,
    remind_of_overdue_surveys,
    reopen_survey,
    resume_survey,
)
from cermat.survey.actions.places import (
    add_counter,
    add_service,
    change_counter,
    rename_service,
    restore_counter,
    restore_service,
    retire_counter,
    retire_service,
)
from cermat.survey.actions.receipts import make_receipts
from cermat.survey.actions.setting_up import INSTRUMENT, carry_over, change_survey, extend_survey, make_survey
from cermat.survey.actions.storing import store_answer, store_many
from cermat.survey.actions.tallies import fold, fold_more, fold_what_arrived, retally

__all__ = [
    "INSTRUMENT",
    "Decision",
    "Group",
    "Plan",
    "add_counter",
    "add_service",
    "carry_over",
    "change_counter",
    "change_survey",
    "close_survey",
    "confirm_survey",
    "correct_survey",
    "count_again",
    "drop_improvement",
    "exclude",
    "extend_survey",
    "fold",
    "fold_more",
    "fold_what_arrived",
    "make_receipts",
    "make_survey",
    "mark_suggestion",
    "moderate_suggestion",
    "open_survey",
    "pause_survey",
    "plan_improvement",
    "remind_of_overdue_surveys",
    "rename_service",
    "reopen_survey",
    "restore_counter",
    "restore_service",
    "resume_survey",
    "retally",
    "retire_counter",
    "retire_service",
    "save_plans",
    "store_answer",
    "store_many",
]
