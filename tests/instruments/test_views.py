"""The pages of the instruments: what they show, to whom, and that a trial leaves no trace."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.instruments.actions import load_shipped
from cermat.instruments.models import InstrumentVersion, Result
from cermat.instruments.schema import shipped_names
from tests.factories import NOW, Office, office, sign_in
from tests.instruments.factories import contest, loaded

pytestmark = pytest.mark.django_db
Q_INDEX = 6
Q_VERSION = 6


def page(client: Client, name: str, *args: int, status: int = 200) -> str:
    answer = client.get(reverse(f"instruments:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def post(client: Client, name: str, *args: int, follow: bool = False, **fields: Any) -> HttpResponse:
    path = reverse(f"instruments:{name}", args=args)
    answer: HttpResponse = client.post(path, {"_key": str(uuid.uuid4()), **fields}, follow=follow)
    return answer


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many_there_are(count: int, django_assert_num_queries: Any) -> None:
    made = office()
    for at in range(count):
        loaded(made, contest(name=f"lomba-{at}"))
    client = sign_in(made.admin)
    page(client, "index")
    with django_assert_num_queries(Q_INDEX):
        shown = page(client, "index")
    assert shown.count("Lomba Kampung Contoh") == count
    assert "Contoh, bukan daftar resmi" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_a_definition_asks_the_same_however_many_versions_it_has(count: int, django_assert_num_queries: Any) -> None:
    made = office()
    for at in range(1, count + 1):
        version = loaded(made, contest(at))
    client = sign_in(made.operator[made.kelurahan[0].code])
    page(client, "version", version.pk)
    with django_assert_num_queries(Q_VERSION):
        shown = page(client, "version", version.pk)
    assert shown.count("Versi ") >= count
    for words in ("Keputusan contoh 1/2026", "bobot 0,75", "Polsek", "Agustus", "≤ 59,99", "60,00", "Berlaku"):
        assert words in shown, words
    assert "Hentikan versi" not in shown


def test_what_is_retired_or_over_stands_apart() -> None:
    made = office()
    loaded(made, contest(name="lomba-lama").replace("{dari: 2026-01-01}", "{dari: 2020-01-01, sampai: 2021-12-31}"))
    version = loaded(made)
    client = sign_in(made.admin)
    assert "Hentikan versi 1" in page(client, "version", version.pk)
    assert "dihentikan" in post(client, "retirement", version.pk, follow=True).content.decode()
    shown = page(client, "index")
    assert "Belum ada instrumen yang berlaku hari ini" in shown
    assert "Dihentikan sejak" in shown
    assert "Tidak berlaku lagi" in shown
    assert "dipulihkan" in post(client, "restoration", version.pk, follow=True).content.decode()


@pytest.fixture
def every_definition() -> Office:
    made = office()
    load_shipped(kecamatan=made.kecamatan, by=made.admin, now=NOW)
    return made


def test_every_shipped_definition_is_read_and_tried(every_definition: Office) -> None:
    client = sign_in(every_definition.camat)
    for version in InstrumentVersion.objects.all():
        page(client, "version", version.pk)
        shown = page(client, "trial", version.pk)
        answers = fields_of(client, version.pk)
        answer = post(client, "trial", version.pk, **answers)
        assert answer.status_code == 200, (version.name, answer.context["form"].errors)
        assert "Lembar perhitungan" not in shown
        outcome = answer.context["calculation"]
        assert outcome.index != "–", (version.name, outcome.reason)
        assert outcome.rounding in answer.content.decode()
    assert len(shipped_names()) == InstrumentVersion.objects.count() > 0


def fields_of(client: Client, pk: int, query: str = "") -> dict[str, str]:
    """The trial's fields as the page fills them in."""
    form = client.get(reverse("instruments:trial", args=[pk]) + query).context["form"]
    return {name: form[name].value() or form[name].initial or first(form, name) for name in form.fields}


def first(form: Any, name: str) -> str:
    choices = getattr(form.fields[name], "choices", [("", "")])
    return str(choices[0][0])


def test_a_trial_shows_every_line_and_stores_nothing() -> None:
    made = office()
    version = loaded(made)
    client = sign_in(made.staf)
    before = AuditEvent.objects.count()
    scores = {"0:bersih": "80", "1:bersih": "90", "0:indah": "70", "1:indah": "60", "jenis": "rt"}
    shown = post(client, "trial", version.pk, **scores).content.decode()
    for words in ("85 × 0,75 + 65 × 0,25", "80 dibulatkan 2 desimal", "80,00 ≥ 60,00: Baik", "rata-rata 2 dari 2"):
        assert words in shown, words
    assert AuditEvent.objects.count() == before
    assert not Result.objects.exists()


def test_a_trial_names_what_is_missing_and_by_whom() -> None:
    made = office()
    version = loaded(made)
    scores = {"0:bersih": "80", "1:bersih": "90", "0:indah": "70", "1:indah": "", "jenis": "rt"}
    shown = post(sign_in(made.staf), "trial", version.pk, **scores).content.decode()
    for words in ("1 dari 2 butir belum ada nilainya", "belum dinilai Koramil", "belum dapat dihitung", "Keindahan"):
        assert words in shown, words


def test_a_wrong_answer_is_told_at_its_field_and_the_typing_stays() -> None:
    made = office()
    version = loaded(made)
    scores = {"0:bersih": "seratus", "1:bersih": "90", "0:indah": "70", "1:indah": "101", "jenis": "rt"}
    answer = post(sign_in(made.staf), "trial", version.pk, **scores)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“seratus” tidak dapat dipakai; isi dengan angka bulat 0 sampai 100." in shown
    assert 'value="101"' in shown
    assert 'value="90"' in shown
    assert "Lembar perhitungan" not in shown


def test_an_empty_office_is_offered_what_is_shipped() -> None:
    made = office()
    client = sign_in(made.admin)
    assert "Belum ada instrumen" in page(client, "index")
    assert f"{len(shipped_names())} instrumen termuat" in post(client, "shipped", follow=True).content.decode()
    assert "sudah termuat" in post(client, "shipped", follow=True).content.decode()


def test_the_file_comes_back_as_it_was_loaded() -> None:
    made = office()
    version = loaded(made)
    answer = sign_in(made.camat).get(reverse("instruments:text", args=[version.pk]))
    assert answer.content.decode() == contest()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lomba-contoh-1.yaml"'
    assert (settings.DEFINITIONS / "instruments").is_dir()
