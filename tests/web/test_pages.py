"""The pages of the layout: sign-in, what is not found or not allowed, the choice of language."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cermat.config.wsgi import application
from cermat.web.middleware import form_only
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
FORM = "application/x-www-form-urlencoded"


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page() -> None:
    response = Client().get("/periode/sekarang/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/accounts/login/?next=%2Fperiode%2Fsekarang%2F"


def test_the_page_of_sign_in_needs_no_style_attribute_and_no_inline_script() -> None:
    page = Client().get(LOGIN).content.decode()
    assert "Nama pengguna" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_the_home_page_says_who_is_signed_in_and_that_the_data_are_examples() -> None:
    office = factories.office()
    page = factories.sign_in(office.sekcam).get("/").content.decode()
    assert "Sekretaris Camat" in page
    assert "DATA CONTOH" in page
    assert "Kecamatan Nganjuk" in page


def test_the_page_of_sign_in_shows_an_example_person_of_each_role_on_this_machine_only() -> None:
    office = factories.office()
    page = Client().get(LOGIN).content.decode()
    assert "contoh-cermat-2026" in page
    assert all(user.username in page for user in (office.camat, office.staf, office.admin, office.observer))
    for elsewhere in (Client(REMOTE_ADDR="10.0.0.7"), Client(headers={"X-Forwarded-For": "10.0.0.7"})):
        assert "contoh-cermat-2026" not in elsewhere.get(LOGIN).content.decode()


def test_without_examples_there_is_no_password_on_the_page() -> None:
    assert "contoh-cermat-2026" not in Client().get(LOGIN).content.decode()


def test_a_wrong_password_says_what_to_do() -> None:
    office = factories.office()
    page = Client().post(LOGIN, {"login": office.sekcam.username, "password": "salah"}).content.decode()
    assert "Nama pengguna atau kata sandi tidak cocok." in page
    assert f'value="{office.sekcam.username}"' in page


def test_guessing_passwords_is_stopped_for_a_while() -> None:
    office = factories.office()
    client = Client(REMOTE_ADDR="10.0.0.9")
    form = {"login": office.sekcam.username, "password": "salah"}
    answers = [client.post(LOGIN, form).content.decode() for _attempt in range(12)]
    assert "Tunggu lima menit" in answers[-1]


def test_the_right_password_leads_home() -> None:
    office = factories.office()
    form = {"login": office.sekcam.username.upper(), "password": factories.PASSWORD}
    assert Client().post(LOGIN, form).headers["Location"] == "/"


def test_signing_out_needs_a_post() -> None:
    client = factories.sign_in(factories.office().sekcam)
    assert "Keluar dari Cermat?" in client.get("/accounts/logout/").content.decode()
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_what_is_not_there_is_a_page_with_a_way_home() -> None:
    for client in (Client(), factories.sign_in(factories.office().sekcam)):
        response = client.get("/tidak-ada/")
        assert response.status_code == 404
        assert "bukan bagian dari unit Anda" in response.content.decode()


def test_what_a_role_does_not_cover_is_refused_with_a_sentence() -> None:
    office = factories.office()
    response = factories.sign_in(next(iter(office.lurah.values()))).post("/isian/periode/1/pengingat/")
    assert response.status_code == 403
    assert "Peran Anda tidak mencakup" in response.content.decode()


def test_the_address_of_a_form_opens_as_a_page_with_a_way_on() -> None:
    answer = factories.sign_in(factories.office().sekcam).get("/notifikasi/pembacaan/", HTTP_ACCEPT="text/html")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Alamat ini hanya menerima kiriman formulir" in answer.content.decode()


def test_a_refusal_of_the_method_that_names_no_other_becomes_a_page_too() -> None:
    page = form_only(lambda _request: HttpResponse(status=405))
    request = RequestFactory().get("/alamat/", HTTP_ACCEPT="text/html")
    request.user = AnonymousUser()
    answer = page(request)
    assert (answer.status_code, "Allow" in answer.headers) == (405, False)
    assert "Alamat ini hanya menerima kiriman formulir" in answer.content.decode()


def test_programs_get_their_refusals_as_json() -> None:
    accept = {"Accept": "application/json"}
    assert Client().get("/", headers=accept).json()["code"] == "signed_out"
    client = factories.sign_in(next(iter(factories.office().lurah.values())))
    assert client.get("/tidak-ada/", headers=accept).json()["code"] == "not_found"
    assert client.post("/isian/periode/1/pengingat/", headers=accept).json()["code"] == "not_allowed"


def test_personal_pages_are_not_kept_and_ask_for_no_sensors() -> None:
    response = factories.sign_in(factories.office().sekcam).get("/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_language_is_the_persons_choice_not_the_browsers() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "Nama pengguna" in client.get(LOGIN).content.decode()
    client.post("/accounts/bahasa/", {"language": "en", "next": LOGIN})
    page = client.get(LOGIN).content.decode()
    assert "User name" in page
    assert '<html lang="en">' in page
    client.post("/accounts/bahasa/", {"language": "id", "next": LOGIN})
    assert "Nama pengguna" in client.get(LOGIN).content.decode()


def test_the_places_follow_what_a_person_may_do() -> None:
    office = factories.office()
    operator = factories.sign_in(next(iter(office.operator.values()))).get("/").content.decode()
    admin = factories.sign_in(office.admin).get("/").content.decode()
    assert 'href="/isian/"' in operator
    assert 'href="/isian/"' not in admin
    assert 'aria-current="page"' in operator


@pytest.mark.parametrize("address", ["/indikator/?kecamatan=35%00", "/dokumen/?page=%00", "/hasil/a%00/"])
def test_text_that_no_database_stores_is_refused_with_a_sentence(address: str) -> None:
    answer = factories.sign_in(factories.office().sekcam).get(address)
    assert answer.status_code == 422
    assert "tidak dapat disimpan" in answer.content.decode()


@pytest.mark.parametrize("charset", ["hex", "unicode_escape", "utf-16", "undefined", "utf-8-sig"])
def test_another_encoding_than_ours_breaks_no_page(charset: str) -> None:
    """Through the entry point that is served, and on pages without the database, which it would close."""
    answers: list[str] = []
    for method, address in (("GET", "/tidak-ada/?q=12"), ("POST", LOGIN)):
        environ = RequestFactory().generic(method, address, b"login=%5Cud800").environ
        kind = f"{FORM}; charset={charset}"
        application({**environ, "CONTENT_TYPE": kind}, lambda status, _headers: answers.append(status))
    assert answers == ["404 Not Found", "403 Forbidden"]


def test_what_cannot_be_read_is_refused_in_words() -> None:
    answer = Client().post(LOGIN, {f"f{at}": "1" for at in range(4001)})
    assert answer.status_code == 400
    assert "Kiriman ini tidak dapat dibaca" in answer.content.decode()


def test_an_empty_field_says_what_to_do(client: Client) -> None:
    """Not what is forbidden: the sentence names the field."""
    page = client.post("/accounts/login/", {"login": "", "password": ""}).content.decode()
    assert "Isi nama pengguna." in page
    assert "Bidang ini" not in page
