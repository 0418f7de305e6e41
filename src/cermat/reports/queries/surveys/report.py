"""The report as a print: on its own, or as the cycle's Laporan IKM where the figure comes from a survey."""

from datetime import datetime

from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError
from cermat.lib.months import date_time, day_of
from cermat.organisation.models import Kind
from cermat.printing.blocks import Block, Notice, Print, Signatures
from cermat.reports.queries.frame import head_and_secretary, official, place_date, signer
from cermat.reports.queries.surveys.annex import annexes
from cermat.reports.queries.surveys.findings import conclusion, findings
from cermat.reports.queries.surveys.method import introduction, method
from cermat.reports.queries.surveys.told import told_of
from cermat.survey.models import Survey, SurveyState

SOURCE = "survei"


def survey_print(survey: Survey, now: datetime, *, with_answers: bool = False) -> Print:
    """Only of a survey that takes no answers any more: two reports of a running one would tell a single answer.

    `with_answers`: the sheets one by one, for those alone who may read single answers.
    """
    if survey.state not in (SurveyState.CLOSED, SurveyState.CONFIRMED):
        raise ConflictError(
            "Laporan Survei tersedia setelah survei ditutup. Tutup dahulu, lalu cetak.", code="too_early"
        )
    unit, month = survey.unit, survey.month
    return official(
        survey.kecamatan,
        now,
        title=f"Laporan Survei Kepuasan Masyarakat {unit} {month.name}",
        code=f"SKM/{unit.code}/{month}",
        heading=("LAPORAN SURVEI KEPUASAN MASYARAKAT (SKM)", str(unit).upper(), month.name.upper()),
        blocks=survey_blocks(survey, now, with_answers=with_answers),
    )


def survey_blocks(survey: Survey, now: datetime, *, with_answers: bool = False) -> list[Block]:
    """The four chapters, the signatures, the annexes."""
    told = told_of(survey)
    return [
        *_state(survey),
        *introduction(told),
        *method(told),
        *findings(told),
        *conclusion(told),
        _signatures(survey, now),
        *annexes(told, with_answers=with_answers),
    ]


def survey_behind(result: Result) -> Survey | None:
    """The survey a result came from."""
    kind, _, number = result.source_ref.partition(":")
    if result.source != SOURCE or kind != "survey" or not number.isdecimal():
        return None
    rows = Survey.objects.select_related("kecamatan__parent", "unit", "desk", "version")
    return rows.filter(pk=int(number), kecamatan=result.kecamatan_id).first()


def _state(survey: Survey) -> list[Block]:
    if survey.closed_at is None or survey.confirmed_at is None:
        return [Notice("SEMENTARA: hasil survei ini belum disahkan, jadi angkanya masih dapat berubah.")]
    return [
        Notice(
            f"Survei ditutup {date_time(survey.closed_at)} oleh {survey.closed_by}; "
            f"hasilnya disahkan {date_time(survey.confirmed_at)} oleh {survey.confirmed_by}."
        )
    ]


def _signatures(survey: Survey, now: datetime) -> Signatures:
    day = day_of(survey.confirmed_at or now)
    if survey.unit.kind == Kind.KECAMATAN:
        return head_and_secretary(survey.unit, day)
    return Signatures((signer(survey.unit, day, place=place_date(survey.kecamatan, day)),))
