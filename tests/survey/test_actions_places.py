"""Services and addresses: who may add, change and retire them, and what is refused."""

import pytest
from django.contrib.auth.hashers import check_password

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.survey.actions import (
    add_counter,
    add_service,
    change_counter,
    rename_service,
    restore_counter,
    restore_service,
    retire_counter,
    retire_service,
)
from cermat.survey.models import Channel, Counter, Service
from tests.factories import NOW, Office, other_office
from tests.survey.factories import a_counter, a_service

pytestmark = pytest.mark.django_db


def test_a_service_is_added_renamed_retired_and_restored(office: Office) -> None:
    shared = {"by": office.kasi["pelayanan"], "now": NOW}
    service = add_service(unit=office.kecamatan, name="  Perekaman   KTP-el ", **shared)
    assert (service.name, service.sort) == ("Perekaman KTP-el", 1)
    service = rename_service(service=service, name="Rekam KTP-el", **shared)
    service = retire_service(service=service, **shared)
    assert not service.is_active
    assert restore_service(service=service, **shared).is_active
    verbs = AuditEvent.objects.filter(target_type="service").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["service.added", "service.renamed", "service.retired", "service.restored"]


def test_services_follow_each_other_in_the_order_in_which_they_came(office: Office) -> None:
    shared = {"unit": office.kecamatan, "by": office.kasi["pelayanan"], "now": NOW}
    assert [add_service(name=name, **shared).sort for name in ("A", "B", "C")] == [1, 2, 3]


@pytest.mark.parametrize("name", ["", "   ", "perekaman ktp-EL"])
def test_a_service_needs_a_name_of_its_own(office: Office, name: str) -> None:
    a_service(office.kecamatan)
    with pytest.raises(DomainError) as caught:
        add_service(unit=office.kecamatan, name=name, by=office.kasi["pelayanan"], now=NOW)
    assert caught.value.field == "name"


def test_a_service_may_keep_its_own_name(office: Office) -> None:
    service = a_service(office.kecamatan)
    shared = {"service": service, "by": office.kasi["pelayanan"], "now": NOW}
    assert rename_service(name="perekaman KTP-el", **shared).name == "perekaman KTP-el"


def test_nobody_but_the_desk_touches_the_services_and_addresses_of_an_office(office: Office) -> None:
    service, counter = a_service(office.kecamatan), a_counter(office.kecamatan)
    strangers = [
        office.kasi["pmd"], office.sekcam, office.camat, office.staf, office.lurah[office.kelurahan[0].code],
        other_office().kasi["pelayanan"],
    ]  # fmt: skip
    for who in strangers:
        with pytest.raises(NotAllowedError):
            add_service(unit=office.kecamatan, name="Lain", by=who, now=NOW)
        with pytest.raises(NotAllowedError):
            retire_service(service=service, by=who, now=NOW)
        with pytest.raises(NotAllowedError):
            add_counter(unit=office.kecamatan, name="Lain", by=who, now=NOW)
        with pytest.raises(NotAllowedError):
            change_counter(counter=counter, name="Lain", by=who, now=NOW)
    assert (Service.objects.count(), Counter.objects.count()) == (1, 1)


def test_a_village_keeps_its_own(office: Office) -> None:
    village = office.kelurahan[0]
    for who in (office.lurah[village.code], office.operator[village.code]):
        add_service(unit=village, name=f"Layanan {who.pk}", by=who, now=NOW)
    with pytest.raises(NotAllowedError):
        add_service(unit=village, name="Dari kasi", by=office.kasi["pelayanan"], now=NOW)


def test_an_address_has_a_code_that_can_be_read_aloud_and_never_comes_twice(office: Office) -> None:
    shared = {"unit": office.kecamatan, "by": office.kasi["pelayanan"], "now": NOW}
    codes = {add_counter(name=f"Loket {at}", **shared).code for at in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {10}
    assert not set("".join(codes)) & set("0o1il")


def test_the_pin_of_a_tablet_is_kept_hashed_and_never_told(office: Office) -> None:
    shared = {"by": office.kasi["pelayanan"], "now": NOW}
    tablet = add_counter(unit=office.kecamatan, name="Tablet", channel=Channel.TABLET, pin="2468", **shared)
    assert check_password("2468", tablet.pin)
    tablet = change_counter(counter=tablet, name="Tablet loket 1", **shared)
    assert check_password("2468", tablet.pin)
    tablet = change_counter(counter=tablet, name="Tablet loket 1", pin="13579", **shared)
    assert check_password("13579", tablet.pin)
    told = str(list(AuditEvent.objects.filter(target_type="counter").values_list("before", "after")))
    assert "2468" not in told
    assert "13579" not in told


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４"])
def test_a_tablet_needs_four_to_eight_digits(office: Office, pin: str) -> None:
    with pytest.raises(DomainError) as caught:
        add_counter(
            unit=office.kecamatan, name="Tablet", channel=Channel.TABLET, pin=pin, by=office.kasi["pelayanan"], now=NOW
        )
    assert caught.value.field == "pin"


def test_paper_is_no_address(office: Office) -> None:
    with pytest.raises(DomainError):
        add_counter(unit=office.kecamatan, name="Kertas", channel=Channel.PAPER, by=office.kasi["pelayanan"], now=NOW)


def test_an_address_is_never_of_another_units_service(office: Office) -> None:
    foreign = a_service(office.kelurahan[0], "Surat pengantar")
    with pytest.raises(DomainError) as caught:
        add_counter(unit=office.kecamatan, name="Loket 1", service=foreign, by=office.kasi["pelayanan"], now=NOW)
    assert caught.value.field == "service"


def test_a_retired_address_keeps_its_code(office: Office) -> None:
    counter, shared = a_counter(office.kecamatan), {"by": office.kasi["pelayanan"], "now": NOW}
    assert not retire_counter(counter=counter, **shared).is_active
    with pytest.raises(ConflictError):
        retire_counter(counter=counter, **shared)
    assert restore_counter(counter=counter, **shared).code == counter.code
