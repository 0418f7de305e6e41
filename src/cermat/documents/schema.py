"""What the documents of the register are called."""

# Source: SOP 01/2021 of Kecamatan Nganjuk, Peralatan/perlengkapan: the nine documents the work uses or yields.
# Four are put into the register by people; the others are made by Cermat, or brought from elsewhere before it came.
EQUIPMENT = {
    "renstra": "Dokumen Renstra",
    "iku_iki": "IKU dan IKI",
    "rencana_aksi": "Rencana Aksi",
    "evaluasi_internal": "Dokumen Evaluasi Internal",
    "monitoring": "Dokumen Monitoring Pelaksanaan kinerja",
    "dokumen_rutin_kelurahan": "Dokumen rutin yang harus dicukupi Kelurahan",
    "laporan_ikm": "Laporan IKM",
    "laporan_sinergitas": "Dokumen laporan sinergitas Kecamatan",
    "status_idm": "Dokumen status IDM Desa se-Kecamatan",
}


class Catalogue:
    """All known kinds, key → name. Upper rooms add theirs when the program starts."""

    names: dict[str, str] = dict(EQUIPMENT)
    makes: dict[str, str] = {}  # kind → key of the equipment it stands for
    outputs: dict[str, str] = {}  # kind → work of the step whose output it is

    @classmethod
    def add(cls, names: dict[str, str]) -> None:
        cls.names.update(names)

    @classmethod
    def stands_for(cls, kind: str, equipment: str) -> None:
        cls.makes[kind] = equipment

    @classmethod
    def name(cls, kind: str) -> str:
        return cls.names.get(kind, kind.replace("_", " ").capitalize())
