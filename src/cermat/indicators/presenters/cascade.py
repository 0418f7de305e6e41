"""What pages and prints say of the pohon kinerja: its levels, targets and gaps."""

from collections.abc import Sequence
from decimal import Decimal

from cermat.indicators.formula.cascade import Gap, GapKind, Level, Node
from cermat.lib.months import number

LEVELS = {
    Level.GOAL: "Tujuan",
    Level.OBJECTIVE: "Sasaran",
    Level.IKU: "IKU",
    Level.AGREEMENT: "PK",
    Level.PERSONAL: "IKI",
}
MARKS = {
    GapKind.NO_OBJECTIVE: "belum ada sasaran",
    GapKind.NO_IKU: "belum ada IKU",
    GapKind.UNMEASURED: "ada pekerjaan seksi yang belum diukur IKU",
    GapKind.NO_PARENT: "tidak mendukung IKU atau sasaran mana pun",
    GapKind.NO_TARGET: "belum ada target tahun ini",
    GapKind.NO_OWNER: "belum ada penanggung jawab",
    GapKind.NO_SUPPORT: "belum didukung PK seksi",
    GapKind.NO_ACTIVITY: "belum ada kegiatan dan pagu",
}

SENTENCES = {
    GapKind.NO_OBJECTIVE: "{name} belum memiliki sasaran. Tambahkan sasarannya pada Renstra.",
    GapKind.NO_IKU: "{name} belum memiliki IKU. Tetapkan sedikitnya satu IKU untuknya.",
    GapKind.UNMEASURED: (
        "{name} didukung PK {names}, tetapi belum ada IKU yang mengukur pekerjaan itu. "
        "Tetapkan IKU untuknya, atau ubah apa yang didukung baris PK itu."
    ),
    GapKind.NO_PARENT: (
        "{name}: {quoted} tidak mendukung IKU atau sasaran mana pun. Sebutkan kode IKU atau sasaran yang didukungnya."
    ),
    GapKind.NO_TARGET: "{name}: {quoted} belum memiliki target tahun {year}. Isi targetnya.",
    GapKind.NO_OWNER: "{name} belum memiliki penanggung jawab. Sebutkan seksi dan pejabatnya.",
    GapKind.NO_SUPPORT: "{name} belum didukung PK seksi mana pun. Tambahkan baris PK yang mendukungnya.",
    GapKind.NO_ACTIVITY: "{name} belum memiliki kegiatan dan pagu. Tambahkan kegiatannya pada Rencana Aksi.",
}
IKU_SENTENCES = {
    GapKind.NO_PARENT: "{name} tidak termasuk sasaran mana pun. Sebutkan IKU ini pada sasarannya di Renstra.",
    GapKind.NO_TARGET: "{name} belum memiliki target tahun {year}. Isi targetnya.",
}


def name_of(node: Node) -> str:
    """Sasaran S4 · IKU-5 · PK Seksi Pelayanan Umum · IKI Kepala Seksi Pelayanan Umum"""
    if node.level is Level.IKU:
        return node.code
    return f"{LEVELS[node.level]} {node.code or node.text or 'tanpa nama seksi'}"


def target_words(value: Decimal | None, unit: str = "") -> str:
    """94 persen; a dash where there is none"""
    return f"{number(value)} {unit}".strip() if value is not None else "–"


def node_target(node: Node) -> str:
    """Of an IKU: 92,31 persen (12 dari 13); 80–90 persen"""
    target = node.target
    if target is None:
        return "–"
    if target.low is not None and target.high is not None:
        return f"{number(target.low)}–{number(target.high)} {node.unit}"
    if target.low is not None:
        return f"≥ {target_words(target.low, node.unit)}"
    if target.high is not None:
        return f"≤ {target_words(target.high, node.unit)}"
    return target_words(target.value, node.unit) + (f" ({target.words})" if target.words else "")


def gap_sentence(gap: Gap, node: Node, year: int) -> str:
    """What is missing and what mends it."""
    which = IKU_SENTENCES if node.level is Level.IKU else {}
    text = which.get(gap.kind) or SENTENCES[gap.kind]
    quoted = [f"“{name}”" for name in gap.names]
    return text.format(name=name_of(node), names=listed(gap.names), quoted=listed(quoted), year=year)


def listed(names: Sequence[str]) -> str:
    """A, B, dan C"""
    *others, last = names or ("",)
    if not others:
        return last
    return f"{', '.join(others)}{',' if len(others) > 1 else ''} dan {last}"
