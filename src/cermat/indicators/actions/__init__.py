"""Every change in this room: loading files, writing and adopting plans, recording targets and budgets, signing."""

from cermat.indicators.actions.carrying import carry_over, keep_proposals
from cermat.indicators.actions.drafting import (
    adopt_plan_draft,
    discard_plan_draft,
    draft_from_workbook,
    keep_draft_part,
    start_plan_draft,
)
from cermat.indicators.actions.loading import load_indicators
from cermat.indicators.actions.planning import record_activity, record_iku_targets
from cermat.indicators.actions.plans import load_plan
from cermat.indicators.actions.readiness import declare_plan_draft_ready
from cermat.indicators.actions.signing import Paper, record_paper_signature, sign_agreement

__all__ = [
    "Paper",
    "adopt_plan_draft",
    "carry_over",
    "declare_plan_draft_ready",
    "discard_plan_draft",
    "draft_from_workbook",
    "keep_draft_part",
    "keep_proposals",
    "load_indicators",
    "load_plan",
    "record_activity",
    "record_iku_targets",
    "record_paper_signature",
    "sign_agreement",
    "start_plan_draft",
]
