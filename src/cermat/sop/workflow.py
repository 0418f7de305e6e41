"""The works a step can have, its states, and which step follows which. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cermat.lib.workflow import Move

END = "selesai"  # a decision may lead to the end of the procedure


class Work(StrEnum):
    """Pekerjaan: what happens in a step. The room that owns a work finishes its step; two are finished here."""

    SORTING = "pemilahan"
    HANDOVER = "penyerahan"
    COLLECTION = "pengumpulan"
    COMPLETION = "pengisian"
    EVALUATION = "monev"
    FOLLOW_UP = "tindak_lanjut"
    CALCULATION = "penghitungan"
    CONFIRMATION = "konfirmasi"
    DECISION = "keputusan"


REPEATABLE = frozenset({Work.CONFIRMATION, Work.DECISION})  # every other work stands at most once in an SOP


class Actor(StrEnum):
    """Columns of Pelaksana."""

    CAMAT = "camat"
    SEKCAM = "sekcam"
    KASI = "kasi"
    STAF = "staf"
    VILLAGE = "desa_kelurahan"


SINGLE_ACTORS = frozenset({Actor.CAMAT, Actor.SEKCAM})  # one person of the kecamatan, so able to decide
ACTOR_NAMES = {
    Actor.CAMAT: "Camat",
    Actor.SEKCAM: "Sekcam",
    Actor.KASI: "Kasi",
    Actor.STAF: "Staf",
    Actor.VILLAGE: "Desa/Kelurahan",
}


WORK_NEEDS: Mapping[Work, frozenset[Actor]] = {  # all of them must be among the actors: their role alone can do it
    Work.SORTING: frozenset({Actor.SEKCAM}),
    Work.HANDOVER: frozenset({Actor.CAMAT}),
    Work.COMPLETION: frozenset({Actor.SEKCAM, Actor.KASI}),
    Work.CALCULATION: frozenset({Actor.SEKCAM}),
}
WORK_NEEDS_ONE: Mapping[Work, frozenset[Actor]] = {  # one of them must be
    Work.COLLECTION: frozenset({Actor.KASI, Actor.VILLAGE}),
    Work.EVALUATION: frozenset({Actor.CAMAT, Actor.SEKCAM}),
    Work.FOLLOW_UP: frozenset({Actor.KASI, Actor.VILLAGE}),
}
WORK_TAKES_ONLY: Mapping[Work, frozenset[Actor]] = {  # nobody else has a part that could end
    Work.EVALUATION: frozenset({Actor.CAMAT, Actor.SEKCAM}),
}


class CycleState(StrEnum):
    RUNNING = "berjalan"
    CLOSED = "ditutup"


class StepState(StrEnum):
    WAITING = "menunggu"
    READY = "siap"
    STARTED = "berjalan"
    FINISHED = "selesai"
    PASSED = "dilewati"  # a decision led past it


class StepVerb(StrEnum):
    READY = "ready"
    START = "started"
    FINISH = "finished"
    LEAVE_OUT = "passed"
    REOPEN = "reopened"


STEP_TABLE: Mapping[tuple[StepState, StepVerb], Move[StepState]] = {
    (StepState.WAITING, StepVerb.READY): Move(StepState.READY, "tahapan sebelumnya selesai"),
    (StepState.WAITING, StepVerb.LEAVE_OUT): Move(StepState.PASSED, "keputusan memilih jalan lain"),
    (StepState.READY, StepVerb.START): Move(StepState.STARTED, "pelaksana pertama mulai"),
    (StepState.STARTED, StepVerb.FINISH): Move(StepState.FINISHED, "pekerjaannya selesai"),
    (StepState.FINISHED, StepVerb.REOPEN): Move(StepState.STARTED, "periode dibuka kembali untuk koreksi"),
}
OPEN_STATES = frozenset({StepState.READY, StepState.STARTED})
ENDED_STATES = frozenset({StepState.FINISHED, StepState.PASSED})


@dataclass(frozen=True)
class Way:
    """Where a step leads: to the steps named (two for a decision), else to the one below it."""

    key: str
    on_yes: str = ""
    on_no: str = ""
    then: str = ""


def after(ways: Sequence[Way], key: str, outcome: str = "") -> str:
    """The key of the step that follows `key`, or END. `outcome` is ya or tidak where `key` is a decision."""
    keys = [way.key for way in ways]
    index = keys.index(key)
    way = ways[index]
    if way.on_yes:
        return way.on_yes if outcome == "ya" else way.on_no
    if way.then:
        return way.then
    return keys[index + 1] if index + 1 < len(keys) else END


def reachable(ways: Sequence[Way], start: str) -> frozenset[str]:
    """The steps that may still come from `start` on, itself included, through either way of later decisions."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == END or key in found:
            continue
        found.add(key)
        waiting += {after(ways, key, "ya"), after(ways, key, "tidak")}
    return frozenset(found)


def steps_before(ways: Sequence[Way], key: str) -> tuple[str, ...]:
    """The steps that lead directly to `key`."""
    return tuple(way.key for way in ways if key in {after(ways, way.key, "ya"), after(ways, way.key, "tidak")})
