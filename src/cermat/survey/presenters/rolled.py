"""Several units together in words, and where each of those figures comes from."""

from dataclasses import dataclass

from cermat.instruments.formula import Definition
from cermat.instruments.presenters.words import figure
from cermat.instruments.queries import definition_of
from cermat.lib.months import number
from cermat.printing.charts import Drawing
from cermat.survey.formula import minimum_note
from cermat.survey.models import Survey, SurveyState
from cermat.survey.presenters.origins import (
    INDEX,
    Leaf,
    Stair,
    formula_stairs,
    interval_stair,
    mean_stair,
    rule_stair,
)
from cermat.survey.presenters.parts import PartRow, part_rows
from cermat.survey.presenters.results import UnsurRow, grade_text, index_text, range_text, unsur_chart, unsur_rows
from cermat.survey.queries import RollUp

MEAN, RANGE, COUNT, EXCLUDED = "rata-rata", "rentang", "jawaban", "pengecualian"


@dataclass(frozen=True)
class RolledPage:
    index: str
    name: str
    grade: str
    margin: str
    range: str  # "82,95–85,47"
    n: str
    units: str  # "1 dari 4 unit"
    note: str  # on a small sample; "" where nothing is to be said
    unconfirmed: frozenset[str]  # keys of the parts
    excluded: str
    mean: str  # "" where there is only one unit
    parts: list[PartRow]
    unsur: list[UnsurRow]
    chart: Drawing
    weights: str
    left_out: str
    too_few: str
    running: str


def rolled_page(rolled: RollUp) -> RolledPage:
    definition = rolled.definition
    return RolledPage(
        index=index_text(definition, rolled.whole),
        name=definition.index.name,
        grade=grade_text(rolled.whole),
        margin=_margin(rolled),
        range=range_text(rolled.interval),
        n=number(rolled.tallied.n),
        units=_units(rolled),
        note="" if rolled.whole.value is None else minimum_note(rolled.tallied.n),
        unconfirmed=frozenset(str(one.pk) for one in rolled.surveys if one.state != SurveyState.CONFIRMED),
        excluded=number(sum(rolled.excluded.values())),
        mean="" if rolled.mean is None else _mean(rolled),
        parts=part_rows(definition, list(rolled.parts)),
        unsur=unsur_rows(definition, rolled.whole),
        chart=unsur_chart(definition, rolled.whole),
        weights=weights_of(definition, rolled.whole.variant),
        left_out=", ".join(f"{one.unit} ({_follows(one)})" for one in rolled.left_out),
        too_few=", ".join(str(one.unit) for one in rolled.too_few),
        running=", ".join(str(one.unit) for one in rolled.running),
    )


def rolled_origin(rolled: RollUp, code: str) -> tuple[str, str, list[Stair]] | None:
    """Title, figure and stairs. `code`: INDEX, an unsur, or MEAN, RANGE, COUNT, EXCLUDED; None for any other."""
    definition = rolled.definition
    beside = {
        RANGE: ("Rentang indeks", range_text(rolled.interval) or "–", [interval_stair(rolled.interval)]),
        COUNT: ("Jawaban yang dihitung", number(rolled.tallied.n), []),
        EXCLUDED: ("Jawaban yang dikesampingkan", number(sum(rolled.excluded.values())), []),
        MEAN: ("Rata-rata nilai unit", _mean(rolled), [mean_stair(definition, rolled.parts, rolled.mean)]),
    }
    if code in beside:
        title, shown, stairs = beside[code]
    elif code == INDEX:
        title, shown, stairs = definition.index.name, index_text(definition, rolled.whole), []
    else:
        row = next((row for row in unsur_rows(definition, rolled.whole) if row.code == code), None)
        if row is None:
            return None
        title, shown, stairs = row.name, row.value, []
    first = stairs if code in beside else formula_stairs(definition, rolled.whole, rolled.tallied, code)
    return title, shown, [*first, *_unit_stairs(rolled), rule_stair(definition)]


def weights_of(definition: Definition, variant: str) -> str:
    """The weights as the variant names them."""
    return next((one.label for one in definition.variants if one.name == variant), "bobot peraturan")


def _unit_stairs(rolled: RollUp) -> list[Stair]:
    """Which surveys were added up, and which were not and why."""
    there = tuple(
        Leaf(
            part.name,
            f"{number(part.n or 0)} jawaban · {rolled.definition.index.name} {row.index} · "
            f"{number(rolled.excluded.get(int(part.key), 0))} dikesampingkan",
        )
        for part, row in zip(rolled.parts, part_rows(rolled.definition, list(rolled.parts)), strict=True)
    )
    others = (
        *(Leaf(str(one.unit), f"memakai {_follows(one)}") for one in rolled.left_out),
        *(Leaf(str(one.unit), "terlalu sedikit jawaban untuk ditampilkan") for one in rolled.too_few),
        *(Leaf(str(one.unit), "masih berjalan") for one in rolled.running),
    )
    text = f"{number(rolled.tallied.n)} jawaban dari {number(len(there))} survei, setiap jawaban sama berat"
    return [
        Stair("Survei yang dijumlahkan", text, there),
        *([Stair("Tidak dijumlahkan", "", others)] if others else []),
    ]


def _follows(survey: Survey) -> str:
    definition = definition_of(survey.version.text)
    return f"{definition.reference}, {weights_of(definition, survey.variant)}"


def _units(rolled: RollUp) -> str:
    """How many of the units that have a survey in this period are in the figure."""
    every = len(rolled.surveys) + len(rolled.too_few) + len(rolled.left_out) + len(rolled.running)
    return f"{len(rolled.surveys)} dari {every} unit"


def _margin(rolled: RollUp) -> str:
    return f"± {number(rolled.interval.margin, 1)}" if rolled.interval else ""


def _mean(rolled: RollUp) -> str:
    return figure(rolled.mean, rolled.definition.index.decimals)
