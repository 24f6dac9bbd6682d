"""The drawings of real data, measured in the SVG itself: nothing overlaps, nothing is cut, every line leads home."""

import re
import shutil
from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree as Xml

import pytest

from kgplan.diagrams import Picture, render
from kgplan.diagrams.dot import quote
from kgplan.diagrams.geometry import METRICS
from kgplan.diagrams.layout import lay_out
from kgplan.texts import LANGS, Lang
from kgplan.texts.width import text_width
from tests.diagrams.golden import IMAGES, golden
from tests.diagrams.real import HOMES, large_sheets, real_picture
from tests.diagrams.test_layout import crossings, graphviz_lines

SVG = "{http://www.w3.org/2000/svg}"
Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""
SHEETS = ("", "water", "culture", "spatial")


class Drawing:
    """An SVG of ours as boxes, words and lines."""

    def __init__(self, picture: Picture, lang: Lang) -> None:
        self.picture, self.lang = picture, lang
        self.root = Xml.fromstring(render(picture, "svg", lang=lang))
        shapes = [group for group in self.root.iter(f"{SVG}g") if (group.get("class") or "").startswith("node ")]
        self.shapes = {str(group.get("data-id")): group for group in shapes}
        self.boxes = {name: frame(group) for name, group in self.shapes.items()}

    def texts(self, name: str, css: str) -> list[str]:
        """Lines of text of one class in a box."""
        return [text.text or "" for text in self.shapes[name].iter(f"{SVG}text") if css in (text.get("class") or "")]

    def lines(self) -> Iterator[tuple[str, str, list[tuple[float, float]]]]:
        """Source, target and corners of every edge."""
        for group in self.root.iter(f"{SVG}g"):
            if group.get("data-from"):
                path = next(path for path in group.iter(f"{SVG}path") if path.get("class") == "hit")
                yield str(group.get("data-from")), str(group.get("data-to")), points(path)


def points(path: Xml.Element) -> list[tuple[float, float]]:
    """Absolute coordinates of a path without arcs."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d") or "")]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def frame(group: Xml.Element) -> Frame:
    """The rectangle around a box."""
    path = next(path for path in group.iter(f"{SVG}path") if path.get("class") == "shape")
    plain = re.sub(r"A[\d.]+ [\d.]+ 0 0 1 ", "L", path.get("d") or "")
    places = points(Xml.Element("path", d=plain))
    across, down = zip(*places, strict=True)
    return min(across), min(down), max(across), max(down)


@pytest.fixture(params=[*HOMES, *(f"sheet:{name}" for name in SHEETS)], scope="module")
def shown(request: pytest.FixtureRequest) -> Picture:
    kind, _, name = request.param.partition(":")
    return large_sheets()[name] if kind == "sheet" else real_picture(kind)


@pytest.fixture(params=LANGS, scope="module")
def drawing(request: pytest.FixtureRequest, shown: Picture) -> Drawing:
    return Drawing(shown, request.param)


def test_every_document_has_a_box_and_no_two_boxes_touch(drawing: Drawing) -> None:
    assert list(drawing.boxes) == [node.id for node in drawing.picture.nodes]
    for (one, a), (other, b) in combinations(drawing.boxes.items(), 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1], (one, other)


def test_no_label_is_cut_and_every_label_fits_into_its_box(drawing: Drawing) -> None:
    for name, (left, top, right, bottom) in drawing.boxes.items():
        assert "…" not in "".join(drawing.texts(name, "name")), name
        years = [node_year for node_year in (drawing.picture.node(name).end_year,) if node_year]
        assert all(str(year) in "".join(drawing.texts(name, "")) for year in years), name
        for text in drawing.shapes[name].iter(f"{SVG}text"):
            half = text_width(text.text or "", float(text.get("font-size") or 0)) / 2
            x, y = float(text.get("x") or 0), float(text.get("y") or 0)
            assert left <= x - half, (name, text.text)
            assert x + half <= right, (name, text.text)
            assert top < y < bottom, (name, text.text)


def test_every_line_begins_and_ends_at_its_boxes(drawing: Drawing) -> None:
    drawn = list(drawing.lines())
    assert len(drawn) == len(drawing.picture.edges)
    for source, target, way in drawn:
        for name, (x, y) in ((source, way[0]), (target, way[-1])):
            left, top, right, bottom = drawing.boxes[name]
            on_side = min(abs(x - left), abs(x - right)) < 13 and top - 0.2 <= y <= bottom + 0.2
            on_edge = left - 0.2 <= x <= right + 0.2 and min(abs(y - top), abs(y - bottom)) < 14
            assert on_side or on_edge, (source, target, name)


def test_levels_are_read_from_top_to_bottom_in_the_file_and_on_the_sheet(drawing: Drawing) -> None:
    rows = drawing.picture.rows
    reach = [
        (min(drawing.boxes[name][1] for name in row.nodes), max(drawing.boxes[name][3] for name in row.nodes))
        for row in rows
    ]
    assert all(upper[1] < lower[0] for upper, lower in pairwise(reach))
    assert list(drawing.shapes) == [name for row in rows for name in row.nodes]


def test_everything_lies_on_the_sheet(drawing: Drawing) -> None:
    width, height = float(drawing.root.get("width") or 0), float(drawing.root.get("height") or 0)
    scene = next(group for group in drawing.root.iter(f"{SVG}g") if (group.get("class") or "").startswith("scene"))
    shift = float(re.findall(r"[\d.]+", scene.get("transform") or "")[1])
    for left, top, right, bottom in drawing.boxes.values():
        assert left >= METRICS[drawing.lang].left - 0.1
        assert right <= width
        assert top >= 0
        assert bottom + shift < height


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", HOMES)
def test_lines_cross_no_more_often_than_graphviz_lets_them(name: str) -> None:
    """Graphviz may even put documents where it likes, whatever their level and field."""
    picture = real_picture(name)
    nodes = [f"{quote(node.id)} [shape=box, width=1.8, height=0.7];" for node in picture.nodes]
    edges = [f"{quote(edge.source)} -> {quote(edge.target)};" for edge in picture.edges]
    theirs = crossings(graphviz_lines("\n".join(["digraph {", "rankdir=BT;", *nodes, *edges, "}"]).encode()))
    ours = crossings([route.drawn for route in lay_out(picture, "zh").routes])
    print(f"{name}: {len(edges)} lines, {ours} crossings here, {theirs} by dot")
    assert ours <= 1.2 * theirs


def test_the_pictures_in_the_documentation_are_what_is_drawn_now() -> None:
    drawn = golden()
    assert {path.name for path in IMAGES.iterdir()} == set(drawn)
    changed = [name for name, content in drawn.items() if (IMAGES / name).read_bytes() != content]
    assert not changed, "look at them and run make docs"
