"""What is printed for the public: posters with the address, and codes to cut out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.pdf import as_pdf
from cermat.survey import actions
from cermat.survey.exports.posters import poster_of, strips_of
from cermat.survey.forms.office import ReceiptForm
from cermat.survey.presenters.office import address_of, readable
from cermat.survey.queries import counters_visible_to, surveys_run_by, typed_counter
from cermat.survey.schema import Channel
from cermat.survey.views.showing import survey_page
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires


@require_GET
@requires(Permission.VIEW_SURVEY)
def poster_a4_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    return _poster(request, pk, "a4")


@require_GET
@requires(Permission.VIEW_SURVEY)
def poster_a5_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    return _poster(request, pk, "a5")


@requires(Permission.RUN_SURVEY)
def receipts(request: SignedInRequest, pk: int) -> HttpResponse:
    """The codes stand in the answer alone. Not `once`: that would keep the answer, and with it the codes; the action
    itself makes a set once for the key of the form."""
    survey = get_object_or_404(surveys_run_by(request.user, timezone.localdate()), pk=pk)
    if request.method != "POST":
        return redirect("survey:survey", pk)
    form, now = ReceiptForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            counter = typed_counter(survey)
            shown = readable(address_of(counter, request)) if counter else ""
            codes = actions.make_receipts(
                survey=survey, count=form.cleaned_data["count"], key=_key(request), by=request.user, now=now
            )
            return _file(as_pdf(strips_of(survey, codes, shown), now), "kode")
        except DomainError as error:
            tell_or_raise(form, error)
    return survey_page(request, survey, status=422, receipt_form=form)


def _key(request: SignedInRequest) -> UUID:
    try:
        return UUID(request.POST.get("_key", ""))
    except ValueError as error:
        raise DomainError("Formulir tidak lengkap. Muat ulang halaman ini, lalu kirim kembali.") from error


def _poster(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    """Of a counter that is opened by scanning alone."""
    offered = counters_visible_to(request.user, timezone.localdate()).filter(channel=Channel.QR)
    counter = get_object_or_404(offered, pk=pk)
    now, address = timezone.now(), address_of(counter, request)
    order = poster_of(counter, address, readable(address), now, paper)
    return _file(as_pdf(order, now), f"poster-{counter.code}-{paper}")


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
