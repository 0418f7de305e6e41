"""The life of a section's set of requirements in step 2 (SOP: Penyerahan persyaratan data kinerja)."""

from enum import StrEnum

from cermat.lib.workflow import Move, Table


class HandoverState(StrEnum):
    HANDED = "diserahkan"
    ACKNOWLEDGED = "diterima"
    VALIDATED = "tervalidasi"
    SENT_BACK = "dikembalikan"


class HandoverVerb(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    VALIDATE = "validate"
    SEND_BACK = "send_back"
    HAND_OVER = "hand_over"


S, V = HandoverState, HandoverVerb

HANDOVERS: Table[HandoverState, HandoverVerb] = {
    (S.HANDED, V.ACKNOWLEDGE): Move(S.ACKNOWLEDGED, "kasi menerima"),
    (S.ACKNOWLEDGED, V.VALIDATE): Move(S.VALIDATED, "Camat memvalidasi"),
    (S.ACKNOWLEDGED, V.SEND_BACK): Move(S.SENT_BACK, "Camat mengembalikan"),
    (S.HANDED, V.SEND_BACK): Move(S.SENT_BACK, "Camat mengembalikan"),
    (S.SENT_BACK, V.HAND_OVER): Move(S.HANDED, "Sekcam menyerahkan lagi"),
    (S.HANDED, V.HAND_OVER): Move(S.HANDED, "Sekcam menyerahkan lagi"),
    (S.ACKNOWLEDGED, V.HAND_OVER): Move(S.HANDED, "isinya berubah"),
    (S.VALIDATED, V.HAND_OVER): Move(S.HANDED, "isinya berubah"),
}
