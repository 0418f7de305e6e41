"""The ministry's rumusan IDM, as its server answers it: one desa, one year, JSON. Read strictly, stored nowhere.

Shape: {status, error, mapData: {SUMMARIES, ROW[55], IDENTITAS[1]}}; an error is {status: 400, error: true, message}.
Rows are known by ROW_CELL, because NO restarts in each index and the labels carry stray blanks.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from cermat.instruments.formula.rumusan import Rumusan, RumusanRow
from cermat.lib.errors import DomainError

LONGEST = 200_000  # characters; a response has 20,000
MOST_BYTES = 4 * LONGEST  # so much of a file is worth reading
MOST_DECIMALS = 30  # the ministry writes up to 14; 1e-999999999 is short to write and would be worked out for hours
STARTS = {"IKS": (10, 35), "IKE": (46, 12), "IKL": (59, 3)}  # ROW_CELL of the first row, number of rows
HALVES = re.compile(
    "[\ud800-\udfff]|\\\\u0000"
)  # half a character, or NUL: no page can show them, no database keeps them
CELLS = {start + at: f"{group}-{at + 1:02}" for group, (start, count) in STARTS.items() for at in range(count)}
GROUP_CELLS = {"IKS": 45, "IKE": 58, "IKL": 62}
INDEX_CELL, STATUS_CELL = 63, 64
EXECUTORS = ("PUSAT", "PROV", "KAB", "DESA", "CSR", "LAINNYA")
STATUSES = ("SANGAT TERTINGGAL", "TERTINGGAL", "BERKEMBANG", "MAJU", "MANDIRI")
HINT = "Unduh ulang dari idm.kemendesa.go.id dengan kode desa Kemendagri (10 angka) dan tahunnya."


def read_rumusan(text: str) -> Rumusan:
    """The response in `text`. Raises DomainError with a sentence: what this is instead, or what is wrong with it."""
    data = _json(text)
    if data.get("error") or ("message" in data and "mapData" not in data):
        message = str(data.get("message") or "tanpa penjelasan")[:200]
        _refuse(
            f"Kementerian menolak permintaan ini: “{message}”. Periksa kode desa (kode Kemendagri 10 angka, bukan kode "
            "BPS) dan tahunnya (2021 sampai 2024).",
            "ministry_error",
        )
    if "goals" in str(data.get("data"))[:200] or {"average", "total_desa"} <= set(data):
        _refuse(
            "Ini skor SDGs Desa, bukan rumusan IDM. SDGs Desa memakai kode BPS, rumusan IDM kode Kemendagri. " + HINT,
            "sdgs",
        )
    content = data.get("mapData")
    if not isinstance(content, Mapping):
        _refuse("JSON ini bukan rumusan IDM: bagian mapData tidak ada. " + HINT, "no_rumusan")
    return _rumusan(content)


def _json(text: str) -> Mapping[str, Any]:
    text = text.removeprefix("\ufeff").strip()
    if not text:
        _refuse("Berkas kosong. " + HINT, "empty")
    if len(text) > LONGEST:
        _refuse(f"Berkas terlalu besar untuk satu rumusan IDM: paling banyak {LONGEST} karakter.", "too_long")
    if text.startswith("<"):
        _refuse(
            "Berkas ini halaman web (HTML), bukan jawaban JSON: server kementerian sedang terganggu. " + HINT, "html"
        )
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise DomainError(
            f"Berkas ini bukan JSON yang utuh: rusak pada baris {error.lineno}, kolom {error.colno}. " + HINT,
            code="broken",
        ) from error
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise DomainError(
            "Berkas ini bukan JSON yang wajar: angka atau susunannya rusak. " + HINT, code="broken"
        ) from error
    if not isinstance(data, dict):
        _refuse("JSON ini bukan rumusan IDM. " + HINT, "no_rumusan")
    if HALVES.search(json.dumps(data, ensure_ascii=False, default=str)):
        _refuse("Berkas ini memuat tanda yang tidak dapat ditulis. " + HINT, "broken")
    return data


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(sentence: str, code: str = "bad_rumusan") -> NoReturn:
    raise DomainError(sentence, code=code)


def _rumusan(content: Mapping[str, Any]) -> Rumusan:
    summary, identity = content.get("SUMMARIES"), content.get("IDENTITAS")
    if not isinstance(summary, Mapping) or not isinstance(identity, list) or len(identity) != 1:
        _refuse("Rumusan tidak lengkap: bagian SUMMARIES atau IDENTITAS tidak ada. " + HINT)
    place = identity[0] if isinstance(identity[0], Mapping) else {}
    cells = _cells(content.get("ROW"))
    rows = [_row(code, cells[cell]) for cell, code in CELLS.items()]
    status = _status(summary.get("STATUS"), "STATUS")
    if (printed := str(cells[STATUS_CELL].get("SKOR")).upper()) != status:
        _refuse(f"Rumusan menyebut dua status: {status} dan {printed[:40]}. " + HINT)
    index = _number(cells[INDEX_CELL].get("SKOR"), "IDM", 0, 1)
    if abs(_number(summary.get("SKOR_SAAT_INI"), "SKOR_SAAT_INI", 0, 1) - index) > Decimal("1e-9"):
        _refuse("Rumusan menyebut dua nilai IDM yang berbeda. " + HINT)
    return Rumusan(
        code=_code(place),
        village=_text(place.get("nama_desa")),
        kecamatan=_text(place.get("nama_kecamatan")),
        year=int(_number(summary.get("TAHUN"), "TAHUN", 2000, 2100, whole=True)),
        rows=tuple(rows),
        groups={code: _number(cells[cell].get("SKOR"), code, 0, 1) for code, cell in GROUP_CELLS.items()},
        index=index,
        status=status,
        target=_status(summary.get("TARGET_STATUS"), "TARGET_STATUS"),
        minimum=_number(summary.get("SKOR_MINIMAL"), "SKOR_MINIMAL", 0, 1),
        shortfall=_number(summary.get("PENAMBAHAN"), "PENAMBAHAN", -1, 1),
        unread=tuple(
            code
            for cell, code in CELLS.items()
            if cells[cell].get("KETERANGAN") is False or cells[cell].get("KEGIATAN") is False
        ),
    )


def _code(place: Mapping[str, Any]) -> str:
    """Ten digits that agree with those of the kecamatan: seven digits there are the mark of a BPS code."""
    code, kecamatan = str(place.get("id_desa") or "").strip(), str(place.get("id_kecamatan") or "").strip()
    bare = code.replace(".", "")
    if len(kecamatan.replace(".", "")) == 7:
        _refuse(
            f"Kode kecamatan {kecamatan} tujuh angka: itu kode BPS. Rumusan IDM harus memakai kode Kemendagri. " + HINT,
            "bps_code",
        )
    if not (bare.isascii() and bare.isdecimal() and len(bare) == 10):
        _refuse(f"Kode desa “{code[:20]}” bukan kode Kemendagri 10 angka. " + HINT, "bad_code")
    if kecamatan and not bare.startswith(kecamatan.replace(".", "")):
        _refuse(
            f"Kode desa {code} tidak berada di kecamatan {kecamatan[:20]} yang disebut berkas ini. " + HINT, "bad_code"
        )
    return bare


def _cells(rows: object) -> dict[int, Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows if isinstance(rows, list) else []:
        cell = row.get("ROW_CELL") if isinstance(row, Mapping) else None
        if isinstance(cell, int) and cell in found:
            _refuse(f"Baris {CELLS.get(cell, cell)} (ROW_CELL {cell}) muncul dua kali. " + HINT)
        if isinstance(cell, int):
            found[cell] = row
    wanted = {**CELLS, **{cell: code for code, cell in GROUP_CELLS.items()}, INDEX_CELL: "IDM", STATUS_CELL: "STATUS"}
    gone = [code for cell, code in wanted.items() if cell not in found]
    if gone:
        _refuse(f"Rumusan tidak lengkap: {len(gone)} baris tidak ada ({', '.join(gone[:5])}). " + HINT)
    return found


def _row(code: str, row: Mapping[str, Any]) -> RumusanRow:
    gain = row.get("NILAI")
    return RumusanRow(
        code=code,
        label=_text(row.get("INDIKATOR")),
        points=int(_number(row.get("SKOR"), code, 0, 5, whole=True)),
        text=_text(row.get("KETERANGAN")),
        advice=_text(row.get("KEGIATAN")),
        gain=None if gain in (None, "") else _number(gain, f"NILAI {code}", 0, 1),
        executors={name: text for name in EXECUTORS if (text := _text(row.get(name)))},
    )


def _text(value: object) -> str:
    """Without the stray blanks; `-`, null and false say nothing."""
    text = " ".join(value.split())[:500] if isinstance(value, str) else ""
    return "" if text == "-" else text


def _status(value: object, where: str) -> str:
    text = " ".join(value.upper().split()) if isinstance(value, str) else ""
    if text not in STATUSES:
        _refuse(f"{where} “{str(value)[:40]}” bukan status IDM: {', '.join(STATUSES)}.")
    return text


def _number(value: object, where: str, lowest: int, highest: int, *, whole: bool = False) -> Decimal:
    """A number within its bounds; the ministry also sends some as text."""
    try:
        number = Decimal(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not _is_plain(number) or not lowest <= number <= highest:
        _refuse(f"{where}: “{str(value)[:40]}” bukan angka dari {lowest} sampai {highest}.")
    if whole and number != number.to_integral_value():
        _refuse(f"{where}: “{str(value)[:40]}” harus bilangan bulat dari {lowest} sampai {highest}.")
    return number


def _is_plain(number: Decimal) -> bool:
    decimals = number.as_tuple().exponent  # a letter where it is no number at all
    return isinstance(decimals, int) and decimals >= -MOST_DECIMALS
