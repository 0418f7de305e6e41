"""An address as a QR code: ISO/IEC 18004, drawn in vectors. Pure."""

import io

import segno

QUIET = 4  # modules of white around it, as the standard asks; without them many cameras find nothing
CORRECTION = "q"  # a quarter of it may be torn or dirty: posters hang for months


def qr_svg(text: str) -> str:
    """A square drawing without size of its own: whoever prints it says how wide."""
    code = segno.make(text, error=CORRECTION, micro=False, boost_error=True)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET, xmldecl=False, svgns=True, omitsize=True, nl=False, light="#fff")
    return out.getvalue().decode()
