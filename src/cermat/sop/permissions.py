"""Whose hands an actor of the SOP has: which roles act as it. Pure."""

from cermat.organisation.permissions import Role
from cermat.sop.workflow import Actor

ACTOR_ROLES: dict[Actor, frozenset[Role]] = {
    Actor.CAMAT: frozenset({Role.CAMAT}),
    Actor.SEKCAM: frozenset({Role.SEKCAM}),
    # Sekcam and Kasubbag for the Sekretariat; staf work on behalf of the head of their section.
    Actor.KASI: frozenset({Role.KASI, Role.SEKCAM, Role.KASUBBAG, Role.STAF}),
    Actor.STAF: frozenset({Role.STAF}),
    # Staf of the kecamatan type in what a desa/kelurahan reported by letter or telephone.
    Actor.VILLAGE: frozenset({Role.LURAH, Role.KADES, Role.OPERATOR, Role.STAF}),
}
ONLOOKERS = frozenset({Role.OBSERVER, Role.ADMIN})  # see a cycle, never work in it
