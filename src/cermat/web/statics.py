"""Static files as they are sent: named by their content, packed beforehand, our own without comments."""

from pathlib import PurePath

from django.apps import apps
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cermat.lib.lean import BY_ENDING, lean


def is_ours(name: str) -> bool:
    path = PurePath(name)
    room = apps.app_configs.get(path.parts[0])
    return path.suffix in BY_ENDING and room is not None and room.name.startswith("cermat.")


class LeanStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise tells no types
    def _save(self, name: str, content: "File[bytes]") -> str:
        if is_ours(name):
            plain = b"".join(content.chunks()).decode()  # from its beginning: it may have been read before
            content = ContentFile(lean(plain, PurePath(name).suffix).encode(), name=name)
        saved: str = super()._save(name, content)
        return saved
