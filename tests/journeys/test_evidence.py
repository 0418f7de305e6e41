"""A phone with a poor signal: photos shrink, travel in pieces, survive a cut, are shown; lists of persons ask first."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import segno
import zxingcpp
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Locator, Page, Route, expect

from cermat.collection.models import Entry
from cermat.documents.models import StoredFile, Upload
from cermat.documents.queries import place_of
from cermat.lib.months import Month
from cermat.operations.actions.sheets import small_pdf
from tests.collection.factories import collecting, entry_of, small_office
from tests.documents.corpus import photo
from tests.documents.test_persons import LISTED, NIK, workbook
from tests.factories import Office
from tests.journeys.citizen import PHONE
from tests.journeys.stage import Clock, Desk
from tests.journeys.test_survey_looks import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHRINKING = 60_000  # ms, on a busy machine
PER_INCH = 340  # of an A4 sheet that fills a photo of 12 megapixels
WORDS = (
    "Rekapitulasi jumlah penduduk menurut desa dan kelurahan, bulan Juni 2026: lahir 12, mati 4, datang 9, pindah 3. "
)


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office, clock: Clock) -> Entry:
    cycle = collecting(office, Month(2026, 6), now=clock.now)
    return entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])


@pytest.fixture
def row(desk: Desk, entry: Entry, office: Office) -> Locator:
    """The evidence of one row on the operator's phone."""
    desk.page.set_viewport_size(PHONE)
    desk.sit(office.operator[entry.unit.code]).open(reverse("collection:sheet", args=[entry.pk]))
    return desk.page.locator('[data-evidence="PBB-01"]')


def photographed_page() -> bytes:
    """An A4 page of 10-point text in a 12-megapixel JPEG, lying on its side with the camera's mark and its place.

    In a corner a QR whose points are as wide as the strokes of such letters (0,35 mm): who reads it can read them.
    """
    sheet = Image.new("L", (3024, 4032), 235)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=10 / 72 * PER_INCH)
    for line in range(62):
        pen.text((120, 120 + line * 60), (WORDS * 2)[line : line + 118], font=font, fill=40)
    code = BytesIO()
    segno.make("10 pt", error="l", micro=False).save(code, kind="png", scale=5, border=4)
    sheet.paste(Image.open(code).convert("L"), (2700, 3800))
    grain = np.random.default_rng(5).normal(0, 4, (4032, 3024, 1)) + np.asarray(sheet, dtype=float)[:, :, None]
    picture = Image.fromarray((grain * (1.0, 0.98, 0.92)).clip(0, 255).astype("uint8")).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 36.0, 12.0)
    out = BytesIO()
    picture.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def choose(row: Locator, name: str, kind: str, content: bytes) -> None:
    row.locator("input[type=file][name]").set_input_files({"name": name, "mimeType": kind, "buffer": content})


class Line:
    """A line to the server that is cut twice: after the second piece arrived, before its answer does; and before the
    fourth leaves."""

    def __init__(self, page: Page) -> None:
        self.arrived: list[tuple[int, int]] = []  # from, how many bytes
        self.pieces, self.is_down = 0, False
        page.route("**/unggahan/**", self.carry)

    def carry(self, route: Route) -> None:
        request = route.request
        if self.is_down:
            route.abort()
            return
        if request.method != "PATCH":
            route.continue_()
            return
        self.pieces += 1
        self.is_down = self.pieces in {2, 4}
        if self.pieces == 4:
            route.abort()
            return
        body = request.post_data_buffer or b""
        if self.pieces == 2:  # it arrives, and nobody learns of it
            route.fetch()
            route.abort()
        else:
            route.continue_()
        self.arrived.append((int(request.headers["upload-offset"]), len(body)))


def test_a_photo_of_a_page_arrives_small_readable_and_once_over_a_line_that_is_cut(
    row: Locator, entry: Entry, desk: Desk, tmp_path: Path
) -> None:
    photo_file, line = tmp_path / "rekap.jpg", Line(desk.page)
    photo_file.write_bytes(photographed_page())
    row.locator("input[type=file][name]").set_input_files(photo_file)
    # When the line is cut after the second piece, the page says so, shows the picture and how far it came
    waiting = row.get_by_text("Menunggu sinyal; dilanjutkan dari")
    expect(waiting).to_be_visible(timeout=SHRINKING)
    expect(row.locator("canvas")).to_be_visible()
    expect(row.get_by_text("dikecilkan dari")).to_be_visible()
    assert 0 < row.locator("progress").evaluate("bar => bar.value / bar.max") < 1
    # Then it goes on when the signal returns; it is cut again, the page is closed, and the photo is chosen anew
    line.is_down = False
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    while line.pieces < 4:
        desk.page.wait_for_timeout(50)
    desk.page.reload()
    line.is_down = False
    asked: list[str] = []
    desk.page.on("dialog", lambda dialog: asked.append(dialog.type))
    row.locator("input[type=file][name]").set_input_files(photo_file)
    desk.page.get_by_role("button", name="Simpan draf").click()  # waits for the picture
    desk.page.get_by_text("Draf tersimpan").wait_for(timeout=SHRINKING)
    assert asked == [], "the sheet went before its picture had arrived"
    expect(row.get_by_role("link", name="rekap.jpg")).to_be_visible()
    shown = row.locator("li img")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
    sent = StoredFile.objects.get()
    assert entry.evidence.get().file == sent
    starts = [offset for offset, _length in line.arrived]
    assert starts == [sum(length for _offset, length in line.arrived[:at]) for at in range(len(starts))]
    assert sum(length for _offset, length in line.arrived) == Upload.objects.get().size <= 400 * 1024
    readable(sent, photo_file.stat().st_size)


def readable(file: StoredFile, taken: int) -> None:
    with Image.open(place_of(file)) as picture:
        assert picture.height > picture.width, "it stands upright"
        assert not picture.getexif()
        per_inch = PER_INCH * picture.height / 4032
        read = zxingcpp.read_barcode(picture.convert("L"))
    print(f"foto {taken / 1e6:.1f} MB → {file.size / 1024:.0f} KB, {per_inch:.0f} titik per inci")  # noqa: T201
    assert per_inch >= 150
    assert read is not None
    assert read.text == "10 pt"
    assert file.size <= 400 * 1024


def test_place_and_time_go_along_only_after_a_tick(row: Locator, entry: Entry, desk: Desk) -> None:
    desk.page.context.grant_permissions(["geolocation"])
    desk.page.context.set_geolocation({"latitude": -7.6, "longitude": 111.9, "accuracy": 8})
    choose(row, "tanpa.jpg", "image/jpeg", photo(size=(300, 200)))
    expect(row.get_by_role("link", name="tanpa.jpg")).to_be_visible()
    assert not entry.evidence.get().has_place
    row.get_by_label("Sertakan tempat dan waktu foto").check()
    choose(row, "dengan.jpg", "image/jpeg", photo(size=(301, 200)))
    expect(row.get_by_text("Tempat dan waktu menurut perangkat")).to_be_visible()
    assert entry.evidence.order_by("-pk")[0].accuracy == 8


def test_a_list_of_persons_is_asked_about_before_and_after_it_leaves(row: Locator, entry: Entry, desk: Desk) -> None:
    # Given a workbook whose cells the phone itself can read: nothing leaves it
    choose(row, "bantuan.xlsx", "application/vnd.ms-excel", workbook(LISTED))
    expect(row.get_by_text("Periksa dahulu: ada nomor yang seperti NIK")).to_be_visible()
    assert barriers(desk.page) == []
    row.get_by_role("button", name="Ganti dengan rekap").click()
    expect(row.locator("li")).to_have_count(0)
    assert not Upload.objects.exists()
    # Given a PDF, whose words only the server reads: it waits there for a reason
    choose(row, "surat.pdf", "application/pdf", small_pdf(f"Penerima: {NIK}"))
    expect(row.get_by_text("Berkas ini memuat 1 nomor NIK atau KK")).to_be_visible()
    assert not entry.evidence.exists()
    row.get_by_label("Alasan tetap melampirkan").fill("Diminta Dinsos")
    row.get_by_role("button", name="Lampirkan dengan alasan ini").click()
    expect(row.get_by_role("link", name="surat.pdf")).to_be_visible()
    assert entry.evidence.get().persons_reason == "Diminta Dinsos"
    # And the same file again is said to be there
    choose(row, "surat.pdf", "application/pdf", small_pdf("Rekap: 12 orang"))
    expect(row.get_by_role("link", name="surat.pdf")).to_have_count(2)
    choose(row, "lagi.pdf", "application/pdf", small_pdf("Rekap: 12 orang"))
    expect(row.locator("[data-sending]")).to_have_count(0)
    assert (entry.evidence.count(), StoredFile.objects.count()) == (2, 2)


def test_without_scripts_the_page_warns_after_sending(
    chromium: object, entry: Entry, office: Office, desk: Desk, live_server: object
) -> None:
    made: Callable[..., object] = chromium.new_context  # type: ignore[attr-defined]
    context = made(base_url=str(live_server), viewport=PHONE, java_script_enabled=False, locale="id-ID")
    desk.page = context.new_page()  # type: ignore[attr-defined]
    desk.sit(office.operator[entry.unit.code]).open(reverse("collection:sheet", args=[entry.pk]))
    desk.page.locator('input[name="v:PDK-01:lahir"]').fill("7")
    desk.page.locator('input[name="v:PDK-01:lahir"]').press("Enter")
    desk.sees("Draf tersimpan")  # Enter hands nothing on
    row = desk.page.locator('[data-evidence="PBB-01"]')
    choose(row, "penerima.pdf", "application/pdf", small_pdf(f"Penerima: {NIK}"))
    desk.press("Kirim ke Lurah").sees("belum dilampirkan karena memuat 1 nomor NIK atau KK")
    assert desk.page.locator('input[name="v:PDK-01:lahir"]').input_value() == "7"
    desk.page.get_by_label("Alasan tetap melampirkan").fill("Diminta Dinsos")
    desk.press("Simpan draf").sees("penerima.pdf").does_not_see("belum dilampirkan")
    assert entry.evidence.get().persons_reason == "Diminta Dinsos"
    context.close()  # type: ignore[attr-defined]
