"""Every change of the evaluation: notes, the meeting, recommendations and what became of them."""

from cermat.evaluation.actions.findings import finish_evaluation, record_finding, withdraw_finding
from cermat.evaluation.actions.follow_ups import fill_form, hand_in_proof, return_proof, verify_proof
from cermat.evaluation.actions.meetings import hold_meeting, plan_meeting, record_attendance
from cermat.evaluation.actions.recommendations import (
    finish_recommending,
    recommend,
    recommend_improvement,
    withdraw_recommendation,
)

__all__ = [
    "fill_form",
    "finish_evaluation",
    "finish_recommending",
    "hand_in_proof",
    "hold_meeting",
    "plan_meeting",
    "recommend",
    "recommend_improvement",
    "record_attendance",
    "record_finding",
    "return_proof",
    "verify_proof",
    "withdraw_finding",
    "withdraw_recommendation",
]
