"""Bulan saya: the sheets of one's own desa or kelurahan in this period, and its figures beside last month's."""

from dataclasses import dataclass

from cermat.collection.models import Form
from cermat.collection.queries import Sheet, SheetRow, sheets_of
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.standing import Months, months_of
from cermat.organisation.models import Unit


@dataclass(frozen=True)
class VillageMonth:
    unit: Unit
    months: Months
    sheets: list[Sheet]

    @property
    def monthly(self) -> list[tuple[Sheet, tuple[SheetRow, ...]]]:
        """The sheets whose figures come again every month."""
        return [(sheet, sheet.rows) for sheet in self.sheets if sheet.entry.form == Form.MONTHLY]


def own_villages(desk: Desk) -> list[Unit]:
    return list(dict.fromkeys(post.unit for post in desk.posts if post.unit.is_village))


def village_month(desk: Desk, unit: Unit) -> VillageMonth:
    """A fixed number of queries, whatever the unit has sent so far."""
    assert desk.home is not None
    months = months_of(desk.home, desk.day)
    if months.now is None:
        return VillageMonth(unit, months, [])
    return VillageMonth(unit, months, sheets_of(months.now, unit, with_habits=False))
