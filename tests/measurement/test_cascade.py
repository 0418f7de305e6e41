"""The page of the pohon kinerja: the plan of the year with what its newest calculation says."""

from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cermat.indicators.actions import start_plan_draft
from cermat.indicators.formula.cascade import GapKind, Level
from cermat.indicators.models import Iku
from cermat.indicators.schema.plan_parts import PART
from cermat.measurement.actions import calculate
from cermat.measurement.presenters.cascade import DRAFT_IKU_PARTS, DRAFT_PARTS, cascade_rows, gap_rows
from cermat.measurement.presenters.tree import tree_of
from cermat.measurement.queries.cascade import YearTree, year_tree
from cermat.printing.tree import tree_svg
from tests.factories import NOW, Office, other_office, sign_in
from tests.measurement.factories import CALCULATING, EVALUATING, collected, followed_up

pytestmark = pytest.mark.django_db
PAGE = "/pengukuran/pohon-kinerja/"


def tree_in(office: Office) -> YearTree:
    found = year_tree(office.kecamatan, 2026)
    assert found is not None
    return found


def text_of(browser: Client, query: str = "") -> str:
    return browser.get(f"{PAGE}{query}").content.decode()


def test_the_page_has_the_picture_the_gap_and_every_row_of_the_plan(office: Office) -> None:
    page = text_of(sign_in(office.camat))
    assert 'class="tree"' in page
    assert "didukung PK Seksi Pemberdayaan Masyarakat dan Desa dan Seksi Kesejahteraan Sosial" in page
    for words in ("Sasaran S4", "Kegiatan 7.01.04.2.01", "PK, mendukung IKU-5", "IKI, mendukung S4", "Rp145.000.000"):
        assert words in page


def test_an_iku_leads_to_its_sheet_until_it_is_calculated_then_to_its_figure(office: Office) -> None:
    iku = Iku.objects.get(code="IKU-1")
    assert f"#iku-{iku.pk}" in text_of(sign_in(office.camat))
    run = calculate(cycle=collected(office), by=office.sekcam, now=EVALUATING, provisional=True)
    page = text_of(sign_in(office.camat))
    assert f'href="/pengukuran/angka/{run.figures.get(code="IKU-1").pk}/"' in page
    assert "Tidak tercapai – data tidak tersedia" in page
    assert "angka November 2026 (sementara)" in page


def test_a_definite_calculation_comes_before_a_later_provisional_one(office: Office) -> None:
    cycle = followed_up(office)
    definite = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    definite.pk, definite.number, definite.is_provisional = None, definite.number + 1, True
    definite.save()
    assert (found := tree_in(office).run) is not None
    assert not found.is_provisional


def test_the_gap_says_what_to_do_and_leads_to_the_paper_that_mends_it(office: Office) -> None:
    [gap] = gap_rows(tree_in(office))
    assert gap.name == "Sasaran S4"
    assert gap.sentence.endswith("Tetapkan IKU untuknya, atau ubah apa yang didukung baris PK itu.")
    assert gap.href == f"/indikator/perencanaan/renstra/?kecamatan={office.kecamatan.code}&tahun=2026"
    assert sign_in(office.camat).get(gap.href).status_code == 200


def test_a_gap_leads_who_may_write_the_draft_into_it_and_others_to_the_paper(office: Office) -> None:
    assert "Mulai draf di Rencana tahunan" in text_of(sign_in(office.sekcam))
    assert "Mulai draf" not in text_of(sign_in(office.kasi["pmd"]))
    draft = start_plan_draft(kecamatan=office.kecamatan, year=2026, origin="contoh", by=office.sekcam, now=NOW)
    Iku.objects.filter(code="IKU-2").update(year_target=None)
    page = text_of(sign_in(office.sekcam))
    for part in ("renstra", "target"):
        assert f'href="/indikator/rencana/draf/{draft.pk}/{part}/"' in page
    assert f"/draf/{draft.pk}/" not in text_of(sign_in(office.camat))


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", GapKind)
def test_every_gap_has_a_part_of_the_draft(level: Level, kind: GapKind) -> None:
    possible = level is not Level.IKU or kind not in {GapKind.NO_OBJECTIVE, GapKind.NO_IKU, GapKind.UNMEASURED}
    assert not possible or (DRAFT_PARTS.get(level) or DRAFT_IKU_PARTS[kind]) in PART


def test_an_iku_without_target_is_mended_at_its_own_sheet(office: Office) -> None:
    Iku.objects.filter(code="IKU-2").update(year_target=None)
    gaps = {gap.name: gap for gap in gap_rows(tree_in(office))}
    assert gaps["IKU-2"].sentence == "IKU-2 belum memiliki target tahun 2026. Isi targetnya."
    assert gaps["IKU-2"].href.endswith(f"#iku-{Iku.objects.get(code='IKU-2').pk}")
    assert "Celah: belum ada target tahun ini" in text_of(sign_in(office.camat))


def test_the_rows_stand_under_what_they_hang_on(office: Office) -> None:
    rows = cascade_rows(tree_in(office))
    at = next(number for number, row in enumerate(rows) if row.code == "IKU-5")
    assert [(row.level, row.depth) for row in rows[at : at + 7]] == [
        ("IKU", 2),
        ("Kegiatan", 3),
        ("PK", 3),
        ("PK", 3),
        ("IKI", 4),
        ("IKI", 4),
        ("IKI", 4),
    ]


def test_the_picture_fits_a_strict_policy(office: Office) -> None:
    drawn = tree_svg(tree_of(tree_in(office), with_links=True))
    fromstring(drawn)
    assert " style=" not in drawn
    assert "<style" not in drawn
    assert "<script" not in drawn


def test_the_page_asks_the_database_once_more_for_a_plan_that_was_measured(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(office.camat)
    with django_assert_num_queries(10):
        browser.get(PAGE)
    calculate(cycle=collected(office), by=office.sekcam, now=EVALUATING, provisional=True)
    with django_assert_num_queries(11):
        browser.get(PAGE)


def test_a_neighbour_finds_nothing_of_this_office(office: Office) -> None:
    neighbour = sign_in(other_office().camat)
    assert neighbour.get(f"{PAGE}?kecamatan={office.kecamatan.code}").status_code == 404
    assert "Belum ada rencana" in text_of(neighbour)
