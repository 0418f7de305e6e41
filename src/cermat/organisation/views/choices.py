"""Pengaturan: the office's choices, and who may do what."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.organisation import actions
from cermat.organisation.forms import ChoiceForm
from cermat.organisation.models import Kind, Setting, SettingKey, SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.presenters import choice_rows, grant_table
from cermat.organisation.queries import setting, units_reached
from cermat.organisation.schema import CHOICES
from cermat.organisation.views.answers import data_of, done, form_page
from cermat.web.guards import requires, signed_in


def _office(request: SignedInRequest) -> Unit:
    reached = units_reached(request.user, Permission.MANAGE_OFFICE, timezone.localdate())
    return get_object_or_404(reached.filter(kind=Kind.KECAMATAN)[:1])


@require_GET
@requires(Permission.MANAGE_OFFICE)
def choices(request: SignedInRequest) -> HttpResponse:
    kecamatan = _office(request)
    context = {"kecamatan": kecamatan, "rows": choice_rows(kecamatan, timezone.localdate())}
    return render(request, "organisation/choices.html", context)


@requires(Permission.MANAGE_OFFICE)
@once
def choice(request: SignedInRequest, key: str) -> HttpResponse:
    if key not in CHOICES:
        raise Http404
    now = timezone.now()
    kecamatan, chosen = _office(request), CHOICES[key]
    current = setting(kecamatan, SettingKey(key), timezone.localdate(now))
    initial = {"valid_from": timezone.localdate(now)}
    form = ChoiceForm(data_of(request), choice=chosen, current=current, initial=initial)

    def keep() -> Setting:
        data = {"valid_from": form.cleaned_data["valid_from"], "note": form.cleaned_data["note"]}
        return actions.choose(
            kecamatan=kecamatan, key=SettingKey(key), value=form.value(), **data, by=request.user, now=now
        )

    if done(request, form, keep):
        messages.success(request, f"{chosen.name}: disimpan.")
        return redirect("organisation:choices")
    back = ("Pilihan kantor", reverse("organisation:choices"))
    return form_page(request, form, title=chosen.name, button="Simpan", back=back, intro=chosen.explanation)


@require_GET
@signed_in
def grants(request: SignedInRequest) -> HttpResponse:
    return render(request, "organisation/grants.html", {"table": grant_table()})
