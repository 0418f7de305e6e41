"""Two offices with one of everything that has an address, to try every door with own and foreign things."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.utils import timezone

from cermat.collection.models import Form, Publication
from cermat.collection.queries import purpose_of
from cermat.documents.actions import Announced, begin_upload, store_bytes, store_upload
from cermat.documents.models import Document, DocumentState
from cermat.indicators.actions import start_plan_draft
from cermat.indicators.models import SetKind
from cermat.instruments.actions import make_draft, record_result, save_assessment
from cermat.lib.months import Month
from cermat.measurement.models import FigureKind
from cermat.notifications.models import Message
from cermat.organisation.models import Unit, User
from cermat.periods.models import Holiday, HolidayKind, YearLock, YearOpening
from cermat.requirements.models import Handover, RequirementPlan
from cermat.requirements.workflow import HandoverState
from cermat.sop.models import Cycle
from cermat.survey.models import SurveyState
from cermat.years.models import Delivery
from cermat.years.queries import planned_in
from tests.collection.factories import OPENED, a_pdf, collecting, entry_of
from tests.collection.workbooks import a_workbook
from tests.documents.corpus import photo, upload
from tests.doors.figures import FIGURE_WORDS
from tests.factories import NOW, Office, build
from tests.indicators.factories import planned
from tests.instruments.factories import contest, graded, loaded
from tests.reports.factories import a_finding, a_meeting, a_recommendation, a_run
from tests.survey.factories import a_counter, a_pile, a_suggestion, a_survey, an_exclusion, an_import, an_improvement

WORKS = ("pemilahan", "penyerahan", "pengumpulan", "pengisian", "monev", "tindak_lanjut", "penghitungan")


@dataclass
class Place:
    """An office, its cycle, and the words of addresses: "entry" → the id of its sheet."""

    office: Office
    cycle: Cycle
    words: dict[str, int | str]
    hidden: dict[str, int | str]  # the same of another unit in the same kecamatan, where units see only their own


def world() -> tuple[Place, Place]:
    """Kecamatan Nganjuk, and a neighbour whose things nobody of Nganjuk sees."""
    return place("35.18.13", "Nganjuk"), place("35.18.14", "Bagor")


def place(code: str, name: str) -> Place:
    office = build(code, name, ("Payaman", "Werungotok"), ("Kedungdowo",))
    planned(office.kecamatan)
    cycle = collecting(office, works=WORKS)
    first, second = office.kelurahan
    words = _plans(office) | _instruments(office) | _of_cycle(office, cycle) | _people(office)
    words |= _of_unit(office, cycle, first) | _of_years(office) | FIGURE_WORDS
    return Place(office, cycle, words, words | _of_unit(office, cycle, second))


def _plans(office: Office) -> dict[str, int | str]:
    kecamatan = office.kecamatan
    holiday = Holiday.objects.create(
        kecamatan=kecamatan, day=date(2026, 12, 1), name="Hari Jadi", kind=HolidayKind.LOCAL, source="Contoh"
    )
    plan = RequirementPlan.objects.create(
        kecamatan=kecamatan, key="ikm", instrument="ikm", section=office.sections["pelayanan"],
        frequency="bulanan", due_months=[], subject_kind="kecamatan",
    )  # fmt: skip
    version = kecamatan.plans.get()
    written = start_plan_draft(kecamatan=kecamatan, year=2026, origin="berlaku", by=office.sekcam, now=NOW)
    return {
        "plan_part": "renstra",
        "draft_part": "kalender",
        "plan_version": version.pk,
        "plan_draft": written.pk,
        "holder": "pemerintahan",
        "agreement": 1,
        "party": "pertama",
        "kecamatan": kecamatan.code,
        "planned": version.year,
        "next_planned": version.year + 1,
        "holiday": holiday.pk,
        "plan": plan.pk,
        "sop": kecamatan.sops.get().pk,
        "indicator": kecamatan.indicator_sets.get(kind=SetKind.MONTHLY).indicators.all()[0].pk,
        "iku": kecamatan.ikus.all()[0].pk,
        "activity": kecamatan.activities.exclude(section=None)[0].pk,
        "setting": "tempat_rapat",
        "sets": "bulanan",
        "shipped_office": "nganjuk",
        "sop_kind": "sop",
    }


def _instruments(office: Office) -> dict[str, int | str]:
    draft = make_draft(kecamatan=office.kecamatan, file_name="lomba.yaml", text=contest(2), by=office.admin, now=NOW)
    lke, year = graded(office), timezone.localdate().year
    own = save_assessment(version=lke, year=year, answers={}, overrides={}, seen="", by=office.kasubbag, now=NOW)
    return {"instrument": loaded(office).pk, "draft": draft.pk, "lke": lke.pk, "assessment": own.pk, "year": year}


def _of_cycle(office: Office, cycle: Cycle) -> dict[str, int | str]:
    finding, run = a_finding(office, cycle), a_run(office, cycle)
    surveyed = a_survey(office.kecamatan, SurveyState.CONFIRMED, month=Month(2026, 9))
    section = office.sections["pemerintahan"]
    handover = Handover.objects.create(
        cycle=cycle, section=section, state=HandoverState.HANDED, handed_by=office.sekcam, handed_at=NOW
    )
    return {
        "desa": office.desa[0].code,
        "publication": _publication(office).pk,
        "cycle": cycle.pk,
        "section": section.pk,
        "step": cycle.steps.all()[0].pk,
        "handover": handover.pk,
        "finding": finding.pk,
        "meeting": a_meeting(office, cycle).pk,
        "recommendation": a_recommendation(office, cycle, finding).pk,
        "improvement": an_improvement(surveyed).pk,
        "run": run.pk,
        "figure": run.figures.filter(kind=FigureKind.IKU)[0].pk,
        "cycle_kind": "register",
        "book_kind": "rekapitulasi",
        "unit_kind": "data-kinerja",
    }


def _of_years(office: Office) -> dict[str, int | str]:
    """This year's calendar with one document handed in, and a locked year that is open for a correction."""
    kecamatan, year = office.kecamatan, timezone.localdate().year
    first, second, *_rest = planned_in(kecamatan, year)
    done = Delivery.objects.create(
        kecamatan=kecamatan, year=year, key=second.key, document=second.document, recipient=second.recipient,
        due_on=second.due_on, delivered_on=second.due_on, note="17/2026", by=office.sekcam, at=NOW,
    )  # fmt: skip
    lock = YearLock.objects.create(
        kecamatan=kecamatan, year=2025, report="LKjIP 2025", handed_in_on=date(2026, 2, 26), by=office.sekcam, at=NOW
    )
    opening = YearOpening.objects.create(lock=lock, reason="Koreksi", opened_by=office.camat, opened_at=NOW)
    return {"delivery_key": first.key, "delivery": done.pk, "opening": opening.pk}


def _people(office: Office) -> dict[str, int | str]:
    somebody = office.people["kasubbag_umum"]
    return {"person": somebody.pk, "post": somebody.assignments.get().pk}


def _of_unit(office: Office, cycle: Cycle, unit: Unit) -> dict[str, int | str]:
    """What each kelurahan has of its own."""
    operator = office.operator[unit.code]
    stored = store_bytes(
        content=a_pdf(), name="bukti.pdf", content_type="application/pdf", unit=unit, by=operator, now=OPENED
    )
    entry = entry_of(cycle, unit, office.sections["pemerintahan"], Form.MONTHLY)
    picture = store_upload(upload=upload("foto.jpg", photo()), unit=unit, by=operator, now=OPENED)
    sending = begin_upload(
        key=uuid4(), file=Announced("foto.jpg", 9), unit=unit, purpose=f"{purpose_of(entry)}PBB-01", details={},
        by=operator, now=OPENED,
    )  # fmt: skip
    result = record_result(
        instrument="dokumen_kelurahan", subject=unit, period=cycle.month, definition="dokumen-kelurahan@1", value=None,
        source="isian", maker=None, checker=None, now=NOW,
    )  # fmt: skip
    return {
        "entry": entry.pk,
        "upload": str(sending.key),
        "picture": picture.pk,
        "result": result.pk,
        "unit": unit.pk,
        "file": stored.pk,
        "workbook": a_workbook(entry_of(cycle, unit, office.sections["pemerintahan"]), operator, stored).pk,
        "document": _document(office, unit, operator).pk,
        **_survey(unit, operator),
    }


def _survey(unit: Unit, operator: User) -> dict[str, int | str]:
    """The survey that a kelurahan runs itself, with paper and a file that wait; and one that is closed."""
    survey, closed = a_survey(unit), a_survey(unit, SurveyState.CLOSED, month=Month(2026, 9))
    return {
        "survey": survey.pk,
        "closed_survey": closed.pk,
        "exclusion": an_exclusion(survey, operator).pk,
        "suggestion": str(a_suggestion(closed).pk),
        "service": survey.offered.all()[0].service_id,
        "counter": a_counter(unit).pk,
        "pile": a_pile(survey, operator, "334433432").pk,
        "line": 1,
        "import": an_import(survey, operator, "334433432", "934433432").pk,
    }


def _publication(office: Office) -> Publication:
    desa = office.desa[0]
    return Publication.objects.create(
        kecamatan=office.kecamatan, unit=desa, year=2023, file_name="idm.json", text="{}", definition="idm-2016@1",
        value=0, label="MAJU", details={"value": None}, made_by=office.lurah[desa.code], made_at=OPENED,
    )  # fmt: skip


def _document(office: Office, unit: Unit, by: User) -> Document:
    return Document.objects.create(
        kecamatan=office.kecamatan, unit=unit, kind="register", title="Register", period="2026-11",
        state=DocumentState.QUEUED, requested_by=by, requested_at=OPENED,
    )  # fmt: skip


def messages_of(place: Place) -> dict[int, int]:
    """One message for everybody: person → id."""
    made = Message.objects.bulk_create(
        Message(user=person, text="Contoh", url="/", key="pintu", created=NOW) for person in place.office.everyone()
    )
    return {message.user_id: message.pk for message in made}
