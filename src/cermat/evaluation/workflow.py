"""The life of a recommendation as a table."""

from enum import StrEnum

from cermat.lib.workflow import Move, Table


class RecommendationState(StrEnum):
    ASSIGNED = "ditetapkan"  # has an owner, form not filled in yet
    FILLED = "diisi"  # the owner filled in and signed the form
    PROOF = "bukti_diserahkan"
    VERIFIED = "terverifikasi"
    RETURNED = "dikembalikan"  # the proof does not suffice


class RecommendationVerb(StrEnum):
    FILL = "isi_formulir"
    HAND_IN = "serahkan_bukti"
    VERIFY = "verifikasi"
    RETURN = "kembalikan"


S, V = RecommendationState, RecommendationVerb
START = S.ASSIGNED
TABLE: Table[RecommendationState, RecommendationVerb] = {
    (S.ASSIGNED, V.FILL): Move(S.FILLED, "penanggung jawab mengisi dan menandatangani formulir"),
    (S.FILLED, V.HAND_IN): Move(S.PROOF, "penanggung jawab menyerahkan bukti dukung"),
    (S.RETURNED, V.HAND_IN): Move(S.PROOF, "penanggung jawab memperbaiki bukti dukung"),
    (S.PROOF, V.VERIFY): Move(S.VERIFIED, "pemeriksa menyatakan selesai"),
    (S.PROOF, V.RETURN): Move(S.RETURNED, "pemeriksa mengembalikan dengan alasan"),
}
OPEN = (S.ASSIGNED, S.FILLED, S.PROOF, S.RETURNED)
STATE_NAMES = {
    S.ASSIGNED: "Formulir belum diisi",
    S.FILLED: "Formulir terisi, menunggu bukti dukung",
    S.PROOF: "Bukti dukung diserahkan, menunggu verifikasi",
    S.VERIFIED: "Selesai, terverifikasi",
    S.RETURNED: "Bukti dukung dikembalikan",
}
