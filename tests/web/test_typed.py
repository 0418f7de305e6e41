"""Nothing typed is lost: a form that comes too late or is refused gives its typing back to its person, once."""

import uuid
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.test import Client, override_settings
from django.urls import include, path

from cermat.audit.views import once
from cermat.lib.errors import ConflictError
from cermat.web.guards import signed_in
from cermat.web.typed import restored
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PAGE = "/catatan/"
PAGE_TEMPLATE = (
    '{% extends "web/base.html" %}{% block main %}<form method="post">{% csrf_token %}{% form_key %}{{ form }}</form>'
    "{% endblock %}"
)


class NoteForm(forms.Form):
    note = forms.CharField(label="Catatan", help_text="Satu kalimat.")
    kinds = forms.MultipleChoiceField(label="Jenis", choices=[("a", "A"), ("b", "B")], required=False)


@signed_in
@once
def note(request: HttpRequest) -> HttpResponse:
    """A page as every room writes it: the form of a GET begins with what was typed before, if anything was."""
    if request.method == "POST" and request.POST.get("note") == "ditolak":
        raise ConflictError("Orang lain lebih dahulu mengubah catatan ini.")
    form = NoteForm(request.POST if request.method == "POST" else restored(request))
    if request.method == "POST" and form.is_valid():
        return redirect("/")
    return HttpResponse(Template(PAGE_TEMPLATE).render(RequestContext(request, {"form": form})))


urlpatterns = [path("catatan/", note), path("", include("cermat.config.urls"))]


def typing(person: object, **more: Any) -> dict[str, Any]:
    return {"note": "sudah diketik", "kinds": ["a", "b"], "_key": str(uuid.uuid4()), "_person": person} | more


def send_signed_out(client: Client, form: dict[str, Any]) -> Any:
    client.logout()
    return client.post(PAGE, form, headers={"Origin": "http://testserver"})


def test_a_form_sent_after_signing_out_comes_back_after_signing_in() -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    response = send_signed_out(client, typing(office.sekcam.pk))
    assert response.headers["Location"] == "/accounts/login/?next=%2Fcatatan%2F"
    page = client.get(response.headers["Location"]).content.decode()
    assert "ketikan Anda kami simpan" in page
    signed = client.post(
        "/accounts/login/", {"login": office.sekcam.username, "password": factories.PASSWORD, "next": PAGE}
    )
    assert signed.headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert 'value="sudah diketik"' in page
    assert page.count("selected") == 2
    assert "Ketikan Anda sebelumnya sudah dikembalikan" in page
    again = client.get(PAGE).content.decode()
    assert "sudah diketik" not in again


def test_the_typing_of_one_person_is_not_shown_to_another() -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    send_signed_out(client, typing(office.sekcam.pk))
    client.post("/accounts/login/", {"login": office.camat.username, "password": factories.PASSWORD})
    assert "sudah diketik" not in client.get(PAGE).content.decode()


def test_another_page_does_not_take_the_typing() -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    client.post(PAGE, typing(office.sekcam.pk, note="ditolak", _page="/catatan/"))
    client.get("/")
    assert 'value="ditolak"' in client.get(PAGE).content.decode()


def test_a_refusal_says_why_and_the_way_back_keeps_the_typing() -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    response = client.post(PAGE, typing(office.sekcam.pk, note="ditolak", _page=PAGE))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Orang lain lebih dahulu" in page
    assert "Ketikan Anda tidak hilang" in page
    assert f'href="{PAGE}"' in page
    assert 'value="ditolak"' in client.get(PAGE).content.decode()


def test_an_old_key_of_the_form_leads_back_with_the_typing() -> None:
    office = factories.office()
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.sekcam)
    origin = {"Origin": "http://testserver"}
    response = client.post(PAGE, typing(office.sekcam.pk), headers=origin)
    assert response.headers["Location"] == PAGE
    assert 'value="sudah diketik"' in client.get(PAGE).content.decode()


def test_a_form_of_another_site_is_kept_nowhere() -> None:
    office = factories.office()
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.sekcam)
    response = client.post(PAGE, typing(office.sekcam.pk), headers={"Origin": "https://jahat.example"})
    assert response.status_code == 403
    assert "sudah diketik" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("page", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example/", "javascript:1"])
def test_the_way_back_never_leads_to_another_site(page: str) -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    response = client.post(PAGE, typing(office.sekcam.pk, note="ditolak", _page=page))
    assert "jahat" not in response.content.decode()
    assert "javascript:" not in response.content.decode()


@override_settings(DEBUG=False)
def test_passwords_are_never_kept() -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    client.post(PAGE, typing(office.sekcam.pk, note="ditolak", password="rahasia"))
    assert "rahasia" not in str(dict(client.session))


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060 \ufeff", "\u3164"])
def test_what_no_reader_can_see_counts_as_not_written(nothing: str) -> None:
    office = factories.office()
    client = factories.sign_in(office.sekcam)
    assert client.post(PAGE, typing(office.sekcam.pk, note=nothing)).status_code == 200  # the form again
    assert client.post(PAGE, typing(office.sekcam.pk, note=f"sebab{nothing}")).status_code == 302
