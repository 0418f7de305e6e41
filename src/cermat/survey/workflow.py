"""The states of a survey and of a suggestion, and the moves between them."""

from enum import StrEnum

from cermat.lib.workflow import Move, Table


class SurveyState(StrEnum):
    DRAFT = "draf"
    OPEN = "dibuka"
    PAUSED = "dijeda"
    CLOSED = "ditutup"  # waits for somebody else to confirm the result
    CONFIRMED = "disahkan"


class Verb(StrEnum):
    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    CORRECT = "correct"


class Remark(StrEnum):
    """What stands in the history too, but leaves the state as it is."""

    RESTORE = "restore"  # answers count again that were set aside in a result that somebody may have seen
    UNDO = "undo"  # an exclusion taken back that no seen result knew
    JOIN = "join_parts"  # services and channels are not told apart any more


TABLE: Table[SurveyState, Verb] = {
    (SurveyState.DRAFT, Verb.OPEN): Move(SurveyState.OPEN, "buka"),
    (SurveyState.OPEN, Verb.PAUSE): Move(SurveyState.PAUSED, "jeda"),
    (SurveyState.PAUSED, Verb.RESUME): Move(SurveyState.OPEN, "lanjutkan"),
    (SurveyState.OPEN, Verb.CLOSE): Move(SurveyState.CLOSED, "tutup"),
    (SurveyState.PAUSED, Verb.CLOSE): Move(SurveyState.CLOSED, "tutup"),
    (SurveyState.CLOSED, Verb.REOPEN): Move(SurveyState.PAUSED, "kembalikan untuk dilengkapi"),
    (SurveyState.CLOSED, Verb.CONFIRM): Move(SurveyState.CONFIRMED, "sahkan hasil"),
    (SurveyState.CONFIRMED, Verb.CORRECT): Move(SurveyState.CLOSED, "buka untuk koreksi"),
}

REFUSALS = {
    Verb.OPEN: "Survei ini sudah pernah dibuka. Muat ulang halaman ini untuk melihat keadaannya.",
    Verb.PAUSE: "Hanya survei yang sedang dibuka yang dapat dijeda. Muat ulang halaman ini.",
    Verb.RESUME: "Hanya survei yang sedang dijeda yang dapat dilanjutkan. Muat ulang halaman ini.",
    Verb.CLOSE: "Hanya survei yang dibuka atau dijeda yang dapat ditutup. Muat ulang halaman ini.",
    Verb.REOPEN: "Hanya survei yang ditutup dan belum disahkan yang dapat dikembalikan. Muat ulang halaman ini.",
    Verb.CONFIRM: "Hanya survei yang sudah ditutup yang dapat disahkan. Muat ulang halaman ini.",
    Verb.CORRECT: "Hanya hasil yang sudah disahkan yang dapat dibuka untuk koreksi. Muat ulang halaman ini.",
}


class Showing(StrEnum):
    """Whether the public sees a suggestion: not before somebody has read it."""

    NEW = "baru"
    SHOWN = "ditampilkan"
    HIDDEN = "disembunyikan"
