"""The main pages as their people meet them, on a phone and on a desk: nothing sticks out, everything has a name.

One small office in the middle of its second month; every place a person may enter is opened once and looked at in two
widths. What is checked holds for any page: the rules of tests/journeys/rules.py, and nothing on the console (the `page`
fixture fails on that).
"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from cermat.collection.models import Entry
from cermat.indicators.models import Plan
from cermat.jobs.worker import run_due_jobs
from cermat.lib.months import WIB
from cermat.measurement.models import Figure
from cermat.notifications.models import Job
from cermat.operations.actions import play
from cermat.organisation.models import User
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.journeys.rules import broken, cut_on_paper
from tests.journeys.stage import Clock, Desk, equipped_office
from tests.survey.factories import ikm

pytestmark = [pytest.mark.alike, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 7, 21, 10, 0, tzinfo=WIB)


@pytest.fixture
def office(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = equipped_office(datetime(2026, 6, 1, 7, 30, tzinfo=WIB))
    ikm(made.kecamatan, datetime(2026, 6, 1, 7, 30, tzinfo=WIB))
    play(kecamatan=made.kecamatan, months=2, now=NOW, work=without_documents, told=lambda _at: None)
    return made


def without_documents(now: datetime) -> int:
    """The worker's jobs but for the PDFs, which take longest and are no pages."""
    Job.objects.filter(topic="make_document").delete()
    return run_due_jobs(now)


def places(office: Office) -> Iterator[tuple[User, list[str]]]:
    """Each kind of person and the pages of their work."""
    before, current = Cycle.objects.order_by("year", "month_number")
    own = Entry.objects.filter(cycle=current, unit=next(iter(office.kelurahan))).first()
    figure = Figure.objects.filter(run__cycle=before).first()
    plan = Plan.objects.first()
    assert own is not None
    assert plan is not None
    assert figure is not None
    everywhere = ["/", "/periode/sekarang/", "/indikator/", "/laporan/", "/dokumen/", "/notifikasi/", "/akun/profil/"]
    yield office.sekcam, [
        *everywhere, "/isian/", f"/isian/periode/{current.pk}/keadaan/", f"/laporan/{current.pk}/",
        f"/persyaratan/{current.pk}/", f"/persyaratan/{current.pk}/pemilahan/",
        f"/persyaratan/{current.pk}/penyerahan/", f"/persyaratan/{current.pk}/laporan-kinerja/",
        f"/evaluasi/{before.pk}/", f"/evaluasi/{before.pk}/rapat/", f"/evaluasi/{before.pk}/rekomendasi/",
        f"/pengukuran/{before.pk}/", f"/pengukuran/angka/{figure.pk}/", f"/pengukuran/{before.pk}/peta/",
        f"/pengukuran/{before.pk}/seksi/", f"/periode/{before.pk}/waktu/", "/indikator/iku/",
        "/ringkasan/", "/ringkasan/terlambat/", "/ringkasan/seksi/", "/pengukuran/pohon-kinerja/",
        f"/pengukuran/{before.pk}/kegiatan/", "/pengukuran/saldo-awal/", "/indikator/rencana/", "/tahun/",
        f"/indikator/rencana/{plan.pk}/pk/", "/tahun/2026/kunci/",
        f"/laporan/{before.pk}/",
        f"/laporan/{before.pk}/register/", "/periode/daftar/", "/periode/baru/", "/sop/", "/sistem/jejak/",
    ]  # fmt: skip
    yield office.camat, ["/", "/periode/sekarang/", f"/persyaratan/{current.pk}/penyerahan/"]
    yield office.staf, ["/", "/ringkasan/unit/", "/isian/", f"/isian/{own.pk}/?baca=1"]
    yield office.lurah[own.unit.code], ["/", "/isian/", f"/isian/{own.pk}/", f"/isian/{own.pk}/?baca=1"]
    yield office.admin, [
        "/", "/akun/", "/akun/orang/baru/", f"/akun/orang/{office.camat.pk}/", "/akun/unit/", "/akun/pilihan/",
        "/akun/pilihan/kop_surat/", "/akun/wewenang/", "/kalender/", "/sop/berkas/", "/indikator/berkas/",
    ]  # fmt: skip
    yield office.observer, ["/", "/periode/semua-kecamatan/"]


def faults_of(page: Page, path: str) -> dict[str, list[str]]:
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return {path: [str(answer and answer.status)]}
    on_paper = cut_on_paper(page)
    return broken(page, path) | ({f"{path} on paper": on_paper} if on_paper else {})


def test_every_main_page_is_whole_on_a_phone_and_on_a_desk(page: Page, office: Office, live_server: object) -> None:
    desk = Desk(page, Clock(NOW), live_server)
    faults: dict[str, dict[str, list[str]]] = {}
    for person, paths in places(office):
        desk.sit(person)
        for path in paths:
            if found := faults_of(page, path):
                faults[person.username] = faults.get(person.username, {}) | found
    assert faults == {}
