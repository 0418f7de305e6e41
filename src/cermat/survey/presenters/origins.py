"""Asal Angka of a survey's figures: formula → counts per answer → where the answers came from → rule and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula import Definition, Item, Line, Outcome
from cermat.instruments.presenters.words import figure, weight
from cermat.lib.months import date_time, number
from cermat.survey.formula import Interval, Tallied, krejcie_morgan, unsur_of
from cermat.survey.formula.tallied import NO_ANSWER
from cermat.survey.models import Batch, Exclusion
from cermat.survey.presenters.parts import Profile
from cermat.survey.presenters.results import index_text, range_text
from cermat.survey.queries import Part, SurveyResult

INDEX, NO_BREAK = "indeks", "\u00a0"
PHONE_LINE = 24  # characters


@dataclass(frozen=True)
class Leaf:
    title: str
    text: str


@dataclass(frozen=True)
class Stair:
    title: str
    text: str
    leaves: tuple[Leaf, ...] = ()


def formula_stairs(definition: Definition, outcome: Outcome, tallied: Tallied, code: str) -> list[Stair]:
    """From the figure down to the counts of each answer. `code`: an unsur, or INDEX for the whole."""
    if code == INDEX:
        return [
            _index_stair(definition, outcome),
            _unsur_stair(definition, outcome),
            _counts(definition, tallied, None),
        ]
    line = outcome.line(code)
    return [_mean_stair(definition, outcome, line), _counts(definition, tallied, code)]


def _index_stair(definition: Definition, outcome: Outcome) -> Stair:
    index = definition.index
    if outcome.value is None:
        return Stair(index.name, outcome.reason)
    return Stair(
        f"{index.name} = jumlah nilai tertimbang × {figure(index.factor)}",
        f"{figure(outcome.value / index.factor)} × {figure(index.factor)} = {figure(outcome.value)}, dibulatkan "
        f"{index.decimals} desimal (setengah ke atas) = {index_text(definition, outcome)}",
    )


def _unsur_stair(definition: Definition, outcome: Outcome) -> Stair:
    variant = next((one for one in definition.variants if one.name == outcome.variant), None)
    leaves = []
    for line in unsur_of(outcome):
        each = variant.weight if variant else line.weight
        value = line.value if isinstance(line.value, Fraction) else None
        product = "" if value is None else f" = {figure(value * each)}"
        leaves.append(Leaf(line.name, f"{figure(value)} × {weight(each)}{product}"))
    return Stair("Nilai rata-rata tiap unsur × bobot", variant.label if variant else "", tuple(leaves))


def _mean_stair(definition: Definition, outcome: Outcome, line: Line) -> Stair:
    below = [item for item in outcome.items if item.code in _codes(definition, line.code)]
    value = line.value if isinstance(line.value, Fraction) else None
    if len(below) == 1 and isinstance(below[0].value, Fraction):
        total = below[0].value * below[0].counted
        text = f"{number(int(total))} ÷ {number(below[0].counted)} jawaban = {figure(value)}"
        return Stair("Nilai rata-rata = jumlah nilai ÷ banyaknya jawaban", text)
    leaves = tuple(
        Leaf(
            item.name, f"{figure(item.value)} dari {item.counted} jawaban" if isinstance(item.value, Fraction) else "–"
        )
        for item in below
    )
    return Stair("Nilai unsur = rata-rata pertanyaannya", figure(value), leaves)


def _codes(definition: Definition, unsur: str) -> set[str]:
    return {item.code for item in definition.items if unsur in (item.group, item.code)}


def _counts(definition: Definition, tallied: Tallied, unsur: str | None) -> Stair:
    items = [item for item in definition.items if unsur is None or unsur in (item.group, item.code)]
    leaves = tuple(Leaf(item.name, _answers(item, tallied)) for item in items)
    return Stair("Banyaknya tiap jawaban", f"{number(tallied.n)} jawaban dihitung", leaves)


def _answers(item: Item, tallied: Tallied) -> str:
    if tallied.n and not tallied.items.get(item.code):
        return "–"
    counts = tallied.items.get(item.code, {})
    labels = {str(option.score): option.label for option in item.options}
    digits = list(labels) or sorted(digit for digit in counts if digit != NO_ANSWER)
    told = [
        f"{f'{labels[digit]} ({digit})' if labels.get(digit) else digit}: {number(counts.get(digit, 0))}"
        for digit in digits
    ]
    if counts.get(NO_ANSWER):
        told.append(f"tidak dijawab: {number(counts[NO_ANSWER])}, tidak dihitung nol")
    return "; ".join(_kept(one) for one in told)


def _kept(one: str) -> str:
    """An answer in one line; of one too long for a phone, its last words and its number."""
    if len(one) <= PHONE_LINE:
        return one.replace(" ", NO_BREAK)
    return NO_BREAK.join(one.rsplit(" ", 2))


def source_stairs(
    result: SurveyResult, services: list[Part], channels: list[Part], batches: list[Batch], exclusions: list[Exclusion]
) -> list[Stair]:
    """Where the answers came from, and which were set aside."""
    piles = tuple(
        Leaf(
            batch.name,
            f"{number(batch.stored_count)} jawaban, disimpan {batch.stored_by} "
            f"{date_time(batch.stored_at) if batch.stored_at else '(belum seluruhnya)'}",
        )
        for batch in batches
    )
    gone = tuple(
        Leaf(one.about, f"{number(one.count)} jawaban · {one.reason} · {one.by_title or one.by}, {date_time(one.at)}")
        for one in exclusions
    )
    return [
        Stair("Menurut layanan", "", _parts(services)),
        Stair("Menurut saluran", "", _parts(channels)),
        *([Stair("Kelompok lembar kertas dan impor", "", piles)] if piles else []),
        Stair(
            "Jawaban yang dikesampingkan",
            f"{number(result.excluded)} jawaban tidak dihitung, dengan alasan" if result.excluded else "tidak ada",
            gone,
        ),
    ]


def _parts(parts: list[Part]) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(part.name, "kurang dari 5 jawaban" if part.n is None else f"{number(part.n)} jawaban") for part in parts
    )


def profile_stair(profiles: Sequence[Profile]) -> Stair:
    """Who answered: each group as counted, and its share of those who answered at all."""
    leaves = tuple(
        Leaf(f"{profile.title}: {row.name}", f"{number(row.n)} ÷ {number(profile.of)} jawaban = {row.share}")
        for profile in profiles
        for row in profile.rows
    )
    return Stair(
        "Keterangan yang disebut responden sendiri",
        "Tidak wajib diisi. Kelompok di bawah 5 jawaban digabung dengan yang lain, atau tidak ditampilkan.",
        leaves,
    )


def mean_stair(definition: Definition, parts: Sequence[Part], mean: Fraction | None) -> Stair:
    """A mean of means: every part weighs the same, however many answered in it."""
    if mean is None:
        return Stair("Rata-rata", "Tidak dihitung: sedikitnya dua bagian, dan semuanya dapat ditampilkan.")
    known = [(part.name, part.outcome.value) for part in parts if part.outcome]
    total = sum((value for _name, value in known if value is not None), Fraction())
    return Stair(
        "Rata-rata = jumlah nilai ÷ banyaknya bagian",
        f"{figure(total)} ÷ {len(known)} = {figure(mean)}, dibulatkan {definition.index.decimals} desimal. Pembanding "
        "saja: bagian kecil ikut sama berat. Angka resmi dihitung dari semua jawaban.",
        tuple(Leaf(name, figure(value)) for name, value in known),
    )


def rule_stair(definition: Definition) -> Stair:
    leaves = tuple(Leaf("Sumber", text) for text in definition.sources)
    return Stair("Aturan dan versi", f"{definition.title} · {definition.reference}", leaves)


def interval_stair(interval: Interval | None) -> Stair:
    if interval is None:
        return Stair("Rentang", "Tidak dihitung: jawaban kurang dari 5.")
    return Stair(
        f"Rentang {range_text(interval)} (tingkat kepercayaan 95\u00a0%)",
        f"Bootstrap persentil dari {number(interval.n)} jawaban utuh, 2.000 pengambilan ulang, benih tetap. "
        "Artinya: bila survei yang sama diulang 100 kali pada warga yang dilayani, sekitar 95 rentangnya memuat "
        "nilai seluruh warga.",
    )


def target_stair(result: SurveyResult) -> Stair:
    leaves = tuple(
        Leaf(
            one.service.name,
            "jumlah yang dilayani belum diisi"
            if one.population is None
            else f"{number(one.population)} orang dilayani → {number(krejcie_morgan(one.population))} responden",
        )
        for one in result.survey.offered.all()
    )
    text = (
        "Belum ada jumlah yang dilayani."
        if result.target is None
        else f"Target {number(result.target)} responden: tiap layanan menurut tabel Krejcie–Morgan "
        "(X² = 3,841; P = 0,5; d = 0,05), dibulatkan ke bilangan terdekat, lalu dijumlahkan. Terpenuhi "
        f"{number(result.towards)}: jawaban yang melebihi target satu layanan tidak menutup kekurangan layanan lain."
    )
    return Stair("Target sampel", text, leaves)
