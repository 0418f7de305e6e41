"""Every change to stored files and to the register of documents."""

from cermat.documents.actions.files import (
    checked_content,
    forget_upload,
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

__all__ = [
    "checked_content",
    "fail_document",
    "file_document",
    "finish_document",
    "forget_upload",
    "inspect_uploads",
    "request_document",
    "retry_document",
    "store_bytes",
    "store_upload",
    "sweep_orphans",
    "validate_document",
]
