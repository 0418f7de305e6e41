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


class Permission(StrEnum):
    VIEW_CYCLE = auto()  # see the periods of a kecamatan, its board and its reports
    OPEN_CYCLE = auto()  # open and close a period, set its dates
    SORT_INDICATORS = auto()  # step 1: sort indicators to sections, make the register
    ACKNOWLEDGE_HANDOVER = auto()  # step 2: receipt of a section's requirements
    VALIDATE_REQUIREMENTS = auto()  # step 2: validate or send back the set of a section
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
    MANAGE_PEOPLE = auto()  # users, assignments, succession
    MANAGE_OFFICE = auto()  # units, settings, holidays
    LOAD_DEFINITIONS = auto()  # SOP and indicator files
    VIEW_AUDIT = auto()


class Reach(StrEnum):
    """How far a permission reaches from the unit of the assignment."""

    UNIT = auto()  # that unit and what lies below it
    SECTION = auto()  # the section (or Sekretariat) the unit belongs to, and what lies below it
    KECAMATAN = auto()  # the whole kecamatan
    REGION = auto()  # the unit's region and every kecamatan in it (read only)


P, R = Permission, Reach
EVERYBODY = {P.VIEW_CYCLE: R.KECAMATAN}

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
        P.VIEW_AUDIT: R.KECAMATAN,
    },
    Role.KASI: EVERYBODY
    | {
        P.ACKNOWLEDGE_HANDOVER: R.SECTION,
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.SECTION,
        P.APPROVE_ENTRY: R.SECTION,
        P.VALIDATE_ENTRY: R.SECTION,
        P.COMPLETE_SECTION_REPORT: R.SECTION,
        P.FILL_FOLLOW_UP: R.SECTION,
        P.VERIFY_FOLLOW_UP: R.SECTION,
        P.SIGN_MEASUREMENT: R.SECTION,
        P.RECORD_PLAN: R.SECTION,
    },
    Role.KASUBBAG: EVERYBODY
    | {
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.SECTION,
        P.VALIDATE_ENTRY: R.SECTION,
        P.COMPLETE_SECTION_REPORT: R.SECTION,
        P.FILL_FOLLOW_UP: R.SECTION,
        P.RECORD_PLAN: R.SECTION,
    },
    Role.STAF: EVERYBODY
    | {
        P.VIEW_ENTRY: R.KECAMATAN,
        P.FILL_ENTRY: R.KECAMATAN,  # for the section, and for a desa/kelurahan that reported by letter
    },
    Role.LURAH: EVERYBODY
    | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.APPROVE_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.KADES: EVERYBODY
    | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.APPROVE_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.OPERATOR: EVERYBODY | {P.VIEW_ENTRY: R.UNIT, P.FILL_ENTRY: R.UNIT, P.FILL_FOLLOW_UP: R.UNIT},
    Role.OBSERVER: {P.VIEW_CYCLE: R.REGION, P.VIEW_ENTRY: R.REGION},
    Role.ADMIN: {
        P.VIEW_CYCLE: R.KECAMATAN,
        P.MANAGE_PEOPLE: R.KECAMATAN,
        P.MANAGE_OFFICE: R.KECAMATAN,
        P.LOAD_DEFINITIONS: R.KECAMATAN,
        P.VIEW_AUDIT: R.KECAMATAN,
    },
}
