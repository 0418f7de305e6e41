"""The annexes: what was answered, without a word about who answered, and the questionnaire."""

from cermat.instruments.formula import Item
from cermat.printing.blocks import Align, Block, Bullets, Column, Heading, PageBreak, Paragraph, Table, body
from cermat.reports.queries.surveys.told import Told
from cermat.survey.formula.keying import digits_of
from cermat.survey.models import Answer
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS, SMALLEST_GROUP

RIGHT, MIDDLE = Align.RIGHT, Align.CENTER
NO_ANSWER, NO_BREAK = "0", "\u00a0"
MOST_ROWS = 400  # sheets listed one by one; beyond that the counts say the same


def annexes(told: Told, *, with_answers: bool = False) -> list[Block]:
    """`with_answers`: also each sheet on a line of its own."""
    listed = _rows(told) if with_answers else []
    return [
        PageBreak(),
        Heading("LAMPIRAN 1: REKAPITULASI JAWABAN"),
        Paragraph("Banyaknya responden yang memilih tiap jawaban, tanpa keterangan tentang respondennya."),
        _counts(told),
        *listed,
        *([] if listed else [PageBreak()]),  # below a list that fills pages of its own the rest follows at once
        Heading("LAMPIRAN 2: KUESIONER"),
        *_questionnaire(told),
    ]


def _counts(told: Told) -> Table:
    digits = sorted({digit for item in told.definition.items for digit in digits_of(item)})
    columns = (
        Column("No.", mm=11, align=MIDDLE),
        Column("Pertanyaan", 2),
        *(Column(digit, mm=15, align=RIGHT, group="Nilai") for digit in digits),
        Column("Kosong", mm=18, align=RIGHT),
        Column("Jumlah nilai", mm=22, align=RIGHT),
    )
    rows = []
    for at, item in enumerate(told.definition.items, 1):
        given = told.tallied.items.get(item.code, {})
        if told.tallied.n and not given:  # too few have answered it
            rows.append(body(f"U{at}", item.name, *("–" for _ in digits), "–", "–"))
            continue
        points = sum(int(digit) * n for digit, n in given.items())
        found = [str(given.get(digit, 0)) for digit in digits]
        rows.append(body(f"U{at}", item.name, *found, str(given.get(NO_ANSWER, 0)), str(points)))
    return Table("Rekapitulasi jawaban", columns, tuple(rows))


def _rows(told: Told) -> list[Block]:
    """One line for each sheet, sorted by what was answered, so that the order tells nothing about who came when."""
    if not SMALLEST_GROUP <= told.tallied.n <= MOST_ROWS:
        return []
    order = [told.codes.index(item.code) for item in told.definition.items]
    answers = Answer.objects.filter(survey=told.survey, exclusion=None).order_by("scores")
    lines = sorted("".join(scores[at] for at in order) for scores in answers.values_list("scores", flat=True))
    columns = (
        Column("No.", mm=14, align=MIDDLE),
        *(Column(f"U{at}", align=MIDDLE) for at in range(1, len(order) + 1)),
    )
    rows = tuple(
        body(f"{at}.", *("–" if digit == NO_ANSWER else digit for digit in digits))
        for at, digits in enumerate(lines, 1)
    )
    return [
        Paragraph("Nilai tiap lembar, diurutkan menurut nilainya:"),
        Table("Nilai tiap lembar", columns, rows, small=True, dense=True, side_by_side=2),
    ]


def _questionnaire(told: Told) -> list[Block]:
    blocks: list[Block] = [Heading("Keterangan responden", 3)]
    blocks.append(
        Bullets(
            tuple(f"{FIELD_NAMES[name]}: {' / '.join(words.values())}" for name, words in RESPONDENT_FIELDS.items())
        )
    )
    blocks.append(Heading("Pendapat tentang pelayanan", 3))
    blocks.append(Bullets(tuple(map(_question, told.definition.items)), numbered=True))
    return [*blocks, Heading("Saran", 3), Paragraph("Satu isian bebas, boleh kosong.")]


def _question(item: Item) -> str:
    """The question, and below it its answers, none of which breaks."""
    options = (f"{option.answer}. {option.label or option.answer}".replace(" ", NO_BREAK) for option in item.options)
    return f"{item.details.get('pertanyaan') or item.name}\n{f'{NO_BREAK}· '.join(options)}"
