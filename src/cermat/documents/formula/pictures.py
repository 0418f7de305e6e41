"""Photos: decoded under limits and written anew, so that nothing but the picture is kept."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from cermat.documents.formula.kinds import FileKind
from cermat.documents.formula.refusal import RefusedError

MOST_PIXELS = 25_000_000  # decoded; 75 MB in memory
MOST_CAMERA_PIXELS = 110_000_000  # a telephone's JPEG above the first figure is read at half its size or less
QUALITY = 88


def clean_picture(content: bytes, kind: FileKind) -> bytes:
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


def _anew(picture: Image.Image, kind: FileKind) -> bytes:
    if kind is FileKind.JPEG and picture.width * picture.height > MOST_PIXELS:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
    if picture.width * picture.height > MOST_PIXELS * (2 if kind is FileKind.JPEG else 1):
        raise RefusedError(TOO_LARGE)
    upright = ImageOps.exif_transpose(picture)
    mode = _mode(upright, kind)
    plain = upright if upright.mode == mode else upright.convert(mode)
    fresh = Image.new(mode, plain.size)
    fresh.paste(plain)
    out = BytesIO()
    if kind is FileKind.JPEG:
        fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    else:
        fresh.save(out, "PNG")
    return out.getvalue()


def _mode(picture: Image.Image, kind: FileKind) -> str:
    if picture.mode in {"1", "L"}:
        return "L"
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return "RGBA" if has_alpha and kind is FileKind.PNG else "RGB"
