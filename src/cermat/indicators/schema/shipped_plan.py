"""The example of a plan that comes with Cermat."""

from functools import cache
from pathlib import Path

from cermat.indicators.schema.plan import PlanFile
from cermat.indicators.schema.plan_faults import read_plan

FILE = Path(__file__).parents[4] / "definitions" / "plans" / "perencanaan-contoh-1.yaml"


@cache
def example_plan() -> PlanFile:
    return read_plan(FILE.read_text(encoding="utf-8"))
