"""Adding answers up. Whoever counts waits for whoever counts; arriving answers wait for nobody."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from cermat.instruments.queries import definition_of
from cermat.notifications.actions import post
from cermat.survey.formula import Tallied, codes_of
from cermat.survey.models import Answer, Survey, Tally
from cermat.survey.queries.stepping import sent_back
from cermat.survey.queries.tallies import added_up
from cermat.survey.schema import SMALLEST_GROUP

AT_ONCE = 1000  # answers per transaction: on SQLite nobody can store one meanwhile
AT_MOST = 5000  # answers per call


def fold(survey: Survey, now: datetime) -> int:
    """Move answers that are not yet counted into the Tally rows; a job does the rest where many wait. How many moved.

    Safe beside arriving answers (they are new rows, and stay for the next time) and beside another fold.
    """
    moved = 0
    while moved < AT_MOST:
        part = _fold_some(survey)
        moved += part
        if part < AT_ONCE:
            return moved
    post(topic="fold_survey", payload={"survey": survey.pk}, now=now)
    return moved


def fold_what_arrived(now: datetime) -> None:
    """Every minute. At once and not by a job: the times of jobs for a quiet survey would tell when its answers came.

    Only where at least five wait: sums in the database move by so many, never by one person. Nobody is shown them
    before the close. A survey that was sent back waits for its close, which asks what came since (`stepping`).
    """
    new = Answer.objects.filter(is_tallied=False, exclusion=None).order_by().values("survey")
    waiting = new.annotate(n=Count("pk")).filter(n__gte=SMALLEST_GROUP).values("survey")
    for survey in Survey.objects.filter(pk__in=waiting).exclude(sent_back()):
        fold(survey, now)


def fold_more(*, survey: int, now: datetime) -> None:
    """The job of a survey with many answers waiting."""
    for one in Survey.objects.filter(pk=survey).exclude(sent_back()):
        fold(one, now)


@transaction.atomic
def retally(survey: Survey) -> None:
    """Count the survey's answers anew, after some were excluded in the same transaction."""
    _alone(survey)
    Answer.objects.filter(survey=survey, is_tallied=False, exclusion__isnull=False).update(is_tallied=True)
    Tally.objects.filter(survey=survey).delete()
    _add(survey, Answer.objects.filter(survey=survey, is_tallied=True, exclusion=None))


@transaction.atomic
def _fold_some(survey: Survey) -> int:
    _alone(survey)
    waiting = Answer.objects.filter(survey=survey, is_tallied=False, exclusion=None)
    # Locked ones are being set aside: to wait for those who then wait for us would never end.
    keys = list(
        waiting.select_for_update(skip_locked=True, no_key=True).order_by().values_list("pk", flat=True)[:AT_ONCE]
    )
    # By key: rows that arrive between the two statements must not be marked without being counted.
    _add(survey, Answer.objects.filter(pk__in=keys))
    Answer.objects.filter(pk__in=keys).update(is_tallied=True)
    return len(keys)


def _alone(survey: Survey) -> None:
    """Until the end of the transaction nobody else counts this survey; on SQLite a transaction is alone anyway.

    The survey's row comes first, because closing holds it and then counts: the first Tally of a service looks at that
    row too, and to be counting already while waiting for it would never end. Its weakest lock is enough, which lets
    answers go on arriving; who counts waits for who counts by a number of its own.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM survey_survey WHERE id = %s FOR KEY SHARE", [survey.pk])
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('survey_tally'), %s)", [survey.pk])


def _add(survey: Survey, answers: QuerySet[Answer]) -> None:
    codes = codes_of(definition_of(survey.version.text))
    for (service, channel), more in added_up(answers, codes).items():
        tally, _new = Tally.objects.get_or_create(survey=survey, service_id=service, channel=channel)
        tally.counts = (Tallied.from_json(tally.counts) + more).as_json()
        tally.save(update_fields=["counts"])
