"""The pages under Ringkasan in words: the office, what is late, one's section, one's desa or kelurahan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cermat.dashboards.presenters.numbers import Number, numbers_of
from cermat.dashboards.presenters.tasks import TaskLine, task_lines
from cermat.dashboards.queries import Desk, Office, Task, own_sections, own_villages
from cermat.measurement.models import Figure
from cermat.measurement.presenters import outlook_view, target_text
from cermat.organisation.permissions import Permission, Role
from cermat.requirements.queries import RegisterLine

LEADERS = {Role.CAMAT, Role.SEKCAM, Role.KASUBBAG}
FEW_TASKS = 5


@dataclass(frozen=True)
class Tab:
    name: str
    url: str
    is_here: bool


def tabs_of(desk: Desk, here: str) -> list[Tab]:
    """Tugas Saya first, then the overviews that are this person's; nobody with only tasks sees a row of one."""
    roles = {Role(post.role) for post in desk.posts}
    pages = [("home", "Tugas Saya", True)]
    pages += [("office", "Ringkasan", bool(roles & LEADERS))]
    pages += [("late", "Terlambat", desk.holds(Permission.FINISH_EVALUATION))]
    pages += [("section", "Indikator saya", bool(own_sections(desk)))]
    pages += [("village", "Bulan saya", bool(own_villages(desk)))]
    pages += [("office", "Ringkasan kantor", Role.KASI in roles and not roles & LEADERS)]
    shown = [Tab(name, reverse(f"dashboards:{page}"), page == here) for page, name, is_theirs in pages if is_theirs]
    return shown if len(shown) > 1 else []


@dataclass(frozen=True)
class Threat:
    """Something that will not be reached, or may not be; and what would still help."""

    name: str
    url: str
    word: str
    tone: str
    detail: str


@dataclass(frozen=True)
class OfficeView:
    numbers: list[Number]
    threats: list[Threat]
    is_forecast: bool  # whether any calculation stands behind the list
    lines: list[TaskLine]
    more: int  # tasks that are not shown
    provisional: str


def office_view(office: Office, tasks: list[Task], today: date) -> OfficeView:
    run = office.standing.run
    return OfficeView(
        numbers=numbers_of(office, today),
        threats=[*_unfilled(office.unfilled), *(threat for row in office.threats for threat in _threat(row))],
        is_forecast=run is not None,
        lines=task_lines(tasks[:FEW_TASKS], today),
        more=max(len(tasks) - FEW_TASKS, 0),
        provisional=f"Angka {run.cycle.month.name} masih sementara." if run and run.is_provisional else "",
    )


def _unfilled(lines: Iterable[RegisterLine]) -> list[Threat]:
    """Warning 2 of the SOP: what is due and empty makes its indicators not achieved."""
    return [
        Threat(
            name=line.requirement.name,
            url=reverse("requirements:register", args=[line.requirement.cycle_id]),
            word="Belum terisi",
            tone="late",
            detail=f"{line.requirement.section} · {line.counted} dari {line.of} ada; selama kosong, indikatornya "
            "tidak tercapai – data tidak tersedia",
        )
        for line in lines
    ]


def _threat(figure: Figure) -> list[Threat]:
    """In the words of the figure's own page: what is expected, and what is still needed."""
    told = outlook_view(figure)
    if told is None:
        return []
    words = "perkiraan akhir tahun", told.expected, told.unit, f"({told.interval})"
    expected = " ".join(filter(None, words)) if told.expected else ""
    detail = " · ".join(part for part in (f"target {target_text(figure)}", expected, told.needed) if part)
    url = reverse("measurement:figure", args=[figure.pk])
    return [Threat(f"{figure.code} {figure.name}", url, told.word, told.tone, detail)]
