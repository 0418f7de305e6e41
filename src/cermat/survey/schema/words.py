"""The words of the survey's data: where an answer came from and what a respondent may say about themselves."""

from enum import StrEnum


class Channel(StrEnum):
    LINK = "tautan"
    QR = "qr"
    TABLET = "tablet"
    PAPER = "kertas"
    IMPORT = "impor"


CHANNEL_NAMES = {
    Channel.LINK: "Tautan",
    Channel.QR: "Poster QR",
    Channel.TABLET: "Tablet di loket",
    Channel.PAPER: "Lembar kertas",
    Channel.IMPORT: "Impor",
}

# What the form asks of a respondent beside the service (fields of the questionnaire of PermenPANRB 14/2017, with the
# age band that offices add). Every one may stay empty. Key → choices: key → Indonesian words.
RESPONDENT_FIELDS: dict[str, dict[str, str]] = {
    "sex": {"l": "Laki-laki", "p": "Perempuan"},
    "age": {
        "17": "Di bawah 18 tahun",
        "25": "18–25 tahun",
        "35": "26–35 tahun",
        "45": "36–45 tahun",
        "55": "46–55 tahun",
        "65": "56–65 tahun",
        "99": "Di atas 65 tahun",
    },
    "education": {"sd": "SD", "smp": "SMP", "sma": "SMA", "d": "Diploma", "s1": "S1", "s2": "S2", "s3": "S3"},
    "occupation": {
        "asn": "ASN",
        "tni": "TNI",
        "polri": "POLRI",
        "swasta": "Swasta",
        "wira": "Wirausaha",
        "tani": "Petani/buruh tani",
        "pelajar": "Pelajar/mahasiswa",
        "irt": "Mengurus rumah tangga",
        "lain": "Lainnya",
    },
    "time_band": {"pagi": "08.00–12.00", "siang": "13.00–17.00"},
}
FIELD_NAMES = {
    "sex": "Jenis kelamin",
    "age": "Umur",
    "education": "Pendidikan terakhir",
    "occupation": "Pekerjaan",
    "time_band": "Jam layanan",
}
QUESTION = "q_"  # before the code of a question, in the names of the public form
LONGEST_SUGGESTION = 1000
