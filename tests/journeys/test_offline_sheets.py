"""A cheap phone and a poor signal: nothing typed is lost, nothing is stored twice, nobody sees another's."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from cermat.audit.models import AuditEvent
from cermat.collection.models import Entry, EntryState, EntryValue
from cermat.requirements.models import SortedIndicator
from cermat.web import shell
from tests.collection.factories import a_pdf, collecting, entry_of, small_office
from tests.conftest import ALIKE
from tests.factories import PASSWORD, Office
from tests.journeys.citizen import PHONE, until
from tests.journeys.phone import Phone
from tests.journeys.stage import Clock

pytestmark = [pytest.mark.browser, pytest.mark.alike]
N, LAPOR, MATI = "YAN-04:n", "PDK-04:lapor", "PDK-04:mati"


@pytest.fixture
def office(transactional_db: None) -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office, clock: Clock) -> Entry:
    clock.set(date(2026, 11, 5), 9)
    return entry_of(collecting(office), office.kelurahan[0], office.sections["pelayanan"])


@pytest.fixture
def hp(page: Page, office: Office, entry: Entry, live_server: object) -> Phone:
    page.set_viewport_size(PHONE)
    return Phone(page, str(live_server)).held_by(office.operator[entry.unit.code])


def values(entry: Entry) -> dict[str, int]:
    return {f"{one.code}:{one.field}": int(one.number or 0) for one in EntryValue.objects.filter(entry=entry)}


def savings(entry: Entry) -> int:
    return AuditEvent.objects.filter(verb="entry.saved", target_id=entry.pk).count()


def test_the_sheet_saves_itself_and_says_so(hp: Phone, entry: Entry) -> None:
    hp.open(entry).type(N, "1250").says("Tersimpan 09.00")
    assert values(entry) == {N: 1250}
    hp.page.reload()
    assert hp.shows(N) == "1.250"
    hp.type(MATI, "banyak").sees("“banyak” bukan angka")
    hp.type(MATI, "3").says("Tersimpan 09.00")
    assert values(entry) == {N: 1250, MATI: 3}
    hp.type(LAPOR, "3").page.locator(f'input[name="v:{LAPOR}"]').press("Enter")  # goes on; only the button hands on
    expect(hp.page.locator(f'input[name="v:{MATI}"]')).to_be_focused()
    expect(hp.page).to_have_url(f"{hp.address}/isian/{entry.pk}/")


def test_filled_in_without_signal_it_is_handed_on_exactly_once(hp: Phone, entry: Entry) -> None:
    hp.keep(entry).offline()
    hp.page.reload()
    hp.type(N, "40").type(LAPOR, "2").type(MATI, "2").says("Tanpa sinyal. Tersimpan di HP ini.")
    hp.press("Kirim ke Lurah").says("Menunggu sinyal, lalu terkirim sendiri.")
    hp.type(N, "41").says("Kiriman tadi ditarik; kirim lagi setelah selesai.")
    hp.press("Kirim ke Lurah").says("Menunggu sinyal, lalu terkirim sendiri.")
    hp.shelf().sees("Menunggu")
    assert values(entry) == {}
    hp.online().nothing_waits()
    hp.sees("Terkirim")
    entry.refresh_from_db()
    assert entry.submitted_at is not None
    assert (values(entry), savings(entry)) == ({N: 41, LAPOR: 2, MATI: 2}, 1)
    assert entry.events.filter(verb="submitted").count() == 1


def test_typing_survives_its_tab_and_is_put_back_without_signal(hp: Phone, entry: Entry) -> None:
    hp.keep(entry).offline().type(MATI, "7").says("Tanpa sinyal").type(MATI, "").type(N, "40").drafted(entry, N, "40")
    hp.again().open(entry)
    assert (hp.shows(N), hp.shows(MATI)) == ("40", "")  # what was taken back is not sent
    hp.says("Tanpa sinyal").online().says("Tersimpan").nothing_waits()
    assert (values(entry), savings(entry)) == ({N: 40}, 1)


def test_two_tabs_of_one_sheet_do_not_undo_each_other(hp: Phone, entry: Entry) -> None:
    second = Phone(hp.context.new_page(), hp.address, hp.keep(entry).person).open(entry)
    hp.offline().type(N, "40").says("Tanpa sinyal")
    second.type(MATI, "2").says("Tanpa sinyal")
    hp.page.close()
    second.online().says("Tersimpan").nothing_waits()
    expect(second.page.locator(f'input[name="v:{N}"]')).to_have_value("40")  # shown here, too
    second.page.wait_for_timeout(2_000)  # and is not sent back as it stood here before
    assert (values(entry), second.states()) == ({N: 40, MATI: 2}, ["terkirim", "terkirim"])


def test_the_app_begins_without_signal_at_the_sheets_that_open(hp: Phone, entry: Entry) -> None:
    hp.page.goto("/")  # the list of tasks, whose sheets come along
    hp.kept(entry)
    hp.context.route("**/isian/*/", lambda route: route.fulfill(status=502, body="Tidak dapat dihubungi"))
    hp.open(entry).context.unroute("**/isian/*/")
    hp.offline().page.goto("/")
    hp.sees("Dapat diisi tanpa sinyal").page.locator(f'a[href="/isian/{entry.pk}/"]').click()
    hp.type(N, "40").says("Tanpa sinyal")


def test_a_sheet_that_was_only_listed_opens_without_signal(hp: Phone, entry: Entry) -> None:
    hp.page.goto(f"/isian/periode/{entry.cycle_id}/")
    hp.kept(entry).offline().open(entry).type(N, "40").says("Tanpa sinyal")
    hp.page.goto("/laporan/")
    hp.sees("Tidak ada sinyal")
    hp.online().shelf().nothing_waits()
    assert values(entry) == {N: 40}


def test_signing_out_without_signal_closes_the_pages_and_the_session_at_the_next_chance(
    hp: Phone, entry: Entry
) -> None:
    hp.keep(entry).offline()
    hp.page.locator("details.who summary").click()
    hp.press("Keluar").sees("Tidak ada sinyal")
    hp.page.goto(f"/isian/{entry.pk}/")
    hp.sees("Tidak ada sinyal")
    hp.online().page.goto("/")
    hp.page.wait_for_url("**/accounts/login/**")


def test_two_operators_of_one_phone_are_kept_apart(hp: Phone, office: Office, entry: Entry) -> None:
    first, second = hp.person, office.lurah[entry.unit.code]
    hp.keep(entry).offline().type(N, "40").says("Tanpa sinyal")
    hp.held_by(second).online().open(entry)
    hp.page.wait_for_timeout(800)
    assert (hp.shows(N), hp.states(), values(entry)) == ("", [], {})
    hp.shelf().sees("Tidak ada yang menunggu.")
    names = hp.page.evaluate("caches.keys()")
    assert f"cermat-halaman-{first.pk}" not in names  # type: ignore[union-attr]
    hp.held_by(first).shelf().nothing_waits()  # type: ignore[arg-type]
    assert values(entry) == {N: 40}
    assert EntryValue.objects.get(entry=entry).by == first


def test_signing_out_with_unsent_work_warns_and_offers_to_send_first(hp: Phone, office: Office, entry: Entry) -> None:
    hp.keep(entry)
    hp.page.route("**/penyimpanan/", lambda route: route.abort())
    hp.type(N, "40").says("Tanpa sinyal")
    hp.page.locator("details.who summary").click()
    hp.press("Keluar").sees("1 pekerjaan belum terkirim")
    hp.press("Batal")
    hp.page.locator("details.who summary").click()
    hp.press("Keluar").press("Keluar saja")
    hp.page.wait_for_url("**/accounts/login/**")
    assert hp.page.evaluate("caches.keys()") == ["cermat-berkas", "cermat-kini"]
    hp.page.unroute("**/penyimpanan/")
    hp.page.locator("input[name=login]").fill(hp.person.username)  # type: ignore[union-attr]
    hp.page.locator("input[name=password]").fill(PASSWORD)
    hp.press("Masuk")
    hp.page.wait_for_url("**/")
    hp.nothing_waits()
    assert values(entry) == {N: 40}


def test_a_sheet_that_changed_meanwhile_takes_the_draft_over_and_shows_what_left(hp: Phone, entry: Entry) -> None:
    hp.keep(entry).offline().type(N, "40").type(MATI, "2").drafted(entry, MATI, "2")
    gone = SortedIndicator.objects.get(cycle=entry.cycle, indicator__code="YAN-04")
    other = SortedIndicator.objects.filter(cycle=entry.cycle, indicator__set=gone.indicator.set)
    gone.delete()
    other.filter(indicator__code="PBB-01").update(section=entry.section)
    hp.online().again().open(entry)
    hp.sees("Baris berikut tidak ditanyakan lagi").sees("Responden: 40")
    expect(hp.page.locator("#PBB-01 .new").first).to_be_visible()
    hp.says("Tersimpan 09.00").nothing_waits()
    assert (hp.shows(MATI), values(entry)) == ("2", {MATI: 2})
    hp.press("Sudah saya baca")
    until(hp.page, f"Device.read('{hp.person.pk}', (s) => s.draf.get('{entry.pk}')).then((one) => !one.gone.length)")  # type: ignore[union-attr]
    hp.page.reload()
    expect(hp.page.locator("form[data-ready]")).to_be_visible()
    expect(hp.page.get_by_text("Baris berikut tidak ditanyakan lagi")).to_have_count(0)


def test_a_new_service_worker_under_a_waiting_draft_loses_nothing(
    hp: Phone, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    hp.keep(entry).offline().type(N, "40").says("Tanpa sinyal")
    monkeypatch.setattr(shell, "WORKER", shell.WORKER + 1)
    hp.page.route("**/tanda/", lambda route: route.abort())  # nothing goes out yet
    hp.online()
    changed = """async () => {
      const worker = await navigator.serviceWorker.getRegistration("/");
      const changes = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
      await worker.update();
      await changes;
      return (await fetch("/pekerja.js")).text();
    }"""
    assert f"Cermat {shell.WORKER}:" in hp.page.evaluate(changed)
    assert hp.shows(N) == "40"
    hp.page.unroute("**/tanda/")
    hp.again().open(entry).nothing_waits()
    assert (hp.shows(N), values(entry), savings(entry)) == ("40", {N: 40}, 1)


def test_a_full_device_says_so_and_the_typing_goes_straight_to_the_office(hp: Phone, entry: Entry) -> None:
    hp.open(entry)
    devtools = hp.context.new_cdp_session(hp.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": hp.address, "quotaSize": 1})
    hp.offline().type(N, "40").says("Penyimpanan HP penuh.").type(LAPOR, "2").type(MATI, "2")
    hp.press("Kirim ke Lurah")
    hp.page.wait_for_timeout(1_000)
    hp.says("Jangan tutup halaman ini").online().says("Isian diajukan")
    entry.refresh_from_db()
    assert (values(entry), bool(entry.submitted_at)) == ({N: 40, LAPOR: 2, MATI: 2}, True)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": hp.address})


A_DAY_AHEAD = """(() => {
  const Real = Date, ahead = 24 * 3600 * 1000;
  self.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""


def test_a_clock_that_is_wrong_by_a_day_changes_nothing_but_is_told(hp: Phone, entry: Entry, clock: Clock) -> None:
    hp.context.add_init_script(A_DAY_AHEAD)
    hp.keep(entry).offline().type(N, "40").says("Tanpa sinyal")
    hp.online().says("Tersimpan 09.00")
    assert EntryValue.objects.get(entry=entry).at == clock.now
    hp.shelf().sees("Jam HP ini meleset sekitar")
    assert hp.states() == ["terkirim"]


def test_a_session_that_ended_without_signal_goes_on_after_signing_in(hp: Phone, entry: Entry) -> None:
    hp.keep(entry).offline().type(N, "40").says("Tanpa sinyal")
    hp.context.clear_cookies()
    hp.online().says("Anda sudah keluar")
    hp.held_by(hp.person).shelf().nothing_waits()  # type: ignore[arg-type]
    assert (values(entry), savings(entry)) == ({N: 40}, 1)


def test_a_refused_entry_says_why_and_does_not_hold_up_the_rest(hp: Phone, office: Office, entry: Entry) -> None:
    other = entry_of(entry.cycle, entry.unit, office.sections["pemerintahan"])
    hp.keep(entry).keep(other).offline().type("PDK-01:lahir", "7").says("Tanpa sinyal")
    proof = {"name": "rekap.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    hp.page.locator('input[type=file][name$=":PBB-01"]').set_input_files(proof)  # type: ignore[arg-type]
    hp.sees("Disimpan di HP ini; dikirim begitu ada sinyal.")
    hp.open(entry).type(N, "40").says("Tanpa sinyal")
    Entry.objects.filter(pk=other.pk).update(state=EntryState.SENT)
    hp.online().shelf().nothing_waits()
    hp.sees("Ditolak").sees("Isian ini sudah dikirim dan tidak dapat diubah.")
    assert sorted(hp.states()) == ["ditolak", "ditolak", "terkirim"]
    assert (values(entry), values(other)) == ({N: 40}, {})
    Entry.objects.filter(pk=other.pk).update(state=EntryState.DRAFT)
    hp.page.get_by_role("link", name="Buka dan perbaiki").first.click()
    hp.says("Tersimpan 09.00")
    assert values(other) == {"PDK-01:lahir": 7}


def test_two_people_see_each_other_and_choose_between_their_answers(
    hp: Phone, office: Office, entry: Entry, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=hp.address, viewport=PHONE, **ALIKE)
    lurah = Phone(context.new_page(), hp.address).held_by(office.lurah[entry.unit.code])
    lurah.open(entry)
    hp.open(entry).sees(f"{lurah.person} juga membuka isian ini")
    hp.type(N, "40").says("Tersimpan")
    lurah.type(N, "41").sees("Sementara itu disimpan").sees("Yang tersimpan")
    assert values(entry) == {N: 40}
    lurah.press("Pakai ketikan saya").says("Tersimpan")
    assert values(entry) == {N: 41}
    hp.page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    hp.says("diperbarui dari orang lain")
    assert hp.shows(N) == "41"
    context.close()


def test_without_https_the_page_says_so_and_still_saves_itself(chromium: Browser, hp: Phone, entry: Entry) -> None:
    context = chromium.new_context(base_url=hp.address, viewport=PHONE, **ALIKE)
    context.add_init_script("Object.defineProperty(self, 'isSecureContext', { value: false })")
    plain = Phone(context.new_page(), hp.address).held_by(hp.person)  # type: ignore[arg-type]
    plain.open(entry).type(N, "1250").says("Tersimpan")
    assert values(entry) == {N: 1250}
    plain.open(entry)
    expect(plain.page.get_by_role("button", name="Pulihkan")).to_have_count(0)  # the office has it
    plain.shelf().sees("Mengisi tanpa sinyal belum tersedia pada alamat ini")
    plain.open(entry).offline().type(N, "41")
    until(plain.page, "Object.keys(localStorage).some((key) => localStorage.getItem(key).includes('41'))")
    context.close()
