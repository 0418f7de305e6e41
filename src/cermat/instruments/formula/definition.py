"""An instrument: items in groups, how each level adds up, the classes of its index. `schema` makes it of YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any


class ItemKind(StrEnum):
    """What is answered in an item, and how the answer becomes points."""

    CHOICE = "pilihan"  # one of the options, each with its score
    NUMBER = "angka"  # a measured number; the first band that fits gives the score
    DOCUMENT = "dokumen"  # there (1) or not (0)
    EVIDENCE = "bukti"  # sum of the accepted pieces of evidence
    STEPS = "langkah"  # one of the allowed totals
    ALL_OR_NOTHING = "penuh"  # the maximum, or 0
    LETTER = "huruf"  # A-D or Y/T, each with its score
    POINTS = "nilai"  # points given directly, within bounds


class AnsweredBy(StrEnum):
    ONE = "satu_lembar"
    ASSESSORS = "penilai"  # every assessor scores every item
    RESPONDENTS = "responden"  # many; each may leave gaps


class Method(StrEnum):
    """How the values of a level become the value of the level above."""

    SUM = "jumlah"
    MEAN = "rata_rata"
    SHARE = "bagian_dari_maksimum"  # sum over the highest possible sum
    WEIGHTED_SUM = "jumlah_berbobot"
    WEIGHTED_MEAN = "rata_rata_berbobot"
    GRADED = "gradasi"  # mean of the items -> band -> grade; the group is worth weight x grade / 100


class Missing(StrEnum):
    """What an unanswered item means."""

    NO_INDEX = "tanpa_indeks"  # the index cannot be computed; known groups are still told
    SKIP = "lewati"  # the mean runs over those that are there
    ABSENT = "belum_ada"  # not there until somebody says so (documents); it is named all the same


@dataclass(frozen=True)
class Option:
    answer: str  # what is typed or chosen: "4", "A", "ya"
    score: Fraction
    label: str = ""
    advice: str = ""  # what the ministry recommends at this level


@dataclass(frozen=True)
class Band:
    """Bands are tried in order; the first that the number does not exceed gives the score."""

    score: Fraction
    up_to: Fraction | None = None  # None: all that is left
    inclusive: bool = True

    def holds(self, number: Fraction) -> bool:
        return self.up_to is None or number < self.up_to or (self.inclusive and number == self.up_to)


@dataclass(frozen=True)
class Item:
    code: str
    name: str
    kind: ItemKind
    group: str = ""  # "" stands directly under the index
    section: str = ""  # heading on the sheet, without a part in the sum
    lowest: Fraction = Fraction(0)
    highest: Fraction = Fraction(1)
    decimals: int = 0  # that may be typed for POINTS and NUMBER
    weight: Fraction = Fraction(1)
    options: tuple[Option, ...] = ()  # also the described levels of POINTS
    bands: tuple[Band, ...] = ()  # of NUMBER; of POINTS: how a measured number suggests the points
    measure: str = ""  # what the bands are held against: "waktu tempuh (menit)"
    steps: tuple[Fraction, ...] = ()
    pieces: Mapping[str, Fraction] = field(default_factory=dict)  # evidence letter -> points
    may_not_apply: bool = False
    applies_to: frozenset[str] = frozenset()  # kinds of subject; empty: all of the instrument
    frequency: str = ""
    due_months: tuple[int, ...] = ()  # empty: always
    details: Mapping[str, str] = field(default_factory=dict)  # legal source, who carries it out, responsible section


@dataclass(frozen=True)
class Grade:
    """A class: everything from `start` (after rounding) up to the next one. `label` is print only."""

    code: str
    name: str
    start: Decimal
    label: str = ""


@dataclass(frozen=True)
class Step:
    """A grade of a graded group: reached when the share (percent) is above `above`. None: only a person gives it."""

    code: str
    value: Fraction
    above: Fraction | None = None
    label: str = ""


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    method: Method
    parent: str = ""
    weight: Fraction = Fraction(1)
    may_be_given: bool = False  # its value may come directly, instead of its items
    steps: tuple[Step, ...] = ()  # of GRADED, best first; a step with `above` -1 catches 0
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    name: str
    method: Method
    factor: Fraction = Fraction(1)
    decimals: int = 2
    group_decimals: int = 2
    weights_total: Fraction | None = None  # declared; the weights of the top level must add up to it


@dataclass(frozen=True)
class Variant:
    """A labelled departure in the weights, for offices that must match old reports."""

    name: str
    label: str
    weight: Fraction  # of every top group


@dataclass(frozen=True)
class Definition:
    name: str  # idm-2016
    version: int
    title: str
    short: str
    subjects: frozenset[str]  # kecamatan, seksi, desa, kelurahan, rt, rw, layanan
    answered_by: AnsweredBy
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    index: Index
    grades: tuple[Grade, ...] = ()  # lowest first
    missing: Missing = Missing.NO_INDEX
    unsurveyed: frozenset[str] = frozenset()  # kinds of subject for which "all zero" means "tidak didata"
    variants: tuple[Variant, ...] = ()
    assessors: tuple[str, ...] = ()
    frequency: str = ""
    due_months: tuple[int, ...] = ()
    valid_from: date = date.min
    valid_to: date | None = None
    origin: str = ""  # printed wherever it is used: "Contoh ...", "Templat daerah lain: ..."
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """As stored with every result: "idm-2016@1"."""
        return f"{self.name}@{self.version}"

    @cached_property
    def item(self) -> Mapping[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def group(self) -> Mapping[str, Group]:
        return {group.code: group for group in self.groups}

    @cached_property
    def top(self) -> tuple[Group | Item, ...]:
        return self.below("")

    def below(self, parent: str) -> tuple[Group | Item, ...]:
        """The groups and items one level under a group; "" is the index."""
        return self._children.get(parent, ())

    @cached_property
    def plans(self) -> dict[Any, Any]:
        """What the engine has worked out for a kind of subject, month and variant (`engine.plan_of`)."""
        return {}

    @cached_property
    def _children(self) -> Mapping[str, tuple[Group | Item, ...]]:
        found: dict[str, list[Group | Item]] = {}
        for group in self.groups:
            found.setdefault(group.parent, []).append(group)
        for item in self.items:
            found.setdefault(item.group, []).append(item)
        return {parent: tuple(children) for parent, children in found.items()}

    def items_for(self, kind: str, month: int | None = None) -> tuple[Item, ...]:
        """The items that a subject of this kind answers, in this month (None: whenever)."""
        return tuple(
            item
            for item in self.items
            if (not kind or not item.applies_to or kind in item.applies_to)
            and (month is None or not item.due_months or month in item.due_months)
        )

    def grade_of(self, shown: Decimal) -> Grade | None:
        """The class of a rounded index; None below the lowest or where the instrument has no classes."""
        return next((grade for grade in reversed(self.grades) if shown >= grade.start), None)

    def next_grade(self, shown: Decimal) -> Grade | None:
        return next((grade for grade in self.grades if shown < grade.start), None)
