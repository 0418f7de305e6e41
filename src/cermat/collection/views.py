from django.http import HttpResponse

from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires


@requires(Permission.VIEW_ENTRY)
def index(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("")


@requires(Permission.VIEW_ENTRY)
def mine(request: SignedInRequest, cycle_pk: int) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("")


@requires(Permission.VIEW_ENTRY)
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("")
