"""The SOP as a drawing."""

import re

from defusedxml.ElementTree import fromstring

from cermat.printing.flowchart import Chart, FlowStep, flowchart_svg, pages

ACTORS = (("camat", "Camat"), ("sekcam", "Sekcam"), ("kasi", "Kasi"))
STEPS = (
    FlowStep("1.", "Menyusun", ("sekcam",), standards=("Berkas", "1 hari", "Konsep", "")),
    FlowStep("2.", "Lengkap?", ("camat",), is_decision=True, no_way=0),
    FlowStep("3", "Mengerjakan bersama", ("sekcam", "kasi")),
)
CHART = Chart(ACTORS, STEPS, "Bagan alir contoh", ("Kelengkapan", "Waktu", "Output", "Ket."))
WHITE = 'fill="#ffffff" stroke'


def symbols(svg: str, shape: str) -> int:
    return len(re.findall(rf"<{shape} [^>]*{WHITE}", svg))


def test_the_drawing_is_well_formed_and_names_itself() -> None:
    root = fromstring(flowchart_svg(CHART))
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Bagan alir contoh"


def test_it_stands_on_a_page_with_a_strict_content_policy() -> None:
    svg = flowchart_svg(CHART)
    assert "style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg


def test_a_step_of_two_actors_has_a_box_in_each_lane() -> None:
    assert symbols(flowchart_svg(CHART), "rect") == 3  # one for step 1, two for step 3


def test_a_decision_is_a_diamond_with_two_ways_out() -> None:
    svg = flowchart_svg(CHART)
    assert symbols(svg, "path") == 1
    assert ">Ya</text>" in svg
    assert ">Tidak</text>" in svg


def test_it_begins_and_ends_in_a_capsule() -> None:
    svg = flowchart_svg(CHART)
    assert svg.count('rx="14"') == 2
    assert ">Mulai<" in svg
    assert ">Selesai<" in svg


def test_a_long_chart_goes_on_over_pentagons_with_the_number_of_the_step() -> None:
    first, second = (flowchart_svg(CHART, *page) for page in pages(CHART, 2))
    assert ">Selesai<" not in first
    assert first.count("h26v17l-13 11-13-11z") == 1
    assert ">Mulai<" not in second
    assert second.count("h26v17l-13 11-13-11z") == 1


def test_the_quality_standards_stand_beside_the_lanes() -> None:
    svg = flowchart_svg(CHART)
    for word in ("Pelaksana", "Mutu Baku", "Kelengkapan", "1 hari", "Konsep"):
        assert f">{word}</text>" in svg


def test_texts_are_escaped() -> None:
    svg = flowchart_svg(Chart(ACTORS, (FlowStep("1", "<b>&", ("camat",)),)))
    assert "&lt;b&gt;&amp;" in svg


def test_an_empty_chart_is_still_a_drawing() -> None:
    assert fromstring(flowchart_svg(Chart(ACTORS, ()))) is not None
