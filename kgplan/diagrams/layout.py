"""Boxes and lines in pixels: grid, router, tracks and lanes put together.

Sub-rows are as high as their highest box, channels as high as their lanes need, gaps between columns as wide as the
lines in them need. Nothing is placed twice: the order found on the grid is kept, so that what was free there is free
here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kgplan.diagrams.geometry import HEXAGON_POINT, METRICS, ROOF, Band, Box, Group, Layout, Metrics, Point
from kgplan.diagrams.geometry import Route as Way
from kgplan.diagrams.grid import Grid, Slot, arrange
from kgplan.diagrams.labels import say, second_line, shown_title, value_parts
from kgplan.diagrams.lanes import Strand, assign_lanes
from kgplan.diagrams.measure import wrap
from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.diagrams.routing import Net, Path, Router
from kgplan.diagrams.tracks import Tracks
from kgplan.results import Mark
from kgplan.texts import Lang
from kgplan.texts.width import text_width

_SIDE_STEP = 12.0
_MOST_VALUES = 3
"""Statements in one box; how many more there are stands below them."""


def lay_out(picture: Picture, lang: Lang) -> Layout:
    """Places everything. The same picture and language give the same numbers."""
    return _Layouter(picture, lang).result()


def boxes(picture: Picture, lang: Lang) -> tuple[Box, ...]:
    """The boxes alone, for programs that draw lines themselves: no room is kept for lines."""
    layouter = _Layouter(picture, lang, lines=False)
    return tuple(layouter.boxes[node.id] for node in picture.nodes)


def shape_of(node: Node) -> str:
    """Outline hexagon, spatial house, special box, regional rounded box, other documents a leaf of paper."""
    if not node.is_plan:
        return "leaf"
    shapes = {"development": "hexagon", "spatial": "house", "regional": "rounded"}
    return shapes.get(node.plan_type or "", "box")


class _Size(NamedTuple):
    """Width and height of a box, and its broken texts."""

    width: float
    height: float
    lines: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[tuple[str, Mark | None], ...]


class _Layouter:
    def __init__(self, picture: Picture, lang: Lang, *, lines: bool = True) -> None:
        self.picture = picture
        self.lang = lang
        self.metrics: Metrics = METRICS[lang]
        self.size = {node.id: self._measure(node) for node in picture.nodes}
        self.grid: Grid = arrange(picture, self.metrics)
        widths = {name: size.width for name, size in self.size.items()}
        router = Router(picture, self.grid, self.metrics, widths)
        self.nets: Sequence[Net] = router.route() if lines else ()
        self.tracks = Tracks(self.nets, self.grid, self.metrics, {slot: router.x(slot) for slot in router.slots})
        self._columns()
        self.lane_of = self._lanes()
        self._heights()
        self.boxes = {node.id: self._box(node) for node in picture.nodes}

    def _measure(self, node: Node) -> "_Size":
        """Width, height and broken texts of a box."""
        sizes = self.metrics
        shape = shape_of(node)
        width = sizes.outline if shape == "hexagon" else sizes.box
        inset = {"hexagon": HEXAGON_POINT - 4, "rounded": 4.0}.get(shape, 0.0)
        inner = width - 2 * (sizes.pad_x + inset)
        most = sizes.lines + (1 if shape == "hexagon" else 0)
        lines = wrap(shown_title(node, self.lang), sizes.title_size, inner, most, bold=True)
        second = wrap(second_line(node, self.lang), sizes.second_size, inner, 2)
        height = sizes.pad_top + sizes.pad_bottom + len(lines) * sizes.title_size * sizes.line_height
        height += 3 + len(second) * sizes.second_size * sizes.line_height
        third = tuple(self._values(node, inner))
        height += len(third) * sizes.value_size * sizes.line_height + (3 if third else 0)
        height += {"house": ROOF - 3, "leaf": 2.0}.get(shape, 0.0)
        return _Size(width, round(height, 1), tuple(lines), tuple(second), third)

    def _values(self, node: Node, width: float) -> Iterable[tuple[str, Mark | None]]:
        """The statements of a node in lines, each with its mark."""
        size = self.metrics.value_size
        for value in node.values[:_MOST_VALUES]:
            head, text = value_parts(value, self.lang)
            lines = [f"{head} {text}".strip()]
            if text_width(lines[0], size, bold=True) > width:
                lines = [*filter(None, [head]), *wrap(text, size, width, 2, bold=True)]
            yield from ((line, value.mark) for line in lines)
        if len(node.values) > _MOST_VALUES:
            yield say(self.lang, "more_values", count=len(node.values) - _MOST_VALUES), None

    def _columns(self) -> None:
        """x of every slot."""
        starts = {first for _, first, _ in self.grid.groups} | {last + 1 for _, _, last in self.grid.groups}
        self.x: dict[Slot, float] = {}
        self.left_of: dict[int, float] = {}
        position = self.metrics.left
        for number in range(self.grid.columns + 1):
            room = self.tracks.room[number] + (self.metrics.group_gap if number in starts else 0.0)
            self.x["gutter", number] = position + room / 2
            position += room
            self.left_of[number] = position
            if number < self.grid.columns:
                self.x["column", number] = position + self.grid.widths[number] / 2
                position += self.grid.widths[number]
        self.width = position + self.metrics.right

    def _x(self, net: Net, slot: Slot, channel: int) -> float:
        return self.x[slot] + self.tracks.at(net.key, slot, channel).offset

    def _lanes(self) -> dict[tuple[tuple[str, str, str], int], int]:
        strands: dict[int, list[Strand]] = defaultdict(list)
        for net in self.nets:
            for channel, slots in sorted(net.lanes.items()):
                pieces = {slot: self.tracks.at(net.key, slot, channel) for slot in sorted(slots)}
                at = {slot: self.x[slot] + piece.offset for slot, piece in pieces.items()}
                strands[channel].append(
                    Strand(
                        net.key,
                        min(at.values()),
                        max(at.values()),
                        ups=tuple(at[slot] for slot, piece in pieces.items() if piece.goes_up(channel)),
                        downs=tuple(at[slot] for slot, piece in pieces.items() if piece.goes_down(channel)),
                    )
                )
        result = {}
        self.lane_count = dict.fromkeys(range(len(self.grid.levels) + 1), 0)
        for channel, members in strands.items():
            for strand, lane in zip(members, assign_lanes(members), strict=True):
                result[strand.net, channel] = lane
                self.lane_count[channel] = max(self.lane_count[channel], lane + 1)
        return result

    def _heights(self) -> None:
        """y of sub-rows, channels and level bands."""
        sizes = self.metrics
        rows = len(self.grid.levels)
        self.row_height = [0.0] * rows
        for name, row in self.grid.sub_row.items():
            self.row_height[row] = max(self.row_height[row], self.size[name].height)
        self.row_top: list[float] = []
        self.first_lane: list[float] = []
        self.bands: list[Band] = []
        y = 0.0
        band_top = 0.0
        for channel in range(rows + 1):
            lanes = self.lane_count[channel]
            outer = channel in {0, rows}
            new_level = not outer and self.grid.levels[channel] != self.grid.levels[channel - 1]
            below = sizes.below_box if channel else 12.0
            above = sizes.above_box if channel < rows else 8.0
            if new_level:
                below += sizes.between_levels / 2
                above += sizes.between_levels / 2
            height = below + above + max(0, lanes - 1) * sizes.lane
            self.first_lane.append(y + below)
            if new_level or (rows and channel == rows):
                border = y + height if outer else y + height - above + sizes.lane / 2
                self.bands.append(Band(self.grid.levels[channel - 1], band_top, border))
                band_top = border
            y += height
            if channel < rows:
                self.row_top.append(y)
                y += self.row_height[channel]
        self.bottom = y

    def _box(self, node: Node) -> Box:
        size = self.size[node.id]
        row = self.grid.sub_row[node.id]
        x, y = self.x[self.grid.slot[node.id]] - size.width / 2, self.row_top[row]
        texts = size.lines, size.second, size.third
        return Box(node, shape_of(node), x, y, size.width, self.row_height[row], *texts)

    def result(self) -> Layout:
        groups = tuple(
            Group(kind, field, self.left_of[first] - 8, self.left_of[last] + self.grid.widths[last] + 8)
            for (kind, field), first, last in self.grid.groups
        )
        return Layout(
            self.picture,
            self.lang,
            self.metrics,
            round(self.width, 1),
            0.0,
            round(self.bottom, 1),
            tuple(self.boxes[node.id] for node in self.picture.nodes),
            tuple(self._ways()),
            tuple(self.bands),
            groups,
        )

    def _ways(self) -> Iterable[Way]:
        used_sides: dict[tuple[str, ...], int] = defaultdict(int)
        for net in self.nets:
            earlier: list[Sequence[Point]] = []
            for edge in net.edges:
                path = net.paths[edge]
                if path.leaves == "side":
                    ends = tuple(sorted((edge.source, edge.target)))
                    points = self._beside(edge, used_sides[ends])
                    used_sides[ends] += 1
                else:
                    points = _straightened(self._points(net, edge, path))
                drawn = _not_drawn_yet(points, earlier, self.metrics.corner)
                yield Way(edge, points, drawn, head=not earlier and edge.kind != "coordinates")
                earlier.append(points)
        for edge in self.picture.edges:
            if edge.source == edge.target:
                points = self._round_trip(edge)
                yield Way(edge, points, points, head=True)

    def _points(self, net: Net, edge: Edge, path: Path) -> Iterable[Point]:
        lower, upper = self.boxes[edge.source], self.boxes[edge.target]
        start = self._x(net, path.stops[0], path.channels[0])
        yield start, lower.top_at(start) if path.leaves == "top" else lower.bottom
        for number, channel in enumerate(path.channels):
            here, there = path.stops[number], path.stops[number + 1]
            if here != there:
                y = self.first_lane[channel] + self.lane_of[net.key, channel] * self.metrics.lane
                yield self._x(net, here, channel), y
                yield self._x(net, there, channel), y
        end = self._x(net, path.stops[-1], path.channels[-1])
        yield end, upper.top_at(end) if path.enters == "top" else upper.bottom

    def _beside(self, edge: Edge, number: int) -> tuple[Point, ...]:
        lower, upper = self.boxes[edge.source], self.boxes[edge.target]
        shift = (number + 1) // 2 * _SIDE_STEP * (1 if number % 2 else -1)
        y = lower.y + lower.height / 2 + shift
        if lower.x < upper.x:
            return (_side(lower, right=True, shift=shift), y), (_side(upper, right=False, shift=shift), y)
        return (_side(lower, right=False, shift=shift), y), (_side(upper, right=True, shift=shift), y)

    def _round_trip(self, edge: Edge) -> tuple[Point, ...]:
        """A small bow below the box: an edge of a document to itself."""
        box = self.boxes[edge.source]
        right, left, depth = box.x + box.width - 24, box.x + box.width - 42, box.bottom + 11
        return (right, box.bottom), (right, depth), (left, depth), (left, box.bottom)


def _side(box: Box, *, right: bool, shift: float) -> float:
    """x of the border at the given distance above or below the middle."""
    inset = HEXAGON_POINT * abs(shift) / (box.height / 2) if box.shape == "hexagon" else 0.0
    return box.x + box.width - inset if right else box.x + inset


def _straightened(points: Iterable[Point]) -> tuple[Point, ...]:
    """Without points in the middle of a straight line, rounded to tenths of a pixel."""
    result: list[Point] = []
    for x, y in points:
        point = round(x, 1), round(y, 1)
        if result and result[-1] == point:
            continue
        if len(result) > 1 and (
            result[-2][0] == result[-1][0] == point[0] or result[-2][1] == result[-1][1] == point[1]
        ):
            result[-1] = point
        else:
            result.append(point)
    return tuple(result)


def _not_drawn_yet(points: Sequence[Point], earlier: Sequence[Sequence[Point]], overlap: float) -> tuple[Point, ...]:
    """The beginning of a way up to where it joins one of ``earlier``, and ``overlap`` pixels more for a round joint."""
    best = tuple(points)
    for other in earlier:
        cut = _joint(points, other)
        if cut is not None and _length(cut) < _length(best):
            best = cut
    if len(best) == len(points) and best[-1] == points[-1]:
        return best
    following = next((point for point in points[len(best) - 1 :] if point != best[-1]), best[-1])
    (x, y), (to_x, to_y) = best[-1], following
    way = abs(to_x - x) + abs(to_y - y)
    part = min(1.0, overlap / way) if way else 0.0
    return (*best, (round(x + part * (to_x - x), 1), round(y + part * (to_y - y), 1)))


def _joint(points: Sequence[Point], other: Sequence[Point]) -> tuple[Point, ...] | None:
    """``points`` up to where its rest equals the end of ``other``; None if they share no end."""
    if points[-1] != other[-1]:
        return None
    mine, yours = len(points) - 1, len(other) - 1
    while mine and yours and points[mine - 1] == other[yours - 1]:
        mine, yours = mine - 1, yours - 1
    if not mine or not yours:
        return tuple(points[: mine + 1])
    joint, before, theirs = points[mine], points[mine - 1], other[yours - 1]
    same_x = joint[0] == before[0] == theirs[0] and (before[1] - joint[1]) * (theirs[1] - joint[1]) > 0
    same_y = joint[1] == before[1] == theirs[1] and (before[0] - joint[0]) * (theirs[0] - joint[0]) > 0
    if not (same_x or same_y):
        return tuple(points[: mine + 1])
    nearest = min((before, theirs), key=lambda point: abs(point[0] - joint[0]) + abs(point[1] - joint[1]))
    return (*points[:mine], nearest) if nearest != before else tuple(points[:mine])


def _length(points: Sequence[Point]) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
