"""Loading is idempotent, old rows stay, figures of the plan change with a trace."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.indicators.actions import load_indicators, load_plan, record_activity, record_iku_targets
from cermat.indicators.models import Activity, Iku, Indicator, IndicatorSet, Plan
from cermat.indicators.queries import activities_of, current_set, ikus_of, indicators_for
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.organisation.models import Unit
from tests.factories import NOW, TODAY, office, other_office
from tests.indicators.factories import loaded, planned, small_set, text_of

pytestmark = pytest.mark.django_db
D = Decimal


def test_the_same_file_again_changes_nothing() -> None:
    made = office()
    first = loaded(made.kecamatan, "bulanan")
    assert loaded(made.kecamatan, "bulanan") == first
    assert Indicator.objects.count() == 36
    assert AuditEvent.objects.filter(verb="indicators.loaded").count() == 1
    assert planned(made.kecamatan) == planned(made.kecamatan)
    assert Iku.objects.count() == 5


def test_another_content_needs_another_version() -> None:
    made = office()
    load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=small_set(1), by=made.admin, now=NOW)
    with pytest.raises(ConflictError, match="Beri berkas ini versi baru"):
        load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=small_set(2), by=made.admin, now=NOW)
    with pytest.raises(DefinitionError, match='berisi set "bulanan"'):
        load_indicators(kecamatan=made.kecamatan, kind="lembar", text=small_set(1), by=made.admin, now=NOW)


def test_a_new_version_leaves_the_old_rows_as_they_were() -> None:
    made = office()
    for rows, version, start in [(1, "kecil-1", "2026-01-01"), (3, "kecil-2", "2026-07-01")]:
        text = small_set(rows, version=version, start=start)
        load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=text, by=made.admin, now=NOW)
    assert [row.version for row in IndicatorSet.objects.order_by("pk")] == ["kecil-1", "kecil-2"]
    assert len(indicators_for(made.kecamatan, "bulanan", Month(2026, 6))) == 1
    assert len(indicators_for(made.kecamatan, "bulanan", Month(2026, 7))) == 3
    assert indicators_for(made.kecamatan, "bulanan", Month(2025, 12)) == []
    assert current_set(made.kecamatan, "lembar", TODAY) is None


def test_only_who_may_load_definitions_loads_them() -> None:
    made, others = office(), other_office()
    for person in (made.sekcam, made.camat, others.admin):
        with pytest.raises(NotAllowedError):
            load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=small_set(), by=person, now=NOW)
        with pytest.raises(NotAllowedError):
            load_plan(kecamatan=made.kecamatan, text=text_of("rencana"), by=person, now=NOW)


def test_rows_are_asked_by_unit_section_and_month() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    march = Month(2026, 3)
    desa = {row.code for row in indicators_for(made.kecamatan, "bulanan", march, unit_kind="desa")}
    kelurahan = {row.code for row in indicators_for(made.kecamatan, "bulanan", march, unit_kind="kelurahan")}
    assert desa - kelurahan == {"KEU-02"}
    assert kelurahan - desa == {"KEU-01", "ADM-02"}
    assert "BNG-02" not in kelurahan  # Musrenbang: January and February
    trantib = indicators_for(made.kecamatan, "bulanan", march, section=made.sections["trantib"])
    assert [row.code for row in trantib] == ["PDK-03", "TRB-01", "TRB-02", "TRB-03", "TRB-04", "TRB-05"]


def test_a_plan_needs_its_sections_and_a_new_version_becomes_the_plan() -> None:
    made = office()
    planned(made.kecamatan)
    text = text_of("rencana").replace("versi: contoh-1", "versi: contoh-2").replace("2026: 83.00", "2026: 84.00", 1)
    load_plan(kecamatan=made.kecamatan, text=text, by=made.admin, now=NOW)
    assert Plan.objects.count() == 2
    assert [iku.year_target for iku in ikus_of(made.kecamatan, 2026)][:1] == [D("84.00")]
    assert Iku.objects.filter(code="IKU-1", year_target=D("83.00")).count() == 1
    assert len(activities_of(made.kecamatan, 2026)) == 6
    Unit.objects.filter(pk=made.sections["pmd"].pk).update(code="35.18.13/dapur")
    with pytest.raises(DefinitionError, match="Seksi belum ada sebagai unit kerja"):
        load_plan(kecamatan=made.kecamatan, text=text.replace("contoh-2", "contoh-3"), by=made.admin, now=NOW)


def test_targets_change_with_a_trace_and_empty_is_not_due() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-2")
    assert iku.quarter_targets == {"1": None, "2": None, "3": "74.00", "4": "74.00"}
    changed = record_iku_targets(
        iku=iku, year_target=D(75), quarter_targets={3: D("74.5"), 4: D(75)}, by=made.sekcam, now=NOW
    )
    assert changed.quarter_targets == {"1": None, "2": None, "3": "74.5", "4": "75"}
    event = AuditEvent.objects.get(verb="iku.targets_recorded")
    assert event.before["quarter_targets"]["3"] == "74.00"
    assert event.after["year_target"] == "75"


def test_targets_of_months_are_recorded_and_never_contradict_their_quarter() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-5")
    given = {"iku": iku, "year_target": D(94), "by": made.sekcam, "now": NOW}
    with pytest.raises(DomainError, match=r"Target Maret \(94\) harus sama dengan target triwulan I \(95\)"):
        record_iku_targets(**given, quarter_targets={1: D(95)})
    with pytest.raises(DomainError, match="triwulan IV kosong"):
        record_iku_targets(**given, quarter_targets={}, month_targets={12: D(94)})
    changed = record_iku_targets(**given, quarter_targets={1: D(95)}, month_targets={1: D(93), 3: D("95.0")})
    assert (changed.month_targets["1"], changed.month_targets["2"], changed.month_targets["3"]) == ("93", None, "95.0")
    assert AuditEvent.objects.get(verb="iku.targets_recorded").after["month_targets"]["1"] == "93"
    assert record_iku_targets(**given, quarter_targets={}, month_targets={}).month_targets == {}


def test_an_iku_judged_by_the_month_keeps_targets_of_months() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-5")
    Iku.objects.filter(pk=iku.pk).update(judged_by="bulan")
    with pytest.raises(DomainError, match="Isi target bulannya"):
        record_iku_targets(iku=iku, year_target=D(94), quarter_targets={}, month_targets={}, by=made.sekcam, now=NOW)


def test_a_kasi_records_the_plan_of_their_own_section_alone() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-5")
    targets = {"quarter_targets": {4: D(95)}, "month_targets": {}}
    record_iku_targets(iku=iku, year_target=D(95), **targets, by=made.kasi["trantib"], now=NOW)
    for person in (made.kasi["pmd"], made.admin, made.observer):
        with pytest.raises(NotAllowedError):
            record_iku_targets(iku=iku, year_target=D(1), quarter_targets={}, by=person, now=NOW)
    with pytest.raises(DomainError, match="target tahunan lebih dulu"):
        record_iku_targets(iku=iku, year_target=None, quarter_targets={1: D(1)}, by=made.sekcam, now=NOW)


@pytest.mark.parametrize(
    ("budget", "output", "money", "field"),
    [
        (D(-1), {}, {}, "budget"),
        (D(10), {}, {1: D(11)}, "budget"),
        (D(10), {1: D(3), 2: D(2)}, {}, "output_2"),
        (D(10), {}, {1: D(3), 3: D(2)}, "budget_3"),
    ],
)
def test_figures_of_an_activity_must_make_sense(
    budget: Decimal, output: dict[int, Decimal], money: dict[int, Decimal], field: str
) -> None:
    made = office()
    planned(made.kecamatan)
    activity = Activity.objects.get(code="7.01.04.2.01")
    with pytest.raises(DomainError) as caught:
        record_activity(
            activity=activity, budget=budget, output_targets=output, budget_targets=money, by=made.sekcam, now=NOW
        )
    assert caught.value.field == field


def test_an_activity_changes_with_a_trace() -> None:
    made = office()
    planned(made.kecamatan)
    activity = Activity.objects.get(code="7.01.04.2.01")
    record_activity(
        activity=activity, budget=D(150_000_000), output_targets={4: D(12)}, budget_targets={4: D(150_000_000)},
        by=made.kasi["trantib"], now=NOW,
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="activity.recorded")
    assert (event.before["budget"], event.after["budget"]) == ("145000000.00", "150000000")


def test_the_database_refuses_nonsense() -> None:
    made = office()
    chosen = loaded(made.kecamatan, "bulanan")
    plan = planned(made.kecamatan)
    row = chosen.indicators.first()
    iku = Iku.objects.first()
    activity = Activity.objects.first()
    assert row is not None
    assert iku is not None
    assert activity is not None
    hand_iku = {f.name: getattr(iku, f.name) for f in Iku._meta.fields if f.name not in {"id", "plan"}}
    hand_activity = {f.name: getattr(activity, f.name) for f in Activity._meta.fields if f.name not in {"id", "plan"}}
    Iku.objects.create(**hand_iku)
    Activity.objects.create(**hand_activity)
    nonsense = [
        lambda: Indicator.objects.filter(pk=row.pk).update(direction="miring"),
        lambda: Indicator.objects.filter(code="PDK-02").update(code="PDK-01"),
        lambda: Iku.objects.filter(plan=plan, code="IKU-2").update(code="IKU-1"),
        lambda: Iku.objects.create(**hand_iku),
        lambda: Activity.objects.create(**hand_activity),
        lambda: Activity.objects.filter(plan=plan).update(code="7"),
        lambda: Activity.objects.filter(pk=activity.pk).update(budget=-1),
        lambda: _copy(chosen),
        lambda: _copy(plan),
    ]
    for attempt in nonsense:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def _copy(row: IndicatorSet | Plan) -> None:
    row.pk = None
    row.save(force_insert=True)
