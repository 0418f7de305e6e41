"""Every change to stored files and to the register of documents."""

from cermat.documents.actions.files import (
    checked_content,
    forget_upload,
    found_in,
    inspect_uploads,
    store_bytes,
    store_upload,
    sweep_orphans,
)
from cermat.documents.actions.register import (
    fail_document,
    file_document,
    finish_document,
    request_document,
    retry_document,
    validate_document,
)
from cermat.documents.actions.uploads import (
    PIECE,
    Announced,
    arrived,
    begin_upload,
    drop_upload,
    finish_upload,
    hold_file,
    hold_upload,
    locked_upload,
    sweep_uploads,
    take_piece,
)

__all__ = [
    "PIECE",
    "Announced",
    "arrived",
    "begin_upload",
    "checked_content",
    "drop_upload",
    "fail_document",
    "file_document",
    "finish_document",
    "finish_upload",
    "forget_upload",
    "found_in",
    "hold_file",
    "hold_upload",
    "inspect_uploads",
    "locked_upload",
    "request_document",
    "retry_document",
    "store_bytes",
    "store_upload",
    "sweep_orphans",
    "sweep_uploads",
    "take_piece",
    "validate_document",
]
