"""The installed app: its manifest, its worker, and whose page a page is."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def test_the_manifest_names_icons_that_are_there_in_their_sizes() -> None:
    told = Client().get("/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    for icon in told["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(str(found)) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]


def test_the_worker_may_serve_every_page_and_is_asked_for_anew() -> None:
    answer = Client().get("/pekerja.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert 'startsWith("/s/")' in answer.content.decode()  # the survey has its own


def test_the_page_for_no_signal_is_nobodys() -> None:
    person = factories.office().sekcam
    pages = {client.get("/tanpa-sinyal/").content for client in (Client(), factories.sign_in(person))}
    assert len(pages) == 1
    assert person.full_name not in pages.pop().decode()


def test_every_page_says_whose_it_is_and_the_page_of_sign_in_says_nobody() -> None:
    person = factories.office().sekcam
    client = factories.sign_in(person)
    assert client.get("/").headers["X-Cermat-Orang"] == str(person.pk)
    for answer in (Client().get("/accounts/login/"), Client().get("/"), client.get("/tanpa-sinyal/")):
        assert "X-Cermat-Orang" not in answer.headers


def test_the_mark_names_the_person_the_key_and_the_time_of_the_office() -> None:
    person = factories.office().sekcam
    told = factories.sign_in(person).get("/tanda/", headers={"Accept": "application/json"}).json()
    assert (told["person"], len(told["csrf"]), told["now"][:2]) == (person.pk, 64, "20")
    out = Client().get("/tanda/", headers={"Accept": "application/json"})
    assert (out.status_code, out.json()["code"]) == (401, "signed_out")
