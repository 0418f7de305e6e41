"""The shape of a requirement plan file: when each requirement of the SOP falls due, and who answers for it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Word = Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=40)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedRequirement(Shape):
    key: Word = Field(alias="persyaratan")
    instrument: Word = Field(alias="instrumen")
    section: str = Field(alias="seksi")
    frequency: Literal["bulanan", "triwulanan", "semesteran", "tahunan"] = Field(alias="frekuensi")
    due_months: list[MonthNumber] = Field(alias="siklus_jatuh_tempo", min_length=1)
    subject_kind: Literal["kecamatan", "desa", "kelurahan", "keduanya"] = Field(alias="subjek")
    note: str = Field(alias="catatan", default="", max_length=300)


def _each_once(rows: list[PlannedRequirement]) -> list[PlannedRequirement]:
    keys = [row.key for row in rows]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"Persyaratan tertulis lebih dari sekali: {', '.join(twice)}.")
    return rows


class RequirementPlanFile(Shape):
    version: str = Field(alias="versi", min_length=1, max_length=60)
    origin: str = Field(alias="asal", max_length=300)
    requirements: Annotated[list[PlannedRequirement], AfterValidator(_each_once)] = Field(
        alias="persyaratan", min_length=1
    )

    def answered_by(self, stand_ins: Mapping[str, str]) -> "RequirementPlanFile":
        """The same schedule where another section of the office answers for one it does not have."""
        rows = [
            row.model_copy(update={"section": stand_ins.get(row.section, row.section)}) for row in self.requirements
        ]
        return self.model_copy(update={"requirements": rows})
