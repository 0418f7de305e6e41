"""The person with their posts and the running cycles they see: read once, used by every source of tasks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cermat.organisation.models import Assignment, Unit, User
from cermat.organisation.permissions import GRANTS, Permission, Role
from cermat.organisation.queries import assignments_of, reaches, section_of, top_rungs
from cermat.periods.formula import Calendar
from cermat.periods.queries import calendar_of
from cermat.sop.models import ActorRun, Cycle, CycleState, StepRun
from cermat.sop.queries import cycles_visible_to
from cermat.sop.workflow import Actor

HOLDERS = {
    Actor.CAMAT: {Role.CAMAT},
    Actor.SEKCAM: {Role.SEKCAM},
    Actor.KASI: {Role.KASI, Role.SEKCAM},  # Sekcam leads the Sekretariat's part
    Actor.STAF: {Role.STAF},
    Actor.VILLAGE: {Role.LURAH, Role.KADES, Role.OPERATOR},
}


@dataclass
class Desk:
    user: User
    day: date

    @cached_property
    def posts(self) -> list[Assignment]:
        return assignments_of(self.user, self.day)

    @cached_property
    def home(self) -> Unit | None:
        """The kecamatan the person works in; None for somebody of the kabupaten."""
        return next((post.unit.kecamatan for post in self.posts if post.unit.kecamatan), None)

    @cached_property
    def cycles(self) -> list[Cycle]:
        """Running cycles of the own kecamatan with their steps and parts, the oldest first."""
        if self.home is None:
            return []
        running = cycles_visible_to(self.user, self.day).filter(state=CycleState.RUNNING, kecamatan=self.home)
        return list(running.prefetch_related("steps__actors__unit").order_by("year", "month_number"))

    @cached_property
    def calendar(self) -> Calendar:
        assert self.home is not None
        return calendar_of(self.home)

    @cached_property
    def top(self) -> list[frozenset[int]]:
        """The top of the climb of validation: Camat, then who stands in."""
        return [] if self.home is None else top_rungs(self.home, self.day)

    def holds(self, permission: Permission) -> bool:
        return any(permission in GRANTS[Role(post.role)] for post in self.posts)

    def may(self, permission: Permission, unit: Unit) -> bool:
        """Whether one of the person's posts grants this at `unit`."""
        return any(
            reaches(post, GRANTS[Role(post.role)][permission], unit)
            for post in self.posts
            if permission in GRANTS[Role(post.role)]
        )

    def owns(self, part: ActorRun) -> bool:
        """Whether this part of a step is the person's."""
        roles = HOLDERS[Actor(part.actor)]
        if part.actor in {Actor.CAMAT, Actor.SEKCAM}:
            return any(post.role in roles for post in self.posts)
        return any(post.role in roles and section_of(post.unit).pk == part.unit_id for post in self.posts)

    def parts(self, step: StepRun) -> list[ActorRun]:
        """The person's own unfinished parts of a step."""
        return [part for part in step.actors.all() if part.finished_at is None and self.owns(part)]
