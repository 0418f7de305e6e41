"""Makes the pictures of the tour again, from a running demo: python docs/tour/make.py http://127.0.0.1:8000

Start a demo on a fresh folder first: CERMAT_VAR=/tmp/tour ./cermat run. Needs the tools that `./cermat check` installs
into .venv, and the system's Chromium.
"""

import io
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent
PASSWORD = "contoh-cermat-2026"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LARGEST = 120 * 1024  # bytes of a picture
PHONE, DESK = (360, 780), (1366, 900)


@dataclass(frozen=True)
class Picture:
    """Who looks, where they begin, and what they press to get there (the first link that fits)."""

    name: str
    person: str
    size: tuple[int, int]
    start: str = "/"
    pressed: tuple[str, ...] = ()
    seen: str = ""  # brought to the top of the picture
    is_public: bool = False  # goes on to the first address of the public that stands on the page


PICTURES = [
    Picture("beranda-360", "operator.payaman", PHONE),
    Picture(
        "isian-360", "operator.payaman", PHONE, pressed=("main a[href^='/isian/']",), seen="fieldset, .group, form"
    ),
    Picture("persetujuan-1366", "lurah.payaman", DESK, pressed=("main a:has-text('Setujui')",)),
    Picture("pemeriksaan-1366", "kasi.pemerintahan", DESK, pressed=("main a:has-text('Periksa')",)),
    Picture("periode-1366", "sekcam", DESK, "/periode/sekarang/"),
    Picture("evaluasi-1366", "camat", DESK, "/evaluasi/1/"),
    Picture("pengukuran-1366", "camat", DESK, "/pengukuran/1/"),
    Picture("asal-angka-1366", "camat", DESK, "/pengukuran/1/", pressed=("main a[href*='/angka/']:has-text('IKU-3')",)),
    Picture("ringkasan-1366", "camat", DESK, "/ringkasan/"),
    Picture("peta-1366", "camat", DESK, "/pengukuran/1/peta/?indikator=PBB-01"),
    Picture(
        "pohon-kinerja-1366", "camat", DESK, "/pengukuran/pohon-kinerja/", seen="[aria-labelledby='bagan'], .zoomed"
    ),
    Picture("tahun-ke-tahun-1366", "camat", DESK, "/pengukuran/tahun-ke-tahun/35.18.13/IKU-3/"),
    Picture("instrumen-1366", "camat", DESK, "/instrumen/", pressed=("main a:has-text('Indeks Kepuasan')",)),
    Picture("survei-360", "kasi.pelayanan", PHONE, "/survei/2/", is_public=True),
    Picture("hasil-survei-1366", "kasi.pelayanan", DESK, "/survei/1/hasil/"),
    Picture("cetak-1366", "camat", DESK, "/laporan/1/pengukuran/"),
]


def main(address: str, names: list[str]) -> None:
    program = next(path for name in CHROMIUM if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for picture in PICTURES:
            if not names or picture.name in names:
                save(picture.name, taken(browser, address, picture))
        browser.close()


def taken(browser: Browser, address: str, picture: Picture) -> bytes:
    width, height = picture.size
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width < 500 else 1,
        locale="id-ID",
        reduced_motion="reduce",
    )
    sign_in(page, picture.person)
    page.goto(picture.start)
    for selector in picture.pressed:
        page.goto(page.locator(selector).first.get_attribute("href") or "")
    if picture.is_public and (found := re.search(r"/s/[0-9a-z]+", page.content())):
        page.goto(f"{found[0]}/")
    if picture.seen:
        page.locator(f"main :is({picture.seen})").first.scroll_into_view_if_needed()
    image = page.screenshot()
    sys.stdout.write(f"{picture.name}: {page.url}\n")
    page.context.close()
    return image


def sign_in(page: Page, person: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Nama pengguna").fill(person)
    page.get_by_label("Kata sandi").first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/")


def save(name: str, image: bytes) -> None:
    """As few colours as make it small enough; screens of text need few."""
    plain = Image.open(io.BytesIO(image)).convert("RGB")
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        plain.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", sys.argv[2:])
