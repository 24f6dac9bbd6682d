"""The drawing as geometry: nothing lies on anything else, and every line can be followed from box to box."""

import json
import shutil
import subprocess
from itertools import combinations, pairwise

import pytest

from kgplan.diagrams.dot import render_dot
from kgplan.diagrams.geometry import Box, Layout, Point, Route
from kgplan.diagrams.layout import lay_out
from kgplan.texts import LANGS
from tests.diagrams.pictures import document, everything, outline, picture, random_system, under

SEEDS = range(12)
Segment = tuple[Point, Point]


@pytest.fixture(params=["everything", *SEEDS], scope="module")
def layout(request: pytest.FixtureRequest) -> Layout:
    if request.param == "everything":
        return lay_out(everything(), "zh")
    return lay_out(random_system(15 + 9 * request.param, request.param), LANGS[request.param % 2])


def segments(points: tuple[Point, ...]) -> list[Segment]:
    return list(pairwise(points))


def on_border(box: Box, point: Point) -> bool:
    x, y = point
    if box.x - 0.2 <= x <= box.x + box.width + 0.2 and min(abs(y - box.top_at(x)), abs(y - box.bottom)) < 0.2:
        return True
    return box.y <= y <= box.bottom and min(abs(x - box.x), abs(x - box.x - box.width)) < 12


def test_every_document_has_one_box_and_every_edge_one_route(layout: Layout) -> None:
    assert [box.node.id for box in layout.boxes] == [node.id for node in layout.picture.nodes]
    assert sorted(route.edge for route in layout.routes) == sorted(layout.picture.edges)


def test_boxes_keep_their_distance(layout: Layout) -> None:
    for one, other in combinations(layout.boxes, 2):
        apart_x = one.x + one.width + 10 <= other.x or other.x + other.width + 10 <= one.x
        apart_y = one.bottom + 20 <= other.y or other.bottom + 20 <= one.y
        assert apart_x or apart_y, (one.node.id, other.node.id)


def test_boxes_lie_inside_the_sheet_and_inside_the_band_of_their_level(layout: Layout) -> None:
    bands = {band.level: band for band in layout.bands}
    for box in layout.boxes:
        assert layout.metrics.left <= box.x
        assert box.x + box.width <= layout.width
        band = bands[box.node.level]
        assert band.top <= box.y
        assert box.bottom <= band.bottom


def test_levels_stand_in_order_from_top_to_bottom(layout: Layout) -> None:
    assert [band.level for band in layout.bands] == [row.level for row in layout.picture.rows]
    for upper, lower in pairwise(layout.bands):
        assert upper.bottom == lower.top


def test_edges_begin_and_end_on_the_borders_of_their_boxes(layout: Layout) -> None:
    for route in layout.routes:
        assert on_border(layout.box(route.edge.source), route.points[0]), route.edge
        assert on_border(layout.box(route.edge.target), route.points[-1]), route.edge


def test_upward_edges_leave_at_the_top_and_enter_from_below(layout: Layout) -> None:
    for route in layout.routes:
        lower, upper = layout.box(route.edge.source), layout.box(route.edge.target)
        if lower.y > upper.y:
            assert route.points[0][1] < lower.y + 14
            assert route.points[-1][1] == pytest.approx(upper.bottom, abs=0.1)


def test_lines_run_straight_up_or_across(layout: Layout) -> None:
    for route in layout.routes:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in segments(route.points)), route.edge


def test_no_line_runs_through_a_box(layout: Layout) -> None:
    for route in layout.routes:
        ends = {route.edge.source, route.edge.target}
        for (ax, ay), (bx, by) in segments(route.points):
            for box in layout.boxes:
                inside_x = max(ax, bx) > box.x - 2 and min(ax, bx) < box.x + box.width + 2
                inside_y = max(ay, by) > box.y + 2 and min(ay, by) < box.bottom - 2
                if box.node.id in ends:
                    inside_x = max(ax, bx) > box.x + 2 and min(ax, bx) < box.x + box.width - 2
                    inside_y = max(ay, by) > box.y + 14 and min(ay, by) < box.bottom - 2
                assert not (inside_x and inside_y), (route.edge, box.node.id)


def one_line(one: Route, other: Route) -> bool:
    """Whether two edges may share a stretch: same kind, same superior."""
    return one.edge.target == other.edge.target and one.edge.kind == other.edge.kind


def test_lines_that_mean_different_things_never_lie_on_each_other(layout: Layout) -> None:
    for one, other in combinations(layout.routes, 2):
        if one_line(one, other):
            continue
        for (a, b), (c, d) in ((s, t) for s in segments(one.points) for t in segments(other.points)):
            for axis in (0, 1):
                if a[1 - axis] == b[1 - axis] and c[1 - axis] == d[1 - axis] and abs(a[1 - axis] - c[1 - axis]) < 2:
                    shared = min(max(a[axis], b[axis]), max(c[axis], d[axis])) - max(
                        min(a[axis], b[axis]), min(c[axis], d[axis])
                    )
                    assert shared < 0.5, (one.edge, other.edge)


def test_what_is_drawn_of_all_edges_together_is_all_of_them(layout: Layout) -> None:
    """Edges to one superior share their last stretch; whatever one leaves out another has drawn."""
    drawn = [segment for route in layout.routes for segment in segments(route.drawn)]
    for route in layout.routes:
        for (ax, ay), (bx, by) in segments(route.points):
            middle = (ax + bx) / 2, (ay + by) / 2
            assert any(_covers(segment, middle) for segment in drawn), route.edge


def _covers(segment: Segment, point: Point) -> bool:
    (ax, ay), (bx, by) = segment
    x, y = point
    return min(ax, bx) - 0.2 <= x <= max(ax, bx) + 0.2 and min(ay, by) - 0.2 <= y <= max(ay, by) + 0.2


def test_every_arrow_is_drawn_once_per_superior_and_kind(layout: Layout) -> None:
    for route in layout.routes:
        heads = [other for other in layout.routes if one_line(route, other) and other.points[-1] == route.points[-1]]
        assert sum(other.head for other in heads) == (0 if route.edge.kind == "coordinates" else 1)


def test_a_field_stands_in_one_column_through_all_levels() -> None:
    layout = lay_out(everything(), "zh")
    group = next(group for group in layout.groups if group.field == "water")
    members = [box for box in layout.boxes if box.node.field == "water"]
    assert {box.node.level for box in members} == {"municipal", "district"}
    assert all(group.left <= box.x and box.x + box.width <= group.right for box in members)


def test_spatial_plans_stand_left_outlines_in_the_centre_regional_plans_right() -> None:
    kinds = [group.kind for group in lay_out(everything(), "zh").groups]
    assert (kinds[0], kinds[-1]) == ("spatial", "regional")
    assert kinds.index("development") in {len(kinds) // 2 - 1, len(kinds) // 2}


def test_the_outline_stands_above_all_other_plans_of_its_level() -> None:
    layout = lay_out(everything(), "zh")
    first = layout.box("district-outline-2021")
    others = [box for box in layout.boxes if box.node.level == "district" and box.node.plan_type != "development"]
    assert all(first.bottom < box.y for box in others)


def test_a_sub_plan_and_a_scheme_stand_below_what_they_carry_out() -> None:
    layout = lay_out(everything(), "zh")
    chain = [layout.box(name) for name in ("water", "water-saving", "scheme")]
    assert chain[0].bottom < chain[1].y
    assert chain[1].bottom < chain[2].y
    assert chain[2].shape == "leaf"


def test_rounds_of_the_outline_stand_in_order_of_time() -> None:
    layout = lay_out(everything(), "zh")
    assert layout.box("district-outline-2021").x < layout.box("outline-next").x


def test_a_single_superior_in_the_same_column_is_reached_in_a_straight_line() -> None:
    documents = [document("m", level="municipal"), document("plan")]
    layout = lay_out(picture(documents, under(("plan", "m"))), "zh")
    assert len(layout.routes[0].points) == 2


def test_an_empty_picture_and_a_single_box_have_a_layout() -> None:
    assert lay_out(picture([]), "zh").boxes == ()
    assert len(lay_out(picture([outline()]), "en").boxes) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_picture_gives_the_same_layout(seed: int) -> None:
    assert lay_out(random_system(40, seed), "zh") == lay_out(random_system(40, seed), "zh")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("seed", [3, 6])
def test_lines_cross_no_more_often_than_graphviz_lets_them(seed: int) -> None:
    shown = random_system(60, seed)
    ours = crossings([route.drawn for route in lay_out(shown, "zh").routes])
    theirs = crossings(graphviz_lines(render_dot(shown, "zh")))
    assert ours <= 1.2 * theirs


def crossings(lines: list[tuple[Point, ...]]) -> int:
    """How often two lines cross, not counting where they touch or run together."""
    return sum(_cross(one, other) for a, b in combinations(lines, 2) for one in segments(a) for other in segments(b))


def _cross(one: Segment, other: Segment) -> bool:
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < -1e-9 and _side(c, d, a) * _side(c, d, b) < -1e-9


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def graphviz_lines(dot: bytes) -> list[tuple[Point, ...]]:
    """Edges as dot draws them, curves cut into short pieces."""
    drawn = json.loads(subprocess.run(["dot", "-Tjson"], input=dot, capture_output=True, check=True).stdout)
    curves = [step["points"] for edge in drawn["edges"] for step in edge["_draw_"] if step["op"] in "bB"]
    return [_polyline(curve) for curve in curves]


def _polyline(curve: list[tuple[float, float]]) -> tuple[Point, ...]:
    points = [(curve[0][0], curve[0][1])]
    for start in range(0, len(curve) - 1, 3):
        for step in range(1, 9):
            t, u = step / 8, 1 - step / 8
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            piece = curve[start : start + 4]
            x = sum(weight * point[0] for weight, point in zip(weights, piece, strict=True))
            y = sum(weight * point[1] for weight, point in zip(weights, piece, strict=True))
            points.append((x, y))
    return tuple(points)
