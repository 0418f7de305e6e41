"""Paper sheets typed by keyboard, twice where the survey asks for it, and a file shown before it is stored."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from cermat.organisation.models import User
from cermat.organisation.permissions import Role
from cermat.survey.models import Answer, Batch, Survey
from tests.factories import Office, build, person
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk
from tests.survey.factories import a_pile, a_survey, an_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
U = ";".join(f"U{at}" for at in range(1, 10))


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    return build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))


@pytest.fixture
def staf(office: Office) -> User:
    return person("staf-pelayanan", Role.STAF, office.sections["pelayanan"])


def survey_of(office: Office, clock: Clock, **settings: object) -> Survey:
    return a_survey(office.kecamatan, now=clock.now, **settings)  # type: ignore[arg-type]


def keyed(desk: Desk, *lines: str) -> None:
    """Each line and Enter, without waiting for the page."""
    for line in lines:
        desk.page.keyboard.type(line)
        desk.page.keyboard.press("Enter")


def counted(desk: Desk, count: int) -> None:
    expect(desk.page.locator("[data-count]")).to_have_text(str(count))
    expect(desk.page.locator("[data-waiting]")).to_have_text("")


def test_a_pile_is_typed_twice_and_stored(desk: Desk, office: Office, staf: User) -> None:
    survey = survey_of(office, desk.clock, double_entry=True)
    # Given a pile that a staf begins from the page of the survey
    desk.sit(staf).open(f"/survei/{survey.pk}/").follow("Lembar kertas")
    desk.fill("Nama tumpukan", "Loket 1, 12 November").press("Mulai mengetik")
    # When the sheets are typed one after the other, one of them wrongly
    keyed(desk, "334433432 l 35", "3345", "444444444; Antrean panjang")
    # Then the good ones stand below and the wrong one is back in the box with its sentence
    counted(desk, 2)
    expect(desk.page.locator("[data-wrong]")).to_contain_text("Digit ke-4 adalah 5; isi 1–4 atau 0.")
    expect(desk.page.locator("textarea")).to_have_value("3345\n")
    # When it is mended and the pile typed again, with another slip
    desk.page.locator("textarea").fill("3345\n334222222")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("textarea")).to_have_value("3345\n")  # what is typed next gets a line of its own
    counted(desk, 3)
    desk.page.locator("textarea").fill("")
    desk.press("Selesai, ketik ulang").does_not_see("334433432")
    keyed(desk, "334433432 l 35", "444444443", "334222222")
    counted(desk, 3)
    desk.follow("Bandingkan kedua ketikan")
    # Then the one difference is decided by the paper, and only then can the pile be stored
    desk.sees("Perbedaan 1 dari 1").sees("digit ke-9: 4 atau 3")
    desk.page.get_by_label("Ketikan pertama: 444444444; Antrean panjang").check()
    desk.press("Putuskan semua").press("Simpan tumpukan").sees("3 lembar “Loket 1, 12 November” tersimpan")
    assert sorted(Answer.objects.values_list("scores", flat=True)) == ["334222222", "334433432", "444444444"]
    assert Batch.objects.get().lines == []


def test_lines_wait_on_the_device_until_the_signal_is_back(desk: Desk, office: Office, staf: User) -> None:
    batch = a_pile(survey_of(office, desk.clock), staf, now=desk.clock.now)
    address = f"/survei/{batch.survey_id}/kertas/{batch.pk}/"
    desk.sit(staf).open(address)
    lost: list[str] = []

    def arrives_without_an_answer(route: Route) -> None:
        """The first line reaches the server, its answer is lost; the second does not even arrive."""
        if route.request.method == "POST" and not lost:
            route.fetch()
        lost.append(route.request.method)
        route.abort()

    desk.page.route(f"**{address}", arrives_without_an_answer)
    keyed(desk, "334433432", "111111111")
    expect(desk.page.locator("[data-waiting]")).to_contain_text("2 lembar menunggu sambungan")
    desk.page.unroute(f"**{address}")
    # When the tab is closed and the page opened again
    desk.page.goto("about:blank")
    desk.open(address)
    # Then both are stored once
    expect(desk.page.locator("[data-count]")).to_have_text("2")
    batch.refresh_from_db()
    assert [line["s"] for line in batch.lines] == ["334433432", "111111111"]


def test_a_file_is_shown_before_its_rows_are_stored(desk: Desk, office: Office, staf: User, tmp_path: Path) -> None:
    survey = survey_of(office, desk.clock)
    file = tmp_path / "Survei Oktober.csv"
    file.write_text(f"Nama;{U};Usia\nContoh;3;3;3;3;3;3;3;2;4;37\nContoh;3;3;3;3;3;3;3;3;9;20\n")
    desk.sit(staf).open(f"/survei/{survey.pk}/impor/").page.locator("input[type=file]").set_input_files(file)
    desk.press("Baca dan lihat pratinjau").sees("memuat nama atau nomor orang").sees("“9” tidak dapat dipakai")
    assert not Answer.objects.exists()
    desk.page.get_by_label("Arti nomor U8 dan U9").select_option("kuesioner")
    desk.press("Periksa lagi")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="Unduh 1 baris keliru").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    desk.press("Simpan 1 jawaban").sees("1 jawaban dari “Survei Oktober.csv” tersimpan")
    assert Answer.objects.values_list("scores", "age", "channel").get() == ("333333342", "45", "impor")


@pytest.mark.alike
def test_the_pages_keep_the_simple_rules(desk: Desk, office: Office, staf: User) -> None:
    """As tests/web/test_pages_everywhere holds of the others: nothing sticks out, everything has a name."""
    survey = survey_of(office, desk.clock, double_entry=True)
    once = a_pile(
        survey, staf, "334433432 l 35 sma swasta; Tambah kursi di ruang tunggu", "444444444", now=desk.clock.now
    )
    read = an_import(survey, staf, "334433432", "934433432", now=desk.clock.now)
    desk.sit(staf)
    faults: dict[str, list[str]] = {}
    base = f"/survei/{survey.pk}"
    paths = {
        "kertas": f"{base}/kertas/",
        "batch": f"{base}/kertas/{once.pk}/",
        "baris": f"{base}/kertas/{once.pk}/baris/1/",
        "impor": f"{base}/impor/",
        "pratinjau": f"{base}/impor/{read.pk}/",
    }
    for name, path in paths.items():
        faults |= broken(desk.open(path).page, name)
    desk.open(paths["batch"]).press("Selesai, ketik ulang")
    keyed(desk, "334433431 l 35 sma swasta")
    counted(desk, 1)
    desk.follow("Bandingkan kedua ketikan")
    faults |= broken(desk.page, "perbandingan")
    assert faults == {}
