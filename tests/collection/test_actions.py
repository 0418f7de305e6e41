"""Sheets: opened, saved, sent, checked, closed."""

import pytest

from cermat.collection.actions import *
from tests.collection.factories import *

pytestmark = pytest.mark.django_db


def test_smoke():
    office = small_office()
    cycle = collecting(office)
    print([str(e)+' '+str(e.section) for e in cycle.entries.all()])
    payaman = office.kelurahan[0]
    entry = entry_of(cycle, payaman, office.sections["pelayanan"])
    e = validated(entry, office.operator[payaman.code], office.lurah[payaman.code])
    print(e.state, e.events.count())
    from cermat.collection.queries import matrix, indicator_figures
    print(matrix(cycle))
    print(indicator_figures(cycle)["PDK-04"])
    assert 0
