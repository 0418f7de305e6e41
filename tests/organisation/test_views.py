"""The pages of people, posts, units, choices, and one's own account."""

import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cermat.audit.models import IdempotencyKey
from cermat.organisation.models import Assignment, Setting, Unit, User
from cermat.organisation.permissions import GRANTS, PERMISSION_NAMES, Permission, Role
from cermat.sop.actions import load_sop
from tests import factories
from tests.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return factories.office()


def form(**fields: object) -> dict[str, object]:
    return {"_key": str(uuid.uuid4()), "_page": "/akun/"} | fields


def newcomer(office: Office, **change: object) -> dict[str, object]:
    person = {"full_name": "Orang Baru", "username": "orang.baru", "nip": "", "rank": "", "grade": "", "phone": ""}
    post = {"role": "operator", "unit": office.kelurahan[0].pk, "acting": "", "start": "2026-11-23", "end": ""}
    return form(**person, email="", **post, decree="1/2026") | change


PAGES = ["/akun/", "/akun/orang/baru/", "/akun/pergantian/", "/akun/unit/", "/akun/pilihan/"]


def test_a_page_reads_the_posts_of_its_person_once_and_the_next_page_reads_them_anew(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    with CaptureQueriesContext(connection) as asked:
        admin.get("/akun/")
    own = f'"organisation_assignment"."user_id" = {office.admin.pk}'
    assert len([query for query in asked if own in query["sql"] and "INNER JOIN" in query["sql"]]) == 1
    office.admin.assignments.all().delete()
    assert admin.get("/akun/").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_open_for_the_administrator_alone(office: Office, page: str) -> None:
    assert factories.sign_in(office.admin).get(page).status_code == 200
    for user in (office.camat, office.staf, office.observer, office.lurah[office.kelurahan[0].code]):
        assert factories.sign_in(user).get(page).status_code == 403


def test_a_new_person_sees_only_the_page_of_their_password_until_it_is_changed(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    answer = admin.post("/akun/orang/baru/", newcomer(office))
    page = admin.get(answer.headers["Location"]).content.decode()
    found = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", page)
    assert found
    password = found[0]
    assert password not in admin.get(answer.headers["Location"]).content.decode()  # shown once
    browser = Client()
    browser.post("/accounts/login/", {"login": "orang.baru", "password": password})
    assert browser.get("/akun/profil/").headers["Location"] == "/akun/sandi/"
    sent = form(oldpassword=password, password1="kuda-laut-biru-tua", password2="kuda-laut-biru-tua")
    assert browser.post("/akun/sandi/", sent).status_code == 302
    assert browser.get("/akun/profil/").status_code == 200
    kept = str(list(IdempotencyKey.objects.values_list("content", "location", "body")))
    assert password not in kept
    assert "kuda-laut" not in kept


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"oldpassword": "salah"}, "tidak cocok"),
        ({"password2": "lain-sekali-lagi"}, "tidak sama"),
        ({"password1": "pendek", "password2": "pendek"}, "12"),
        ({"password1": factories.PASSWORD, "password2": factories.PASSWORD}, "berbeda"),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(office: Office, sent: dict[str, str], sentence: str) -> None:
    good = {"oldpassword": factories.PASSWORD, "password1": "kuda-laut-biru-tua", "password2": "kuda-laut-biru-tua"}
    answer = factories.sign_in(office.staf).post("/akun/sandi/", form(**good | sent))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "kuda-laut" not in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": "", "role": "lurah"}, "Pilih unit."),
        ({"role": "camat"}, "bertugas di Kecamatan"),
        ({"role": "lurah"}, "dijabat"),
        ({"username": "x y"}, "tanpa spasi"),
        ({"nip": "123"}, "18 angka"),
        ({"phone": "abc"}, "081234567890"),
        ({"start": "kemarin"}, "Tanggal tidak terbaca"),
        ({"end": "2020-01-01"}, "mendahului"),
    ],
)
def test_a_bad_form_says_what_to_do_and_keeps_the_rest(
    office: Office, change: dict[str, object], sentence: str
) -> None:
    answer = factories.sign_in(office.admin).post("/akun/orang/baru/", newcomer(office, **change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Orang Baru" in page
    assert not User.objects.filter(full_name="Orang Baru").exists()


def test_a_double_click_adds_one_person(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    sent = newcomer(office)
    first, second = admin.post("/akun/orang/baru/", sent), admin.post("/akun/orang/baru/", sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert User.objects.filter(username="orang.baru").count() == 1


def test_officials_change_through_the_pages(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    old = office.camat.assignments.get()
    assert "Camat Nganjuk" in admin.get(f"/akun/penugasan/{old.pk}/pergantian/").content.decode()
    sent = form(new=office.staf.pk, on="2026-12-01", decree="821/12/2026")
    assert admin.post(f"/akun/penugasan/{old.pk}/pergantian/", sent).headers["Location"] == "/akun/pergantian/"
    assert "821/12/2026" in admin.get("/akun/pergantian/").content.decode()
    post = Assignment.objects.get(user=office.staf, role=Role.CAMAT)
    assert admin.post(f"/akun/penugasan/{post.pk}/akhir/", form(on="2026-01-01")).status_code == 422
    assert admin.post(f"/akun/penugasan/{post.pk}/akhir/", form(on="2026-12-31")).status_code == 302


def test_another_kecamatans_people_are_not_found(office: Office) -> None:
    other = factories.other_office()
    admin, stranger = factories.sign_in(office.admin), other.sekcam
    post = stranger.assignments.get()
    base = f"/akun/orang/{stranger.pk}/"
    for page in (base, f"{base}data/", f"{base}kualifikasi/", f"{base}penugasan/", f"/akun/penugasan/{post.pk}/akhir/",
                 f"/akun/penugasan/{post.pk}/pergantian/", f"/akun/unit/{other.sections['pmd'].pk}/"):  # fmt: skip
        assert admin.get(page).status_code == 404, page
    for act in (f"{base}kata-sandi/", f"{base}penonaktifan/", f"{base}pengaktifan/",
                f"/akun/unit/{other.sections['pmd'].pk}/penonaktifan/"):  # fmt: skip
        assert admin.post(act, form()).status_code == 404, act
    assert stranger.username not in admin.get("/akun/").content.decode()
    sneaked = newcomer(office, unit=other.kelurahan[0].pk)
    assert admin.post("/akun/orang/baru/", sneaked).status_code == 422


def test_the_list_of_people_costs_the_same_for_few_and_many(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    counts = []
    for text in ("staf", "lurah"):
        with CaptureQueriesContext(connection) as queries:
            admin.get(f"/akun/?q={text}")
        counts.append(len(queries))
    assert counts == [8, 8]


def test_sections_are_renamed_added_and_switched_off_through_the_pages(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    pmd = office.sections["pmd"]
    sent = form(name="Seksi PMD", short_name="Kasi PMD", head_title="Kepala Seksi PMD")
    assert admin.post(f"/akun/unit/{pmd.pk}/", sent).status_code == 302
    new = form(kind="seksi", key="ekbang", name="Seksi Ekonomi", head_title="")
    assert admin.post(f"/akun/unit/{office.kecamatan.pk}/bawahan/", new).status_code == 302
    added = Unit.objects.get(code="35.18.13/ekbang")
    assert admin.post(f"/akun/unit/{added.pk}/penonaktifan/", form()).status_code == 302
    assert not Unit.objects.get(pk=added.pk).is_active
    page = admin.get("/akun/unit/").content.decode()
    assert "Seksi PMD" in page
    assert "Nonaktif" in page


@pytest.mark.parametrize(
    ("key", "sent", "kept"),
    [
        ("satu_orang_mengisi_dan_menyetujui", {"value": "ya"}, True),
        ("hari_kerja_sebelum_rapat", {"value": "3"}, 3),
        ("jam_rapat", {"value": "08.30 WIB"}, "08.30 WIB"),
        ("aturan_jumat_pertama", {"value": "jumat_minggu_penuh"}, "jumat_minggu_penuh"),
    ],
)
def test_a_choice_is_made_through_its_page(office: Office, key: str, sent: dict[str, str], kept: object) -> None:
    admin = factories.sign_in(office.admin)
    assert admin.get(f"/akun/pilihan/{key}/").status_code == 200
    assert admin.post(f"/akun/pilihan/{key}/", form(valid_from="2030-01-01", note="", **sent)).status_code == 302
    assert Setting.objects.get(key=key).value == kept
    assert "1 Januari 2030" in admin.get("/akun/pilihan/").content.decode()


def test_an_unknown_choice_or_a_letter_for_a_number_is_refused(office: Office) -> None:
    admin = factories.sign_in(office.admin)
    assert admin.get("/akun/pilihan/warna/").status_code == 404
    sent = form(value="tiga", valid_from="2030-01-01")
    assert admin.post("/akun/pilihan/hari_kerja_sebelum_rapat/", sent).status_code == 422


def test_the_letterhead_is_kept_line_by_line(office: Office) -> None:
    lines = {"pemerintah": "PEMERINTAH KABUPATEN", "kantor": "KECAMATAN NGANJUK", "alamat": "Jalan", "kontak": ""}
    sent = form(valid_from="2030-01-01", note="", **lines)
    assert factories.sign_in(office.admin).post("/akun/pilihan/kop_surat/", sent).status_code == 302
    assert Setting.objects.get().value == lines


def test_everybody_reads_who_may_do_what(office: Office) -> None:
    page = factories.sign_in(office.operator[office.desa[0].code]).get("/akun/wewenang/").content.decode()
    assert all(name in page for name in PERMISSION_NAMES.values())


def test_every_permission_has_a_name_and_somebody_who_holds_it() -> None:
    assert set(PERMISSION_NAMES) == set(Permission)
    assert {one for grants in GRANTS.values() for one in grants} == set(Permission)


def test_the_qualifications_of_the_loaded_sop_are_asked_for(office: Office) -> None:
    text = (settings.DEFINITIONS / "sop" / "kecamatan-nganjuk-01-2021.yaml").read_text()
    load_sop(kecamatan=office.kecamatan, text=text, by=office.admin, now=factories.NOW)
    admin = factories.sign_in(office.admin)
    page = f"/akun/orang/{office.staf.pk}/"
    assert "Pendidikan minimal SMA" in admin.get(page).content.decode()
    assert "belum memenuhi semua kualifikasi" in admin.get("/akun/").content.decode()
    met = {f"met_{number}": "on" for number in range(4)} | {f"proof_{number}": "" for number in range(4)}
    assert admin.post(f"{page}kualifikasi/", form(**met)).status_code == 302
    assert "belum terpenuhi" not in admin.get(page).content.decode()
