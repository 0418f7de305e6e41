"""Prints of steps 4 and 5: evaluation, invitation, attendance, minutes, the form of recommendations."""

from datetime import datetime

from cermat.evaluation.models import Finding, Meeting
from cermat.lib.errors import DomainError
from cermat.lib.months import date_time, day_of, full_date
from cermat.measurement.models import FigureKind
from cermat.measurement.queries import latest_run
from cermat.organisation.models import SettingKey
from cermat.organisation.queries import setting
from cermat.printing.blocks import (
    Align,
    Block,
    Bullets,
    Column,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Print,
    Row,
    Signatures,
    Table,
    WritingLines,
    body,
)
from cermat.reports.queries.frame import (
    head_and_secretary,
    official,
    period,
    place_date,
    secretary,
    signer,
    signing_day,
    through_cermat,
)
from cermat.reports.queries.measuring import figure_table, scale_note
from cermat.reports.queries.recommending import recommendations_or_nil
from cermat.reports.queries.register import register_table
from cermat.requirements.queries import register_of
from cermat.sop.models import Cycle


def evaluation_print(cycle: Cycle, now: datetime) -> Print:
    """Dokumen evaluasi: output of step 4. Figures made before step 6 are marked sementara."""
    day = signing_day(cycle, now)
    blocks: list[Block] = [
        Heading("A. Kelengkapan persyaratan"),
        register_table(register_of(cycle)),
        Heading("B. Capaian indikator"),
        *_figures(cycle),
        Heading("C. Catatan hasil monitoring dan evaluasi"),
        findings_table(list(cycle.findings.filter(withdrawn_at=None).select_related("unit"))),
        head_and_secretary(cycle.kecamatan, day),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Dokumen Evaluasi {cycle.month.name}",
        code=f"EVALUASI/{cycle.month}",
        heading=("DOKUMEN EVALUASI", "HASIL MONITORING DAN EVALUASI KINERJA", period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def _figures(cycle: Cycle) -> list[Block]:
    run = latest_run(cycle)
    if run is None:
        return [Paragraph("Belum ada penghitungan pada periode ini.", italic=True)]
    made = f"Penghitungan ke-{run.number}, {date_time(run.at)}"
    mark = (
        "Angka sementara: dihitung sebelum tahapan penghitungan penilaian data kinerja." if run.is_provisional else ""
    )
    return [
        Paragraph(made + ". " + mark, italic=True),
        figure_table(run, FigureKind.IKU),
        figure_table(run, FigureKind.INDICATOR),
        scale_note(run),
    ]


def findings_table(findings: list[Finding]) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Hal", 1.3),
        Column("Catatan", 2.4),
        Column("Dicatat oleh", 1.0),
        Column("Waktu", mm=38),
    )
    rows = tuple(
        body(f"{at}.", finding.about, finding.text, finding.by_title, date_time(finding.at))
        for at, finding in enumerate(findings, 1)
    )
    return Table("Catatan hasil monev", columns, rows)


def meeting_of(cycle: Cycle) -> Meeting:
    meeting = Meeting.objects.filter(cycle=cycle).select_related("minutes_by", "cycle__kecamatan").first()
    if meeting is None:
        raise DomainError("Rapat Koordinasi Rutin periode ini belum direncanakan. Rencanakan rapat lebih dahulu.")
    return meeting


def invitation_print(cycle: Cycle, now: datetime) -> Print:
    meeting = meeting_of(cycle)
    blocks = _letter(meeting, cycle)
    if len(invited := list(meeting.attendances.select_related("user"))):
        titles = tuple(attendance.title for attendance in invited)
        blocks += [PageBreak(), Heading("Lampiran: daftar undangan"), Bullets(titles, numbered=True)]
    return official(
        cycle.kecamatan,
        now,
        title=f"Surat Undangan Rapat Koordinasi Rutin {cycle.month.name}",
        code=f"UNDANGAN/{cycle.month}",
        heading=("SURAT UNDANGAN",),
        blocks=blocks,
    )


def _letter(meeting: Meeting, cycle: Cycle) -> list[Block]:
    """Desa are autonomous: a request to them says mohon. The letter is of the day the meeting was planned."""
    day = min(day_of(meeting.planned_at), meeting.held_on)
    number = meeting.letter_number or "……………………………………"
    subject = f"Undangan Rapat Koordinasi Rutin {period(cycle)}"
    opening = (
        "Dalam rangka tindak lanjut hasil monitoring dan evaluasi data kinerja, kami mengharap kehadiran Bapak/Ibu, "
        "dan kepada Kepala Desa kami mohon kehadirannya, pada:"
    )
    pairs = (("Nomor", number), ("Sifat", "Biasa"), ("Lampiran", "1 (satu) lembar"), ("Hal", subject))
    return [
        Paragraph(place_date(cycle.kecamatan, day), align=Align.RIGHT),
        KeyValues(pairs, label_mm=25),
        Paragraph(f"Yth. Bapak/Ibu (daftar terlampir)\ndi {cycle.kecamatan.name}"),
        Paragraph(opening),
        _when_and_where(meeting),
        Paragraph("Persyaratan data kinerja yang telah terisi agar dibawa sesuai daftar bawaan rapat."),
        Paragraph("Demikian, atas perhatian dan kehadiran Bapak/Ibu disampaikan terima kasih."),
        Signatures((signer(cycle.kecamatan, day, fallback=f"Camat {cycle.kecamatan.name}"),)),
    ]


def attendance_print(cycle: Cycle, now: datetime) -> Print:
    """Blank room to sign; after the meeting also who was there."""
    meeting = meeting_of(cycle)
    day = meeting.held_on
    words = {True: "Hadir", False: "Tidak hadir", None: ""}
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Nama", 1.4),
        Column("Jabatan", 1.6),
        Column("Kehadiran", mm=25),
        Column("Tanda tangan", mm=45),
    )
    rows = tuple(
        Row(body(f"{at}.", one.user.full_name, one.title, words[one.is_present], f"{at}.").cells, height_mm=11)
        for at, one in enumerate(meeting.attendances.select_related("user"), 1)
    )
    return official(
        cycle.kecamatan,
        now,
        title=f"Daftar Hadir Rapat Koordinasi Rutin {cycle.month.name}",
        code=f"DAFTAR-HADIR/{cycle.month}",
        heading=("DAFTAR HADIR", "RAPAT KOORDINASI RUTIN KASI", period(cycle)),
        blocks=[
            _when_and_where(meeting),
            Table("Daftar hadir", columns, rows),
            Signatures((secretary(cycle.kecamatan, day, place=place_date(cycle.kecamatan, day)),)),
        ],
    )


def _when_and_where(meeting: Meeting) -> KeyValues:
    return KeyValues(
        (
            ("Hari, tanggal", full_date(meeting.held_on)),
            ("Waktu", meeting.time),
            ("Tempat", meeting.place),
            ("Acara", meeting.agenda or "Rapat Koordinasi Rutin Kasi"),
        ),
        label_mm=35,
    )


def minutes_print(cycle: Cycle, now: datetime) -> Print:
    """Notula; the office may call it Notulen by a setting."""
    meeting = meeting_of(cycle)
    day = meeting.held_on
    word = str(setting(cycle.kecamatan, SettingKey.MINUTES_WORD, day))
    present = list(meeting.attendances.filter(is_present=True).select_related("user"))
    invited = meeting.attendances.count()
    blocks: list[Block] = [
        _when_and_where(meeting),
        Heading("A. Peserta"),
        Paragraph(f"Hadir {len(present)} dari {invited} undangan."),
        *([Bullets(tuple(f"{one.user.full_name}, {one.title}" for one in present), numbered=True)] if present else []),
        Heading("B. Pembahasan"),
        Paragraph(meeting.minutes) if meeting.minutes else WritingLines("", 8),
        Heading("C. Catatan hasil monev yang dibahas"),
        findings_table(list(cycle.findings.filter(withdrawn_at=None))),
        Heading("D. Rekomendasi dan tindak lanjut"),
        *recommendations_or_nil(cycle, brief=True),
        Signatures(
            (
                signer(cycle.kecamatan, day, above="Mengetahui,", fallback=f"Camat {cycle.kecamatan.name}"),
                secretary(
                    cycle.kecamatan,
                    day,
                    above="Notulis," if meeting.minutes_by is None else "",
                    place=place_date(cycle.kecamatan, day),
                    note=through_cermat("Dicatat", meeting.minutes_by, meeting.held_at),
                ),
            )
        ),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"{word} Rapat Koordinasi Rutin {cycle.month.name}",
        code=f"NOTULA/{cycle.month}",
        heading=(word.upper(), "RAPAT KOORDINASI RUTIN KASI", period(cycle)),
        blocks=blocks,
    )
