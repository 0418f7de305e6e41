"""The states of a document in the register, and of a file on its way."""

from enum import StrEnum, auto

from cermat.lib.workflow import Move, Table


class DocumentState(StrEnum):
    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"
    VALIDATED = "validated"


class UploadState(StrEnum):
    OPEN = "terbuka"  # pieces arrive
    HELD = "ditahan"  # whole, and it lists persons: the person who sent it decides
    DONE = "selesai"


class Verb(StrEnum):
    FINISH = auto()
    FAIL = auto()
    RETRY = auto()
    VALIDATE = auto()


MOVES: Table[DocumentState, Verb] = {
    (DocumentState.QUEUED, Verb.FINISH): Move(DocumentState.READY, "selesai dibuat"),
    (DocumentState.QUEUED, Verb.FAIL): Move(DocumentState.FAILED, "gagal dibuat"),
    (DocumentState.FAILED, Verb.RETRY): Move(DocumentState.QUEUED, "buat lagi"),
    (DocumentState.READY, Verb.VALIDATE): Move(DocumentState.VALIDATED, "validasi"),
}
