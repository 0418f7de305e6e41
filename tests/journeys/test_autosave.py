"""What stands beside the rows saves itself as the rows do: names of candidates, the source, ticks to remove a file."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from cermat.audit.models import AuditEvent
from cermat.collection.actions import attach_evidence
from cermat.collection.models import Candidate, Entry, EntryValue, Evidence, Form
from tests.collection.factories import OPENED, a_pdf, collecting, entered, entry_of, small_office
from tests.factories import Office
from tests.journeys.citizen import PHONE
from tests.journeys.phone import Phone
from tests.journeys.stage import Clock

pytestmark = [pytest.mark.browser, pytest.mark.alike]
LETTER = "470/12, 3 November 2026"


@pytest.fixture
def office(transactional_db: None) -> Office:
    return small_office()


@pytest.fixture
def hp(page: Page, office: Office, clock: Clock, live_server: object) -> Phone:
    clock.set(date(2026, 11, 5), 9)
    page.set_viewport_size(PHONE)
    return Phone(page, str(live_server))


@pytest.fixture
def contest(office: Office, clock: Clock) -> Entry:
    section = office.sections["pmd"]
    return entry_of(collecting(office, due=("rtrw_cantik",)), section, section, Form.RTRW)


@pytest.fixture
def by_letter(office: Office, clock: Clock) -> Entry:
    """A sheet of a kelurahan into which staf enter what a letter says."""
    section = office.staf.assignments.get().unit
    return entry_of(collecting(office), office.kelurahan[0], section)


def names(entry: Entry) -> list[str]:
    return [str(one) for one in Candidate.objects.filter(entry=entry).select_related("unit")]


def write_new(hp: Phone, name: str) -> None:
    line = hp.page.locator("#baru [data-line]").last
    line.locator("select").select_option(label="Kelurahan Payaman")
    line.get_by_label("RT/RW").fill(name)


def test_a_candidate_is_saved_by_itself_and_gets_its_marks_without_a_new_page(
    hp: Phone, office: Office, contest: Entry
) -> None:
    hp.held_by(office.kasi["pmd"]).open(contest)
    line = hp.page.locator("#baru [data-line]").last
    line.locator("select").select_option(label="Kelurahan Payaman")
    hp.page.wait_for_timeout(500)
    assert (names(contest), line.locator(".error:visible").count()) == ([], 0)  # half a candidate is no mistake yet
    line.get_by_label("RT/RW").fill("RT 03/RW 02")
    hp.says("Tersimpan 09.00")
    assert names(contest) == ["RT 03/RW 02, Kelurahan Payaman"]
    hp.page.locator("#catatan").focus()  # nobody types in the line any more
    hp.type("RTR-01-P1:polsek", "81").says("Tersimpan 09.00")
    hp.page.locator("#P1 summary").click()
    hp.page.locator('input[name="nama:P1"]').fill("RT 04/RW 02")
    expect(hp.page.locator("#P1 h3")).to_have_text("1. RT 04/RW 02, Kelurahan Payaman")
    write_new(hp, "RT 05/RW 02")
    hp.says("Tersimpan 09.00")
    expect(hp.page.locator("#baru [data-line]")).to_have_count(2)
    hp.page.reload()
    hp.sees("2. RT 05/RW 02")
    assert names(contest) == ["RT 04/RW 02, Kelurahan Payaman", "RT 05/RW 02, Kelurahan Payaman"]
    assert (EntryValue.objects.get(entry=contest).number, contest.events.filter(verb="saved").count()) == (81, 3)


def test_candidates_named_without_signal_survive_the_tab_and_are_entered_once(
    hp: Phone, office: Office, contest: Entry
) -> None:
    entered(contest, office.kasi["pmd"], "RT 01/RW 01")
    hp.held_by(office.kasi["pmd"]).keep(contest).offline()
    write_new(hp, "RT 03/RW 02")
    write_new(hp, "RT 05/RW 02")
    hp.page.locator("#P1 summary").click()
    hp.page.locator('input[name="nama:P1"]').fill("RT 01/RW 09")
    hp.says("Tanpa sinyal. Tersimpan di HP ini.")
    hp.again().open(contest)
    expect(hp.page.locator("#baru [data-line]")).to_have_count(3)
    hp.page.route(
        "**/penyimpanan/", lambda route: (route.fetch(), route.abort())
    )  # it arrives, and nobody learns of it
    hp.online().says("Tanpa sinyal")
    write_new(hp, "RT 07/RW 07")
    hp.page.wait_for_timeout(2_500)  # it waits on the device
    hp.says("Tanpa sinyal").page.unroute("**/penyimpanan/")
    hp.shelf().nothing_waits()
    expected = ["RT 01/RW 09", "RT 03/RW 02", "RT 05/RW 02", "RT 07/RW 07"]
    assert [one.name for one in Candidate.objects.filter(entry=contest)] == expected
    hp.open(contest)
    expect(hp.page.locator("section.marks")).to_have_count(4)
    expect(hp.page.locator("#baru [data-line]")).to_have_count(1)


def test_the_source_alone_is_saved_by_itself(hp: Phone, office: Office, by_letter: Entry) -> None:
    hp.held_by(office.staf).open(by_letter)
    hp.page.locator("#channel").select_option("surat")
    hp.page.wait_for_timeout(500)
    expect(hp.page.locator(".error")).to_have_count(0)  # its letter is still to come
    hp.page.locator("#channel_note").fill(LETTER)
    hp.says("Tersimpan 09.00")
    by_letter.refresh_from_db()
    assert (by_letter.channel, by_letter.channel_note, by_letter.version) == ("surat", LETTER, 1)


def test_a_source_chosen_without_signal_is_sent_later_and_never_overwrites_a_newer_one(
    hp: Phone, office: Office, by_letter: Entry
) -> None:
    hp.held_by(office.staf).keep(by_letter).offline()
    hp.page.locator("#channel").select_option("surat")
    hp.page.locator("#channel_note").fill(LETTER)
    hp.says("Tanpa sinyal. Tersimpan di HP ini.")
    hp.again().open(by_letter)
    assert hp.page.locator("#channel_note").input_value() == LETTER
    hp.online().says("Tersimpan").nothing_waits()
    by_letter.refresh_from_db()
    assert (by_letter.channel_note, by_letter.version) == (LETTER, 1)
    hp.offline().page.locator("#channel_note").fill("470/13")
    hp.says("Tanpa sinyal")
    Entry.objects.filter(pk=by_letter.pk).update(channel="whatsapp", channel_note="Pak Lurah, pagi", version=2)
    hp.online().sees("Sementara itu disimpan").sees("WhatsApp, Pak Lurah, pagi")
    by_letter.refresh_from_db()
    assert by_letter.channel_note == "Pak Lurah, pagi"
    hp.press("Pakai ketikan saya").says("Tersimpan")
    by_letter.refresh_from_db()
    assert (by_letter.channel, by_letter.channel_note) == ("surat", "470/13")


def test_a_tick_to_remove_a_file_is_kept_can_be_taken_back_and_the_file_goes_with_a_saving_by_hand(
    hp: Phone, office: Office, by_letter: Entry
) -> None:
    operator = office.operator[by_letter.unit.code]
    entry = Entry.objects.filter(unit=by_letter.unit, form=Form.MONTHLY).get(section=office.sections["pemerintahan"])
    upload = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
    attach_evidence(entry=entry, code="PBB-01", upload=upload, by=operator, now=OPENED)
    hp.held_by(operator).open(entry)
    tick = hp.page.get_by_label("Hapus rekap.pdf")
    tick.check()
    hp.says("Tersimpan 09.00").sees("Untuk membatalkan, hilangkan centangnya.")
    assert Evidence.objects.get(entry=entry).is_leaving
    hp.page.reload()
    expect(tick).to_be_checked()
    tick.uncheck()
    hp.says("Tersimpan 09.00")
    assert not Evidence.objects.get(entry=entry).is_leaving
    tick.check()
    hp.says("Tersimpan 09.00").page.get_by_role("button", name="Simpan draf").last.click()
    hp.sees("Draf tersimpan")
    expect(tick).to_have_count(0)
    assert not Evidence.objects.filter(entry=entry).exists()
    assert AuditEvent.objects.filter(target_id=entry.pk, verb="entry.evidence_removed").count() == 1
