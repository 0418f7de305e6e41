"""Columns that several parts of a plan share. Pure."""

from cermat.indicators.schema.plan_table import Among, Cell, Column

QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ACHIEVEMENTS = ("positive", "negative_v1", "negative_v2", "range_positive", "range_negative_v1")
DIRECTIONS = ("naik", "turun", "netral")


def quarters(key: str, title: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{key}.{number}", f"{title} triwulan {roman}", Cell.NUMBER) for number, roman in QUARTERS.items()
    )


def months(key: str, title: str) -> tuple[Column, ...]:
    said = {1: "Sejak Januari sampai akhir bulan itu, seperti target triwulan. Boleh kosong."}
    return tuple(
        Column(f"{key}.{number}", f"{title} {name}", Cell.NUMBER, said.get(number, ""))
        for number, name in enumerate(MONTHS, 1)
    )


SECTION = Column("seksi", "Seksi", help="Dari bagian Seksi.", among=Among.SECTION, needed=True)
HOLDER = Column(
    "pemegang", "Pemegang", help="Camat, atau seksi untuk PK seorang kasi.", among=Among.HOLDER, needed=True
)
NUMBER = Column("nomor", "Nomor PK", Cell.WHOLE, "1 untuk PK murni; 2 dan seterusnya untuk perubahan.", needed=True)
SUPPORTS = Column(
    "mendukung", "Mendukung", help="Satu IKU, atau sasaran bila tidak ada IKU-nya.", among=Among.SUPPORTED
)
UNIT = Column("satuan", "Satuan", help="Misalnya persen, nilai, dokumen.", suggest=Among.MEASURE)
