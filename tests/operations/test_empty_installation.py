"""Another kecamatan, set up from the terminal and the pages alone: every command typed as the sign-in page shows it."""

import re
import shlex
import uuid
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cermat.collection.models import Entry
from cermat.jobs.worker import run_due_jobs
from cermat.lib.months import Month
from cermat.operations.queries import setup_steps
from cermat.organisation.models import Kind, Unit, User
from cermat.requirements.models import Handover
from cermat.sop.models import Cycle

pytestmark = pytest.mark.django_db
CODE = "35.18.14"
OWN_PASSWORD = "hujan-sawah-kerbau"
SIGN_IN = "account_login"


@pytest.fixture(autouse=True)
def _in_the_folder_of_cermat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.ROOT)


def typed(command: str) -> str:
    """What the command says; `command` begins with ./cermat."""
    said = StringIO()
    call_command(*shlex.split(command)[1:], stdout=said)
    return said.getvalue()


def sign_in_page() -> str:
    return Client().get(reverse(SIGN_IN)).content.decode()


def install() -> str:
    """Everything the page asks for, in its order; the administrator's one-time password."""
    typed(f"./cermat units load {CODE}")
    password = ""
    while steps := [step for step in setup_steps() if not step.is_done]:
        command = steps[0].command.replace("NAMA LENGKAP", "Admin Kecamatan").replace(" NAMA ", " admin.sebelah ")
        said = typed(command)
        if " admin " in command:
            password = re.findall(r"sekali pakai (\S+)", said)[0]
        assert steps[0] not in setup_steps(), f"{command} said {said}"
    return password


def post(client: Client, name: str, *args: int, **fields: object) -> HttpResponse:
    answer = client.post(reverse(name, args=args), {"_key": str(uuid.uuid4()), **fields}, follow=True)
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    return answer


def first_sign_in(username: str, password: str) -> Client:
    """Sign in by the one-time password and choose one's own, as everybody does."""
    client = Client()
    asked = post(client, SIGN_IN, login=username, password=password)
    assert "Kata sandi baru" in asked.content.decode()
    post(client, "organisation:password", oldpassword=password, password1=OWN_PASSWORD, password2=OWN_PASSWORD)
    return client


def hired(admin: Client, username: str, role: str, unit: Unit) -> Client:
    """A person made by the administrator on the page, signed in."""
    today = timezone.localdate().isoformat()
    page = post(
        admin, "organisation:new_person", username=username, full_name=f"Rekaan {username}", role=role, unit=unit.pk,
        start=today, acting="",
    )  # fmt: skip
    assert page.context["password"], page.content.decode()
    return first_sign_in(username, page.context["password"])


def unit(kind: Kind) -> Unit:
    found = Unit.objects.filter(kecamatan__code=CODE, kind=kind).order_by("code").first()
    assert found is not None
    return found


def test_the_page_of_sign_in_says_what_to_type_until_the_office_is_complete() -> None:
    assert "./cermat units load 35.18.13" in sign_in_page()
    typed(f"./cermat units load {CODE}")
    assert f"./cermat plan load definitions/plans/perencanaan-contoh-1.yaml --kecamatan {CODE}" in sign_in_page()
    install()
    assert "Pemasangan belum lengkap" not in sign_in_page()


def test_the_code_of_a_kecamatan_is_found_by_its_name() -> None:
    assert "32.79.03  Purwaharja, Kota Banjar, Jawa Barat" in typed("./cermat units cari Kecamatan purwaharja")
    with pytest.raises(CommandError, match="Tulis sebagian namanya"):
        typed("./cermat units cari Tidakada")
    with pytest.raises(CommandError, match="units cari NAMA KECAMATAN"):
        typed("./cermat units load Purwaharja")


def test_an_administrator_is_led_on_by_the_pages() -> None:
    typed(f"./cermat units load {CODE}")
    assert "Mulai dari sini" not in sign_in_page()
    typed(f'./cermat admin budi --kecamatan {CODE} --name "Budi Rekaan"')
    assert "Mulai dari sini" in sign_in_page()


def test_other_machines_are_not_told_what_is_missing() -> None:
    page = Client(REMOTE_ADDR="10.0.0.7").get(reverse(SIGN_IN)).content.decode()
    assert "./cermat" not in page


def test_the_administrator_is_made_once_with_a_password_shown_once() -> None:
    typed(f"./cermat units load {CODE}")
    said = typed(f'./cermat admin budi --kecamatan {CODE} --name "Budi Rekaan"')
    assert User.objects.get(username="budi").must_change_password
    assert re.search(r"sekali pakai (\w{4}-){2}\w{4}", said)
    with pytest.raises(CommandError, match="sudah dipakai"):
        typed(f'./cermat admin budi --kecamatan {CODE} --name "Budi Rekaan"')


def test_an_observer_watches_the_kabupaten() -> None:
    typed(f"./cermat units load {CODE}")
    assert "Pengamat" in typed('./cermat admin amat --role observer --unit 35.18 --name "Amat Rekaan"')


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("admin budi --kecamatan 35.18.13 --name Budi", "Ketik dahulu: ./cermat units load 35.18.13"),
        (f"admin 'b u' --kecamatan {CODE} --name Budi", "tanpa spasi"),
        ("admin amat --role observer --unit 35.18.14 --name Amat", "bertugas di"),
        ("plan load definitions/plans/perencanaan-contoh-1.yaml --kecamatan 35.18.13", "./cermat units load 35.18.13"),
        (f"plan load definitions/holidays.json --kecamatan {CODE}", "ditolak"),
        (f"requirements load definitions/requirements/nganjuk-contoh-1.yaml --kecamatan {CODE}", "tidak ada di"),
        (f"requirements load nowhere.yaml --kecamatan {CODE}", "tidak dapat dibaca"),
    ],
)
def test_a_wrong_command_says_what_to_type(command: str, sentence: str) -> None:
    typed(f"./cermat units load {CODE}")
    with pytest.raises(CommandError, match=re.escape(sentence)):
        typed(f"./cermat {command}")
    assert not Unit.objects.filter(kecamatan__code=CODE, kind=Kind.SECTION).exists()


def test_without_examples_the_demo_says_what_to_type() -> None:
    with pytest.raises(CommandError, match=r"\./cermat run"):
        call_command("demo", stdout=StringIO())


def test_another_kecamatan_gets_from_nothing_to_open_sheets() -> None:
    admin = first_sign_in("admin.sebelah", install())
    sekcam = hired(admin, "sekcam.sebelah", "sekcam", unit(Kind.SECRETARIAT))
    camat = hired(admin, "camat.sebelah", "camat", Unit.objects.get(code=CODE))
    month = Month.of(timezone.localdate())
    post(sekcam, "sop:opening", month=str(month))
    cycle = Cycle.objects.get(kecamatan__code=CODE)
    post(sekcam, "requirements:sorting_suggested", cycle.pk)
    post(sekcam, "requirements:sorting_finished", cycle.pk)
    handovers = Handover.objects.filter(cycle=cycle).select_related("section")
    for handover in handovers:
        is_section = handover.section.kind == Kind.SECTION
        head = hired(admin, f"kasi.{handover.section.key}", "kasi", handover.section) if is_section else sekcam
        post(head, "requirements:receipt", handover.pk)
        post(camat, "requirements:validation", handover.pk)
    run_due_jobs(timezone.now())
    assert_sheets_wait(admin, cycle)


def assert_sheets_wait(admin: Client, cycle: Cycle) -> None:
    village = Unit.objects.filter(kecamatan__code=CODE).villages().order_by("code").first()
    assert village is not None
    operator = hired(admin, "operator.sebelah", "operator", village)
    mine = Entry.objects.filter(cycle=cycle, unit=village)
    assert mine.exists()
    home = operator.get(reverse("dashboards:home")).content.decode()
    for entry in mine:
        assert reverse("collection:sheet", args=[entry.pk]) in home
        assert operator.get(reverse("collection:sheet", args=[entry.pk])).status_code == 200
