"""Who may do what, as a table to read: role → permission → how far it reaches.

Source of the roles: SOP 01/2021 of Kecamatan Nganjuk, column Pelaksana; of the climb of validation: docs/glossary.md.
"""

from enum import StrEnum, auto


class Role(StrEnum):
    CAMAT = auto()
    SEKCAM = auto()
    KASI = auto()
    KASUBBAG = auto()
    STAF = auto()
    LURAH = auto()
    KADES = auto()
    OPERATOR = auto()
    OBSERVER = auto()
    ADMIN = auto()


ROLE_NAMES = {
    Role.CAMAT: "Camat",
    Role.SEKCAM: "Sekretaris Camat",
    Role.KASI: "Kepala Seksi",
    Role.KASUBBAG: "Kepala Subbagian",
    Role.STAF: "Staf",
    Role.LURAH: "Lurah",
    Role.KADES: "Kepala Desa",
    Role.OPERATOR: "Operator Desa/Kelurahan",
    Role.OBSERVER: "Pengamat Kabupaten",
    Role.ADMIN: "Administrator",
}

# Roles of which a unit has one definitive holder at a time; Plt./Plh. may stand beside.
HEADS = (Role.CAMAT, Role.SEKCAM, Role.KASI, Role.KASUBBAG, Role.LURAH, Role.KADES)

# At which kinds of unit a role can be held (values of models.Kind).
ROLE_KINDS: dict[Role, frozenset[str]] = {
    Role.CAMAT: frozenset({"kecamatan"}),
    Role.SEKCAM: frozenset({"sekretariat"}),
    Role.KASI: frozenset({"seksi"}),
    Role.KASUBBAG: frozenset({"subbagian"}),
    Role.STAF: frozenset({"seksi", "sekretariat", "subbagian"}),
    Role.LURAH: frozenset({"kelurahan"}),
    Role.KADES: frozenset({"desa"}),
    Role.OPERATOR: frozenset({"desa", "kelurahan"}),
    Role.OBSERVER: frozenset({"kabupaten"}),
    Role.ADMIN: frozenset({"kecamatan"}),
}


class Permission(StrEnum):
    VIEW_CYCLE = auto()  # see the periods of a kecamatan, its board and its reports
    OPEN_CYCLE = auto()  # open and close a period, set its dates
    SORT_INDICATORS = auto()  # step 1: sort indicators to sections, make the register
    ACKNOWLEDGE_HANDOVER = auto()  # step 2: receipt of a section's requirements
    VALIDATE_REQUIREMENTS = auto()  # step 2: validate or send back the set of a section
    STAND_IN = auto()  # steps 2 and 3: check in the Camat's place what the Camat of that day has made (ADR 0008)
    VIEW_ENTRY = auto()  # see an answer sheet
    FILL_ENTRY = auto()  # step 3: type values, attach evidence
    APPROVE_ENTRY = auto()  # step 3: answer for a sheet and send it
    VALIDATE_ENTRY = auto()  # step 3: validate or send back
    CLOSE_COLLECTION = auto()  # step 3: close at the cut-off, open a correction
    COMPLETE_SECTION_REPORT = auto()  # step 3.: complete a section's Laporan Kinerja
    MERGE_REPORT = auto()  # step 3.: merge the sections' reports
    RECORD_FINDING = auto()  # step 4
    FINISH_EVALUATION = auto()  # step 4: the evaluation is done
    RUN_MEETING = auto()  # step 5: meeting, minutes, recommendations
    FILL_FOLLOW_UP = auto()  # step 5: fill in and sign the form, hand in proof
    VERIFY_FOLLOW_UP = auto()  # step 5: verify the proof
    CALCULATE = auto()  # step 6: run the calculation
    SIGN_MEASUREMENT = auto()  # step 6: a section signs its figures
    RECORD_PLAN = auto()  # targets, activities, budget realisation, opening balances
    PREPARE_PLAN = auto()  # write the draft of a year's plan
    ADOPT_PLAN = auto()  # put a draft of a plan in force
    SIGN_AGREEMENT = auto()  # sign one's own side of a Perjanjian Kinerja
    LOCK_YEAR = auto()  # lock a year once its report is handed in
    CORRECT_YEAR = auto()  # open a locked year for a correction, and lock it again
    RECORD_DOCUMENT = auto()  # put an official document (Renstra, IKU, Rencana Aksi) into the register
    VALIDATE_DOCUMENT = auto()  # validate a document of the register; never one's own
    VIEW_SURVEY = auto()  # see a survey, its progress and its result before the public does
    RUN_SURVEY = auto()  # prepare, open, pause and close a survey; counters, posters, codes, suggestions
    ENTER_SURVEY = auto()  # type paper sheets, import answers collected elsewhere
    CONFIRM_SURVEY = auto()  # exclude answers with a reason, confirm the result that somebody else closed
    MANAGE_PEOPLE = auto()  # users, assignments, succession
    MANAGE_OFFICE = auto()  # units, settings, holidays
    LOAD_DEFINITIONS = auto()  # SOP and indicator files
    VIEW_AUDIT = auto()


PERMISSION_NAMES = {
    Permission.VIEW_CYCLE: "Melihat periode, tahapan, dan laporan",
    Permission.OPEN_CYCLE: "Membuka periode dan menetapkan tanggalnya",
    Permission.SORT_INDICATORS: "Memilah indikator per seksi (tahapan 1)",
    Permission.ACKNOWLEDGE_HANDOVER: "Memberi tanda terima persyaratan (tahapan 2)",
    Permission.VALIDATE_REQUIREMENTS: "Memvalidasi persyaratan seksi (tahapan 2)",
    Permission.STAND_IN: "Memeriksa sebagai pengganti, bila Camat hari itu ikut membuatnya (tahapan 2 dan 3)",
    Permission.VIEW_ENTRY: "Melihat isian dan bukti dukung",
    Permission.FILL_ENTRY: "Mengisi dan melampirkan bukti dukung (tahapan 3)",
    Permission.APPROVE_ENTRY: "Menyetujui dan mengirim isian (tahapan 3)",
    Permission.VALIDATE_ENTRY: "Memvalidasi atau mengembalikan isian (tahapan 3)",
    Permission.CLOSE_COLLECTION: "Menutup pengumpulan dan membuka koreksi (tahapan 3)",
    Permission.COMPLETE_SECTION_REPORT: "Melengkapi Laporan Kinerja seksi (tahapan 3.)",
    Permission.MERGE_REPORT: "Menggabungkan Laporan Kinerja (tahapan 3.)",
    Permission.RECORD_FINDING: "Mencatat hasil monev (tahapan 4)",
    Permission.FINISH_EVALUATION: "Menyelesaikan monev (tahapan 4)",
    Permission.RUN_MEETING: "Menyelenggarakan rapat, notula, dan rekomendasi (tahapan 5)",
    Permission.FILL_FOLLOW_UP: "Mengisi formulir tindak lanjut dan bukti (tahapan 5)",
    Permission.VERIFY_FOLLOW_UP: "Memverifikasi tindak lanjut (tahapan 5)",
    Permission.CALCULATE: "Menghitung capaian kinerja (tahapan 6)",
    Permission.SIGN_MEASUREMENT: "Menandatangani pengukuran kinerja (tahapan 6)",
    Permission.RECORD_PLAN: "Mencatat target, kegiatan, anggaran, dan saldo awal",
    Permission.PREPARE_PLAN: "Menyusun draf perencanaan setahun",
    Permission.ADOPT_PLAN: "Memberlakukan draf perencanaan",
    Permission.SIGN_AGREEMENT: "Menandatangani Perjanjian Kinerja",
    Permission.LOCK_YEAR: "Mengunci tahun yang laporannya sudah diserahkan",
    Permission.CORRECT_YEAR: "Membuka tahun terkunci untuk koreksi",
    Permission.RECORD_DOCUMENT: "Memasukkan dokumen ke register",
    Permission.VALIDATE_DOCUMENT: "Memvalidasi dokumen orang lain",
    Permission.VIEW_SURVEY: "Melihat survei kepuasan dan hasilnya",
    Permission.RUN_SURVEY: "Menyiapkan, membuka, menjeda, dan menutup survei kepuasan",
    Permission.ENTER_SURVEY: "Mengetik lembar kuesioner dan mengimpor jawaban survei",
    Permission.CONFIRM_SURVEY: "Mengesampingkan jawaban survei dan mengesahkan hasilnya",
    Permission.MANAGE_PEOPLE: "Mengelola orang dan penugasan",
    Permission.MANAGE_OFFICE: "Mengelola unit, pilihan kantor, dan hari libur",
    Permission.LOAD_DEFINITIONS: "Memuat berkas SOP dan indikator",
    Permission.VIEW_AUDIT: "Melihat jejak perubahan",
}


class Reach(StrEnum):
    """How far a permission reaches from the unit of the assignment."""

    UNIT = auto()  # that unit and what lies below it
    SECTION = auto()  # the section (or Sekretariat) the unit belongs to, and what lies below it
    KECAMATAN = auto()  # the whole kecamatan
    REGION = auto()  # the unit's region and every kecamatan in it (read only)


REACH_NAMES = {
    Reach.UNIT: "unit",
    Reach.SECTION: "seksi",
    Reach.KECAMATAN: "kecamatan",
    Reach.REGION: "kabupaten",
}

P, R = Permission, Reach
EVERYBODY = {P.VIEW_CYCLE: R.KECAMATAN}
VILLAGE_SURVEY = {P.VIEW_SURVEY: R.UNIT, P.RUN_SURVEY: R.UNIT, P.ENTER_SURVEY: R.UNIT}

GRANTS: dict[Role, dict[Permission, Reach]] = {
    Role.CAMAT: EVERYBODY
    | {
        P.VIEW_ENTRY: R.KECAMATAN,
        P.VALIDATE_REQUIREMENTS: R.KECAMATAN,
        P.VALIDATE_ENTRY: R.KECAMATAN,  # only what Sekcam made; the action asks whose sheet it is
        P.RECORD_FINDING: R.KECAMATAN,
        P.FINISH_EVALUATION: R.KECAMATAN,
        P.VERIFY_FOLLOW_UP: R.KECAMATAN,
        P.SIGN_MEASUREMENT: R.KECAMATAN,
        P.ADOPT_PLAN: R.KECAMATAN,
        P.SIGN_AGREEMENT: R.KECAMATAN,
        P.LOCK_YEAR: R.KECAMATAN,
        P.CORRECT_YEAR: R.KECAMATAN,
        P.VALIDATE_DOCUMENT: R.KECAMATAN,
        P.VIEW_SURVEY: R.KECAMATAN,
        P.CONFIRM_SURVEY: R.KECAMATAN,
        P.VIEW_AUDIT: R.KECAMATAN,
    },
    Role.SEKCAM: EVERYBODY
    | {
        P.OPEN_CYCLE: R.KECAMATAN,
        P.SORT_INDICATORS: R.KECAMATAN,
        P.ACKNOWLEDGE_HANDOVER: R.SECTION,
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.SECTION,
        P.APPROVE_ENTRY: R.SECTION,
        P.VALIDATE_ENTRY: R.KECAMATAN,
        P.CLOSE_COLLECTION: R.KECAMATAN,
        P.COMPLETE_SECTION_REPORT: R.SECTION,
        P.MERGE_REPORT: R.KECAMATAN,
        P.RECORD_FINDING: R.KECAMATAN,
        P.FINISH_EVALUATION: R.KECAMATAN,
        P.RUN_MEETING: R.KECAMATAN,
        P.FILL_FOLLOW_UP: R.SECTION,
        P.VERIFY_FOLLOW_UP: R.KECAMATAN,
        P.CALCULATE: R.KECAMATAN,
        P.SIGN_MEASUREMENT: R.SECTION,
        P.RECORD_PLAN: R.KECAMATAN,
        P.PREPARE_PLAN: R.KECAMATAN,
        P.SIGN_AGREEMENT: R.SECTION,
        P.LOCK_YEAR: R.KECAMATAN,
        P.RECORD_DOCUMENT: R.KECAMATAN,
        P.VALIDATE_DOCUMENT: R.KECAMATAN,
        P.VIEW_SURVEY: R.KECAMATAN,
        P.CONFIRM_SURVEY: R.KECAMATAN,
        P.VIEW_AUDIT: R.KECAMATAN,
    },
    Role.KASI: EVERYBODY
    | {
        P.STAND_IN: R.KECAMATAN,
        P.ACKNOWLEDGE_HANDOVER: R.SECTION,
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.SECTION,
        P.APPROVE_ENTRY: R.SECTION,
        P.VALIDATE_ENTRY: R.SECTION,
        P.COMPLETE_SECTION_REPORT: R.SECTION,
        P.FILL_FOLLOW_UP: R.SECTION,
        P.VERIFY_FOLLOW_UP: R.SECTION,
        P.SIGN_MEASUREMENT: R.SECTION,
        P.VIEW_SURVEY: R.KECAMATAN,
        P.RUN_SURVEY: R.SECTION,
        P.ENTER_SURVEY: R.SECTION,
        P.RECORD_PLAN: R.SECTION,
        P.SIGN_AGREEMENT: R.SECTION,
        P.RECORD_DOCUMENT: R.SECTION,
    },
    Role.KASUBBAG: EVERYBODY
    | {
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.SECTION,
        P.VALIDATE_ENTRY: R.SECTION,
        P.COMPLETE_SECTION_REPORT: R.SECTION,
        P.FILL_FOLLOW_UP: R.SECTION,
        P.VIEW_SURVEY: R.KECAMATAN,
        P.RECORD_PLAN: R.SECTION,
        P.PREPARE_PLAN: R.KECAMATAN,  # as the documents below
        P.RECORD_DOCUMENT: R.KECAMATAN,  # Subbagian Perencanaan keeps the planning documents of the whole office
    },
    Role.STAF: EVERYBODY
    | {
        P.VIEW_ENTRY: R.KECAMATAN,
        P.VIEW_SURVEY: R.KECAMATAN,
        P.ENTER_SURVEY: R.SECTION,
        P.FILL_ENTRY: R.KECAMATAN,  # for the section, and for a desa/kelurahan that reported by letter
    },
    Role.LURAH: EVERYBODY
    | VILLAGE_SURVEY
    | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.APPROVE_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.KADES: EVERYBODY
    | VILLAGE_SURVEY
    | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.APPROVE_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.OPERATOR: EVERYBODY | VILLAGE_SURVEY | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.OBSERVER: {P.VIEW_CYCLE: R.REGION, P.VIEW_ENTRY: R.REGION, P.VIEW_SURVEY: R.REGION},
    Role.ADMIN: {
        P.VIEW_CYCLE: R.KECAMATAN,
        P.MANAGE_PEOPLE: R.KECAMATAN,
        P.MANAGE_OFFICE: R.KECAMATAN,
        P.LOAD_DEFINITIONS: R.KECAMATAN,
        P.PREPARE_PLAN: R.KECAMATAN,
        P.ADOPT_PLAN: R.KECAMATAN,
        P.VIEW_AUDIT: R.KECAMATAN,
    },
}
