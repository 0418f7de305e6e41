"""The inbox."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cermat.audit.views import once
from cermat.notifications.actions import mark_all_read, mark_read
from cermat.notifications.queries import messages_visible_to
from cermat.organisation.models import SignedInRequest
from cermat.web.guards import signed_in

PAGE = 25


@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    page = Paginator(messages_visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page": page})


@signed_in
@require_POST
@once
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open what a message is about; it counts as read from now on."""
    message = get_object_or_404(messages_visible_to(request.user), pk=pk)
    mark_read(message=message, by=request.user, now=timezone.now())
    return redirect(message.url or "notifications:inbox")


@signed_in
@require_POST
@once
def all_read(request: SignedInRequest) -> HttpResponse:
    mark_all_read(by=request.user, now=timezone.now())
    return redirect("notifications:inbox")
