"""The shape of a file of example people."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from cermat.organisation.permissions import Role


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ExamplePerson(Shape):
    username: str = Field(alias="akun")
    name: str = Field(alias="nama")
    role: Role = Field(alias="peran")
    unit: str
    is_acting: bool = Field(alias="plt", default=False)
    rank: str = Field(alias="pangkat", default="")
    grade: str = Field(alias="golongan", default="")
    decree: str = Field(alias="keputusan", default="")
    qualifications: int = Field(alias="kualifikasi", default=0)  # how many of the SOP's are met


class ExamplePeople(Shape):
    version: str = Field(alias="versi")
    kecamatan: str
    start: date = Field(alias="mulai")
    people: list[ExamplePerson] = Field(alias="orang")
    heads: list[str] = Field(alias="kepala")  # lurah and kepala desa, in the order of their units' codes
    operators: list[str] = Field(alias="operator")
