"""The words of the survey's data, and the texts of the pages that the public reads."""

from cermat.survey.formula.disclosure import SMALLEST_GROUP
from cermat.survey.schema.texts import Texts, languages_of, texts_in, translation_of
from cermat.survey.schema.words import (
    CHANNEL_NAMES,
    FIELD_NAMES,
    LONGEST_SUGGESTION,
    QUESTION,
    RESPONDENT_FIELDS,
    Channel,
)

__all__ = [
    "CHANNEL_NAMES",
    "FIELD_NAMES",
    "LONGEST_SUGGESTION",
    "QUESTION",
    "RESPONDENT_FIELDS",
    "SMALLEST_GROUP",
    "Channel",
    "Texts",
    "languages_of",
    "texts_in",
    "translation_of",
]
