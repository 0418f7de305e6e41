"""The process that typesets: JSON on stdin, bytes on stdout, trouble in words on stderr with exit code 1.

{"print": …} gives a PDF, {"svg": …} the drawing as a PNG.
"""

import json
import struct
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

from cermat.lib.processors import use_all

HERE = Path(__file__).resolve().parent
DOTS_PER_INCH = 200


def main() -> int:
    use_all()
    order = json.load(sys.stdin)
    try:
        made = _picture(order["svg"]) if "svg" in order else _document(order)
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message}\n{error.diagnostic}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


def _document(order: dict[str, Any]) -> bytes:
    content = printable(order["print"], covered(sorted((HERE / "fonts").glob("*.ttf"))))
    inputs = {"print": json.dumps(content), "made_at": order["made_at"]}
    standards = {"pdf_standards": ["a-2a", "ua-1"], "timestamp": order["timestamp"]}
    return _compiled("print.typ", inputs, format="pdf", **standards)


def _picture(svg: str) -> bytes:
    return _compiled("picture.typ", {"svg": svg}, format="png", ppi=DOTS_PER_INCH)


def _compiled(layout: str, inputs: dict[str, str], **said: Any) -> bytes:
    made: bytes = typst.compile(
        str(HERE / "layout" / layout),
        root=str(HERE / "layout"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        **said,
    )
    return made


def printable(value: Any, known: set[int]) -> Any:
    """Every text with only signs the fonts can print: PDF/A refuses the others, and a smiley must not stop a report."""
    if isinstance(value, dict):
        return {key: item if key == "svg" else printable(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item, known) for item in value]
    if isinstance(value, str):
        return "".join(_sign(sign, known) for sign in unicodedata.normalize("NFC", value))
    return value


def _sign(sign: str, known: set[int]) -> str:
    if sign == "\n" or ord(sign) in known:
        return sign
    plain = "".join(part for part in unicodedata.normalize("NFKC", sign) if ord(part) in known)
    if plain or unicodedata.category(sign) in {"Mn", "Me", "Cf", "Cc", "Cs"}:
        return plain
    return "□"


def covered(fonts: list[Path]) -> set[int]:
    """The code points all `fonts` can show."""
    return set.intersection(*(_cmap(font.read_bytes()) for font in fonts))


def _cmap(font: bytes) -> set[int]:
    """Code points of the Windows Unicode table (format 4) of a TrueType font."""
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(struct.unpack_from(">H", font, 4)[0]))
    start = next(offset for tag, _sum, offset, _length in tables if tag == b"cmap")
    records = (struct.unpack_from(">HHL", font, start + 4 + 8 * at) for at in range(20))
    table = start + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    count = struct.unpack_from(">H", font, table + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + 2 * count)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {0xFFFF}


if __name__ == "__main__":
    raise SystemExit(main())
