"""Perpanjangan batas waktu: who gets until when, and why; and all that were given in the period."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.actions import extend
from cermat.collection.forms import ExtensionForm
from cermat.collection.models import Extension
from cermat.collection.presenters import extension_groups, given_view
from cermat.collection.queries import extendable, extensions_visible_to, latest_day
from cermat.lib.errors import DomainError
from cermat.lib.months import long_date
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.VALIDATE_ENTRY)
@once
def extension(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    entries = list(extendable(cycle, request.user, today))
    unit, one = (whole_number(request.GET.get(name, "")) for name in ("unit", "isian"))
    chosen = [entry.pk for entry in entries if unit == entry.unit_id or one == entry.pk]
    data = request.POST if request.method == "POST" else restored(request)
    form = ExtensionForm(data, entries=entries, initial={"entries": chosen})
    if request.method == "POST" and form.is_valid():
        picked = [entry for entry in entries if entry.pk in form.cleaned_data["entries"]]
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        try:
            count = extend(cycle=cycle, entries=picked, to=to, reason=reason, by=request.user, now=now)
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, f"Batas waktu {count} isian diperpanjang sampai {long_date(to)}.")
            return redirect("collection:owed", cycle_pk)
    return _page(request, cycle, form)


def _page(request: SignedInRequest, cycle: Cycle, form: ExtensionForm) -> HttpResponse:
    today = timezone.localdate()
    given: list[Extension] = list(extensions_visible_to(request.user, today).filter(entry__cycle=cycle))
    context = {
        "cycle": cycle,
        "form": form,
        "groups": extension_groups(form.groups()),
        "latest": latest_day(cycle, today),
        "given": given_view(given),
        "crumbs": [("Belum terkirim", reverse("collection:owed", args=[cycle.pk])), ("Perpanjangan", "")],
    }
    return render(request, "collection/extension.html", context, status=422 if request.method == "POST" else 200)
