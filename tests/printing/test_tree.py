"""A tree of boxes as a picture: nothing overlaps, every word stands in its box, nothing but attributes."""

import re
from itertools import combinations
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.printing.tree import Sign, Tree, TreeBox, TreeColumn, Words, laid_out, pages_of, tree_svg
from cermat.printing.tree.layout import PAD, SPACE, Layout, size_of
from cermat.printing.tree.metrics import text_width, wrapped

COLUMNS = tuple(TreeColumn(f"Kolom {at}", width) for at, width in enumerate((120, 160, 200, 200, 200)))
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Persentase gangguan ketenteraman dan ketertiban yang selesai ditangani"


def tree(*boxes: TreeBox) -> Tree:
    return Tree("Pohon kinerja 2026", "1 sasaran", COLUMNS, boxes)


def box(key: str, column: int = 0, parent: str = "", *texts: str, **fields: object) -> TreeBox:
    words = tuple(Words(text) for text in texts or (f"Isi {key}",))
    return TreeBox(key, column, f"Kotak {key}", words, parent, **fields)  # type: ignore[arg-type]


@st.composite
def forests(draw: st.DrawFn) -> Tree:
    """Boxes depth first, each right of what it hangs on; some hang on nothing, some have a second frame."""
    texts = st.text(st.characters(codec="utf-8"), max_size=90)
    made: list[TreeBox] = []

    def grow(parent: str, column: int) -> None:
        for _ in range(draw(st.integers(0 if parent else 1, 3))):
            if column >= len(COLUMNS) or len(made) > 30:
                return
            here = draw(st.integers(column, len(COLUMNS) - 1))
            one = box(
                f"k{len(made)}", here, parent, *draw(st.lists(texts, min_size=1, max_size=3)),
                beside=tuple(Words(text, sign=Sign.ROW) for text in draw(st.lists(texts, max_size=2))),
                has_gap=draw(st.booleans()),
            )  # fmt: skip
            made.append(one)
            grow(one.key, here + 1)

    grow("", 0)
    return tree(*made)


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    return [
        (a.box.key, b.box.key)
        for a, b in combinations(layout.places, 2)
        if a.x < b.right and b.x < a.right and a.y < b.y + b.height and b.y < a.y + a.height
    ]


@settings(max_examples=60, deadline=None)
@given(forests())
def test_no_two_boxes_overlap_and_all_stand_inside_the_picture(drawn: Tree) -> None:
    layout = laid_out(drawn)
    assert overlapping(layout) == []
    assert all(place.right <= layout.width and place.y + place.height <= layout.height for place in layout.places)


@settings(max_examples=40, deadline=None)
@given(forests())
def test_every_line_stands_inside_its_frame(drawn: Tree) -> None:
    for place in laid_out(drawn).places:
        frames = ((place.lines, place.main), (place.beside, place.height - place.main))
        for line, height in ((line, height) for lines, height in frames for line in lines):
            bold = line.words.bold or line.words.sign is Sign.GAP
            assert line.x + text_width(line.text, size_of(line.words), bold=bold) <= place.width - PAD + 0.01
            assert line.y < height


@settings(max_examples=40, deadline=None)
@given(forests())
def test_the_picture_is_well_formed_and_has_attributes_only(drawn: Tree) -> None:
    root = fromstring(tree_svg(drawn))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "path", "text", "g", "circle", "a"}
    assert not any(name == "style" or name.startswith("on") for element in root.iter() for name in element.attrib)


def test_what_hangs_on_a_box_begins_at_its_height_and_the_next_one_below_it_all() -> None:
    layout = laid_out(tree(box("a"), box("b", 1, "a"), box("c", 1, "a", LONG * 3), box("d")))
    assert layout.at("b").y == layout.at("a").y
    assert layout.at("c").y == layout.at("b").y + layout.at("b").height + SPACE
    assert layout.at("d").y == layout.at("c").y + layout.at("c").height + SPACE


def test_a_picture_names_itself_and_its_boxes_lead_somewhere_where_they_may() -> None:
    still, linked = tree_svg(tree(box("a"))), tree_svg(tree(box("a", href="/indikator/?a=1&b=2")))
    root = fromstring(still)
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert (root.get("role"), named[root.get("aria-labelledby")]) == ("img", "Pohon kinerja 2026")
    assert fromstring(linked).get("role") == "group"  # an image has no links inside
    assert 'href="/indikator/?a=1&amp;b=2"' in linked


def test_what_is_missing_is_a_dashed_frame_a_shape_and_a_word() -> None:
    words = (Words("Sasaran"), Words("Celah: belum ada IKU", sign=Sign.GAP))
    drawn = tree_svg(tree(TreeBox("a", 0, "Sasaran S1", words, has_gap=True)))
    assert "Celah:" in drawn
    assert "stroke-dasharray" in drawn
    assert "stroke-dasharray" not in tree_svg(tree(box("a")))


def test_signs_that_xml_knows_are_words() -> None:
    assert "&lt;script&gt;" in tree_svg(tree(box("a", 0, "", "<script>\x00")))


@pytest.mark.parametrize(("text", "size", "width"), [("Hello World", 1000, 5168), ("", 10, 0), ("WWW", 1000, 2832)])
def test_widths_are_those_of_the_bundled_font(text: str, size: float, width: float) -> None:
    assert text_width(text, size) == pytest.approx(width, abs=1)


def test_there_is_room_for_the_wider_font_of_the_pages() -> None:
    lines = laid_out(tree(box("a", 2, "", LONG))).places[0].lines
    assert max(text_width(line.text, 13) for line in lines) * 1.06 <= 200 - 2 * PAD


def test_a_text_breaks_between_words_and_a_word_only_where_it_must() -> None:
    assert wrapped(LONG, 250, 13) == ("Persentase gangguan ketenteraman dan", "ketertiban yang selesai ditangani")
    assert wrapped("Persentase PBB-P2: 95\u00a0persen", 130, 13) == ("Persentase PBB-P2:", "95\u00a0persen")
    assert "".join(wrapped("a" * 60, 100, 13)) == "a" * 60
    assert all(text_width(line, 13) <= 100 for line in wrapped("a" * 60, 100, 13))


def small_forest() -> Tree:
    return tree(
        box("t"),
        *(
            one
            for at in range(4)
            for one in (box(f"s{at}", 1, "t"), box(f"i{at}", 2, f"s{at}", LONG), box(f"p{at}", 3, f"i{at}", LONG))
        ),
    )


def test_a_high_tree_goes_on_over_pages_with_what_it_hangs_on() -> None:
    whole = small_forest()
    limit = laid_out(whole).height / 2 + 20
    parts = pages_of(whole, limit, 2)
    assert [[one.key for one in part.boxes] for part in parts] == [
        ["t", "s0", "i0", "p0", "s1", "i1", "p1"],
        ["t", "s2", "i2", "p2", "s3", "i3", "p3"],
    ]
    assert all(laid_out(part).height <= limit for part in parts)


def test_a_low_tree_is_one_page_and_a_branch_that_is_too_high_stays_whole() -> None:
    whole = small_forest()
    assert pages_of(whole, 10_000, 2) == [whole]
    assert len(pages_of(whole, 10, 2)) == 4


def test_the_same_tree_gives_the_same_picture() -> None:
    assert tree_svg(small_forest()) == tree_svg(small_forest())
    ids = re.findall(r'id="(\w+)"', tree_svg(small_forest()) + tree_svg(tree(box("a"))))
    assert len(ids) == len(set(ids))
