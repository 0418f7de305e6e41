"""Single answers, for the desk that runs the survey and those who check it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.documents.formula import FileKind
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey.exports.answers import answers_workbook
from cermat.survey.queries.piles import surveys_read_by
from cermat.survey.queries.raw import may_read_answers
from cermat.web.downloads import as_file
from cermat.web.guards import requires

TOO_EARLY = (
    "Jawaban satu per satu tersedia setelah survei ditutup: dua unduhan berturut-turut memperlihatkan jawaban yang "
    "baru masuk."
)


@require_GET
@requires(Permission.VIEW_SURVEY)
def answers_xlsx(request: SignedInRequest, survey: int) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(surveys_read_by(request.user, timezone.localdate(now)), pk=survey)
    if not may_read_answers(found):
        raise DomainError(TOO_EARLY, code="too_early")
    name = f"jawaban-survei-{found.period}-{found.pk}.xlsx"
    return as_file(answers_workbook(found, now), FileKind.XLSX.value, name)
