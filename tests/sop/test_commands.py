"""`./cermat sop load`."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cermat.sop.models import Sop
from tests.factories import office
from tests.sop.factories import NGANJUK

pytestmark = pytest.mark.django_db


def test_a_file_is_loaded_once() -> None:
    office()
    out = StringIO()
    for _ in range(2):
        call_command("sop", "load", str(settings.DEFINITIONS / "sop" / NGANJUK), "--kecamatan", "35.18.13", stdout=out)
    assert Sop.objects.get().loaded_by is None
    assert "SOP 01 TAHUN 2021 (versi 1) berlaku untuk Kecamatan Nganjuk." in out.getvalue()


def test_a_faulty_file_is_refused_by_line(tmp_path: Path) -> None:
    office()
    file, err = tmp_path / "sop.yaml", StringIO()
    file.write_text("nomor: 1\n  nama: x\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("sop", "load", str(file), "--kecamatan", "35.18.13", stderr=err)
    assert "Baris 2" in err.getvalue()
    assert not Sop.objects.exists()


def test_an_unknown_place_or_file_is_told() -> None:
    office()
    with pytest.raises(CommandError, match=r"berkode 99\.99\.99"):
        call_command("sop", "load", "x.yaml", "--kecamatan", "99.99.99")
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("sop", "load", "tidak-ada.yaml", "--kecamatan", "35.18.13")
