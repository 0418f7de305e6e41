"""Services, the addresses the public opens, survey periods, and their answers."""

from cermat.survey.models.answers import Answer, Receipt, Suggestion, Tally
from cermat.survey.models.piles import Batch, BatchState, Exclusion
from cermat.survey.models.places import Counter, Service
from cermat.survey.models.surveys import RUNNING, Improvement, Survey, SurveyMove, SurveyService
from cermat.survey.schema import Channel
from cermat.survey.workflow import Showing, SurveyState

__all__ = [
    "RUNNING",
    "Answer",
    "Batch",
    "BatchState",
    "Channel",
    "Counter",
    "Exclusion",
    "Improvement",
    "Receipt",
    "Service",
    "Showing",
    "Suggestion",
    "Survey",
    "SurveyMove",
    "SurveyService",
    "SurveyState",
    "Tally",
]
