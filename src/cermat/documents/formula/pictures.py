"""Photos: decoded under limits and written anew, so that nothing but the picture is kept."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from cermat.documents.formula.kinds import FileKind
from cermat.documents.formula.refusal import RefusedError

MOST_PIXELS = 25_000_000  # decoded; 75 MB in memory
MOST_CAMERA_PIXELS = 110_000_000  # a telephone's JPEG above the first figure is read at half its size or less
QUALITY = 88
SMALL = 320  # the longest side of what a list shows


@dataclass(frozen=True)
class Clean:
    """A picture written anew, and a small one of it (JPEG)."""

    content: bytes
    small: bytes
    width: int
    height: int


def clean_picture(content: bytes, kind: FileKind) -> Clean:
    """The picture alone: turned upright by its EXIF mark, pasted on a new image, no metadata (GPS, name, thumbnail)."""
    Image.MAX_IMAGE_PIXELS = MOST_CAMERA_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(content), formats=["JPEG" if kind is FileKind.JPEG else "PNG"]) as picture:
            return _anew(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("Gambar ini rusak dan tidak dapat dibuka. Foto ulang, lalu kirim lagi.") from error


TOO_LARGE = "Ukuran gambar ini terlalu besar (lebih dari 25 juta titik). Perkecil, lalu kirim lagi."


def _anew(picture: Image.Image, kind: FileKind) -> Clean:
    if kind is FileKind.JPEG and picture.width * picture.height > MOST_PIXELS:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
    if picture.width * picture.height > MOST_PIXELS * (2 if kind is FileKind.JPEG else 1):
        raise RefusedError(TOO_LARGE)
    tables = _own_tables(picture)
    upright = ImageOps.exif_transpose(picture)
    mode = _mode(upright, kind)
    plain = upright if upright.mode == mode else upright.convert(mode)
    fresh = Image.new(mode, plain.size)
    fresh.paste(plain)
    if kind is FileKind.JPEG:
        content = _bytes(fresh, "JPEG", optimize=True, **(tables or {"quality": QUALITY}))
    else:
        content = _bytes(fresh, "PNG")
    return Clean(content, _small(fresh), *fresh.size)


def _own_tables(picture: Image.Image) -> dict[str, Any]:
    """How finely a JPEG was written already, where that is less finely than we write: a phone has shrunk it to what
    its signal bears, and finer tables would only make the file larger again, not the picture better."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or picture.mode not in {"L", "RGB"}:
        return {}
    ours = Image.open(BytesIO(_bytes(Image.new("L", (8, 8)), "JPEG", quality=QUALITY)))
    tables, sampling = picture.quantization, JpegImagePlugin.get_sampling(picture)
    if not tables or sum(tables[min(tables)]) <= sum(ours.quantization[0]):  # type: ignore[attr-defined]
        return {}
    known = {} if sampling < 0 or picture.mode == "L" else {"subsampling": sampling}
    return {"qtables": tables, **known}


def _small(picture: Image.Image) -> bytes:
    small = ImageOps.contain(picture, (SMALL, SMALL)) if max(picture.size) > SMALL else picture
    if small.mode == "RGBA":  # what is transparent lies on white
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    return _bytes(small, "JPEG", quality=70, optimize=True)


def _bytes(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _mode(picture: Image.Image, kind: FileKind) -> str:
    if picture.mode in {"1", "L"}:
        return "L"
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return "RGBA" if has_alpha and kind is FileKind.PNG else "RGB"
