"""Closing the collecting at the cut-off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.actions import close_collection
from cermat.collection.forms import CloseForm
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires


@requires(Permission.CLOSE_COLLECTION)
@once
def closing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    form = CloseForm(request.POST)
    if request.method == "POST" and form.is_valid():
        close_collection(cycle=cycle, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
        messages.success(request, "Pengumpulan ditutup. Isian yang terlambat masih dapat dikirim dan diberi tanda.")
    elif request.method == "POST":
        messages.error(request, f"Pengumpulan belum ditutup. {form.errors['note'][0]}")
    return redirect("collection:mine", cycle_pk)
