"""What is never written to a log: who opened the survey, and when."""

import logging

SURVEY = "/s/"


def is_not_of_survey(record: logging.LogRecord) -> bool:
    """Django hands the request to its log records (refused, not found, failed). Those of the survey are dropped; the
    survey's own door tells of an error without address, path or content."""
    path = getattr(getattr(record, "request", None), "path", "")
    return not str(path).startswith(SURVEY)
