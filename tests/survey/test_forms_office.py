"""What the office types, as clean values."""

from typing import Any

import pytest

from cermat.instruments.queries import definition_of
from cermat.survey.forms.office import CounterForm, ExcludeForm, SurveyForm, groups_of
from cermat.survey.models import Channel, Service
from cermat.survey.queries import Suspect
from tests.collection.factories import small_office
from tests.survey.factories import a_service, ikm

pytestmark = pytest.mark.django_db


def a_form(service: Service, **typed: str) -> SurveyForm:
    definition = definition_of(ikm(service.unit).text)
    given = {"period": "2026-12", "starts_on": "2026-11-02", "ends_on": "2026-12-11", "variant": ""}
    return SurveyForm(given | typed, services=[service], definition=definition, initial={})


@pytest.fixture
def service() -> Service:
    return a_service(small_office().kecamatan)


def test_a_ticked_service_comes_with_its_population(service: Service) -> None:
    form = a_form(service, **{f"use_{service.pk}": "on", f"served_{service.pk}": "400"})
    assert form.is_valid()
    assert form.offered() == {service.pk: 400}
    assert (str(form.cleaned_data["period"]), form.kept()["variant"]) == ("2026-12", "")


def test_a_number_without_a_tick_is_not_offered(service: Service) -> None:
    form = a_form(service, **{f"served_{service.pk}": "400"})
    assert form.is_valid()
    assert form.offered() == {}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"period": "Desember"}, "period"),
        ({"period": "2026-13"}, "period"),
        ({"period": "9999-12-31"}, "period"),
        ({"starts_on": "kemarin"}, "starts_on"),
        ({"variant": "0.5"}, "variant"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(service: Service, typed: dict[str, str], field: str) -> None:
    assert field in a_form(service, **typed).errors


@pytest.mark.parametrize(("pin", "is_fine"), [("2468", True), ("12345678", True), ("123", False), ("12 34", False)])
def test_a_pin_is_four_to_eight_digits(service: Service, pin: str, *, is_fine: bool) -> None:
    typed = {"name": "Tablet", "channel": "tablet", "service": "", "pin": pin}
    assert CounterForm(typed, services=[service]).is_valid() is is_fine


def test_an_address_of_all_services_and_of_one(service: Service) -> None:
    typed: dict[str, Any] = {"name": "Loket 1", "channel": "qr", "pin": ""}
    for chosen, expected in (("", None), (str(service.pk), service)):
        form = CounterForm(typed | {"service": chosen}, services=[service])
        assert form.is_valid()
        assert form.cleaned_data["service"] == expected
    assert not CounterForm(typed | {"service": "0"}, services=[service]).is_valid()


def test_only_whole_groups_can_be_excluded(service: Service) -> None:
    suspects = [Suspect(service, Channel.QR, 5), Suspect(service, Channel.LINK, 1)]
    form = ExcludeForm(None, groups=groups_of(suspects, []))
    assert list(form.groups) == ["lonjakan", f"lonjakan-{service.pk}-qr"]  # one answer is no group
    assert form.takes_burst
    assert list(groups_of([], [], new=1, restored=5)) == ["baru", "lagi"]
    typed = {"group": f"lonjakan-{service.pk}-qr", "reason": "Satu orang"}
    form = ExcludeForm(typed, groups=groups_of(suspects, []))
    assert form.is_valid()
    assert (form.chosen().service, form.chosen().channel) == (service, Channel.QR)
