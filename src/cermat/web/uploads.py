"""How files come in: to the disk, never whole into memory, and no further than the limit."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Counts every byte of a file but keeps only those up to the limit (and one more chunk).

    The rest of the form is read to its end, so the page can say at the field how large the file was and put
    everything else back.
    """

    kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.kept <= settings.UPLOAD_MAX_BYTES:
            self.file.write(raw_data)
            self.kept += len(raw_data)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | None:
        """`file_size` is what was sent, also where less was kept."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
