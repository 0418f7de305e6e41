"""What looks like personal data in a suggestion. All names and numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.survey.formula import NEVER_SHOWN, Personal, personal, without_personal

FLAGGED = [
    ("NIK saya 3518110000000001 ditolak", Personal.NIK),
    ("nomor 3518 1100 0000 0001 tidak terbaca", Personal.NIK),
    ("ktp no 351811000000", Personal.NIK),
    ("NIP 190001012000011001 kurang ramah", Personal.NIK),
    ("hubungi 081200000000", Personal.PHONE),
    ("hubungi 0812-0000-0000 ya", Personal.PHONE),
    ("WA +62 812 0000 0000", Personal.PHONE),
    ("telepon (0358) 000000", Personal.PHONE),
    ("kirim ke contoh.warga@example.com", Personal.EMAIL),
    ("balas di ig: contohwarga", Personal.EMAIL),
    ("akun @contoh_warga", Personal.EMAIL),
    ("rumah di Jl. Contoh Raya No. 12", Personal.ADDRESS),
    ("jalan mawar 7 belum beraspal", Personal.ADDRESS),
    ("warga RT 03/RW 02", Personal.ADDRESS),
    ("rt.3 rw.2", Personal.ADDRESS),
    ("Pak Contoh di loket 2 ramah", Personal.NAME),
    ("bu contohwati lama", Personal.NAME),
    ("Sdr. Misal tidak di tempat", Personal.NAME),
    ("mbak Contoh baik", Personal.NAME),
    ("nama saya Contoh", Personal.NAME),
    ("surat a.n. Contoh belum jadi", Personal.NAME),
    ("transfer ke rekening 0011223344", Personal.ACCOUNT),
    ("no rek BANK 001-122-33445", Personal.ACCOUNT),
]
CLEAN = [
    "Pelayanan cepat dan ramah.",
    "Pak Camat mohon kursi ditambah",
    "bu petugas loket 2 ramah",
    "Kursi untuk ibu hamil ditambah",
    "Bapak dan Ibu petugas sudah baik",
    "Antre 45 menit, nomor 112 dipanggil jam 10.30",
    "Buka jam 08.00-12.00 terlalu singkat",
    "Biaya Rp10.000 di loket 3",
    "Sejak 2024 sampai 2026 lebih baik",
    "Jalan menuju kantor rusak",
    "KTP saya lama jadi",
    "Mohon ketua RT diberi tahu",
    "Nama layanan kurang jelas",
    "email kecamatan tidak dibalas",
    "rekening listrik bisa dibayar di sini",
    "Mas yang jaga parkir ramah",
    "Peraturan 14/2017 sudah dipasang",
]


@pytest.mark.parametrize(("text", "kind"), FLAGGED)
def test_personal_data_is_flagged(text: str, kind: Personal) -> None:
    assert kind in {found.kind for found in personal(text)}


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_said_of_the_service_is_not_flagged(text: str) -> None:
    assert [text[found.start : found.end] for found in personal(text)] == []


@pytest.mark.parametrize(("text", "kind"), FLAGGED)
def test_what_is_taken_out_is_no_longer_flagged(text: str, kind: Personal) -> None:
    assert kind not in {found.kind for found in personal(without_personal(text))}


def test_a_number_within_what_looks_like_an_address_is_found_and_taken_out_whole() -> None:
    text = "Jalan Contoh hubungi 0812 0000 0000, ya."
    assert [one.kind for one in personal(text, NEVER_SHOWN)] == [Personal.PHONE]
    assert without_personal(text) == "[dihapus], ya."


def test_the_rest_of_the_text_stays_as_it_was() -> None:
    assert without_personal("Tanya 081200000000 atau Pak Contoh, ya.") == "Tanya [dihapus] atau [dihapus], ya."


@given(st.text(max_size=1000))
def test_any_text_is_read_and_places_lie_inside_it(text: str) -> None:
    last = 0
    for found in personal(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
