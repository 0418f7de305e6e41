"""The shape of an SOP file. Field names in the file are Indonesian, as an official reads them; in code English."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from cermat.lib.definitions import Path, problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError
from cermat.sop.formula import TimeStandard, parse_standard
from cermat.sop.workflow import (
    END,
    REPEATABLE,
    SINGLE_ACTORS,
    WORK_NEEDS,
    WORK_NEEDS_ONE,
    WORK_TAKES_ONLY,
    Actor,
    Way,
    Work,
)

Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
YearMonth = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class LegalBasis(Shape):
    kind: Text = Field(alias="jenis")
    number: int | str = Field(alias="nomor")
    year: int = Field(alias="tahun", ge=1945, le=2100)
    about: Text = Field(alias="tentang")
    gazette: str = Field("", alias="lembaran")


class Named(Shape):
    key: Key
    name: Text = Field(alias="nama")


class Dates(Shape):
    made: YearMonth = Field(alias="pembuatan")
    revised: YearMonth | None = Field(None, alias="revisi")
    approved: YearMonth | None = Field(None, alias="pengesahan")


class Signer(Shape):
    title: Text = Field(alias="jabatan")
    name: str | None = Field(None, alias="nama")
    rank: str | None = Field(None, alias="pangkat")
    nip: str | None = None


class Printed(Shape):
    """How the paper writes what the data abbreviates."""

    dates: str = Field("", alias="tanggal")
    gazette: str = Field("", alias="lembaran")


class Step(Shape):
    key: Key
    work: Work = Field(alias="pekerjaan")
    label: Annotated[str, StringConstraints(min_length=1, max_length=8)] = Field(alias="no")
    text: Text = Field(alias="uraian")
    actors: list[Actor] = Field(alias="pelaksana", min_length=1)
    completeness: list[Text] = Field(alias="kelengkapan", default_factory=list)
    time: Text = Field(alias="waktu")
    output: Text | None = None
    remark: str | None = Field(None, alias="ket")
    confirmed_by: Actor | None = Field(None, alias="konfirmasi_oleh")  # konfirmasi only
    on_yes: Key | None = Field(None, alias="ya")  # keputusan only: the step it leads to, or selesai
    on_no: Key | None = Field(None, alias="tidak")
    then: Key | None = Field(None, alias="lanjut")  # where this way joins again; without it, the next row

    @field_validator("label", mode="before")
    @classmethod
    def _label_as_typed(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("time")
    @classmethod
    def _readable(cls, value: str) -> str:
        parse_standard(value)
        return value

    @property
    def standard(self) -> TimeStandard:
        return parse_standard(self.time)

    @property
    def way(self) -> Way:
        return Way(self.key, self.on_yes or "", self.on_no or "", self.then or "")


class SopFile(Shape):
    """A Standar Operasional Prosedur: identity (PermenPANRB 35/2012) and table."""

    heading: list[Text] = Field(alias="judul", default_factory=list)
    spelling: dict[str, str] = Field(alias="asli", default_factory=dict)  # word on the paper → our spelling
    signer: Signer = Field(alias="penanda_tangan")
    columns: list[Text] = Field(alias="kolom", default_factory=list)
    printed: Printed = Field(alias="cetak", default_factory=Printed)
    number: Text = Field(alias="nomor")
    name: Text = Field(alias="nama")
    unit: Text
    dates: Dates = Field(alias="tanggal")
    approved_by: Text = Field(alias="disahkan_oleh")
    legal_bases: list[LegalBasis] = Field(alias="dasar_hukum", default_factory=list)
    qualifications: list[Text] = Field(alias="kualifikasi_pelaksana", default_factory=list)
    related: list[Text] = Field(alias="keterkaitan", default_factory=list)
    requirements: list[Named] = Field(alias="persyaratan", default_factory=list)
    equipment: list[Named] = Field(alias="peralatan", default_factory=list)
    warnings: list[Text] = Field(alias="peringatan", default_factory=list)
    recording: str = Field("", alias="pencatatan")
    actors: list[Actor] = Field(alias="pelaksana", min_length=1)
    steps: list[Step] = Field(alias="prosedur", min_length=1, max_length=60)
    format: Literal["sop-1"] = Field("sop-1", alias="skema")

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    @property
    def ways(self) -> list[Way]:
        return [step.way for step in self.steps]


def parse_sop(text: str) -> SopFile:
    """`text` as an SOP. Raises DefinitionError whose problems name the line; nothing half-read comes back."""
    sop = read_definition(text, SopFile)
    _, lines = read_marked(text)
    problems = [problem_at(lines, path, sentence) for path, sentence in _faults(sop)]
    if problems:
        raise DefinitionError(problems)
    return sop


Fault = tuple[Path, str]


def _faults(sop: SopFile) -> list[Fault]:
    """What no single row can know: keys that stand twice, steps that lead nowhere, actors without a column."""
    faults: list[Fault] = []
    for part, rows in (("persyaratan", sop.requirements), ("peralatan", sop.equipment), ("prosedur", sop.steps)):
        faults += _twice(part, [row.key for row in rows])
    works: set[Work] = set()
    for index, step in enumerate(sop.steps):
        at: Path = ("prosedur", index)
        if step.key == END:
            faults.append(((*at, "key"), f"kunci tahapan tidak boleh “{END}”: kata itu berarti prosedur berakhir."))
        if step.work in works - REPEATABLE:
            faults.append(((*at, "pekerjaan"), f"pekerjaan “{step.work}” hanya boleh ada pada satu tahapan."))
        works.add(step.work)
        faults += [
            ((*at, "pelaksana", place), f"pelaksana “{actor}” tidak ada dalam daftar pelaksana SOP ini.")
            for place, actor in enumerate(step.actors)
            if actor not in sop.actors
        ]
        faults += _actor_faults(step, (*at, "pelaksana"))
        faults += _confirmation_faults(step, at) + _decision_faults(step, at) + _way_faults(sop, index, at)
    return faults


def _twice(part: str, keys: list[str]) -> list[Fault]:
    return [
        ((part, index, "key"), f"kunci “{key}” dipakai dua kali dalam {part}.")
        for index, key in enumerate(keys)
        if key in keys[:index]
    ]


def _actor_faults(step: Step, at: Path) -> list[Fault]:
    """A work whose hands are missing would never end: it is refused here, not in the middle of a month."""
    actors = frozenset(step.actors)
    faults = [
        (at, f"pekerjaan {step.work} memerlukan pelaksana {actor}.")
        for actor in sorted(WORK_NEEDS.get(step.work, frozenset()) - actors)
    ]
    one_of = WORK_NEEDS_ONE.get(step.work, actors)
    if not one_of & actors:
        faults.append((at, f"pekerjaan {step.work} memerlukan pelaksana {' atau '.join(sorted(one_of))}."))
    faults += [
        (at, f"pelaksana {actor} tidak mempunyai bagian dalam pekerjaan {step.work}.")
        for actor in sorted(actors - WORK_TAKES_ONLY.get(step.work, actors))
    ]
    return faults


def _confirmation_faults(step: Step, at: Path) -> list[Fault]:
    if step.work is not Work.CONFIRMATION:
        return [((*at, "konfirmasi_oleh"), "konfirmasi_oleh hanya untuk pekerjaan konfirmasi.")] * bool(
            step.confirmed_by
        )
    if step.confirmed_by is None:
        return [(at, "pekerjaan konfirmasi harus menyebut konfirmasi_oleh: siapa yang mengonfirmasi.")]
    if step.confirmed_by not in step.actors:
        return [((*at, "konfirmasi_oleh"), f"“{step.confirmed_by}” bukan pelaksana tahapan ini.")]
    if not step.output:
        return [(at, "pekerjaan konfirmasi harus menyebut output: berkas yang diserahkan.")]
    return []


def _decision_faults(step: Step, at: Path) -> list[Fault]:
    if step.work is not Work.DECISION:
        return [((*at, "ya"), "ya dan tidak hanya untuk pekerjaan keputusan.")] * bool(step.on_yes or step.on_no)
    faults: list[Fault] = []
    if not (step.on_yes and step.on_no):
        faults.append((at, "pekerjaan keputusan harus menyebut tahapan untuk ya dan untuk tidak."))
    elif step.on_yes == step.on_no:
        faults.append(((*at, "tidak"), "ya dan tidak menuju tahapan yang sama: bukan keputusan."))
    if len(step.actors) != 1 or step.actors[0] not in SINGLE_ACTORS:
        faults.append(((*at, "pelaksana"), "keputusan diambil oleh satu orang: camat atau sekcam."))
    if step.then:
        faults.append(((*at, "lanjut"), "keputusan tidak memakai lanjut: jalannya disebut oleh ya dan tidak."))
    return faults


def _way_faults(sop: SopFile, index: int, at: Path) -> list[Fault]:
    keys = [step.key for step in sop.steps]
    step = sop.steps[index]
    faults: list[Fault] = []
    for name, target in (("ya", step.on_yes), ("tidak", step.on_no), ("lanjut", step.then)):
        if not target or target == END:
            continue
        if target not in keys:
            faults.append(((*at, name), f"tahapan “{target}” yang dituju {name} tidak ada."))
        elif keys.index(target) <= index:
            faults.append(((*at, name), f"{name} hanya boleh menuju tahapan sesudahnya, bukan “{target}”."))
    return faults
