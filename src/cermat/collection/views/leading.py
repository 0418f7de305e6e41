"""Closing the collecting at the cut-off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.actions import close_collection
from cermat.collection.forms import CloseForm
from cermat.collection.presenters import matrix_view
from cermat.collection.queries import matrix, may_close
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.CLOSE_COLLECTION)
@once
def closing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """What closing does and who is still missing, asked once; then the act."""
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    if request.method != "POST" and not may_close(request.user, cycle, today):
        messages.info(request, "Pengumpulan ini sudah selesai, atau belum dapat ditutup.")
        return redirect("collection:mine", cycle_pk)
    typed = request.POST if request.method == "POST" else restored(request, to=request.path)
    form = CloseForm(typed or None)
    if request.method == "POST" and form.is_valid():
        close_collection(cycle=cycle, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
        messages.success(request, "Pengumpulan ditutup. Isian yang terlambat masih dapat dikirim dan diberi tanda.")
        return redirect("collection:mine", cycle_pk)
    context = {"cycle": cycle, "form": form, "matrix": matrix_view(matrix(cycle, today))}
    return render(request, "collection/closing.html", context, status=422 if request.method == "POST" else 200)
