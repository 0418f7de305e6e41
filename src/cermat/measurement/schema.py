"""The shapes of definitions/scales.yaml and definitions/exports/esakip.yaml."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cermat.measurement.formula import Band, Scale


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BandRow(Strict):
    label: str
    tercetak: str
    di_atas: Decimal | None = None
    mulai: Decimal | None = None

    @property
    def lower(self) -> Decimal | None:
        return self.di_atas if self.di_atas is not None else self.mulai

    def as_band(self) -> Band:
        return Band(self.label, self.lower, includes_lower=self.di_atas is None, printed=self.tercetak)


class ScaleRow(Strict):
    id: str
    nama: str
    untuk: str
    sumber: str
    aturan_celah: str
    predikat: tuple[BandRow, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def ordered(self) -> "ScaleRow":
        lowers = [band.lower for band in self.predikat]
        if lowers[-1] is not None or any(lower is None for lower in lowers[:-1]):
            raise ValueError(f"Skala {self.id}: hanya predikat terakhir yang tanpa batas bawah.")
        bounds = [lower for lower in lowers if lower is not None]
        if bounds != sorted(set(bounds), reverse=True):
            raise ValueError(f"Skala {self.id}: batas bawah harus menurun dari atas ke bawah.")
        return self

    def as_scale(self) -> Scale:
        bands = tuple(band.as_band() for band in self.predikat)
        return Scale(self.id, self.nama, self.untuk, bands, self.aturan_celah, self.sumber)


class ScalesFile(Strict):
    versi: str
    skala: tuple[ScaleRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def known_once(self) -> "ScalesFile":
        keys = [row.id for row in self.skala]
        if len(keys) != len(set(keys)):
            raise ValueError("Setiap skala harus mempunyai id sendiri.")
        return self


Content = Literal[
    "", "nomor", "kode", "tujuan", "sasaran", "indikator", "definisi", "rumus", "satuan", "polaritas", "sumber_data",
    "penanggung_jawab", "bukti", "target_tahun", "realisasi_tahun", "capaian_tahun", "predikat", "status", "keterangan",
    "target_tw1", "target_tw2", "target_tw3", "target_tw4", "realisasi_tw1", "realisasi_tw2", "realisasi_tw3",
    "realisasi_tw4", "capaian_tw1", "capaian_tw2", "capaian_tw3", "capaian_tw4",
]  # fmt: skip


class EsakipColumn(Strict):
    judul: str = Field(min_length=1, max_length=120)
    isi: Content = ""  # empty: the column stands there, to be filled in by hand


class EsakipFile(Strict):
    nama: str = Field(min_length=1, max_length=120)
    kolom: tuple[EsakipColumn, ...] = Field(min_length=1, max_length=60)
