"""Every change to what a cycle owes: plan, sorting, handover, section reports, recording book."""

from cermat.requirements.actions.handovers import (
    acknowledge_handover,
    hand_over_again,
    send_back_handover,
    validate_handover,
)
from cermat.requirements.actions.plans import change_plan, load_requirement_plan
from cermat.requirements.actions.recording import add_recording_line, check_recording_line, remark_recording_book
from cermat.requirements.actions.section_reports import complete_section_report, merge_reports
from cermat.requirements.actions.sorting import carry_over_sorting, finish_sorting, sort_indicators, suggest_sorting

__all__ = [
    "acknowledge_handover",
    "add_recording_line",
    "carry_over_sorting",
    "change_plan",
    "check_recording_line",
    "complete_section_report",
    "finish_sorting",
    "hand_over_again",
    "load_requirement_plan",
    "merge_reports",
    "remark_recording_book",
    "send_back_handover",
    "sort_indicators",
    "suggest_sorting",
    "validate_handover",
]
