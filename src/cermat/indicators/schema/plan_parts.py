"""The parts of a year's plan as tables: which column stands for which key of the file. Pure.

One table serves the form that people fill in, the sheet of the workbook, the comparison of versions and the exports.
A column's key is the key in the file (definitions/README.md); "capaian.batas" stands inside "capaian".
"""

from cermat.indicators.schema.plan_table import Among, Cell, Column, Part

QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def _quarters(key: str, title: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{key}.{number}", f"{title} triwulan {roman}", Cell.NUMBER) for number, roman in QUARTERS.items()
    )


def _months(key: str, title: str) -> tuple[Column, ...]:
    said = {1: "Sejak Januari sampai akhir bulan itu, seperti target triwulan. Boleh kosong."}
    return tuple(
        Column(f"{key}.{number}", f"{title} {name}", Cell.NUMBER, said.get(number, ""))
        for number, name in enumerate(MONTHS, 1)
    )


SECTION = Column("seksi", "Seksi", help="Kunci seksi pada bagian Seksi.", among=Among.SECTION, needed=True)
HOLDER = Column(
    "pemegang", "Pemegang", help="camat, atau kunci seksi untuk PK seorang kasi.", among=Among.HOLDER, needed=True
)
NUMBER = Column("nomor", "Nomor PK", Cell.WHOLE, "1 untuk PK murni; 2 dan seterusnya untuk perubahan.", needed=True)
SUPPORTS = Column(
    "mendukung", "Mendukung", help="Satu IKU, atau sasaran bila tidak ada IKU-nya.", among=Among.SUPPORTED
)
UNIT = Column("satuan", "Satuan", help="Misalnya persen, nilai, dokumen.")
ACHIEVEMENTS = ("positive", "negative_v1", "negative_v2", "range_positive", "range_negative_v1")
DIRECTIONS = ("naik", "turun", "netral")

PARTS = (
    Part(
        "umum",
        "Umum",
        "Nama dan tahun rencana ini, dan masa Renstra yang menaunginya.",
        (
            Column("nama", "Nama", help="Misalnya: Perencanaan kinerja Kecamatan …", needed=True),
            Column("tahun", "Tahun", Cell.WHOLE, "Tahun Perjanjian Kinerja dan Rencana Aksi.", needed=True),
            Column(
                "versi", "Versi", help="Huruf kecil, angka, titik, tanda hubung; belum pernah dipakai.", needed=True
            ),
            Column("asal", "Asal", help="Kalimat yang selalu tercetak, misalnya: Keputusan Camat Nomor …", needed=True),
            Column("sumber", "Sumber", help="Dokumen asalnya; boleh kosong."),
            Column("catatan", "Catatan", Cell.LINES, "Satu baris tiap catatan; boleh kosong."),
            Column("renstra.judul", "Judul Renstra", help="Seperti pada sampulnya.", needed=True),
            Column("renstra.mulai", "Renstra mulai", Cell.WHOLE, "Tahun pertama Renstra, misalnya 2025."),
            Column("renstra.sampai", "Renstra sampai", Cell.WHOLE, "Tahun terakhir Renstra, biasanya lima tahun."),
        ),
        ("nama",),
        is_one=True,
    ),
    Part(
        "seksi",
        "Seksi",
        "Seksi dan Sekretariat yang bertanggung jawab; sudah ada sebagai unit kerja.",
        (
            Column("key", "Kunci", help="Kunci unit kerja: huruf kecil tanpa spasi, misalnya pmd.", needed=True),
            Column("nama", "Nama", needed=True),
            Column("pimpinan", "Jabatan pimpinan", help="Misalnya Kepala Seksi Pelayanan Umum.", needed=True),
            Column("singkat", "Singkatan", help="Misalnya Kasi Pelayanan."),
            Column("jenis", "Jenis", words=("sekretariat", "seksi", "subbagian"), needed=True),
            Column("induk", "Induk", help="Hanya untuk subbagian: kunci Sekretariat.", among=Among.SECTION),
            Column("padanan", "Padanan", Cell.LINES, "Nama lain seksi ini, satu baris tiap nama; boleh kosong."),
        ),
        ("key",),
    ),
    Part(
        "renstra",
        "Renstra",
        "Tujuan dan sasaran Renstra; setiap sasaran menyebut IKU yang mengukurnya.",
        (
            Column("tujuan", "Kode tujuan", help="Misalnya T1.", needed=True),
            Column("tujuan_uraian", "Tujuan", Cell.PROSE, "Cukup pada sasaran pertama tujuan itu."),
            Column("key", "Kode sasaran", help="Misalnya S1."),
            Column("uraian", "Sasaran", Cell.PROSE, "Keadaan yang hendak dicapai."),
            Column("iku", "IKU", Cell.CODES, "Kode IKU yang mengukurnya: IKU-1; IKU-2. Boleh kosong, menjadi celah."),
        ),
        ("tujuan", "key"),
    ),
    Part(
        "iku",
        "IKU",
        "Lembar setiap Indikator Kinerja Utama.",
        (
            Column("kode", "Kode", help="Misalnya IKU-1.", needed=True),
            Column("nama", "Nama", Cell.PROSE, needed=True),
            Column("definisi", "Definisi operasional", Cell.PROSE, "Apa yang diukur, apa yang tidak."),
            Column("rumus", "Rumus", Cell.PROSE, "Cara menghitungnya, dengan kata atau rumus."),
            Column("satuan", "Satuan", help="Misalnya persen atau nilai.", needed=True),
            Column("arah", "Arah", help="naik: makin tinggi makin baik.", words=DIRECTIONS, needed=True),
            Column(
                "rumus_capaian",
                "Rumus capaian",
                help="positive: realisasi ÷ target. negative: makin rendah makin baik. range: target rentang.",
                words=ACHIEVEMENTS,
                needed=True,
            ),
            Column(
                "agregasi_triwulan",
                "Antartriwulan",
                help="kumulatif: dijumlah sejak Januari. nilai_akhir: yang terakhir.",
                words=("kumulatif", "nilai_akhir"),
                needed=True,
            ),
            Column("sumber", "Sumber data", Cell.PROSE, "Dokumen atau pencatatan asalnya."),
            Column("sumber_data.instrumen", "Instrumen", help="Bila dari instrumen: ikm, idm, sinergitas, …"),
            Column(
                "sumber_data.ukuran",
                "Ukuran instrumen",
                help="Hanya bila dari instrumen.",
                words=("nilai", "bagian_lengkap", "bagian_status"),
            ),
            Column("sumber_data.indikator", "Indikator bulanan", help="Bila dari indikator bulanan: TRB-02."),
            Column("sumber_data.rumus", "Rumus sumber", help="Bila dihitung: TRB-02.selesai / TRB-02.n * 100."),
            Column("sumber_data.dokumen", "Dokumen dihitung", help="Bila banyaknya dokumen register: laporan_ikm."),
            Column("sumber_data.manual", "Dicatat sendiri", Cell.YES_NO, "ya, bila diketik langsung."),
            SECTION,
            Column("penanggung_jawab", "Penanggung jawab", help="Jabatan, bukan nama orang."),
            Column("bukti", "Bukti", Cell.LINES, "Satu baris tiap bukti dukung."),
            Column("capaian.batas", "Batas capaian", Cell.WHOLE, "100 atau 120; kosong: tanpa batas.", ("100", "120")),
            Column("capaian.desimal", "Desimal capaian", Cell.WHOLE, "0 sampai 4; kosong: 2."),
            Column("capaian.pembulatan", "Pembulatan", help="Kosong: half_up.", words=("half_up", "down")),
            Column(
                "capaian.saat_realisasi_nol",
                "Bila realisasi nol",
                help="Hanya untuk negative_v2; kosong: tidak_dihitung.",
                words=("tidak_dihitung", "seratus", "seratus_bila_target_nol"),
            ),
            Column("catatan", "Catatan", Cell.PROSE),
            Column("berlaku_sampai", "Berlaku sampai", Cell.WHOLE, "Tahun terakhir diukur; kosong: seterusnya."),
        ),
        ("kode",),
    ),
    Part(
        "target",
        "Target Renstra",
        "Target setiap IKU untuk setiap tahun Renstra. Kosong berarti belum ditetapkan, bukan nol.",
        (Column("iku", "IKU", among=Among.IKU, needed=True),),
        ("iku",),
        yearly=True,
    ),
    Part(
        "rentang",
        "Rincian target",
        "Yang jarang: target berupa rentang, asal targetnya, realisasi tahun lalu sebagai contoh.",
        (
            Column("iku", "IKU", among=Among.IKU, needed=True),
            Column("tahun", "Tahun", Cell.WHOLE, needed=True),
            Column("bawah", "Batas bawah", Cell.NUMBER),
            Column("atas", "Batas atas", Cell.NUMBER),
            Column("dari", "Asal target", help="Misalnya 12 dari 13."),
            Column("realisasi", "Realisasi contoh", Cell.NUMBER),
        ),
        ("iku", "tahun"),
    ),
    Part(
        "pk",
        "PK",
        "Perjanjian Kinerja Camat dan setiap kasi. Yang sudah ditandatangani tidak diubah: tambahkan nomor berikutnya.",
        (
            HOLDER,
            NUMBER,
            Column("versi.jenis", "Jenis", words=("murni", "perubahan"), needed=True),
            Column("versi.tanggal", "Tanggal", Cell.DATE, "Misalnya 2026-01-15."),
            Column("versi.keputusan", "Keputusan (SK)", help="Wajib untuk perubahan."),
            Column("versi.alasan_perubahan", "Alasan perubahan", Cell.PROSE, "Wajib untuk perubahan."),
            Column("pihak_pertama", "Pihak pertama", help="Jabatan, misalnya Camat.", needed=True),
            Column("pihak_kedua", "Pihak kedua", help="Jabatan, misalnya Bupati.", needed=True),
        ),
        ("pemegang", "nomor"),
    ),
    Part(
        "pk-sasaran",
        "Sasaran PK",
        "Baris setiap PK. PK Camat menyebut sasaran Renstra dan IKU; PK kasi menulis sasarannya sendiri.",
        (
            HOLDER,
            NUMBER,
            Column("sasaran", "Kode sasaran", help="PK Camat: S1.", among=Among.OBJECTIVE),
            Column("uraian", "Sasaran", Cell.PROSE, "PK kasi: sasaran dengan kata-kata."),
            Column("indikator", "Indikator", Cell.PROSE, "PK Camat: kode IKU. PK kasi: nama.", needed=True),
            Column("rumus", "Rumus", Cell.PROSE),
            UNIT,
            Column("target", "Target", Cell.NUMBER),
            SUPPORTS,
        ),
        ("pemegang", "nomor", "indikator"),
    ),
    Part(
        "pk-anggaran",
        "Anggaran PK",
        "Program dan pagu pada PK Camat.",
        (
            HOLDER,
            NUMBER,
            Column("kode", "Kode program", help="Misalnya 7.01.02.", needed=True),
            Column("program", "Program", Cell.PROSE, needed=True),
            Column("pagu", "Pagu (Rp)", Cell.NUMBER, needed=True),
        ),
        ("pemegang", "nomor", "kode"),
    ),
    Part(
        "rencana-aksi",
        "Rencana Aksi",
        "Target dan aksi setiap IKU dalam tahun ini. Triwulan kosong berarti belum jatuh tempo, bukan nol.",
        (
            Column("indikator", "IKU", among=Among.IKU, needed=True),
            SECTION,
            *_quarters("target_triwulan", "Target"),
            *_months("target_bulanan", "Target"),
            Column("target_triwulan_catatan", "Catatan target", Cell.PROSE, "Mengapa satu triwulan kosong."),
            Column(
                "dinilai",
                "Dinilai terhadap",
                help="Target yang menentukan capaian pengukuran bulanan; kosong: triwulan.",
                words=("triwulan", "bulan"),
            ),
            Column("aksi", "Aksi", Cell.LINES, "Satu baris tiap aksi."),
        ),
        ("indikator",),
    ),
    Part(
        "kegiatan",
        "Kegiatan",
        "Kegiatan dan subkegiatan dengan pagu. Target dihitung kumulatif sejak Januari.",
        (
            Column("indikator", "IKU", help="IKU yang didukungnya.", among=Among.IKU, needed=True),
            Column("kode", "Kode", help="Misalnya 7.01.02.2.04.", needed=True),
            Column("nama", "Nama", Cell.PROSE, needed=True),
            Column("keluaran", "Keluaran", Cell.PROSE, needed=True),
            Column("satuan", "Satuan", help="Misalnya laporan, desa.", needed=True),
            Column("pagu", "Pagu (Rp)", Cell.NUMBER, needed=True),
            *_quarters("target_keluaran", "Keluaran"),
            *_quarters("target_anggaran", "Anggaran"),
        ),
        ("kode",),
    ),
    Part(
        "iki",
        "IKI",
        "Indikator Kinerja Individu setiap pejabat: tugas dan fungsinya. Nilai perorangan tidak dicatat di sini.",
        (
            Column("jabatan", "Jabatan", help="Jabatan, bukan nama orang.", needed=True),
            SECTION,
            Column("tugas", "Tugas", Cell.PROSE, needed=True),
            Column("fungsi", "Fungsi", Cell.LINES, "Satu baris tiap fungsi."),
        ),
        ("jabatan",),
    ),
    Part(
        "iki-indikator",
        "Indikator IKI",
        "Sasaran dan indikator setiap pejabat.",
        (
            Column("jabatan", "Jabatan", among=Among.POSITION, needed=True),
            Column("sasaran", "Sasaran", Cell.PROSE),
            Column("nama", "Indikator", Cell.PROSE, needed=True),
            Column("rumus", "Rumus", Cell.PROSE),
            UNIT,
            Column("arah", "Arah", words=DIRECTIONS),
            Column("rumus_capaian", "Rumus capaian", words=ACHIEVEMENTS),
            Column("target", "Target", Cell.NUMBER),
            Column("sumber", "Sumber data", Cell.PROSE),
            SUPPORTS,
        ),
        ("jabatan", "nama"),
    ),
    Part(
        "kalender",
        "Kalender",
        "Apa yang disampaikan kantor kepada siapa dalam setahun.",
        (
            Column("bulan", "Bulan", Cell.WHOLE, "1 sampai 12.", needed=True),
            Column("dokumen", "Dokumen", Cell.PROSE, needed=True),
            Column("penerima", "Penerima", Cell.PROSE, needed=True),
            Column("tanda", "Batas", Cell.PROSE),
            Column("berulang", "Berulang", Cell.CODES, "Nomor bulan lain: 4; 7; 10."),
        ),
        ("bulan", "dokumen"),
    ),
)
PART = {part.key: part for part in PARTS}
