"""The shape of a requirement plan file: when each requirement of the SOP falls due, and who answers for it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedRequirement(Closed):
    persyaratan: str = Field(pattern=r"^[a-z_]+$")
    instrumen: str = Field(pattern=r"^[a-z_]+$")
    seksi: str
    frekuensi: Literal["bulanan", "triwulanan", "semesteran", "tahunan"]
    siklus_jatuh_tempo: list[int] = Field(min_length=1)
    subjek: Literal["kecamatan", "desa", "kelurahan", "keduanya"]
    catatan: str = ""


class RequirementPlanFile(Closed):
    versi: str
    asal: str
    persyaratan: list[PlannedRequirement] = Field(min_length=1)
