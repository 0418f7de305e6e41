"""What next year's draft would hold, before it is made: each figure with that of this year and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from cermat.indicators.presenters.library import KIND_NAMES
from cermat.indicators.queries import Preparation, SetOfYear
from cermat.indicators.schema.plan import CAMAT, IkuRow
from cermat.indicators.schema.plan_columns import QUARTERS
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_proposals import Proposed, proposed, row_keys
from cermat.indicators.schema.plan_rows import rows_of
from cermat.indicators.schema.plan_table import Row
from cermat.lib.months import NAMES, long_date

NONE = "–"
OUTPUTS = "target_keluaran."
MOST_CODES = 12


@dataclass(frozen=True)
class Line:
    """One promise of one holder."""

    name: str
    unit: str
    before: str
    after: str
    how: str
    mark: tuple[str, str]  # word and tone


@dataclass(frozen=True)
class Sheet:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class ActionLine:
    name: str
    quarters: list[tuple[str, str, str]]  # I, this year's, next year's
    months: str
    actions: int
    how: str
    mark: tuple[str, str]


@dataclass(frozen=True)
class ActivityLine:
    name: str
    outputs: str
    budget: str
    how: str


@dataclass(frozen=True)
class IkuLine:
    name: str
    mark: tuple[str, str]
    text: str


@dataclass(frozen=True)
class SetLine:
    name: str
    mark: tuple[str, str]
    text: str


@dataclass(frozen=True)
class Preview:
    agreements: list[Sheet]
    programmes: int
    actions: list[ActionLine]
    activities: list[ActivityLine]
    officials: list[Sheet]
    ikus: list[IkuLine]
    renstra: str  # what to know of the Renstra's own years; "" where the year lies within them
    proposed: int  # cells
    empty: int
    left_out: list[str]


def preview(found: Preparation) -> Preview:
    return _Previewing(found).whole()


class _Previewing:
    def __init__(self, found: Preparation) -> None:
        self.found, self.rows = found, found.carried.rows
        self.before = rows_of(found.file)
        marks = proposed(self.rows, found.carried.proposals)
        self.proposed = {(one.part.key, one.key): one for one in marks}
        self.cells = sum(len(one.cells) for one in marks)
        self.names = {row.kode: row.nama for row in found.file.iku}
        self.units = {row.kode: row.satuan for row in found.file.iku}

    def whole(self) -> Preview:
        activities = self.rows["kegiatan"]
        return Preview(
            agreements=list(self._sheets("pk-sasaran", "pemegang", self._holders())),
            programmes=len(self.rows["pk-anggaran"]),
            actions=[self._action(key, row) for key, row in self._keyed("rencana-aksi")],
            activities=[self._activity(key, row) for key, row in self._keyed("kegiatan")],
            officials=list(
                self._sheets("iki-indikator", "jabatan", {row["jabatan"]: row["jabatan"] for row in self.rows["iki"]})
            ),
            ikus=[self._iku(row) for row in self.found.file.iku],
            renstra=_renstra_words(self.found),
            proposed=self.cells,
            empty=len(self.found.carried.notes),
            left_out=[*_left_out(self.found), *_gone_with(self.found, len(self.before["kegiatan"]) - len(activities))],
        )

    def _keyed(self, part: str) -> list[tuple[str, Row]]:
        rows = self.rows[part]
        return list(zip(row_keys(PART[part], rows), rows, strict=True))

    def _holders(self) -> dict[str, str]:
        return {row["pemegang"]: f"{row['pihak_pertama']} dengan {row['pihak_kedua']}" for row in self.rows["pk"]}

    def _sheets(self, part: str, by: str, titles: dict[str, str]) -> Iterator[Sheet]:
        keyed, before = self._keyed(part), self._last_targets(part, by)
        for holder, title in titles.items():
            rows = [(key, row) for key, row in keyed if row[by] == holder]
            yield Sheet(title, [self._line(part, key, row, before.get((holder, _named(row)), "")) for key, row in rows])

    def _last_targets(self, part: str, by: str) -> dict[tuple[str, str], str]:
        """Of the last version of each agreement, which stands last in its file."""
        newest = {one.holder: one.versi.nomor for one in self.found.file.agreements_in_force}
        rows = [row for row in self.before[part] if "nomor" not in row or row["nomor"] == str(newest[row[by]])]
        return {(row[by], _named(row)): row.get("target", "") for row in rows}

    def _line(self, part: str, key: str, row: Row, before: str) -> Line:
        code = _named(row)
        is_iku = row.get("pemegang") == CAMAT and code in self.names
        name = f"{code} {self.names[code]}" if is_iku else code
        how, mark = self._how(part, key)
        if not how and is_iku:
            how, mark = f"target Renstra {self.found.year}", ("Renstra", "done")
        unit = row.get("satuan", "") or (self.units[code] if is_iku else "")
        return Line(name, unit, before or NONE, row.get("target", NONE), how, mark)

    def _how(self, part: str, key: str) -> tuple[str, tuple[str, str]]:
        mark = self.proposed.get((part, key))
        if mark is not None:
            return mark.why, ("Usulan", "now")
        why = self.found.carried.why_empty(part, key)
        return why, ("Kosong", "late" if why else "off")

    def _action(self, key: str, row: Row) -> ActionLine:
        old = next(one for one in self.before["rencana-aksi"] if one["indikator"] == key)
        cells = [(number, f"target_triwulan.{number}") for number in QUARTERS]
        months = [number for number in range(1, 13) if f"target_bulanan.{number}" in row]
        how, mark = self._how("rencana-aksi", key)
        return ActionLine(
            name=f"{key} {self.names[key]}",
            quarters=[(QUARTERS[number], old.get(name, NONE), row.get(name, NONE)) for number, name in cells],
            months=_month_words(row, months),
            actions=len(row.get("aksi", "").splitlines()),
            how=how,
            mark=mark,
        )

    def _activity(self, key: str, row: Row) -> ActivityLine:
        old = next(one for one in self.before["kegiatan"] if one["kode"] == row["kode"])
        outputs = " · ".join(row.get(f"{OUTPUTS}{number}", NONE) for number in QUARTERS)
        mark: Proposed | None = self.proposed.get(("kegiatan", key))
        return ActivityLine(
            name=f"{row['kode']} {row['nama']}",
            outputs=f"{outputs} {row['satuan']}" if mark else NONE,
            budget=old.get("pagu", NONE),
            how=mark.why if mark else "",
        )

    def _iku(self, row: IkuRow) -> IkuLine:
        name = f"{row.kode} {row.nama}"
        if row.kode in self.found.carried.ending:
            return IkuLine(name, ("Berakhir", "off"), f"Lembar IKU-nya berlaku sampai {row.berlaku_sampai}.")
        if row.kode in self.found.remeasured:
            old, new = self.found.remeasured[row.kode]
            text = f"Sampai {self.found.year - 1} {old}, sejak {self.found.year} {new}: dua ukuran, tidak disambung."
            return IkuLine(name, ("Instrumen berganti", "now"), f"{text} Periksa targetnya.")
        return IkuLine(name, ("Berlanjut", "done"), "")


def _named(row: Row) -> str:
    return row.get("indikator", "") or row.get("nama", "")


def _month_words(row: Row, months: list[int]) -> str:
    if not months:
        return ""
    told = ", ".join(f"{NAMES[number - 1][:3]} {row[f'target_bulanan.{number}']}" for number in months)
    return f"Bulanan: {told}"


def _renstra_words(found: Preparation) -> str:
    renstra = found.file.renstra
    if renstra.sampai is None or found.year <= renstra.sampai:
        return ""
    return (
        f"{renstra.judul} berakhir {renstra.sampai}. Tujuan, sasaran, dan IKU-nya dibawa sebagai pegangan; "
        f"isi Renstra yang baru beserta targetnya sebelum rencana {found.year} berlaku."
    )


def _gone_with(found: Preparation, activities: int) -> Iterator[str]:
    if activities:
        codes = ", ".join(found.carried.ending)
        yield f"{activities} kegiatan di bawah {codes}: pasang pada IKU lain bila masih berjalan."


def _left_out(found: Preparation) -> Iterator[str]:
    old, new = found.plan.year, found.year
    yield f"Tanggal, keputusan, perubahan, dan tanda tangan PK {old}: PK {new} mulai dari nomor 1, murni."
    yield f"Pagu dan target anggaran {old}: pagu {new} mengikuti DPA yang baru."
    yield f"Realisasi, capaian, dan saldo awal: milik tahun {old}."
    yield f"Rekomendasi yang belum selesai: tetap pada daftarnya sampai terverifikasi, tidak menunggu rencana {new}."
    yield f"Koreksi {old} yang masih terbuka: diselesaikan pada tahunnya, lihat Kunci tahun {old}."


def set_lines(rows: list[SetOfYear], year: int) -> list[SetLine]:
    return [SetLine(KIND_NAMES[row.kind.value], *_set_words(row, year)) for row in rows]


def _set_words(row: SetOfYear, year: int) -> tuple[tuple[str, str], str]:
    later = "".join(f" Mulai {long_date(one.valid_from)}: versi {one.version}." for one in row.later)
    if row.now is None:
        return ("Belum ada", "late"), f"Belum ada set yang berlaku pada awal {year}.{later}"
    text = f"{row.now.name}, versi {row.now.version}, berlaku mulai {long_date(row.now.valid_from)}."
    if row.goes_on or row.before is None:
        return ("Berlanjut", "done"), f"{text}{later}"
    changes = [f"{word} {_codes(codes)}" for word, codes in (("baru", row.added), ("berakhir", row.gone)) if codes]
    return ("Versi baru", "now"), f"{text} {'; '.join(changes).capitalize() or 'Barisnya sama'}.{later}"


def _codes(codes: tuple[str, ...]) -> str:
    more = f" dan {len(codes) - MOST_CODES} lainnya" if len(codes) > MOST_CODES else ""
    return ", ".join(codes[:MOST_CODES]) + more
