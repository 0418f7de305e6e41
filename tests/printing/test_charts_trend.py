"""What a line over a year says where there is little, and where there is much."""

from defusedxml.ElementTree import fromstring

from cermat.printing.charts import MONTHS, Spark, Trend
from cermat.printing.charts.trend import values_of
from tests.printing.test_charts import SPACE, point


def test_the_target_of_a_single_month_is_a_line_too() -> None:
    months = point("Sep", None, is_due=False), point("Okt", "76.44", "70"), point("Nov", None, is_due=False)
    drawing = fromstring(Trend("KEU-01", months, "%").drawn().svg)
    lines = [one for one in drawing.iter(f"{SPACE}line") if one.get("stroke-dasharray")]
    assert len(lines) == 1
    assert abs(float(lines[0].get("x2", "0"))) > 20


def test_of_a_whole_year_the_newest_and_the_newest_extremes_are_named_once() -> None:
    """One beside the other the same figure twice would be read as one long one."""
    values = ["82.79", "82.79", "82.79", "81.32", "81.32", "81.32", "84.43", "84.43"]
    months = [point(month, value, "83") for month, value in zip(MONTHS, values, strict=False)]
    drawing = Trend("IKM", (*months, *(point(month, None, is_due=False) for month in MONTHS[8:])), "nilai").drawn()
    words = [one.text for one in fromstring(drawing.svg).iter(f"{SPACE}text")]
    assert sorted(word for word in words if word and "," in word) == ["81,32", "84,43"]


def test_a_figure_on_the_ground_line_is_not_written_over_the_months() -> None:
    values = ["0", "0", "5.8", "16", "91.43"]
    months = tuple(point(month, value, "93", is_missed=True) for month, value in zip(MONTHS, values, strict=False))
    assert [one["below"] for one in values_of(months, 2, 0.0)] == [False, False, False, True, True]


def test_a_small_picture_has_the_words_and_the_table_of_the_large_one_and_no_letters() -> None:
    months = point("Jan", "80", "82", is_missed=True), point("Feb", None, "82"), point("Mar", "84.25", "82")
    small, large = Spark("IKM", months, "indeks").drawn(), Trend("IKM", months, "indeks").drawn()
    assert (small.text, small.rows) == (large.text, large.rows)
    drawing = fromstring(small.on_page)
    assert not list(drawing.iter(f"{SPACE}text"))
    assert int(drawing.get("height", "99")) <= 48
    assert len(small.on_page) < 4_000
