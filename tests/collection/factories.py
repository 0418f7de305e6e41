"""A cycle whose collecting step is ready, and sheets in it, made through the real actions."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pikepdf
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cermat.collection.actions import (
    attach_evidence,
    open_sheets,
    save_sheet,
    send_sheet,
    set_candidates,
    validate_sheet,
)
from cermat.collection.models import Entry, Form
from cermat.collection.queries import checkers_of, sheet_of
from cermat.collection.schema import Answer, Given, Wanted
from cermat.indicators.actions import load_indicators
from cermat.indicators.models import SetKind
from cermat.lib.definitions import read_marked
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.requirements.models import CycleRequirement, SortedIndicator
from cermat.sop.actions import load_sop, open_cycle
from cermat.sop.models import Cycle
from tests.factories import Office, build

FILES = Path(__file__).parent / "files"
NOVEMBER = Month(2026, 11)
OPENED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday, 2 November 2026, 08.00 WIB
LATER = timedelta(minutes=5)
TOO_LATE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # the day after the due day

REQUIREMENTS = {
    "sinergitas": ("sekretariat", "kecamatan"),
    "dokumen_kelurahan": ("pemerintahan", "kelurahan"),
    "ikm": ("pelayanan", "kecamatan"),
    "idm": ("pmd", "desa"),
    "rtrw_cantik": ("pmd", "kecamatan"),
}
MONTHLY = ("dokumen_kelurahan", "sinergitas")


def small_office(kelurahan: tuple[str, ...] = ("Payaman",)) -> Office:
    """Six sections, one kelurahan and one desa."""
    return build("35.18.13", "Nganjuk", kelurahan, ("Kedungdowo",))


def collecting(
    office: Office,
    month: Month = NOVEMBER,
    *,
    due: tuple[str, ...] = MONTHLY,
    now: datetime = OPENED,
    works: tuple[str, ...] = ("pengumpulan", "pengisian"),
) -> Cycle:
    """A cycle of a procedure that begins with the collecting, its sheets open."""
    _load(office, now, works)
    cycle = open_cycle(kecamatan=office.kecamatan, month=month, by=office.sekcam, now=now)
    _sort(office, cycle)
    for position, (instrument, (section, subject)) in enumerate(REQUIREMENTS.items()):
        CycleRequirement.objects.create(
            cycle=cycle,
            key=instrument,
            name=instrument,
            instrument=instrument,
            section=office.sections[section],
            frequency="bulanan",
            is_due=instrument in due,
            subject_kind=subject,
            position=position,
        )
    open_sheets(cycle=cycle, now=now)
    return cycle


def _load(office: Office, now: datetime, works: tuple[str, ...]) -> None:
    whole, _ = read_marked((settings.DEFINITIONS / "sop" / "kecamatan-nganjuk-01-2021.yaml").read_text())
    steps = [step for step in whole["prosedur"] if step["pekerjaan"] in works]
    text = yaml.safe_dump(whole | {"prosedur": steps}, allow_unicode=True)  # what was read is shared: never changed
    load_sop(kecamatan=office.kecamatan, text=text, by=office.admin, now=now)
    for kind in SetKind:
        text = (FILES / f"{kind}.yaml").read_text()
        load_indicators(kecamatan=office.kecamatan, kind=kind, text=text, by=office.admin, now=now)


def _sort(office: Office, cycle: Cycle) -> None:
    for loaded in office.kecamatan.indicator_sets.filter(kind__in=[SetKind.MONTHLY, SetKind.SINERGITAS]):
        SortedIndicator.objects.bulk_create(
            SortedIndicator(cycle=cycle, indicator=row, section=office.sections[row.section_key])
            for row in loaded.indicators.all()
        )


def a_pdf() -> bytes:
    """The smallest PDF that opens."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        kept = BytesIO()
        pdf.save(kept, deterministic_id=True)
        return kept.getvalue()


def entry_of(cycle: Cycle, unit: Unit, section: Unit, form: Form = Form.MONTHLY) -> Entry:
    return Entry.objects.get(cycle=cycle, unit=unit, section=section, form=form)


def answers(**values: int | str) -> dict[tuple[str, str], Given]:
    """PDK_01__lahir=3 → {("PDK-01", "lahir"): 3}; words are kinds of answer."""
    found = {}
    for name, value in values.items():
        code, _, key = name.partition("__")
        given = Given(Answer(value), reason="menunggu data") if isinstance(value, str) else Given.of_number(value)
        found[(code.replace("_", "-"), key)] = given
    return found


GOOD = answers(PDK_01__awal=1000, PDK_01__lahir=3, PDK_01__mati=2, PBB_01__baku=500, PBB_01__realisasi=450)


def save(entry: Entry, by: User, given: Mapping[tuple[str, str], Given | None], now: datetime = OPENED) -> Entry:
    entry.refresh_from_db()
    return save_sheet(entry=entry, answers=given, version=entry.version, by=by, now=now)


def filled(entry: Entry, by: User, now: datetime = OPENED) -> Entry:
    """Every field answered plausibly, every proof attached."""
    given: dict[tuple[str, str], Given | None] = {}
    if entry.form == Form.RTRW:
        entry = entered(entry, by, "RT 03/RW 02", now=now)
    for row in sheet_of(entry).rows:
        for cell in row.fields:
            if not cell.is_auto and cell.field.kind != "teks":
                given[(cell.code, cell.field.key)] = _plausible(cell.field.key, cell.field.kind, cell.field.choices)
    entry = save(entry, by, given, now)
    for row in sheet_of(entry).rows:
        if row.needs_evidence:
            upload = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
            attach_evidence(entry=entry, code=row.spec.code, upload=upload, by=by, now=now)
    return entry


def entered(entry: Entry, by: User, *names: str, now: datetime = OPENED) -> Entry:
    """Candidates of the contest, all of the kelurahan Payaman."""
    unit = Unit.objects.get(name="Payaman")
    wanted = [Wanted(None, unit.pk, name) for name in names]
    entry.refresh_from_db()
    return set_candidates(entry=entry, wanted=wanted, version=entry.version, by=by, now=now)


def _plausible(key: str, kind: str, choices: tuple[tuple[Fraction, str], ...]) -> Given:
    if kind == "ya_tidak":
        return Given(Answer.YES)
    if choices:
        return Given.of_number(str(max(value for value, _label in choices)))
    return Given.of_number(
        {"awal": 1000, "baku": 500, "realisasi": 450, "poin": 2, "nilai": 90, "skor": 70}.get(key, 2)
    )


def sent(entry: Entry, by: User, head: User, now: datetime = OPENED) -> Entry:
    """Filled in by `by`, approved and sent by `head`."""
    entry = filled(entry, by, now)
    return send_sheet(entry=entry, version=entry.version, by=head, now=now)


def checker_of(entry: Entry, now: datetime = OPENED) -> User:
    return User.objects.get(pk=min(checkers_of(entry, now.date())))


def validated(entry: Entry, by: User, head: User, now: datetime = OPENED) -> Entry:
    entry = sent(entry, by, head, now)
    return validate_sheet(entry=entry, by=checker_of(entry, now), now=now)
