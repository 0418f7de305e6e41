"""The pages for paper and files, as people and hostile files meet them."""

import json
import uuid
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cermat.documents.models import StoredFile
from cermat.organisation.models import User
from cermat.survey.actions.importing import check_import, store_import
from cermat.survey.actions.piles import drop_pile
from cermat.survey.models import Answer, Batch, BatchState, Survey, SurveyState
from tests.documents.corpus import hostile
from tests.factories import NOW, Office, sign_in
from tests.survey.factories import a_pile, a_survey, an_import, some_answers

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
U = ",".join(f"U{at}" for at in range(1, 10))


@pytest.fixture
def client(kasi: User) -> Client:
    return sign_in(kasi)


def post(client: Client, path: str, fields: Mapping[str, Any] | None = None, **options: Any) -> HttpResponse:
    return client.post(path, {"_key": str(uuid.uuid4()), **(fields or {})}, **options)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_pile_from_the_first_page_to_its_answers_without_scripts(office: Office, client: Client) -> None:
    survey = a_survey(office.kecamatan)
    service = survey.offered.all()[0].service_id
    made = post(client, f"/survei/{survey.pk}/kertas/", {"name": "Loket 1", "service": service, "time_band": "pagi"})
    page = made.headers["Location"]
    assert post(client, page, {"lines": "334433432 l\n344444444"}).status_code == 302
    shown = text(client.get(page))
    assert "334 433 432" in shown
    assert "Laki-laki, 08.00–12.00" in shown
    assert post(client, f"{page}penyimpanan/").status_code == 302
    assert sorted(survey.answers.values_list("scores", "time_band")) == [("334433432", "pagi"), ("344444444", "pagi")]
    assert "334 433 432" not in text(client.get(page))


def test_wrong_lines_stay_in_the_box_beside_the_good_ones(office: Office, client: Client, kasi: User) -> None:
    batch = a_pile(a_survey(office.kecamatan), kasi)
    page = f"/survei/{batch.survey_id}/kertas/{batch.pk}/"
    answer = client.post(page, {"_key": str(uuid.uuid4()), "lines": "334433432\n3345"}, follow=True)
    assert "Digit ke-4 adalah 5; isi 1–4 atau 0." in text(answer)
    assert ">\n3345</textarea>" in text(answer)
    only_wrong = post(client, page, {"lines": "99"})
    assert (only_wrong.status_code, ">\n99</textarea>" in text(only_wrong)) == (422, True)
    batch.refresh_from_db()
    assert len(batch.lines) == 1


def test_the_script_s_way_stores_a_line_once_however_often_it_comes(office: Office, client: Client, kasi: User) -> None:
    batch = a_pile(a_survey(office.kecamatan), kasi)
    page, key = f"/survei/{batch.survey_id}/kertas/{batch.pk}/", str(uuid.uuid4())
    answers = [client.post(page, {"_key": key, "lines": "334433432"}, headers=JSON) for _again in range(3)]
    assert [json.loads(text(one)) for one in answers] == [{"numbers": [1], "count": 1}] * 3
    wrong = client.post(page, {"_key": str(uuid.uuid4()), "lines": "3"}, headers=JSON)
    assert wrong.status_code == 422
    assert json.loads(text(wrong))["wrong"][0]["sentence"].startswith("Ada 1 digit")


def test_the_second_typing_is_blind_and_its_differences_are_decided(office: Office, client: Client, kasi: User) -> None:
    batch = a_pile(a_survey(office.kecamatan, double_entry=True), kasi, "334433432", "111111111")
    page = f"/survei/{batch.survey_id}/kertas/{batch.pk}/"
    assert "Simpan tumpukan" not in text(client.get(page))
    post(client, f"{page}ketik-ulang/")
    assert "334 433 432" not in text(client.get(page))
    post(client, page, {"lines": "334433431; dengan saran\n111111111"})
    compared = text(client.get(f"{page}perbandingan/"))
    assert "digit ke-9: 2 atau 1" in compared
    seen = compared.partition('name="seen" value="')[2][:16]
    undecided = post(client, f"{page}perbandingan/", {"seen": seen})
    assert (undecided.status_code, "Pilih yang sesuai" in text(undecided)) == (422, True)
    post(client, f"{page}perbandingan/", {"seen": seen, "d0": "3", "t0": "334433433"})
    assert "Simpan tumpukan" in text(client.get(page))
    post(client, f"{page}penyimpanan/")
    assert sorted(Answer.objects.values_list("scores", flat=True)) == ["111111111", "334433433"]


def test_pages_of_one_and_of_many_lines_ask_the_database_alike(
    office: Office, client: Client, kasi: User, django_assert_num_queries: Any
) -> None:
    survey = a_survey(office.kecamatan)
    one, three = a_pile(survey, kasi, "334433432"), a_pile(survey, kasi, *["334433432"] * 3)
    client.get(f"/survei/{survey.pk}/kertas/{one.pk}/")
    for batch in (one, three):
        with django_assert_num_queries(QUERIES):
            client.get(f"/survei/{survey.pk}/kertas/{batch.pk}/")


QUERIES = 6


def upload(client: Client, survey: Survey, name: str, content: bytes) -> HttpResponse:
    return post(client, f"/survei/{survey.pk}/impor/", {"upload": SimpleUploadedFile(name, content)})


def stored_bytes() -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).glob("*/*"))


def test_a_file_is_shown_before_it_is_stored(office: Office, client: Client) -> None:
    survey = a_survey(office.kecamatan)
    content = f"Nama,{U}\nOrang Contoh Sekali,3,3,3,3,3,3,3,3,3\nX,9,3,3,3,3,3,3,3,3\n".encode()
    page = upload(client, survey, "jawaban.csv", content).headers["Location"]
    shown = text(client.get(page))
    assert "Kolom “Nama” memuat nama atau nomor orang" in shown
    assert "“9” tidak dapat dipakai; isi 1–4, kosong, atau 0." in shown
    assert "Orang Contoh Sekali" not in shown
    assert b"Orang Contoh Sekali" not in stored_bytes()
    assert not Answer.objects.exists()
    assert post(client, f"{page}penerapan/", {"revision": "1"}).status_code == 302
    assert Answer.objects.get().scores == "333333333"
    back = client.get(f"{page}baris-keliru.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(back.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[-2] for row in rows] == ["Baris di berkas", "3"]
    kept = client.get(f"{page}berkas/")
    assert b"".join(kept.streaming_content).startswith(b"baris,U1,")  # type: ignore[attr-defined]


def test_columns_are_named_anew_on_the_page(office: Office, client: Client, kasi: User) -> None:
    batch = an_import(a_survey(office.kecamatan), kasi, "111111134")
    page = f"/survei/{batch.survey_id}/impor/{batch.pk}/"
    fields = {f"c{at}": purpose for at, purpose in enumerate(batch.settings["purposes"])}
    assert post(client, page, {**fields, "habit": "kuesioner", "service": ""}).status_code == 302
    batch.refresh_from_db()
    assert batch.settings["purposes"][7:] == ["q:sarana", "q:pengaduan"]
    twice = post(client, page, {**fields, "c0": "q:waktu", "habit": "kuesioner"})
    assert (twice.status_code, "hanya boleh diambil dari satu kolom" in text(twice)) == (422, True)
    assert post(client, f"{page}pembatalan/").status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.DROPPED


@pytest.mark.django_db(transaction=True)
def test_of_a_dropped_import_nothing_stays_unless_another_has_the_same_file(
    office: Office, client: Client, kasi: User
) -> None:
    batch = an_import(a_survey(office.kecamatan), kasi, "33333333☺")
    assert "☺" in str(batch.settings)
    other = Batch.objects.create(survey=batch.survey, channel="impor", file=batch.file, made_by=kasi, made_at=NOW)
    page = f"/survei/{batch.survey_id}/impor/{batch.pk}/"
    post(client, f"{page}pembatalan/")
    assert "☺".encode() in stored_bytes()
    drop_pile(batch=other, by=kasi, now=NOW)
    assert ("☺".encode() in stored_bytes(), StoredFile.objects.exists()) == (False, False)
    check_import(batch=batch.pk)  # the worker comes late
    store_import(batch=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert "☺" not in str(batch.settings)
    told = [client.get(f"{page}{name}").status_code for name in ("", "berkas/", "baris-keliru.xlsx")]
    assert told == [200, 404, 404]


def test_no_hostile_file_comes_in(office: Office, client: Client) -> None:
    survey = a_survey(office.kecamatan)
    for name, (content, word) in hostile().items():
        if name.endswith((".csv", ".xlsx")):
            answer = upload(client, survey, name, content)
            assert (answer.status_code, word in text(answer) or not content) == (422, True), name
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n", "tanpa satu baris jawaban pun"),
        (b"\n\n", "tanpa satu baris jawaban pun"),
        (b'U1,U2,U3\n"1,2\n', "penulisan CSV keliru"),
        (b",".join(b"k" for _ in range(61)) + b"\nU1,U2,U3\n1,1,1\n", "lebih dari 60 kolom"),
        (b"U1,U2,U3\n" + b"a" * 200_000 + b",1,1\n", "Baris 2: satu sel lebih dari 131.072 huruf."),
    ],
)
def test_a_table_that_cannot_be_read_says_why(office: Office, client: Client, content: bytes, sentence: str) -> None:
    answer = upload(client, a_survey(office.kecamatan), "jawaban.csv", content)
    assert (answer.status_code, sentence in text(answer)) == (422, True), text(answer)


CELLS = ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "-3", "+3", "1e1", "３", "4.5", "٤", "<script>"]


@pytest.mark.parametrize("cell", CELLS)
def test_a_formula_is_no_answer_and_comes_back_as_text(office: Office, client: Client, cell: str) -> None:
    survey = a_survey(office.kecamatan)
    content = f'{U}\n"{cell}",3,3,3,3,3,3,3,3\n1,1,1,1,1,1,1,1,1\n'.encode()
    page = upload(client, survey, "jawaban.csv", content).headers["Location"]
    assert Batch.objects.get().settings["check"]["bad"] == 1
    assert "<script>,3" not in text(client.get(page))
    book = openpyxl.load_workbook(BytesIO(client.get(f"{page}baris-keliru.xlsx").content))
    assert all(one.data_type != "f" for row in book.worksheets[0].iter_rows() for one in row)


# ---- single answers


def sheets(answer: HttpResponse) -> tuple[list[tuple[Any, ...]], str]:
    book = openpyxl.load_workbook(BytesIO(answer.content))
    notes = "\n".join(str(row[0]) for row in book["Catatan"].iter_rows(values_only=True))
    return list(book["Jawaban"].iter_rows(values_only=True)), notes


def test_single_answers_come_after_the_close_and_describe_nobody(office: Office, client: Client) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 6, told={"sex": "l", "age": "35"})
    some_answers(survey, *["333333333"] * 5, told={"sex": "p", "age": "35"})
    some_answers(survey, "111111111", told={"sex": "p", "age": "99", "education": "s3"})
    path = f"/survei/{survey.pk}/jawaban.xlsx"
    early = client.get(path)
    assert (early.status_code, "setelah survei ditutup" in text(early)) == (422, True)  # type: ignore[arg-type]
    closed = {"state": SurveyState.CLOSED, "closed_by": survey.made_by, "closed_at": survey.made_at}
    Survey.objects.filter(pk=survey.pk).update(**closed)
    rows, notes = sheets(client.get(path))  # type: ignore[arg-type]
    assert rows[0][:3] == ("Layanan", "Saluran", "U1 Persyaratan")
    assert [row[2] for row in rows[1:]] == [int(one.scores[0]) for one in survey.answers.order_by("pk")]
    assert {row[11:13] for row in rows[1:]} == {("Laki-laki", "26–35 tahun"), (None, None)}
    assert "Doktor" not in str(rows)
    assert "S3" not in str(rows)
    assert "Urutan baris mengikuti nomor acak" in notes


def test_fewer_than_five_answers_are_not_shown_one_by_one(office: Office, client: Client) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    some_answers(survey, *["444444444"] * 4)
    assert len(sheets(client.get(f"/survei/{survey.pk}/jawaban.xlsx"))[0]) == 1  # type: ignore[arg-type]


def test_single_answers_are_for_the_desk_and_its_checkers(office: Office) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    village = office.kelurahan[0].code
    path = f"/survei/{survey.pk}/jawaban.xlsx"
    may = [office.kasi["pelayanan"], office.camat, office.sekcam]
    others = [office.lurah[village], office.operator[village], office.staf, office.kasi["pmd"], office.kasubbag]
    assert [sign_in(one).get(path).status_code for one in may] == [200] * 3
    assert {sign_in(one).get(path).status_code for one in [*others, office.observer]} == {404}
