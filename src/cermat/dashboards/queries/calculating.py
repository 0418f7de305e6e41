"""Step 6, whose turn it is: activities are reported, figures calculated, sections with figures sign, it is finished."""

from enum import StrEnum

from cermat.measurement.queries import activity_rows, latest_run, unsigned_sections
from cermat.sop.models import ActorRun, Cycle
from cermat.sop.workflow import Actor


class Turn(StrEnum):
    REPORT_ACTIVITIES = "isi_kegiatan"
    CALCULATE = "hitung"
    SIGN = "tanda_tangan"
    FINISH = "selesaikan_hitungan"


def turn_of(cycle: Cycle, part: ActorRun) -> Turn | None:
    """What the holder of this part of the step can do now; None while it is somebody else's turn."""
    run = latest_run(cycle, provisional=False)
    if part.actor == Actor.SEKCAM:
        if run is None:
            return Turn.CALCULATE
        return None if unsigned_sections(run) else Turn.FINISH
    if run is not None:
        return Turn.SIGN if part.unit_id in {section.pk for section in unsigned_sections(run)} else None
    rows = activity_rows(cycle, {part.unit_id} if part.unit_id else set())
    return Turn.REPORT_ACTIVITIES if any(report is None for _activity, report in rows) else None
