"""`./cermat import idm`: what is right is kept, what is wrong is named, and nothing is half kept."""

from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cermat.audit.models import AuditEvent
from cermat.instruments.actions import load_instrument, retire, take_in_rumusan
from cermat.instruments.formula import outcome_from
from cermat.instruments.imports.idm import read_rumusan
from cermat.instruments.models import Result
from cermat.instruments.queries.rumusan import placed
from cermat.instruments.schema import shipped
from cermat.instruments.schema.shipped import FOLDER
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.organisation.actions import load_units
from cermat.organisation.models import Unit
from tests.factories import NOW, office
from tests.instruments.responses import SAMPLES, response, row

pytestmark = pytest.mark.django_db
PLACES = ("11.11.06", "14.02.02", "18.04.07", "35.11.15", "61.01.04")


def run(*files: Path, options: tuple[str, ...] = ()) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import", "idm", *map(str, files), *options, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue(), err.getvalue()


def written(folder: Path, text: str, name: str = "rumusan.json") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_every_sample_is_kept_and_the_error_forms_are_refused() -> None:
    for code in PLACES:
        load_units(code=code, by=None, now=NOW)
    code, out, err = run(*sorted(SAMPLES.glob("*.json")))
    assert code == 2
    assert Result.objects.current().count() == 5
    assert err.count("DITOLAK") == 2
    assert "2 dari 7 berkas ditolak" in err
    assert "GRUJUGAN (35.11.15.2008) 2021: IDM terbit 0,6043 BERKEMBANG, hasil hitung 0,6043 BERKEMBANG;" in out
    named = [line.split()[1] for line in out.splitlines() if "PERHATIAN" in line]
    assert named == ["A2:", "A5:", "A1:", "A4:", "A4:", "A4:"]


def test_a_response_is_kept_with_published_and_computed_figures_and_its_file(tmp_path: Path) -> None:
    made = office()
    assert run(written(tmp_path, response()))[0] == 0
    result = Result.objects.get()
    assert (result.instrument, result.subject, result.period) == ("idm", made.villages["35.18.13.2014"], "2024-06")
    assert (str(result.published_value), result.published_label) == ("0.841587", "Mandiri")
    assert (str(result.value), result.label, result.definition) == ("0.841587", "Mandiri", "idm-2016@1")
    assert (result.source, result.source_ref, result.maker) == ("impor", "3518132014:2024", None)
    assert result.file is not None
    assert result.file.name == "rumusan-idm-3518132014-2024.json"
    kept = outcome_from(shipped("idm-2016"), result.details)
    assert kept is not None
    assert kept.line("IKS").value == Fraction(156, 175)
    assert result.details["published"]["shortfall"] == "-0.025987301587300005"
    assert AuditEvent.objects.filter(verb="result.recorded").count() == 1


def test_the_same_response_again_changes_nothing_and_another_replaces_it(tmp_path: Path) -> None:
    office()
    run(written(tmp_path, response()))
    assert "sudah tersimpan untuk 2024-06" in run(written(tmp_path, response()))[1]
    assert Result.objects.count() == 1
    run(written(tmp_path, response(lambda data: row(data, 10).update(KETERANGAN="diperbaiki"))))
    assert (Result.objects.count(), Result.objects.current().count()) == (2, 1)


def test_a_dry_run_tells_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    office()
    code, out, _err = run(written(tmp_path, response()), options=("--dry-run",))
    assert (code, Result.objects.count()) == (0, 0)
    assert "tidak disimpan (--dry-run)" in out
    assert "PERHATIAN A4" in out


def test_a_bad_file_leaves_the_good_one_kept(tmp_path: Path) -> None:
    office()
    bad = written(tmp_path, "<html>", "gangguan.json")
    absent, binary = tmp_path / "tidak-ada.json", tmp_path / "gambar.json"
    binary.write_bytes(b"\xff\xd8\xff")
    code, _out, err = run(bad, absent, binary, written(tmp_path, response()))
    assert (code, Result.objects.count()) == (2, 1)
    assert "halaman web (HTML)" in err
    assert "tidak dapat dibuka" in err
    assert "bukan teks UTF-8" in err


def test_of_a_desa_that_is_not_known_here_is_told_what_the_file_says() -> None:
    code, out, err = run(SAMPLES / "1402022001_2024.json")
    assert (code, Result.objects.count()) == (2, 0)
    assert (
        "BARANGAN (14.02.02.2001) 2024: IDM terbit 0,8389 MANDIRI, hasil hitung 0,8389 MANDIRI; tidak disimpan." in out
    )
    assert "PERHATIAN A1" in out
    assert "./cermat units load 14.02.02" in err


def test_what_was_published_counts_and_not_what_was_computed(tmp_path: Path) -> None:
    office()

    def contradict(data: dict[str, Any]) -> None:
        row(data, 46)["SKOR"] = 5 if row(data, 46)["SKOR"] != 5 else 1

    assert "PERHATIAN lain: IDM terbit 0,8416" in run(written(tmp_path, response(contradict)))[1]
    result = Result.objects.get()
    assert result.value != result.published_value
    assert (result.counted_value, result.counted_label) == (result.published_value, "Mandiri")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("3518131003", "kelurahan. IDM hanya mendata desa"),
        ("3518130014", "kode BPS Desa Kedungdowo. Rumusan IDM memakai kode Kemendagri: 3518132014"),
        ("3518140001", "Kemungkinan itu kode BPS"),
        ("3518142001", r"belum ada di Cermat. Muat dahulu: ./cermat units load 35.18.14"),
        ("3518992001", "tidak ada dalam daftar Kemendagri"),
    ],
)
def test_a_code_that_is_no_desa_here_is_refused_with_the_reason(code: str, sentence: str) -> None:
    office()
    Unit.objects.filter(code="35.18.13.2014").update(bps_code="3518130014")
    with pytest.raises(DomainError, match=sentence):
        placed(read_rumusan(response(code=code)))


def test_a_year_after_idm_is_refused_and_an_unlike_name_is_told() -> None:
    office()
    with pytest.raises(DomainError, match="Sejak 2025 status desa menurut Indeks Desa"):
        placed(read_rumusan(response(year=2025)))
    found = placed(read_rumusan(response(name="BALONGPACUL")))
    assert str(found.anomalies[-1]) == "nama: desa disebut BALONGPACUL, di Cermat Kedungdowo."


def test_the_office_follows_its_own_version_of_the_definition() -> None:
    made = office()
    text = (FOLDER / "idm-2016.yaml").read_text(encoding="utf-8").replace("versi: 1\n", "versi: 3\n")
    version = load_instrument(kecamatan=made.kecamatan, text=text, by=made.admin, now=NOW)
    assert placed(read_rumusan(response())).definition.reference == "idm-2016@3"
    retire(version=version, by=made.admin, now=NOW)
    assert placed(read_rumusan(response())).definition.reference == "idm-2016@3"  # in 2024 it was in force


def test_on_the_pages_nobody_takes_a_response_in_alone() -> None:
    made, text = office(), response()
    with pytest.raises(NotAllowedError, match="dikonfirmasi orang lain"):
        take_in_rumusan(rumusan=read_rumusan(text), text=text, by=made.sekcam, now=NOW)
