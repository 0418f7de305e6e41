"""One's own profile and password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.organisation import actions
from cermat.organisation.actions import Person
from cermat.organisation.forms import PasswordForm, ProfileForm
from cermat.organisation.models import SignedInRequest, User
from cermat.organisation.presenters import facts_of, post_rows
from cermat.organisation.queries.people import person_row
from cermat.organisation.views.answers import data_of, done, form_page
from cermat.web.guards import signed_in

PERSONAL = ("username", "full_name", "nip", "rank", "grade")


@signed_in
@once
def profile(request: SignedInRequest) -> HttpResponse:
    user = request.user
    today = timezone.localdate()
    form = ProfileForm(data_of(request), initial={"phone": user.phone, "email": user.email})

    def change() -> User:
        person = Person(**{name: getattr(user, name) for name in PERSONAL}, **form.cleaned_data)
        return actions.change_person(user=user, person=person, by=user, now=timezone.now())

    if done(request, form, change):
        messages.success(request, "Profil disimpan.")
        return redirect("organisation:profile")
    context = {
        "form": form,
        "row": person_row(user, today),
        "facts": facts_of(user),
        "posts": post_rows(user, today),
    }
    return render(request, "organisation/profile.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@once
def password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)

    def change() -> User:
        old, new = form.cleaned_data["oldpassword"], form.cleaned_data["password1"]
        return actions.change_password(old=old, new=new, by=request.user, now=timezone.now())

    user = done(request, form, change)
    if user:
        update_session_auth_hash(request, user)  # this device stays signed in, all others are signed out
        messages.success(request, "Kata sandi diganti. Perangkat lain harus masuk lagi.")
        return redirect("organisation:profile")
    intro = FIRST if request.user.must_change_password else ""
    return form_page(
        request, form, title="Ubah kata sandi", button="Ganti kata sandi", back=("Profil", "/akun/profil/"), intro=intro
    )


FIRST = "Kata sandi Anda dibuat oleh kantor. Ganti dahulu dengan kata sandi Anda sendiri, lalu lanjutkan bekerja."
