"""What the small scripts add, in a real browser: each page works without them, too."""

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

from cermat.web.guards import signed_in
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.alike,
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.urls(__name__),
]
TEMPLATE = """{% extends "web/base.html" %}{% block main %}
<form method="post" id="f" class="form" data-draft="1" data-warn>
{% csrf_token %}{% form_key %}{% load static %}<script src="{% static "web/js/copy.js" %}" defer></script>
<button type="button" data-copy="http://contoh/s/1" hidden>Salin alamat<span> Loket 1</span></button>
<div class="field"><label for="a">Baku</label><input id="a" name="baku" data-number inputmode="decimal"></div>
<div class="field"><label for="b">Realisasi</label><input id="b" name="realisasi" data-number></div>
<output data-percent="realisasi baku"></output>
<div class="choice"><label><input type="radio" name="pilihan" value="ya"> Ya</label></div>
<button type="submit" class="button">Simpan</button></form>{% endblock %}"""
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('cermat:draft')).length"


@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, "Tersimpan.")
        return redirect("/lembar/")
    return HttpResponse(Template(TEMPLATE).render(RequestContext(request, {"key": uuid.uuid4()})))


urlpatterns = [path("lembar/", sheet), path("", include("cermat.config.urls"))]


def signed_page(page: "Page") -> Any:
    office = factories.office()
    page.goto("/accounts/login/")
    page.fill("[name=login]", office.sekcam.username)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("/")
    page.goto("/lembar/")
    return office


def test_a_number_shows_how_it_is_read_and_what_follows(page: "Page") -> None:
    signed_page(page)
    page.fill("#a", "412500000")
    page.fill("#b", "371.250.000")
    assert page.inner_text("#a + .readable") == "dibaca 412.500.000"
    assert page.inner_text("output[data-percent]") == "90 %"
    page.fill("#a", "12,")
    assert page.inner_text("#a + .readable") == ""  # the digits behind the comma are still to come
    page.press("#a", "Tab")
    page.wait_for_selector("#a + .readable:has-text('Belum terbaca')")
    assert page.inner_text("output[data-percent]") == "–"


def test_typing_survives_a_reload_and_goes_when_it_is_saved(page: "Page") -> None:
    signed_page(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#a", "1250")
    page.check("[name=pilihan]")
    page.wait_for_timeout(600)  # the copy is written a moment after the last key
    page.reload()
    page.click("text=Pulihkan")
    assert page.input_value("#a") == "1250"
    assert page.is_checked("[name=pilihan]")
    page.click("main button[type=submit]")
    page.wait_for_selector(".notice.success")
    page.goto("/lembar/")
    assert page.locator("text=Pulihkan").count() == 0


@pytest.mark.parametrize("clipboard", ["undefined", "{ writeText: async () => { throw new Error('tidak') } }"])
def test_an_address_is_copied_where_the_browser_opens_no_clipboard_and_it_is_said(page: "Page", clipboard: str) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }})")
    signed_page(page)
    page.click("[data-copy]")
    page.get_by_role("status").filter(has_text="Alamat tersalin.").wait_for()
    assert page.inner_text("[data-copy]") == "Tersalin Loket 1"
    page.focus("#a")
    page.keyboard.press("Control+V")
    assert page.input_value("#a") == "http://contoh/s/1"


def test_signing_out_leaves_nothing_on_the_device(page: "Page") -> None:
    signed_page(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#a", "1250")
    page.wait_for_timeout(600)
    page.click(".who summary")
    page.click("text=Keluar")
    page.click("text=Batal")
    assert page.evaluate(COPIES) == 1  # nothing goes before the person has said so
    page.evaluate("localStorage.setItem('cermat:keluar:7', '1')")  # signed out before, without signal
    page.click(".who summary")
    page.click("text=Keluar")
    page.click("text=Keluar saja")
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate(COPIES) == 0
    assert page.evaluate("localStorage.getItem('cermat:keluar:7')") is None  # else the next sign-in would end at once


@pytest.mark.parametrize("width", [320, 360, 768, 1366])
def test_nothing_stands_out_of_the_page_and_thumbs_reach_the_places(page: "Page", width: int) -> None:
    signed_page(page)
    page.set_viewport_size({"width": width, "height": 640})
    for address in ("/", "/lembar/", "/accounts/logout/", "/tidak-ada/"):
        page.goto(address)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, address
    heights = page.eval_on_selector_all(".places > a", "all => all.map(one => one.offsetHeight).filter(h => h > 0)")
    assert min(heights) >= 44
