"""The SOP in the form of PermenPANRB 35/2012: identity sheet, table with quality standards, flowchart."""

import re
from datetime import datetime

from cermat.lib.months import Month, day_of, long_date
from cermat.organisation.models import Unit
from cermat.printing.blocks import (
    Align,
    Block,
    Box,
    Cell,
    Column,
    Heading,
    PageBreak,
    Picture,
    Print,
    Row,
    Signer,
    SopIdentity,
    Table,
    body,
)
from cermat.printing.flowchart import Chart, FlowStep, flowchart_svg, pages
from cermat.reports.queries.frame import letterhead, official
from cermat.sop.models import Sop
from cermat.sop.queries import definition_of
from cermat.sop.schema import LegalBasis, SopFile, Step
from cermat.sop.workflow import ACTOR_NAMES, END

LAWS = {
    "UU": "Undang-Undang",
    "PP": "Peraturan Pemerintah",
    "Perpres": "Peraturan Presiden",
    "Permendagri": "Peraturan Menteri Dalam Negeri",
    "PermenPANRB": "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
    "Perda": "Peraturan Daerah",
    "Perbup": "Peraturan Bupati",
}
STANDARDS = ("Kelengkapan", "Waktu", "Output", "Ket.")
ROWS_ON_A_PAGE = 7


def sop_print(sop: Sop, now: datetime) -> Print:
    """Identity sheet and table of procedure, with the paper's own number labels."""
    file = definition_of(sop)
    blocks: list[Block] = [identity(sop.kecamatan, file, now), PageBreak(), Heading("Prosedur"), procedure_table(file)]
    return _sop_frame(sop, now, blocks, f"SOP {file.name}", "SOP")


def flowchart_print(sop: Sop, now: datetime) -> Print:
    """The same SOP as a flowchart; a long one goes on over several pages with pentagons."""
    chart = flowchart(definition_of(sop))
    blocks: list[Block] = []
    for first, last in pages(chart, ROWS_ON_A_PAGE):
        if blocks:
            blocks.append(PageBreak())
        blocks.append(Picture(flowchart_svg(chart, first, last), in_words(chart, first, last)))
    return _sop_frame(sop, now, blocks, f"Bagan Alir SOP {sop.name}", "BAGAN-SOP")


def _sop_frame(sop: Sop, now: datetime, blocks: list[Block], title: str, code: str) -> Print:
    return official(
        sop.kecamatan,
        now,
        title=title,
        code=f"{code}/{sop.number}/VERSI-{sop.version}".replace(" ", "-"),
        heading=("STANDAR OPERASIONAL PROSEDUR (SOP)", sop.name.upper()),
        blocks=blocks,
        landscape=True,
        with_letterhead=False,
    )


def identity(kecamatan: Unit, file: SopFile, now: datetime) -> SopIdentity:
    head = letterhead(kecamatan, day_of(now))
    requirements = tuple(item.name for item in file.requirements)
    boxes = (
        Box("Dasar Hukum", tuple(law(basis) for basis in file.legal_bases)),
        Box("Kualifikasi Pelaksana", tuple(file.qualifications)),
        Box("Keterkaitan", tuple(file.related), below=(Box("Persyaratan", requirements),) if requirements else ()),
        Box("Peralatan/Perlengkapan", tuple(item.name for item in file.equipment)),
        Box("Peringatan", tuple(file.warnings)),
        Box("Pencatatan dan Pendataan", (file.recording,) if file.recording else ()),
    )
    return SopIdentity(
        office=(head.government, head.office),
        pairs=(
            ("Nomor SOP", file.number),
            ("Tanggal Pembuatan", when(file.dates.made)),
            ("Tanggal Revisi", when(file.dates.revised)),
            ("Tanggal Efektif", when(file.dates.approved)),
        ),
        approval=Signer(file.signer.title, file.signer.name or "", file.signer.rank or "", file.signer.nip or ""),
        name=file.name,
        boxes=boxes,
    )


def when(text: str | None) -> str:
    """2021-01 → Januari 2021; 2021-02-15 → 15 Februari 2021; a dash where there is none."""
    if not text:
        return "–"
    parts = text.split("-")
    if len(parts) == 3:
        return long_date(datetime.fromisoformat(text).date())
    return Month.parse(text).name if len(parts) == 2 else text


def law(basis: LegalBasis) -> str:
    """Written out in full, as the paper does, with its place in the state gazette."""
    name = LAWS.get(basis.kind, basis.kind)
    text = f"{name} Nomor {basis.number} Tahun {basis.year} tentang {basis.about}"
    return f"{text} ({gazette(basis.gazette)})" if basis.gazette else text


def gazette(text: str) -> str:
    """LN 2004/164, TLN 4421 → Lembaran Negara Republik Indonesia Tahun 2004 Nomor 164, Tambahan …"""
    text = re.sub(
        r"\bTLN (\d+)", r"Tambahan Lembaran Negara Republik Indonesia Nomor \1", text.replace("BN ", "Berita Negara ")
    )
    return re.sub(r"\bLN (\d+)/(\d+)", r"Lembaran Negara Republik Indonesia Tahun \1 Nomor \2", text)


def procedure_table(file: SopFile) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Uraian Prosedur", 2.6),
        *(
            Column(ACTOR_NAMES[actor].replace("/", "/ "), mm=19, align=Align.CENTER, group="Pelaksana")
            for actor in file.actors
        ),
        Column("Kelengkapan", 1.6, group="Mutu Baku"),
        Column("Waktu", mm=23, group="Mutu Baku"),
        Column("Output", 1.5, group="Mutu Baku"),
        Column("Ket.", mm=18),
    )
    return Table("Pelaksanaan Prosedur", columns, tuple(_procedure_row(file, step) for step in file.steps))


def _procedure_row(file: SopFile, step: Step) -> Row:
    ticks = [Cell("√" if actor in step.actors else "", bold=True) for actor in file.actors]
    return body(
        step.label, step.text, *ticks, _listed(step.completeness), step.time, step.output or "", step.remark or ""
    )


def _listed(texts: list[str]) -> str:
    return "\n".join(f"{at}. {text}" for at, text in enumerate(texts, 1)) if len(texts) > 1 else "".join(texts)


def flowchart(file: SopFile) -> Chart:
    at = {step.key: place for place, step in enumerate(file.steps)} | {END: len(file.steps)}
    steps = tuple(
        FlowStep(
            no=step.label,
            text=step.text,
            actors=tuple(step.actors),
            is_decision=bool(step.on_yes or step.on_no),
            yes=_jump(at, place, step.on_yes or step.then),
            no_way=at[step.on_no] if step.on_no else None,
            standards=("; ".join(step.completeness), step.time, step.output or "–", step.remark or ""),
        )
        for place, step in enumerate(file.steps)
    )
    return Chart(
        tuple((str(actor), ACTOR_NAMES[actor].replace("/", "/ ")) for actor in file.actors),
        steps,
        title=f"Bagan alir {file.name}",
        standards=STANDARDS,
    )


def _jump(at: dict[str, int], place: int, target: str | None) -> int | None:
    """The position a step leads to, or None where that is simply the next one."""
    return at[target] if target and at[target] != place + 1 else None


def in_words(chart: Chart, first: int, last: int) -> str:
    """The picture for people who cannot see it."""
    names = dict(chart.actors)
    told = [
        f"{step.no} {step.text} ({', '.join(names[actor] for actor in step.actors)})"
        for step in chart.steps[first:last]
    ]
    return f"{chart.title}: " + "; ".join(told)
