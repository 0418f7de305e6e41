"""Pictures: what they show, what they say beside it, and what may not stand in their SVG."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from cermat.printing.charts import (
    MONTHS,
    Bar,
    Cell,
    Drawing,
    HeatMap,
    Panel,
    Point,
    QuarterBars,
    Region,
    RegionMap,
    SmallMultiples,
    Standards,
    Trend,
    UnsurBars,
    together,
)
from cermat.printing.charts.areas import middle
from cermat.printing.charts.grades import Grades
from cermat.printing.charts.palette import BAR, CLASSES, DEEP, RAMP, Spec
from cermat.printing.charts.rendering import SHELF, Shelf, rendered

SPACE = "{http://www.w3.org/2000/svg}"
SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]


def point(label: str, value: str | None, target: str | None = None, **more: object) -> Point:
    given = None if value is None else Decimal(value)
    return Point(label, f"{label} 2026", given, None if target is None else Decimal(target), **more)  # type: ignore[arg-type]


def square(left: float) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[[x + left, y] for x, y in SQUARE]]}


def trend() -> Drawing:
    months = point("Jan", "80", "82", is_missed=True), point("Feb", None, "82"), point("Mar", "84.25", "82")
    return Trend("IKM", (*months, point("Apr", None, "82", is_due=False)), "indeks").drawn()


def quarters() -> Drawing:
    rows = point("TW I", "80", "82", is_missed=True), point("TW II", None, "82"), point("TW III", "84", "82")
    return QuarterBars("IKM", (*rows, point("TW IV", None, "83", is_due=False)), "indeks").drawn()


def unsur() -> Drawing:
    bars = Bar("1", "Persyaratan", Decimal("3.2")), Bar("2", "Biaya", Decimal("2.9"), is_marked=True)
    return UnsurBars("Unsur", (*bars, Bar("3", "Produk", None))).drawn()


def regions() -> Drawing:
    shown = Region("Payaman", Decimal("60.5"), square(0)), Region("Bogo", None, square(4), "belum tervalidasi")
    return RegionMap("PBB-P2", (*shown, Region("Jatirejo", Decimal(90))), "%").drawn()


def heat() -> Drawing:
    cells = Cell(Decimal(70)), Cell(None), Cell(None, is_due=False)
    return HeatMap("PBB-P2", MONTHS[:3], (("Payaman", cells), ("Bogo", (Cell(Decimal(50)),) * 3)), "%").drawn()


def panels() -> Drawing:
    points = point("Jan", "50"), point("Feb", None), point("Mar", "75")
    return SmallMultiples("Seksi", (Panel("Seksi PMD", points), Panel("Sekretariat", points))).drawn()


def standards() -> Drawing:
    bars = (
        Bar("1", "Menyusun jadwal", Decimal(80), said="8 menit"),
        Bar("2", "Memilah", Decimal(260), is_marked=True, said="26 menit"),
        Bar("3", "Menyerahkan", None, said="belum dimulai"),
        Bar("4", "Rapat", None, said="4 Desember", is_due=False),
    )
    return Standards("Waktu", bars, (("1", "Menyusun jadwal", "10 menit", "8 menit", "Selesai"),)).drawn()


KINDS: tuple[Callable[[], Drawing], ...] = (trend, quarters, unsur, regions, heat, panels, standards)


def roots(drawing: Drawing) -> list[Element]:
    return [fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", drawing.on_page, re.S)]


def texts(drawing: Drawing) -> list[str]:
    return [element.text or "" for element in roots(drawing)[0].iter(f"{SPACE}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_well_formed_and_fit_for_a_strict_page(kind: Callable[[], Drawing]) -> None:
    svg = kind().on_page
    for root in roots(kind()):
        assert root.get("role") == "img"
        assert [root[0].tag, root[1].tag] == [f"{SPACE}title", f"{SPACE}desc"]
        assert root.get("aria-labelledby") == root[0].get("id")
    for refused in ("style=", "<script", "href", "<image", "foreignObject", "NaN", "aria-roledescription"):
        assert refused not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_data_is_hatched_and_named(kind: Callable[[], Drawing]) -> None:
    drawing = kind()
    for root in roots(drawing):
        pattern = next(root.iter(f"{SPACE}pattern")).get("id")
        assert any(element.get("fill") == f"url(#{pattern})" for element in root.iter())
    assert any("belum" in cell for row in (*drawing.rows, (drawing.text,), tuple(texts(drawing))) for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_has_a_class_for_the_dark_page(kind: Callable[[], Drawing]) -> None:
    bare = [
        dict(element.attrib)
        for root in roots(kind())
        for element in root.iter()
        for name, letter in (("fill", "f"), ("stroke", "s"))
        if (element.get(name) or "none") not in {"none", "transparent"} and "url" not in str(element.get(name))
        if f"{letter}-" not in str(element.get("class"))
    ]
    assert bare == []


def test_the_classes_have_their_colours_in_the_stylesheet(settings: object) -> None:
    sheet = (settings.ROOT / "src/cermat/web/static/web/css/components.css").read_text()  # type: ignore[attr-defined]
    drawn = {name for kind in KINDS for name in re.findall(r"\b[fs]-[a-z0-9]+", kind().on_page)}
    used = {name for name in drawn if name[2:] in CLASSES.values()}
    assert {name for name in used if f".chart .{name} " not in sheet} == set()


def test_a_trend_tells_the_newest_value_and_every_month_in_its_table() -> None:
    drawing = trend()
    assert drawing.text == ("Mar 2026: 84,25 indeks, target 82,00 (tercapai). Diarsir karena belum ada data: Feb 2026.")
    assert drawing.head == ("Periode", "Nilai", "Target")
    assert drawing.rows == (
        ("Jan 2026", "80,00", "82,00"),
        ("Feb 2026", "belum ada data", "82,00"),
        ("Mar 2026", "84,25", "82,00"),
        ("Apr 2026", "belum jatuh tempo", "82,00"),
    )
    assert {"Jan", "Apr", "84,25", "target", "indeks"} <= set(texts(drawing))


def test_a_target_that_was_missed_has_another_shape_too() -> None:
    marks = [layer["mark"] for layer in trend().spec["layer"] if layer["mark"]["type"] == "point"]
    assert {mark["shape"] for mark in marks} == {"circle", "triangle-down"}
    assert any(words.startswith("▼ 80") for words in texts(quarters()))


def test_two_ways_of_measuring_are_never_one_line() -> None:
    """IDM until 2024, Indeks Desa from 2025."""
    points = (
        *(point(year, value, series="IDM") for year, value in (("2023", "0.72"), ("2024", "0.75"))),
        *(point(year, value, series="Indeks Desa") for year, value in (("2025", "71.3"), ("2026", "74"))),
    )
    drawing = Trend("Indeks", points).drawn()
    plots = drawing.spec["hconcat"]
    assert [(plot["title"], len(plot["data"]["values"])) for plot in plots] == [("IDM", 2), ("Indeks Desa", 2)]
    assert "Sejak 2025 2026 Indeks Desa: ukuran lain, tidak dibandingkan." in drawing.text
    assert {"IDM", "Indeks Desa"} <= set(texts(drawing))


def test_a_map_names_what_it_cannot_draw() -> None:
    drawing = regions()
    assert drawing.text == (
        "Peta 3 unit, %: terendah Payaman 60,50, tertinggi Jatirejo 90,00. "
        "Diarsir karena belum ada data: Bogo. Tanpa batas wilayah di peta: Jatirejo."
    )
    assert drawing.rows[1] == ("2", "Bogo", "belum ada data", "belum tervalidasi")
    assert drawing.rows[2] == ("3", "Jatirejo", "90,00", "tanpa batas wilayah di peta")
    assert {"1", "2", "60,5", "belum ada data"} <= set(texts(drawing))
    assert "3" not in texts(drawing)


def test_a_heat_map_keeps_apart_what_is_missing_and_what_is_not_due() -> None:
    drawing = heat()
    assert drawing.rows[0] == ("Payaman", "70,00", "belum ada data", "belum jatuh tempo")
    assert drawing.text.endswith("Diarsir karena belum ada data: Payaman (Feb).")
    assert {"belum ada data", "belum jatuh tempo"} <= set(texts(drawing))


def test_standards_count_who_kept_them() -> None:
    text = standards().text
    assert text == (
        "1 dari 2 tahapan yang berjalan ada di dalam waktu bakunya (garis 100 %). Melewati waktu baku (segitiga): 2."
    )


@pytest.mark.parametrize(
    ("values", "words", "places"),
    [
        (["10", "20", "60"], ["10–20", "20–30", "30–40", "40–50", "50–60"], [0, 1, 4]),
        (["7", "7"], ["7"], [0, 0]),
        (["0", "1", "2"], ["0–1", "1–2"], [0, 1, 1]),  # whole numbers: no step without a whole number in it
        ([], [], []),
    ],
)
def test_grades_cover_every_value(values: list[str], words: list[str], places: list[int]) -> None:
    grades = Grades.of(map(Decimal, values), 0)
    assert grades.words[: len(words)] == words if words else not grades.bounds
    assert [grades.place(Decimal(value)) for value in values] == places


def test_a_figure_on_a_deep_colour_is_light() -> None:
    grades = Grades.of(map(Decimal, (0, 50, 100)), 0)
    assert grades.colours == RAMP
    assert CLASSES[grades.ink(Decimal(100))] == "on"
    assert CLASSES[grades.ink(Decimal(0))] == CLASSES[grades.ink(None)] == "ink"
    assert BAR not in DEEP


def test_the_number_of_a_unit_stands_inside_of_it() -> None:
    crescent = [
        [0.0, 0.0],
        [9.0, 0.0],
        [9.0, 9.0],
        [0.0, 9.0],
        [0.0, 6.0],
        [6.0, 6.0],
        [6.0, 3.0],
        [0.0, 3.0],
        [0.0, 0.0],
    ]
    x, y, room = middle({"type": "MultiPolygon", "coordinates": [[crescent], [SQUARE]]})
    assert x >= 6 or y <= 3 or y >= 6
    assert room >= 3


def test_a_figure_that_would_stand_on_its_neighbours_is_left_to_the_table() -> None:
    sliver = {"type": "Polygon", "coordinates": [[[4.0, 0.0], [4.1, 0.0], [4.1, 4.0], [4.0, 4.0], [4.0, 0.0]]]}
    regions = Region("Kauman", Decimal(6388), square(0)), Region("Bogo", Decimal(6533), sliver)
    drawing = RegionMap("Penduduk", (*regions, Region("Ploso", Decimal(4917), square(4.1))), "jiwa", 0).drawn()
    words = [one.text for one in fromstring(drawing.svg).iter(f"{SPACE}text")]
    assert {"1", "2", "3", "6.388", "4.917"} <= set(words)
    assert "6.533" not in words
    assert drawing.rows[1] == ("2", "Bogo", "6.533", *drawing.rows[1][3:])


def test_words_of_people_are_words_in_the_drawing() -> None:
    drawing = UnsurBars("<b>", (Bar("1", '<script>"&', Decimal(3)),)).drawn()
    assert "<script" not in drawing.on_page
    assert '1 <script>"&' in texts(drawing)


SPEC: Spec = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x", "type": "quantitative"}}}


def test_the_same_picture_is_drawn_once() -> None:
    first = rendered(SPEC, "Judul", "Teks", "chart")
    drawn = SHELF.drawn
    assert rendered(dict(reversed(SPEC.items())), "Judul", "Teks", "chart") is first
    assert SHELF.drawn == drawn
    assert rendered(SPEC, "Judul", "Teks lain", "chart") != first
    assert SHELF.drawn == drawn + 1


def test_threads_that_ask_at_once_draw_a_picture_once() -> None:
    drawn = SHELF.drawn
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _at: rendered(SPEC, "Sekali", "", "chart"), range(8)))
    assert len(set(made)) == 1
    assert SHELF.drawn == drawn + 1


def test_what_was_not_asked_for_longest_makes_room() -> None:
    shelf = Shelf(2)
    shelf.put("a", "A")
    shelf.put("b", "B")
    shelf.get("a")
    shelf.put("c", "C")
    assert [shelf.get(key) for key in "abc"] == ["A", None, "C"]


def test_nothing_is_fetched() -> None:
    spec = SPEC | {"data": {"url": "http://127.0.0.1:9/data.json"}}
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        rendered(spec, "", "", "chart")


def test_drawings_stand_together_each_under_its_title() -> None:
    drawing = together(
        "IKU", [quarters(), QuarterBars("Persentase kelurahan yang telah mencukupi dokumen wajib", ()).drawn()]
    )
    assert drawing.head == ("Gambar", "Triwulan", "Realisasi", "Target", "Catatan")
    assert drawing.rows[0] == ("IKM", "TW I 2026", "80,00", "82,00", "")
    spans = list(fromstring(drawing.svg).iter(f"{SPACE}tspan"))
    assert "".join(span.text or "" for span in spans).startswith("Persentase kelurahan")
    assert any(span.get("dy") for span in spans)
