"""`./cermat score`: one JSON object per subject and period; bad cells by line and column, and exit 2."""

import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cermat.instruments.schema import shipped
from tests.instruments.published import table

IKM = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan"]
IDM = [item.code for item in shipped("idm-2016").items]
RTRW = [item.code for item in shipped("rtrw-cantik-contoh").items]


def csv_of(columns: list[str], *rows: list[str]) -> str:
    return "".join(",".join(row) + "\n" for row in (columns, *rows))


def run(tmp_path: Path, name: str, content: str | bytes, *more: str) -> tuple[list[dict[str, Any]], str, int]:
    """What the command prints, what it says on stderr, and its exit code."""
    file, out, err, code = tmp_path / "jawaban.csv", StringIO(), StringIO(), 0
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        call_command("score", name, str(file), *more, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(str(stop.code))
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


def idm_row(subject: str, *, change: dict[str, str] | None = None, period: str = "2021") -> list[str]:
    digits = dict(zip(IDM, table("golden_scores.csv")[0]["skor50"], strict=True)) | (change or {})
    return [subject, period, *digits.values()]


def test_a_village_comes_out_as_published(tmp_path: Path) -> None:
    lines, err, code = run(tmp_path, "idm-2016", csv_of(["subject", "period", *IDM], idm_row("1101022001")))
    assert (err, code) == ("", 0)
    assert lines == [
        {
            "subject": "1101022001", "period": "2021", "n": 1, "index": "0.6190", "class": "BERKEMBANG",
            "groups": {"IKS": "0.6571", "IKE": "0.5333", "IKL": "0.6667"}, "missing": [], "reason": None,
            "definition": "idm-2016@1",
        }
    ]  # fmt: skip
    assert list(lines[0]) == ["subject", "period", "n", "index", "class", "groups", "missing", "reason", "definition"]


def test_the_order_is_that_of_first_appearance_and_columns_may_stand_anyhow(tmp_path: Path) -> None:
    columns = ["period", *reversed(IKM), "subject"]
    rows = [["2026-S1", *"444444444", "B"], ["2026-S1", *"333333333", "A"], ["2026-S1", *"222222222", "B"]]
    lines, _err, code = run(tmp_path, "ikm-14-2017", csv_of(columns, *rows))
    assert [(line["subject"], line["n"], line["index"], line["class"]) for line in lines] == [
        ("B", 2, "75.00", "C"), ("A", 1, "75.00", "C"),
    ]  # fmt: skip
    assert code == 0


def test_a_missing_answer_is_named_and_never_zero(tmp_path: Path) -> None:
    content = csv_of(["subject", "period", *IDM], idm_row("1101022001", change={"IKL-03": ""}))
    lines, err, code = run(tmp_path, "idm-2016", content)
    assert (lines[0]["index"], lines[0]["class"], lines[0]["missing"]) == (None, None, ["IKL-03"])
    assert lines[0]["groups"] == {"IKS": "0.6571", "IKE": "0.5333", "IKL": None}
    assert lines[0]["reason"] == "1 dari 50 butir belum ada nilainya."
    assert (err, code) == ("", 0)


def test_a_bad_cell_spoils_only_its_subject(tmp_path: Path) -> None:
    rows = [idm_row("1101022001", change={"IKS-02": "7"}), idm_row("1101022002"), ["1101022003", "2021", "5"]]
    lines, err, code = run(tmp_path, "idm-2016", csv_of(["subject", "period", *IDM], *rows))
    assert [line["subject"] for line in lines] == ["1101022002"]
    assert err.splitlines() == [
        "Baris 2, kolom IKS-02: “7” tidak dapat dipakai; isi dengan angka bulat 0 sampai 5.",
        "Baris 4: ada 3 kolom, seharusnya 52.",
    ]
    assert code == 2


def test_a_subject_twice_in_a_period_is_bad_where_one_sheet_answers(tmp_path: Path) -> None:
    rows = [idm_row("1101022001"), idm_row("1101022001", period="2022"), idm_row("1101022001")]
    lines, err, code = run(tmp_path, "idm-2016", csv_of(["subject", "period", *IDM], *rows))
    assert [line["period"] for line in lines] == ["2022"]
    assert err == "Baris 4: 1101022001 pada 2021 sudah ada di baris 2; satu baris saja.\n"
    assert code == 2


def test_a_subject_or_a_period_must_be_named(tmp_path: Path) -> None:
    rows = [idm_row(""), idm_row("1101022001", period=" "), idm_row("x" * 61)]
    lines, err, code = run(tmp_path, "idm-2016", csv_of(["subject", "period", *IDM], *rows))
    assert (lines, code) == ([], 2)
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "Baris 2, kolom subject", "Baris 3, kolom period", "Baris 4, kolom subject",
    ]  # fmt: skip


def test_a_kelurahan_has_no_idm_and_a_bps_code_tells_its_kind(tmp_path: Path) -> None:
    lines, _err, code = run(tmp_path, "idm-2016", csv_of(["subject", "period", *IDM], idm_row("35.18.13.1003")))
    assert (lines[0]["index"], lines[0]["reason"]) == (None, "IDM berlaku untuk desa, bukan kelurahan.")
    assert code == 0
    goals = [f"goal_{number}" for number in range(1, 19)]
    kelurahan = next(row for row in table("golden_sdgs_nganjuk.csv") if row["average_published"] == "0.00")
    content = csv_of(["subject", "period", *goals], [kelurahan["kode_bps"], "2024", *["0"] * 18])
    lines, _err, _code = run(tmp_path, "sdgs-desa", content)
    assert lines[0]["reason"] == "Tidak didata: semua nilai nol."


def test_indeks_desa_takes_dimension_points_or_those_of_the_subdimensions(tmp_path: Path) -> None:
    definition, row = shipped("indeks-desa-2025"), table("golden_indeks_desa_2025.csv")[0]
    dimensions = [group.code for group in definition.groups]
    content = csv_of(["subject", "period", *dimensions], [row["id_desa"], "2025", *(row[code] for code in dimensions)])
    lines, _err, code = run(tmp_path, "indeks-desa-2025", content)
    assert (lines[0]["n"], lines[0]["index"], lines[0]["class"], code) == (1, "68.98", "BERKEMBANG", 0)
    items = csv_of(
        ["subject", "period", *definition.item], ["1", "2025", *(str(item.highest) for item in definition.items)]
    )
    assert run(tmp_path, "indeks-desa-2025", items)[0][0]["index"] == "100.00"
    over = content.replace(f",{row['tata_kelola']}\n", ",81\n")
    assert "kolom tata_kelola: “81” tidak dapat dipakai; isi dengan angka bulat 0 sampai 80." in run(
        tmp_path, "indeks-desa-2025", over
    )[1]  # fmt: skip


def test_means_are_weighted_as_they_are(tmp_path: Path) -> None:
    content = csv_of(["subject", "period", *IKM], ["L", "2026-TW1", *["4"] * 9], ["M", "2026-TW1", *["3.5"] * 8, ""])
    lines, _err, code = run(tmp_path, "ikm-14-2017", content, "--means")
    assert [(line["n"], line["index"], line["class"]) for line in lines] == [(None, "100.00", "A"), (None, None, None)]
    assert lines[0]["groups"]["waktu"] == "4.000"
    assert lines[1]["missing"] == ["pengaduan"]
    assert code == 0
    for weight, index in (("1/9", "100.00"), ("0.111", "99.90"), ("0.11", "99.00")):
        lines, _err, _code = run(tmp_path, "ikm-14-2017", content, "--means", "--weight", weight)
        assert lines[0]["index"] == index


def test_every_assessor_scores_once(tmp_path: Path) -> None:
    columns = ["subject", "period", "assessor", *RTRW]
    rows = [["RT 1", "2026", "Polsek", *["80"] * 5], ["RT 1", "2026", "PKK", *["90"] * 5],
            ["RT 2", "2026", "PKK", *["90"] * 4, ""], ["RT 3", "2026", "PKK", *["1"] * 5],
            ["RT 3", "2026", "PKK", *["1"] * 5], ["RT 4", "2026", "", *["1"] * 5]]  # fmt: skip
    lines, err, code = run(tmp_path, "rtrw-cantik-contoh", csv_of(columns, *rows))
    assert [(line["subject"], line["n"], line["index"]) for line in lines] == [("RT 1", 2, "85.00"), ("RT 2", 1, None)]
    assert err.splitlines() == [
        "Baris 6, kolom assessor: sudah ada untuk subjek ini.", "Baris 7, kolom assessor: harus diisi.",
    ]  # fmt: skip
    assert code == 2


def test_in_a_month_only_what_is_due_is_asked(tmp_path: Path) -> None:
    definition = shipped("dokumen-kelurahan")
    due = {item.code for item in definition.items_for("kelurahan", 11)}
    row = ["1" if code in due else "" for code in definition.item]
    content = csv_of(["subject", "period", *definition.item], ["35.18.13.1003", "2026-11", *row])
    lines, _err, _code = run(tmp_path, "dokumen-kelurahan", content)
    assert (lines[0]["index"], lines[0]["missing"]) == ("100.00", [])


HEADER = ",".join(["subject", "period", *IKM])
REFUSALS = {
    "": "Berkas kosong: baris pertama harus memuat nama kolom.",
    "\n\n": "Berkas kosong: baris pertama harus memuat nama kolom.",
    HEADER: "Berkas hanya memuat nama kolom, tanpa satu baris jawaban pun.",
    HEADER.replace(",", ";"): "Kolom berkas ini dipisah titik koma (;). Simpan ulang sebagai CSV dengan koma.",
    HEADER.replace(",", "\t"): "Kolom berkas ini dipisah tab. Simpan ulang sebagai CSV dengan koma.",
    HEADER + ",waktu": "Kolom “waktu” ada dua kali.",
    HEADER + ",bonus": f"Kolom “bonus” tidak dikenal. Kolom ikm-14-2017: {','.join(['subject', 'period'])}",
    HEADER.replace(",waktu,biaya", ""): "Kolom “waktu” tidak ada (dan 1 kolom lain). Kolom ikm-14-2017: subject,period",
    HEADER + '\n"A,2026': "Baris 2: penulisan CSV keliru; periksa tanda kutipnya.",
}


@pytest.mark.parametrize("content", REFUSALS)
def test_a_file_that_cannot_be_read_gets_one_sentence(tmp_path: Path, content: str) -> None:
    lines, err, code = run(tmp_path, "ikm-14-2017", content)
    assert (lines, len(err.splitlines()), code) == ([], 1, 2)
    assert err.startswith(REFUSALS[content])


def test_a_byte_order_mark_is_no_part_of_the_first_column_but_other_encodings_are_refused(tmp_path: Path) -> None:
    content = csv_of(["subject", "period", *IKM], ["Pélayanan", "2026", *["4"] * 9])
    assert run(tmp_path, "ikm-14-2017", content.encode("utf-8-sig"))[0][0]["subject"] == "Pélayanan"
    for encoding in ("utf-16", "latin-1"):
        lines, err, code = run(tmp_path, "ikm-14-2017", content.encode(encoding))
        assert (lines, err, code) == ([], "Berkas bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”.\n", 2)


def test_characters_that_are_no_text_spoil_their_row_and_never_reach_the_output(tmp_path: Path) -> None:
    rows = [["Baik", "2026", *["4"] * 9], ["Bu\0ruk", "2026", *["4"] * 9], ["Lain", "2026", "\0", *["4"] * 8]]
    lines, err, code = run(tmp_path, "ikm-14-2017", csv_of(["subject", "period", *IKM], *rows))
    assert ([line["subject"] for line in lines], code) == (["Baik"], 2)
    told = [f"Baris {at}, kolom {name}: memuat karakter" for at, name in ((3, "subject"), (4, "persyaratan"))]
    assert [line[: len(start)] for line, start in zip(err.splitlines(), told, strict=True)] == told
    header = csv_of(["subject", "period", *IKM], rows[0]).encode("utf-16-le")  # without a mark it decodes as UTF-8
    assert run(tmp_path, "ikm-14-2017", header)[1] == "Berkas bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”.\n"


@pytest.mark.parametrize(("words", "sentence"), [
    (["idm-2017", "x.csv"], "Instrumen “idm-2017” tidak dikenal. Yang ada: dokumen-kelurahan, "),
    (["idm-2016"], "Tulis nama instrumen dan berkasnya: ./cermat score idm-2016 BERKAS.csv"),
    (["idm-2016", "tidak-ada.csv"], "Berkas tidak-ada.csv tidak dapat dibuka."),
    (["tidak-ada.yaml", "x.csv"], "Definisi tidak-ada.yaml tidak dapat dibaca sebagai teks UTF-8."),
    (["ikm-14-2017", "x.csv", "--weight", "0.12"], "Bobot “0.12” tidak dikenal ikm-14-2017. Yang ada: 1/9 atau 0.111 "),
    (["idm-2016", "x.csv", "--weight", "0.11"], "Bobot “0.11” tidak dikenal idm-2016. Yang ada: 1."),
])  # fmt: skip
def test_wrong_words_get_one_sentence(words: list[str], sentence: str) -> None:
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("score", *words, stderr=err)
    assert (stop.value.code, err.getvalue().startswith(sentence)) == (2, True)


def test_means_are_refused_where_nothing_is_averaged(tmp_path: Path) -> None:
    content = csv_of(["subject", "period", *IDM], idm_row("1101022001"))
    assert run(tmp_path, "idm-2016", content, "--means")[1] == "--means tidak berlaku untuk idm-2016.\n"


def test_a_dash_reads_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = csv_of(["subject", "period", *IKM], ["L", "2026", *["4"] * 9])
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content.encode())))
    out = StringIO()
    call_command("score", "ikm-14-2017", "-", stdout=out)
    assert json.loads(out.getvalue())["index"] == "100.00"


def test_the_list_names_every_instrument_with_its_columns() -> None:
    out = StringIO()
    call_command("score", "--list", stdout=out)
    text = out.getvalue()
    assert "idm-2016@1  Indeks Desa Membangun\n    subject,period,IKS-01,IKS-02," in text
    assert "    atau subject,period,layanan_dasar,sosial,ekonomi,lingkungan,aksesibilitas,tata_kelola\n" in text
    assert "    --weight 1/9|0.111|0.11\n" in text
    assert "    subject,period,assessor,RTR-01," in text
