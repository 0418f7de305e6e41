"""Rumusan IDM, the ministry's response about one desa and year: what it says, and where it contradicts itself. Pure.

The known contradictions A1-A6 were counted over 10,006 responses of 2021-2024. Published figures stay as they are;
the computed ones stand beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.instruments.formula.definition import Definition
from cermat.instruments.formula.engine import score
from cermat.instruments.formula.outcome import Given, Outcome, Sheet
from cermat.lib.rounding import rounded

GROUPS = ("IKS", "IKE", "IKL")
TOLERANCE = Fraction(1, 10**9)  # the response rounds to 14 decimals, through a float


@dataclass(frozen=True)
class RumusanRow:
    """One scored row as shown."""

    code: str  # IKS-01
    label: str
    points: int  # 0-5
    text: str = ""  # what the village has
    advice: str = ""  # the recommended activity; "" where nothing is to be done
    gain: Decimal | None = None  # +NILAI: what five points would add to the IDM
    executors: Mapping[str, str] | None = None  # PUSAT, PROV, KAB, DESA, CSR, LAINNYA -> who; only those that are named


@dataclass(frozen=True)
class Rumusan:
    """A whole response. The indices are 0-1 with up to 14 decimals, as published."""

    code: str  # Kemendagri, ten digits without dots
    village: str
    kecamatan: str
    year: int
    rows: tuple[RumusanRow, ...]  # IKS-01 ... IKL-03
    groups: Mapping[str, Decimal]
    index: Decimal
    status: str  # in capitals
    target: str
    minimum: Decimal  # SKOR_MINIMAL of the target
    shortfall: Decimal  # PENAMBAHAN = minimum - index
    unread: tuple[str, ...] = ()  # rows whose text or advice is `false` instead of a text (A2)

    @property
    def dotted(self) -> str:
        """35.18.13.2014"""
        code = self.code
        return f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}"

    @property
    def shown(self) -> Sheet:
        return {row.code: Fraction(row.points) for row in self.rows}

    @property
    def shift(self) -> int:
        """By how many points the shown rows of IKS fall short of the published IKS (A1: +4 or -4, else 0)."""
        shown = [row.points for row in self.rows if row.code.startswith("IKS")]
        return round(self.groups["IKS"] * 5 * len(shown)) - sum(shown)

    @property
    def is_shifted(self) -> bool:
        """A1: row 30 repeats row 31, and the published IKS tells that it was another."""
        points = {row.code: row.points for row in self.rows}
        repeated = self.year == 2024 and points["IKS-30"] == points["IKS-31"]
        return repeated and self.shift != 0 and 0 <= points["IKS-30"] + self.shift <= 5

    @property
    def sheet(self) -> Sheet:
        """The rows as they must have been: as shown, but row 30 brought back from the published IKS (A1)."""
        true = dict(self.shown)
        if self.is_shifted:
            true["IKS-30"] = Fraction(next(row.points for row in self.rows if row.code == "IKS-30") + self.shift)
        return true


@dataclass(frozen=True)
class Anomaly:
    """A place where a response contradicts its own rule. `code` is A1-A6, or "lain" for one not met before."""

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


@dataclass(frozen=True)
class Examined:
    """A response held against the definition."""

    computed: Outcome  # from the sheet as it must have been
    as_shown: Outcome  # from the rows as printed
    anomalies: tuple[Anomaly, ...]


def examine(rumusan: Rumusan, definition: Definition) -> Examined:
    """Compute the response's index anew and name every contradiction in it. The definition is IDM's: its rows and
    groups bear the codes of the response."""
    computed = score(definition, [rumusan.sheet], Given(kind="desa"))
    as_shown = score(definition, [rumusan.shown], Given(kind="desa"))
    return Examined(computed, as_shown, (*known_anomalies(rumusan), *_others(rumusan, computed)))


def published_details(rumusan: Rumusan, anomalies: Iterable[Anomaly]) -> dict[str, Any]:
    """What a result keeps of the response beside `details_of`: the figures as published, the rows as shown, exactly.

    {"published": {"index": "0.6…", "status", "groups": {…}, "target", "minimum", "shortfall"},
    "shown": {row: points}, "anomalies": [{"code", "text"}]}
    """
    return {
        "published": {
            "index": str(rumusan.index),
            "status": rumusan.status,
            "groups": {code: str(value) for code, value in rumusan.groups.items()},
            "target": rumusan.target,
            "minimum": str(rumusan.minimum),
            "shortfall": str(rumusan.shortfall),
        },
        "shown": {row.code: row.points for row in rumusan.rows},
        "anomalies": [{"code": one.code, "text": one.text} for one in anomalies],
    }


def known_anomalies(rumusan: Rumusan) -> tuple[Anomaly, ...]:
    """A1-A6, as far as they are in this response; they need no definition."""
    return tuple(anomaly for finds in FINDERS for anomaly in finds(rumusan))


def _repeated_row(rumusan: Rumusan) -> Iterator[Anomaly]:
    if rumusan.is_shifted:
        shown = next(row.points for row in rumusan.rows if row.code == "IKS-30")
        yield Anomaly(
            "A1",
            f"baris IKS-30 mengulang IKS-31 (skor {shown}); menurut IKS terbit skornya {shown + rumusan.shift}. "
            "Perhitungan memakai skor yang dipulihkan itu.",
        )


def _unread_text(rumusan: Rumusan) -> Iterator[Anomaly]:
    if rumusan.unread:
        yield Anomaly("A2", f"keterangan atau kegiatan baris {', '.join(rumusan.unread)} tidak terisi pada sumbernya.")


def _reached_yet_short(rumusan: Rumusan) -> Iterator[Anomaly]:
    if rumusan.status == "MANDIRI" and rumusan.shortfall > 0:
        yield Anomaly(
            "A3",
            f"sudah MANDIRI tetapi PENAMBAHAN masih {_written(rumusan.shortfall, 5)}: "
            "batas 0,8155 sudah dilampaui, jadi target tercapai.",
        )


def _new_meaning(rumusan: Rumusan) -> Iterator[Anomaly]:
    if rumusan.year >= 2023:
        yield Anomaly("A4", "arti skor IKS-27 (SLB) berubah sejak 2023; jangan dibandingkan dengan tahun sebelumnya.")


def _two_answers(rumusan: Rumusan) -> Iterator[Anomaly]:
    points = {row.code: row.points for row in rumusan.rows}
    if (points["IKS-15"], points["IKS-16"]) in {(1, 5), (5, 0)}:
        yield Anomaly(
            "A5",
            f"IKS-15 (kebiasaan gotong royong, skor {points['IKS-15']}) dan IKS-16 (frekuensinya, skor "
            f"{points['IKS-16']}) saling bertentangan.",
        )


def _mean_of_rounded(rumusan: Rumusan) -> Iterator[Anomaly]:
    shown = rounded(rumusan.index, 4)
    mean = rounded(sum((Fraction(rounded(rumusan.groups[code], 4)) for code in GROUPS), Fraction()) / 3, 4)
    if mean != shown:
        yield Anomaly(
            "A6",
            f"rata-rata tiga indeks yang sudah dibulatkan {_written(mean)}, IDM terbit {_written(shown)}: "
            "IDM dihitung sebelum pembulatan.",
        )


FINDERS: tuple[Callable[[Rumusan], Iterator[Anomaly]], ...] = (
    _repeated_row, _unread_text, _reached_yet_short, _new_meaning, _two_answers, _mean_of_rounded,
)  # fmt: skip


def _others(rumusan: Rumusan, computed: Outcome) -> Iterator[Anomaly]:
    """What no known anomaly explains."""
    published = {**{code: Fraction(rumusan.groups[code]) for code in GROUPS}, "IDM": Fraction(rumusan.index)}
    values = {line.code: line.value for line in computed.groups} | {"IDM": computed.value}
    for code, value in published.items():
        own = values.get(code)
        if not isinstance(own, Fraction) or abs(own - value) > TOLERANCE:
            told = _written(own) if isinstance(own, Fraction) else "tidak ada"
            yield Anomaly("lain", f"{code} terbit {_written(value)}, hasil hitung {told}.")
    if computed.grade is None or computed.grade.code != rumusan.status:
        own_status = computed.grade.code if computed.grade else "tidak ada"
        yield Anomaly("lain", f"status terbit {rumusan.status}, hasil hitung {own_status}.")
    if abs(Fraction(rumusan.minimum) - Fraction(rumusan.index) - Fraction(rumusan.shortfall)) > TOLERANCE:
        yield Anomaly("lain", "PENAMBAHAN terbit bukan SKOR_MINIMAL dikurangi IDM.")


def _written(value: Fraction | Decimal, decimals: int = 4) -> str:
    return f"{rounded(value, decimals)}".replace(".", ",")
