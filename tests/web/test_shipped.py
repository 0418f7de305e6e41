"""An office that has nothing takes the examples that come with Cermat from the page, without the terminal."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cermat.organisation.models import Unit
from cermat.requirements.models import RequirementPlan
from tests.factories import office, other_office, sign_in

pytestmark = pytest.mark.django_db
DOORS = [
    ("sop:file", "sop:example", "nganjuk"),
    ("indicators:files", "indicators:example", "bulanan"),
    ("indicators:files", "indicators:example", "lembar"),
    ("indicators:files", "indicators:example", "dokumen"),
    ("indicators:files", "indicators:example", "sinergitas"),
    ("requirements:files", "requirements:example", "nganjuk"),
]


def load(client: Client, door: str, name: str) -> int:
    return client.post(reverse(door, args=[name]), {"_key": str(uuid4())}).status_code


@pytest.mark.parametrize(("page", "door", "name"), DOORS)
def test_the_admin_of_an_empty_office_loads_each_example_and_takes_it_home(page: str, door: str, name: str) -> None:
    client = sign_in(office().admin)
    address = reverse(door, args=[name])
    assert f'action="{address}"' in client.get(reverse(page)).text
    file = client.get(address)
    assert "attachment" in file["Content-Disposition"]
    assert load(client, door, name) == 302
    assert f'action="{address}"' not in client.get(reverse(page)).text, "loaded once; the file stays to take home"
    assert f'href="{address}"' in client.get(reverse(page)).text


@pytest.mark.parametrize("door", ["sop:example", "indicators:example", "requirements:example"])
def test_no_other_name_and_nobody_else_reaches_the_examples(door: str) -> None:
    made = office()
    assert sign_in(made.admin).get(reverse(door, args=["lain"])).status_code == 404
    assert sign_in(made.sekcam).get(reverse(door, args=["nganjuk"])).status_code == 403


def test_the_schedule_of_another_office_says_which_section_is_missing_and_the_way_out() -> None:
    made = other_office()
    Unit.objects.filter(pk=made.sections["pmd"].pk).update(code="35.18.14/desa")
    client = sign_in(made.admin)
    page = client.post(reverse("requirements:example", args=["nganjuk"]), {"_key": str(uuid4())})
    assert page.status_code == 422
    assert "pmd" in page.text
    assert reverse("organisation:units") in page.text
    assert not RequirementPlan.objects.exists()


def test_another_section_answers_for_the_one_an_office_does_not_have() -> None:
    made = other_office()
    Unit.objects.filter(pk=made.sections["pmd"].pk).update(code="35.18.14/desa")
    client, address = sign_in(made.admin), reverse("requirements:example", args=["nganjuk"])
    assert client.post(address, {"_key": str(uuid4()), "seksi_pmd": ""}).status_code == 422
    assert client.post(address, {"_key": str(uuid4()), "seksi_pmd": "desa"}).status_code == 302
    answering = RequirementPlan.objects.filter(kecamatan=made.kecamatan, key="idm").values_list("section__code")
    assert list(answering) == [("35.18.14/desa",)]


def test_indicators_of_a_section_an_office_does_not_have_are_told_of() -> None:
    made = other_office()
    Unit.objects.filter(pk=made.sections["pmd"].pk).update(code="35.18.14/desa")
    client = sign_in(made.admin)
    address = reverse("indicators:example", args=["bulanan"])
    page = client.post(address, {"_key": str(uuid4())}, follow=True).text
    assert "Seksi pmd tidak ada di kantor Anda" in page


def test_the_schedule_of_requirements_is_found_from_the_sop() -> None:
    assert reverse("requirements:plans") in sign_in(office().admin).get(reverse("sop:current")).text


def test_empty_pages_lead_to_the_examples_where_the_person_may_load_them() -> None:
    made = office()
    for empty, files in (("indicators:library", "indicators:files"), ("requirements:plans", "requirements:files")):
        assert reverse(files) in sign_in(made.admin).get(reverse(empty)).text
        assert reverse(files) not in sign_in(made.operator["35.18.13.1001"]).get(reverse(empty)).text
