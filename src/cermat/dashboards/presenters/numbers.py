"""Five numbers of the office in words: each with its month, the period before beside it, and a way to its origin."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from cermat.dashboards.presenters.words import figure_words, page_of, share_words
from cermat.dashboards.queries import Absorbed, Done, Office
from cermat.instruments.models import Result
from cermat.lib.months import Month, long_date
from cermat.measurement.formula import Summary
from cermat.measurement.models import Run
from cermat.measurement.queries import entry_behind, survey_behind
from cermat.sop.models import Cycle

NOTHING = "belum ada data"


@dataclass(frozen=True)
class Number:
    """One of the five. `before` has its own month; `url` is where the number comes from."""

    title: str
    value: str
    note: str
    before: str
    url: str = ""
    is_provisional: bool = False

    @property
    def is_missing(self) -> bool:
        return self.value == NOTHING


def numbers_of(office: Office, today: date) -> list[Number]:
    return [_iku(office), _sheets(office), _ikm(office), _absorbed(office), _follow_ups(office, today)]


def _iku(office: Office) -> Number:
    run, before = office.standing.run, office.standing.before
    now, then = office.iku
    return Number(
        title="IKU tercapai",
        value=_reached(now),
        note=_month(run) + (f" · {now.missing} tanpa data" if now and now.missing else ""),
        before=_beside(_month(before), _reached(then)) if before else "",
        url=page_of("measurement:run", run.pk) + "#iku" if run else "",
        is_provisional=bool(run and run.is_provisional),
    )


def _sheets(office: Office) -> Number:
    cycle, before = office.months.now, office.months.before
    now, then = office.sheets
    return Number(
        title="Isian tervalidasi",
        value=_of(now.validated, now.of) if now else NOTHING,
        note=f"{cycle.month.name} · {now.sent} terkirim" if cycle and now else (cycle.month.name if cycle else ""),
        before=_beside(before.month.name, _of(then.validated, then.of) if then else NOTHING) if before else "",
        url=_page("collection:mine", cycle),
    )


def _ikm(office: Office) -> Number:
    last = office.ikm[0] if office.ikm else None
    then = office.ikm[1] if len(office.ikm) > 1 else None
    return Number(
        title="IKM terakhir",
        value=ikm_words(last),
        note=" · ".join(part for part in (Month.parse(last.period).name, last.counted_label) if part) if last else "",
        before=_beside(Month.parse(then.period).name, ikm_words(then)) if then else "",
        url=origin_of(last) if last else "",
    )


def ikm_words(result: Result | None) -> str:
    return NOTHING if result is None else figure_words(result.counted_value)


def origin_of(result: Result) -> str:
    """The survey or the sheet a result was made from; else the page of the instrument's results."""
    survey, entry = survey_behind(result.source_ref), entry_behind(result.source_ref)
    if survey is not None:
        return page_of("survey:origin", survey)
    if entry is not None:
        return page_of("collection:sheet", entry)
    return page_of("instruments:result", result.pk)


def _absorbed(office: Office) -> Number:
    run, before = office.standing.run, office.standing.before
    now, then = office.absorbed
    lacking = f" · {now.told} dari {now.of} kegiatan dilaporkan" if now and now.told < now.of else ""
    return Number(
        title="Serapan anggaran",
        value=_share(now),
        note=_month(run) + lacking,
        before=_beside(_month(before), _share(then)) if before else "",
        url=page_of("measurement:run", run.pk) + "#kegiatan" if run else "",
        is_provisional=bool(run and run.is_provisional),
    )


def _follow_ups(office: Office, today: date) -> Number:
    now, then = office.follow_ups
    last_day = today.replace(day=1) - timedelta(days=1)
    has_before = last_day.year == today.year
    return Number(
        title="Tindak lanjut selesai",
        value=_done(now),
        note=f"rekomendasi {today.year} s.d. hari ini",
        before=_beside(f"s.d. {long_date(last_day)}", _done(then)) if has_before else "",
        url=_page("evaluation:recommendations", office.months.now),
    )


def _page(name: str, cycle: Cycle | None) -> str:
    return page_of(name, cycle.pk) if cycle else ""


def _month(run: Run | None) -> str:
    return run.cycle.month.name if run else ""


def _beside(month: str, value: str) -> str:
    return f"{month}: {value}"


def _reached(summary: Summary | None) -> str:
    return _of(summary.reached, summary.due) if summary and summary.due else NOTHING


def _done(done: Done) -> str:
    return _of(done.done, done.of) if done.of else "belum ada rekomendasi"


def _of(part: int, whole: int) -> str:
    return f"{part} dari {whole}" if whole else NOTHING


def _share(absorbed: Absorbed | None) -> str:
    share: Fraction | None = absorbed.share if absorbed else None
    return NOTHING if share is None else share_words(share)
