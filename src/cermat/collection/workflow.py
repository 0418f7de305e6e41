"""The states of an answer sheet and the moves between them."""

from enum import StrEnum

from cermat.lib.workflow import Move, Table


class EntryState(StrEnum):
    DRAFT = "draf"
    SENT = "terkirim"
    SENT_BACK = "dikembalikan"
    VALIDATED = "tervalidasi"


class Verb(StrEnum):
    SAVE = "save"
    HAND_BACK = "hand_back"
    SEND = "send"
    SEND_BACK = "send_back"
    VALIDATE = "validate"
    REOPEN = "reopen"


TABLE: Table[EntryState, Verb] = {
    (EntryState.DRAFT, Verb.SAVE): Move(EntryState.DRAFT, "simpan draf"),
    (EntryState.DRAFT, Verb.HAND_BACK): Move(EntryState.DRAFT, "pimpinan mengembalikan kepada operator"),
    (EntryState.DRAFT, Verb.SEND): Move(EntryState.SENT, "setujui dan kirim"),
    (EntryState.SENT, Verb.SEND_BACK): Move(EntryState.SENT_BACK, "kembalikan untuk diperbaiki"),
    (EntryState.SENT_BACK, Verb.SAVE): Move(EntryState.SENT_BACK, "simpan perbaikan"),
    (EntryState.SENT_BACK, Verb.HAND_BACK): Move(EntryState.SENT_BACK, "pimpinan mengembalikan kepada operator"),
    (EntryState.SENT_BACK, Verb.SEND): Move(EntryState.SENT, "setujui dan kirim lagi"),
    (EntryState.SENT, Verb.VALIDATE): Move(EntryState.VALIDATED, "validasi"),
    (EntryState.VALIDATED, Verb.REOPEN): Move(EntryState.DRAFT, "buka untuk koreksi"),
}

REFUSALS = {
    Verb.SAVE: "Isian ini sudah dikirim dan tidak dapat diubah. Mintalah pemeriksa mengembalikannya lebih dahulu.",
    Verb.HAND_BACK: "Isian ini sudah dikirim. Yang mengembalikannya sekarang adalah pemeriksanya.",
    Verb.SEND: "Isian ini sudah dikirim. Tidak perlu dikirim lagi.",
    Verb.SEND_BACK: "Hanya isian yang berstatus terkirim yang dapat dikembalikan. Muat ulang halaman ini.",
    Verb.VALIDATE: "Hanya isian yang berstatus terkirim yang dapat divalidasi. Muat ulang halaman ini.",
    Verb.REOPEN: "Hanya isian yang sudah tervalidasi yang dapat dibuka untuk koreksi.",
}


class WorkbookState(StrEnum):
    """Of a filled workbook that came back."""

    READING = "dibaca"
    WAITING = "pratinjau"
    APPLYING = "diterapkan"
    DONE = "selesai"
    DROPPED = "dibatalkan"
    REFUSED = "ditolak"


class WorkbookVerb(StrEnum):
    SHOW = "show"
    REFUSE = "refuse"
    APPLY = "apply"
    FINISH = "finish"
    DROP = "drop"


WORKBOOK_TABLE: Table[WorkbookState, WorkbookVerb] = {
    (WorkbookState.READING, WorkbookVerb.SHOW): Move(WorkbookState.WAITING, "perubahan dan kekeliruan tampil"),
    (WorkbookState.READING, WorkbookVerb.REFUSE): Move(WorkbookState.REFUSED, "bukan buku kerja periode ini"),
    (WorkbookState.READING, WorkbookVerb.DROP): Move(WorkbookState.DROPPED, "batalkan"),
    (WorkbookState.WAITING, WorkbookVerb.APPLY): Move(WorkbookState.APPLYING, "terapkan"),
    (WorkbookState.WAITING, WorkbookVerb.DROP): Move(WorkbookState.DROPPED, "batalkan"),
    (WorkbookState.APPLYING, WorkbookVerb.FINISH): Move(WorkbookState.DONE, "semua yang dapat diterapkan tersimpan"),
    (WorkbookState.APPLYING, WorkbookVerb.SHOW): Move(WorkbookState.WAITING, "ada yang berubah lagi, atau dihentikan"),
}
ENDED = [WorkbookState.DONE, WorkbookState.DROPPED, WorkbookState.REFUSED]
