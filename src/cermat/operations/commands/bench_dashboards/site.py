"""One size of the dashboards' bench: the rows of the collecting's bench, and a calculation for each month."""

import json
import os
from collections import defaultdict
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")

import django

django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cermat.instruments.models import Result  # noqa: E402
from cermat.measurement.models import Figure, Run  # noqa: E402
from cermat.operations.commands.bench_collection.laying import insert, run  # noqa: E402
from cermat.operations.commands.bench_collection.site import lay, serve  # noqa: E402
from cermat.organisation.models import Assignment, Unit, User  # noqa: E402
from cermat.organisation.permissions import Role  # noqa: E402
from cermat.sop.models import Cycle  # noqa: E402

KINDS = (("iku", 8), ("indikator", 40), ("kegiatan", 20))
STATUSES = ("tercapai", "tidak_tercapai", "tanpa_data")
VERDICTS = ("diperkirakan_tercapai", "belum_pasti", "diperkirakan_tidak_tercapai")


def lay_with_runs(units: int, months: int) -> dict[str, Any]:
    """Kecamatan without a period are put aside: they cost nothing, and the sizes would be less far apart."""
    laid = lay(units, months)
    cycles = list(Cycle.objects.select_related("kecamatan"))
    busy = {cycle.kecamatan_id for cycle in cycles}
    named = ", ".join(map(str, busy))
    run(f"UPDATE organisation_unit SET is_active = false WHERE kind = 'kecamatan' AND id NOT IN ({named})")  # noqa: S608
    sekcam = User.objects.get(username="sekcam").pk
    made = {"number": 1, "by_id": sekcam, "at": timezone.now(), "formula_version": "1", "scale": "permendagri_86_2017"}
    insert(Run, [made | {"cycle_id": cycle.pk} for cycle in cycles])
    sections: dict[int, list[int]] = defaultdict(list)
    for unit in Unit.objects.sections():
        sections[unit.kecamatan_id or 0].append(unit.pk)
    runs = Run.objects.select_related("cycle")
    insert(Figure, [row for one in runs for row in _figures(one, sections[one.cycle.kecamatan_id])])
    insert(Result, [_ikm(cycle) for cycle in cycles if cycle.month_number % 3 == 0 or months == 1])
    return laid | {"name": f"{len(busy)} kec x {months} bln"}


def _figures(one: Run, sections: list[int]) -> list[dict[str, Any]]:
    return [
        {
            "run_id": one.pk, "kind": kind, "code": f"{kind}.{at:02d}", "position": at, "name": f"Butir {at}",
            "section_id": sections[at % len(sections)], "target": "90", "method": "positive", "unit_label": "persen",
            "status": STATUSES[at % 3] if kind != "kegiatan" else "konteks", "budget": "100000000", "spent": "50000000",
            "actual": None if STATUSES[at % 3] == "tanpa_data" else str(80 + one.cycle.month_number),
            "reason": "Belum ada." if STATUSES[at % 3] == "tanpa_data" else "", "inputs": json.dumps({"leaves": []}),
            "outlook": json.dumps({
                "shape": "mengalir", "expected": "80", "low": "70", "high": "90", "method": "laju", "points": 9,
                "left": 2, "needed": "5", "verdict": VERDICTS[at % 3],
            }),
        }
        for kind, count in KINDS
        for at in range(1, count + 1)
    ]  # fmt: skip


def _ikm(cycle: Cycle) -> dict[str, Any]:
    home = cycle.kecamatan_id
    return {
        "kecamatan_id": home, "subject_id": home, "instrument": "ikm", "period": str(cycle.month), "value": "84",
        "definition": "ikm-14-2017@1", "label": "B (Baik)", "source": "saldo_awal", "details": "{}",
        "recorded_at": cycle.opened_at,
    }  # fmt: skip


def pages() -> dict[str, tuple[str, str]]:
    """Name of a page → who opens it, and its address."""
    posts = Assignment.objects.filter(role=Role.OPERATOR).order_by("pk").select_related("user")
    operator = posts[0].user.username
    return {
        "beranda Camat": ("camat", reverse("dashboards:home")),
        "ringkasan Camat": ("camat", reverse("dashboards:office")),
        "terlambat Sekcam": ("sekcam", reverse("dashboards:late")),
        "indikator kasi": ("kasi.pemerintahan", reverse("dashboards:section")),
        "bulan operator": (operator, reverse("dashboards:village")),
        "kecamatan berdampingan": ("pengamat", reverse("dashboards:region")),
    }


if __name__ == "__main__":
    serve(lay_with_runs, pages)
