"""The shape of a requirement plan file: when each requirement of the SOP falls due, and who answers for it."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedRequirement(Shape):
    key: str = Field(alias="persyaratan", pattern=r"^[a-z_]+$")
    instrument: str = Field(alias="instrumen", pattern=r"^[a-z_]+$")
    section: str = Field(alias="seksi")
    frequency: Literal["bulanan", "triwulanan", "semesteran", "tahunan"] = Field(alias="frekuensi")
    due_months: list[int] = Field(alias="siklus_jatuh_tempo", min_length=1)
    subject_kind: Literal["kecamatan", "desa", "kelurahan", "keduanya"] = Field(alias="subjek")
    note: str = Field(alias="catatan", default="")


class RequirementPlanFile(Shape):
    version: str = Field(alias="versi")
    origin: str = Field(alias="asal")
    requirements: list[PlannedRequirement] = Field(alias="persyaratan", min_length=1)

    def answered_by(self, stand_ins: Mapping[str, str]) -> "RequirementPlanFile":
        """The same schedule where another section of the office answers for one it does not have."""
        rows = [
            row.model_copy(update={"section": stand_ins.get(row.section, row.section)}) for row in self.requirements
        ]
        return self.model_copy(update={"requirements": rows})
