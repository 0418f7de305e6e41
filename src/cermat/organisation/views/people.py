"""Pengaturan: people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.organisation import actions
from cermat.organisation.actions import NewUser, Person, Post
from cermat.organisation.forms import NewUserForm, PersonForm, QualificationForm, SearchForm
from cermat.organisation.models import Qualification, SignedInRequest, User
from cermat.organisation.permissions import Permission
from cermat.organisation.presenters import facts_of, post_rows
from cermat.organisation.queries.people import (
    found,
    home_of,
    known_qualifications,
    people_managed_by,
    people_rows,
    person_row,
    posts_open_to,
    wanted_qualifications,
)
from cermat.organisation.views.answers import data_of, done, form_page
from cermat.web.guards import requires

LIST = ("Orang dan jabatan", "/akun/")


def _person(request: SignedInRequest, pk: int) -> User:
    return get_object_or_404(people_managed_by(request.user, timezone.localdate()), pk=pk)


def _page_of(user: User) -> tuple[str, str]:
    return user.full_name, reverse("organisation:person", args=[user.pk])


def _show_once(request: SignedInRequest, made: NewUser) -> None:
    """Carry the one-time password to the next page and no further: it is gone when that page has been shown."""
    request.session["first_password"] = {"user": made.user.pk, "password": made.password}


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def people(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    search = SearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    everybody = people_managed_by(request.user, today)
    rows = people_rows(found(everybody, text), today)
    context = {"rows": rows, "search": search, "text": text, "lacking": sum(bool(row.missing) for row in rows)}
    return render(request, "organisation/people.html", context)


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    user = _person(request, pk)
    today = timezone.localdate()
    shown = request.session.get("first_password")
    password = request.session.pop("first_password")["password"] if shown and shown["user"] == user.pk else ""
    context = {
        "person": user,
        "row": person_row(user, today),
        "facts": facts_of(user),
        "posts": post_rows(user, today),
        "qualifications": known_qualifications(user),
        "password": password,
    }
    return render(request, "organisation/person.html", context)


@requires(Permission.MANAGE_PEOPLE)
@once
def new_person(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    asked = {"role": request.GET.get("peran", ""), "unit": request.GET.get("unit", "")}
    form = NewUserForm(data_of(request), units=posts_open_to(request.user, today), initial={"start": today, **asked})

    def add() -> NewUser:
        person, post = Person(**form.person()), Post(**form.post())
        return actions.add_user(person=person, post=post, by=request.user, now=now)

    made = done(request, form, add)
    if made:
        _show_once(request, made)
        messages.success(request, f"Akun {made.user} dibuat.")
        return redirect("organisation:person", pk=made.user.pk)
    return form_page(request, form, title="Tambah orang", button="Buat akun", back=LIST, intro=NEW_PERSON)


NEW_PERSON = "Kata sandi pertama dibuat acak, ditampilkan satu kali, dan wajib diganti saat pertama masuk."


@requires(Permission.MANAGE_PEOPLE)
@once
def person_data(request: SignedInRequest, pk: int) -> HttpResponse:
    user = _person(request, pk)
    form = PersonForm(data_of(request), initial={name: getattr(user, name) for name in PersonForm.base_fields})

    def change() -> User:
        person = Person(**form.cleaned_data)
        return actions.change_person(user=user, person=person, by=request.user, now=timezone.now())

    if done(request, form, change):
        messages.success(request, "Data orang disimpan.")
        return redirect("organisation:person", pk=pk)
    return form_page(request, form, title="Ubah data orang", button="Simpan", back=_page_of(user))


@requires(Permission.MANAGE_PEOPLE)
@once
def qualifications(request: SignedInRequest, pk: int) -> HttpResponse:
    user = _person(request, pk)
    today = timezone.localdate()
    known = {one.text: (one.is_met, one.proof) for one in known_qualifications(user)}
    texts = wanted_qualifications(home_of(user, today).kecamatan, today)
    form = QualificationForm(data_of(request), texts=texts, known=known)

    def keep() -> list[Qualification]:
        return actions.record_qualifications(user=user, met=form.met(), by=request.user, now=timezone.now())

    if done(request, form, keep) is not None:
        messages.success(request, "Kualifikasi disimpan.")
        return redirect("organisation:person", pk=pk)
    intro = QUALIFICATIONS if texts else "SOP yang berlaku belum dimuat, jadi belum ada kualifikasi yang diminta."
    return form_page(request, form, title="Kualifikasi pelaksana", button="Simpan", back=_page_of(user), intro=intro)


QUALIFICATIONS = "Kualifikasi yang diminta SOP. Yang belum terpenuhi tampil sebagai peringatan, dan tidak menghalangi."


@require_POST
@requires(Permission.MANAGE_PEOPLE)
@once
def new_password(request: SignedInRequest, pk: int) -> HttpResponse:
    made = actions.reset_password(user=_person(request, pk), by=request.user, now=timezone.now())
    _show_once(request, made)
    return redirect("organisation:person", pk=pk)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
@once
def deactivation(request: SignedInRequest, pk: int) -> HttpResponse:
    user = actions.deactivate_user(user=_person(request, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{user} tidak dapat masuk lagi; penugasannya berakhir hari ini.")
    return redirect("organisation:person", pk=pk)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
@once
def reactivation(request: SignedInRequest, pk: int) -> HttpResponse:
    made = actions.reactivate_user(user=_person(request, pk), by=request.user, now=timezone.now())
    _show_once(request, made)
    messages.success(request, f"{made.user} aktif kembali. Beri penugasan baru.")
    return redirect("organisation:person", pk=pk)
