"""What the SOP says about a sheet, in its own words."""

from dataclasses import dataclass

from cermat.collection.models import Entry, Form
from cermat.sop.queries import definition_of
from cermat.sop.workflow import Work

REQUIREMENTS = {
    Form.DOCUMENTS: "dokumen_kelurahan",
    Form.SINERGITAS: "sinergitas",
    Form.IKM: "ikm",
    Form.IDM: "idm",
    Form.RTRW: "rtrw_cantik",
}


@dataclass(frozen=True)
class Quoted:
    """Phrases of the SOP; empty where it has none."""

    number: str
    step: str  # 3 Pelaksanaan pengumpulan data kinerja yang diperlukan
    needs: str
    time: str
    output: str
    requirement: str
    warnings: tuple[str, ...]

    @property
    def at_a_row(self) -> str:
        """The shortest of it that says why a row is asked."""
        return f"SOP {self.number}: “{self.requirement or self.needs or self.step}”"


def quoted(entry: Entry) -> Quoted:
    """The step in which sheets are filled in, and the requirement that this one is. An SOP of another office may
    call its steps otherwise, and have other requirements: what it does not say is not said for it."""
    sop = definition_of(entry.cycle.sop)
    step = next((step for step in sop.steps if step.work == Work.COLLECTION), None)
    named = {one.key: one.name for one in sop.requirements}
    return Quoted(
        number=sop.number,
        step=f"{step.label.rstrip('.')} {step.text}" if step else sop.name,
        needs="; ".join(step.completeness) if step else "",
        time=step.time if step else "",
        output=(step.output or "") if step else "",
        requirement=named.get(REQUIREMENTS.get(Form(entry.form), ""), ""),
        warnings=tuple(sop.warnings),
    )
