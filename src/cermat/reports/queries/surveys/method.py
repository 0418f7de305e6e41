"""Chapters I and II: why the survey was held, and how."""

from fractions import Fraction

from cermat.lib.months import long_date, number
from cermat.lib.rounding import rounded
from cermat.printing.blocks import Align, Block, Bullets, Column, Heading, Notice, Paragraph, Table, body, total
from cermat.reports.queries.surveys.told import Told
from cermat.survey.formula import disclosed, krejcie_morgan, minimum_note
from cermat.survey.schema import CHANNEL_NAMES, SMALLEST_GROUP

RIGHT, MIDDLE = Align.RIGHT, Align.CENTER
HIDDEN = "–"


def introduction(told: Told) -> list[Block]:
    survey = told.survey
    names = tuple(f"{told.numbers[line.code]} {line.name}" for line in told.unsur)
    return [
        Heading("I. PENDAHULUAN"),
        Heading("A. Latar belakang", 3),
        Paragraph(
            f"{survey.unit} menyelenggarakan Survei Kepuasan Masyarakat agar pengguna layanan menilai pelayanan yang "
            "mereka terima, dan agar perbaikan diputuskan dari penilaian itu. Hasilnya disampaikan kepada masyarakat."
        ),
        Heading("B. Dasar", 3),
        Bullets(told.definition.sources or (told.definition.title,)),
        Heading("C. Tujuan", 3),
        Bullets(
            (
                "Mengetahui Indeks Kepuasan Masyarakat (IKM) dan mutu pelayanan.",
                "Menemukan unsur yang paling perlu diperbaiki, lalu menetapkan rencana tindak lanjutnya.",
                "Membandingkan kinerja pelayanan dari waktu ke waktu.",
            )
        ),
        Heading("D. Unsur yang dinilai", 3),
        Bullets(names),
    ]


def method(told: Told) -> list[Block]:
    survey = told.survey
    days = f"{long_date(survey.starts_on)} sampai {long_date(survey.ends_on)}"
    return [
        Heading("II. METODOLOGI"),
        Heading("A. Waktu dan penyelenggara", 3),
        Paragraph(f"Survei berlangsung {days}, diselenggarakan oleh {survey.desk}."),
        Heading("B. Populasi dan sampel", 3),
        Paragraph(
            "Jumlah responden yang dibutuhkan dihitung dengan rumus Krejcie dan Morgan (tingkat kesalahan 5\u00a0%) "
            "dari jumlah orang yang dilayani, untuk tiap layanan."
        ),
        _sample(told),
        *_reached(told),
        *([Notice(note)] if (note := minimum_note(told.tallied.n)) else []),
        Heading("C. Pengumpulan data", 3),
        Paragraph(_anonymous(told)),
        _channels(told),
        Heading("D. Pengolahan data", 3),
        *_processing(told),
    ]


def _sample(told: Told) -> Table:
    apart = disclosed({at: counted for at, (_name, _served, counted) in enumerate(told.services, 1)}).apart
    rows = [
        body(
            f"{at}.",
            name,
            number(served),
            number(krejcie_morgan(served) if served else None),
            str(counted) if at in apart or not counted else HIDDEN,
        )
        for at, (name, served, counted) in enumerate(told.services, 1)
    ]
    known = [served for _name, served, _counted in told.services if served is not None]
    if len(rows) > 1:
        served = sum(known) if known else None
        rows.append(total("", "Seluruhnya", number(served), number(told.target), str(told.tallied.n)))
    columns = (
        Column("No.", mm=10, align=MIDDLE),
        Column("Layanan", 2),
        Column("Orang dilayani", mm=30, align=RIGHT),
        Column("Responden dibutuhkan", mm=32, align=RIGHT),
        Column("Responden diperoleh", mm=32, align=RIGHT),
    )
    return Table("Populasi dan sampel", columns, tuple(rows))


def _reached(told: Told) -> list[Block]:
    """Whether the sample was reached, each service for itself."""
    if told.target is None:
        return []
    short = told.target - told.towards
    said = f"Kebutuhan responden tiap layanan belum terpenuhi: kurang {number(short)}." if short else ""
    if told.without_target:
        said += f" Belum ada jumlah orang yang dilayani, jadi tidak ikut dihitung: {', '.join(told.without_target)}."
    return [Paragraph(said.strip() or "Kebutuhan responden terpenuhi pada setiap layanan.")]


def _anonymous(told: Told) -> str:
    codes = f" Kode tanda terima dibuat {told.survey.receipts_made}, terpakai {told.survey.receipts_used}."
    return (
        "Responden mengisi kuesioner (lampiran 2) tanpa nama. Bersama jawaban disimpan layanan, cara mengisi, dan "
        "keterangan yang disebut responden sendiri, termasuk jam layanan (pagi atau siang); nama, perangkat, tanggal, "
        f"dan jam pengisian tidak disimpan. Kelompok dengan kurang dari {SMALLEST_GROUP} jawaban tidak ditampilkan "
        f"tersendiri (“{HIDDEN}”)." + (codes if told.survey.needs_receipt else "")
    )


def _channels(told: Told) -> Table:
    columns = (Column("Cara mengisi", 2), Column("Responden", mm=32, align=RIGHT), Column("%", mm=24, align=RIGHT))
    shown = disclosed(dict(told.channels))
    counts = dict(told.channels)
    rows = [body(CHANNEL_NAMES[one], str(counts[one]), _share(counts[one], told.tallied.n)) for one in shown.apart]
    if shown.together:
        names, n = ", ".join(CHANNEL_NAMES[one] for one in shown.together), sum(counts[one] for one in shown.together)
        rows.append(body(f"Digabung: {names}", str(n), _share(n, told.tallied.n)))
    rows += [body(CHANNEL_NAMES[one], HIDDEN, HIDDEN) for one in shown.withheld]
    return Table("Cara mengisi", columns, tuple(rows), empty="Belum ada jawaban")


def _share(n: int, of: int) -> str:
    return number(rounded(Fraction(n * 100, of), 1), 1)


def _processing(told: Told) -> list[Block]:
    index = told.definition.index
    steps: tuple[str, ...] = (
        "Nilai rata-rata (NRR) tiap unsur adalah jumlah nilai dibagi banyaknya jawaban atas unsur itu.",
        f"NRR tertimbang adalah NRR dikalikan bobot. Bobot yang dipakai: {told.weight}.",
        (
            f"{index.name} adalah jumlah NRR tertimbang dikalikan {number(int(index.factor))}, dihitung dari jawaban "
            f"mentah dan dibulatkan sekali, pada akhirnya, sampai {index.decimals} angka di belakang koma."
        ),
    )
    if told.interval is not None:
        interval = (
            "Rentang adalah selang kepercayaan 95\u00a0% (bootstrap): bila semua yang dilayani ditanya, nilainya "
            "diperkirakan berada di dalamnya."
        )
        steps += (interval,)
    blocks: list[Block] = [Bullets(steps, numbered=True)]
    if not told.exclusions:
        return [*blocks, Paragraph("Tidak ada jawaban yang dikesampingkan.")]
    columns = (
        Column("Jawaban", 1.4),
        Column("Banyaknya", mm=24, align=RIGHT),
        Column("Alasan", 2),
        Column("Oleh", 1.2),
    )
    rows = tuple(body(one.about, str(one.count), one.reason, one.by_title) for one in told.exclusions)
    said = f"{told.excluded} jawaban dikesampingkan dan tidak ikut dihitung:"
    return [*blocks, Paragraph(said), Table("Jawaban yang dikesampingkan", columns, rows)]
