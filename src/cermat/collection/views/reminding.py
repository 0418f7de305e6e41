"""Belum terkirim: who has not sent what, and every way to ask for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.collection.actions import remind
from cermat.collection.presenters import group_text, mail_words, owing_view, reminded_words, schedule_words
from cermat.collection.queries import chosen_reminding, owing_units, units_asked
from cermat.collection.views.tabs import tabs
from cermat.lib.numbers import whole_numbers
from cermat.notifications.queries import mail_is_set
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires


@require_GET
@requires(Permission.VALIDATE_ENTRY)
def owed(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    found = owing_units(cycle, request.user, today)
    address = request.build_absolute_uri(reverse("collection:mine", args=[cycle.pk]))
    context = {
        "cycle": cycle,
        "tabs": tabs(request, cycle, "owed"),
        "units": [owing_view(one, cycle, today, address) for one in found],
        "late": sum(one.is_late for one in found),
        "group_text": group_text(cycle, found, address),
        "mail": mail_words(found, is_set=mail_is_set()),
        "schedule": schedule_words(chosen_reminding(cycle.kecamatan, today)),
    }
    return render(request, "collection/owed.html", context)


@requires(Permission.VALIDATE_ENTRY)
@once
def reminder(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    chosen = whole_numbers(request.POST.getlist("unit"))
    if request.method == "POST":
        units = units_asked(cycle, chosen)
        if units:
            done = remind(cycle=cycle, units=units, by=request.user, now=timezone.now())
            messages.success(request, reminded_words(done.asked, done.already, by_mail=mail_is_set()))
        else:
            messages.error(request, "Pilih sedikitnya satu unit yang diingatkan.")
    return redirect("collection:owed", cycle_pk)
