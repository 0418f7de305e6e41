"""What one row of a plan cannot know alone: names that must exist, keys that must be there once, revisions."""

from collections.abc import Iterable, Iterator

from cermat.indicators.schema.plan import CAMAT, Agreement, AgreementVersion, PlanFile
from cermat.indicators.schema.plan_months import BY_MONTH, clashes
from cermat.lib.definitions import Path, problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError
from cermat.lib.expression import parse

Fault = tuple[Path, str]
MOST_PROBLEMS = 20


def read_plan(text: str) -> PlanFile:
    """The file, checked as a whole. Raises DefinitionError: "Baris 31: …"."""
    file = read_definition(text, PlanFile)
    _, lines = read_marked(text)
    problems = [problem_at(lines, path, sentence) for path, sentence in faults(file)]
    if problems:
        raise DefinitionError(problems[:MOST_PROBLEMS])
    return file


def faults(file: PlanFile) -> Iterator[Fault]:
    """Each with its place in the file: ("iku", 2, "seksi")."""
    yield from _years(file)
    yield from _sections(file)
    yield from _ikus(file)
    yield from _supported(file)
    yield from _sources(file)
    yield from _ranges(file)
    yield from _months(file)
    yield from _twice(file)
    for index, one in enumerate(file.pk):
        yield from _agreement(file, index, one)


def _years(file: PlanFile) -> Iterator[Fault]:
    first, last = file.renstra.mulai, file.renstra.sampai
    if (first is None) is not (last is None):
        yield ("renstra", "mulai" if first is None else "sampai"), "Isi tahun awal dan tahun akhir Renstra, keduanya."
    elif first is not None and last is not None and not 0 <= last - first <= 9:
        yield ("renstra", "sampai"), "Tahun akhir Renstra harus sesudah tahun awalnya, paling lama sepuluh tahun."


def _sections(file: PlanFile) -> Iterator[Fault]:
    known = {section.key for section in file.seksi}
    for part in ("iku", "pk", "rencana_aksi", "iki"):
        for index, row in enumerate(getattr(file, part)):
            if row.seksi is not None and row.seksi not in known:
                yield (part, index, "seksi"), f'Seksi "{row.seksi}" tidak ada dalam daftar seksi.'


def _ikus(file: PlanFile) -> Iterator[Fault]:
    known = {row.kode for row in file.iku}
    for index, plan in enumerate(file.rencana_aksi):
        if plan.indikator not in known:
            yield ("rencana_aksi", index, "indikator"), f'IKU "{plan.indikator}" tidak ada.'
    for index, row in enumerate(file.iku):
        if not file.objective_of(row.kode):
            yield ("iku", index, "kode"), f'"{row.kode}" belum dipasang pada satu sasaran Renstra.'
    for at, goal in enumerate(file.renstra.tujuan):
        for number, one in enumerate(goal.sasaran):
            for code in one.iku:
                if code not in known:
                    yield ("renstra", "tujuan", at, "sasaran", number, "iku"), f'IKU "{code}" tidak ada.'


def _supported(file: PlanFile) -> Iterator[Fault]:
    """A row supports one IKU, or a sasaran that no IKU measures."""
    known = {row.kode for row in file.iku} | set(file.objectives)
    for part, inside in (("pk", "sasaran"), ("iki", "indikator")):
        for index, holder in enumerate(getattr(file, part)):
            for number, row in enumerate(getattr(holder, inside)):
                if row.mendukung and row.mendukung not in known:
                    yield (part, index, inside, number, "mendukung"), f'"{row.mendukung}" bukan IKU atau sasaran.'


def _sources(file: PlanFile) -> Iterator[Fault]:
    for index, row in enumerate(file.iku):
        source = row.sumber_data
        if source.ways != 1:
            yield (
                ("iku", index, "sumber_data"),
                (
                    "Sumber data harus satu: pilih instrumen, indikator bulanan, rumus, dokumen, atau dicatat sendiri, "
                    "lalu isi kotaknya."
                ),
            )
        elif source.rumus:
            yield from _formula(index, source.rumus)


def _formula(index: int, text: str) -> Iterator[Fault]:
    """A number over fields of monthly indicators, each named as KODE.isian."""
    path = ("iku", index, "sumber_data", "rumus")
    try:
        expression = parse(text)
    except ValueError as error:
        yield path, str(error)
        return
    if expression.is_condition:
        yield path, f'"{text}" harus menghasilkan angka.'
    for name in sorted(expression.names()):
        if "." not in name:
            yield path, f'Nama "{name}" tidak dikenal. Tulis KODE.isian, misalnya TRB-02.selesai.'


def _ranges(file: PlanFile) -> Iterator[Fault]:
    for index, row in enumerate(file.iku):
        for year, limits in row.target_rentang.items():
            if limits.bawah is None and limits.atas is None:
                yield ("iku", index, "target_rentang", year), f"Isi batas bawah atau batas atas rentang {year}."
            elif limits.bawah is not None and limits.atas is not None and limits.bawah > limits.atas:
                yield (
                    ("iku", index, "target_rentang", year),
                    f"Batas bawah rentang {year} lebih tinggi dari batas atas.",
                )


def _months(file: PlanFile) -> Iterator[Fault]:
    formulas = {row.kode: row.rumus_capaian for row in file.iku}
    for index, one in enumerate(file.rencana_aksi):
        path = ("rencana_aksi", index)
        is_range = formulas.get(one.indikator, "").startswith("range")
        if is_range and (one.target_bulanan or one.dinilai == BY_MONTH):
            place = "target_bulanan" if one.target_bulanan else "dinilai"
            yield (*path, place), f"Target {one.indikator} rentang setahun: tanpa target bulanan, dinilai triwulan."
        elif one.dinilai == BY_MONTH and not any(value is not None for value in one.target_bulanan.values()):
            yield (*path, "dinilai"), "Isi target bulanan, atau pilih triwulan."
        else:
            for month, sentence in clashes(one.target_triwulan, one.target_bulanan, one.dinilai):
                yield (*path, "target_bulanan", month), sentence


def _agreement(file: PlanFile, index: int, one: Agreement) -> Iterator[Fault]:
    if (one.tingkat == CAMAT) is not (one.seksi is None):
        yield ("pk", index, "seksi"), "PK kasi menyebut seksinya; PK Camat tidak menyebut seksi."
    if one.tahun != file.tahun:
        yield ("pk", index, "tahun"), f"PK dalam rencana ini harus bertahun {file.tahun}."
    yield from _revision(index, one.versi)
    if one.tingkat == CAMAT:
        for number, row in enumerate(one.sasaran):
            if row.sasaran not in file.objectives:
                yield ("pk", index, "sasaran", number, "sasaran"), f'Sasaran "{row.sasaran}" tidak ada dalam Renstra.'


def _revision(index: int, version: AgreementVersion) -> Iterator[Fault]:
    """Number 1 is the first PK of the year; what follows says why and by which decree."""
    path = ("pk", index, "versi")
    if version.jenis == "perubahan":
        if not version.alasan_perubahan:
            yield (*path, "alasan_perubahan"), "PK perubahan memerlukan alasan perubahan."
        if not version.keputusan:
            yield (*path, "keputusan"), "PK perubahan memerlukan nomor keputusan (SK)."
        if version.nomor == 1:
            yield (*path, "nomor"), "PK perubahan bernomor 2 atau lebih; nomor 1 adalah PK murni."
    elif version.nomor > 1:
        yield (*path, "jenis"), "PK sesudah nomor 1 adalah perubahan."


def _twice(file: PlanFile) -> Iterator[Fault]:
    goals = [(("renstra", "tujuan", at, "key"), goal.key) for at, goal in enumerate(file.renstra.tujuan)]
    objectives = [
        (("renstra", "tujuan", at, "sasaran", number, "key"), one.key)
        for at, goal in enumerate(file.renstra.tujuan)
        for number, one in enumerate(goal.sasaran)
    ]
    activities = [
        (("rencana_aksi", at, "kegiatan", number, "kode"), activity.kode)
        for at, plan in enumerate(file.rencana_aksi)
        for number, activity in enumerate(plan.kegiatan)
    ]
    agreements = [
        (("pk", at, "versi", "nomor"), f"{one.holder} {one.tahun} nomor {one.versi.nomor}")
        for at, one in enumerate(file.pk)
    ]
    codes = [(("iku", at, "kode"), row.kode) for at, row in enumerate(file.iku)]
    yield from _repeated("Kode", [*goals, *objectives, *codes])  # one tree of them all
    yield from _repeated("Kode", activities)
    yield from _repeated("Kunci seksi", [(("seksi", at, "key"), one.key) for at, one in enumerate(file.seksi)])
    yield from _repeated(
        "IKU", [(("rencana_aksi", at, "indikator"), one.indikator) for at, one in enumerate(file.rencana_aksi)]
    )
    yield from _repeated("PK", agreements)
    yield from _repeated("Jabatan", [(("iki", at, "jabatan"), one.jabatan) for at, one in enumerate(file.iki)])


def _repeated(what: str, found: Iterable[tuple[Path, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, key in found:
        if key in seen:
            yield path, f'{what} "{key}" dipakai dua kali.'
        seen.add(key)
