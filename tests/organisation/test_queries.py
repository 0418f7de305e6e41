"""Questions with what somebody typed in them: asked of both databases."""

import pytest

from cermat.organisation.models import User
from cermat.organisation.queries.people import found, people_managed_by
from tests.factories import TODAY, office

pytestmark = pytest.mark.django_db


def test_people_are_found_by_name_user_name_or_unit_whatever_the_case() -> None:
    made = office()
    people = people_managed_by(made.admin, TODAY)
    place = made.kelurahan[0]
    head, operator = made.lurah[place.code], made.operator[place.code]
    assert set(found(people, place.name.upper())) == {head, operator}
    assert list(found(people, head.username.upper())) == [head]
    User.objects.filter(pk=made.camat.pk).update(full_name="Contoh 100% Rekaan_Satu")
    assert list(found(people, "100% REKAAN_")) == [made.camat]
    assert list(found(people, "%")) == [made.camat]  # a sign of the database's own is a sign like others
    assert set(found(people, "")) == set(people)
