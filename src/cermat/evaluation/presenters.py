"""What the pages of this room say: words and classes."""

from datetime import date
from typing import Any

from cermat.evaluation.models import FollowUp, Recommendation
from cermat.evaluation.queries import BringRow
from cermat.evaluation.workflow import STATE_NAMES, RecommendationState, RecommendationVerb
from cermat.lib.months import long_date
from cermat.organisation.models import Unit
from cermat.survey.models import Improvement
from cermat.survey.queries import due_of, unsur_name

TONES = {
    RecommendationState.ASSIGNED: "",
    RecommendationState.FILLED: "now",
    RecommendationState.PROOF: "now",
    RecommendationState.VERIFIED: "done",
    RecommendationState.RETURNED: "late",
}
VERB_WORDS = {
    RecommendationVerb.FILL: "Formulir diisi dan ditandatangani",
    RecommendationVerb.HAND_IN: "Bukti dukung diserahkan",
    RecommendationVerb.VERIFY: "Terverifikasi",
    RecommendationVerb.RETURN: "Bukti dukung dikembalikan",
}


def recommendation_row(recommendation: Recommendation, today: date) -> dict[str, Any]:
    state = RecommendationState(recommendation.state)
    is_late = recommendation.due_on < today and state is not RecommendationState.VERIFIED
    return {
        "recommendation": recommendation,
        "word": STATE_NAMES[state],
        "tone": TONES[state],
        "is_late": is_late,
        "please": "Mohon" if recommendation.owner.is_village else "",
    }


def plan_row(plan: Improvement, today: date) -> dict[str, Any]:
    """A plan that follows from a survey, as the meeting sees it."""
    due = due_of(plan)
    return {
        "plan": plan,
        "unsur": unsur_name(plan),
        "quarter": f"Triwulan {'I' * plan.quarter if plan.quarter < 4 else 'IV'} {plan.year}",
        "due": long_date(due),
        "is_over": due < today,
    }


def follow_up_line(follow_up: FollowUp) -> dict[str, Any]:
    return {"follow_up": follow_up, "word": VERB_WORDS[RecommendationVerb(follow_up.verb)]}


def bring_line(row: BringRow) -> dict[str, Any]:
    """One section of the bring list (Warning 1)."""
    return {
        "section": row.section,
        "carrier": f"{row.carrier.user.full_name}, {row.carrier.title}" if row.carrier else "jabatan kosong",
        "is_complete": row.is_complete,
        "lines": [
            {
                "name": line.requirement.name,
                "word": _requirement_word(line.state),
                "counts": f"{line.counted} dari {line.of}",
            }
            for line in row.lines
        ],
    }


def _requirement_word(state: str) -> str:
    return {"terisi": "lengkap", "belum_terisi": "belum lengkap"}.get(state, "belum jatuh tempo")


def unit_choices(units: list[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), str(unit)) for unit in units]
