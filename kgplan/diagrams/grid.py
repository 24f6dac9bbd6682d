"""Which row and which column: levels become rows, fields become columns, and a box gets a place in both.

Columns run through all levels, so that the municipal plan of a field stands above the district's plan of that field;
the outlines have a column of their own in the centre. Inside a level the outline comes first, then plans (a sub-plan
below the plan it hangs under), then, below the plans of their column, the documents that carry plans out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx

from kgplan.diagrams.geometry import Metrics
from kgplan.diagrams.labels import field_rank
from kgplan.diagrams.model import Node, Picture

GroupKey = tuple[str, str | None]
"""(``spatial`` | ``field`` | ``other`` | ``development`` | ``regional``, field code)"""

Slot = tuple[str, int]
"""A vertical line of the grid: ``("column", i)`` the middle of column i, ``("gutter", i)`` the gap to its left."""

_OUTLINES: GroupKey = ("development", None)
_SECTION = {"spatial": 0, "development": 1, "field": 1, "other": 2, "regional": 3}
_SWEEPS = 8
_ROW_PITCH, _SHEET_REST = 122.0, 290.0


@dataclass
class Grid:
    """``slot`` and ``sub_row`` of every node; ``groups`` with first and last column; level of each sub-row."""

    widths: list[float] = field(default_factory=list)
    groups: list[tuple[GroupKey, int, int]] = field(default_factory=list)
    slot: dict[str, Slot] = field(default_factory=dict)
    sub_row: dict[str, int] = field(default_factory=dict)
    levels: list[str | None] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """Number of columns; there is one gutter more."""
        return len(self.widths)


@dataclass(frozen=True)
class _Cell:
    """Boxes of one group in one level that stand together, and the sub-row of the level where they begin."""

    group: GroupKey
    ids: tuple[str, ...]
    first: int


def arrange(picture: Picture, metrics: Metrics) -> Grid:
    """The grid of a picture. The same picture always gives the same grid."""
    group_of = group_of_nodes(picture)
    depths = [_depths(picture, row.nodes, group_of) for row in picture.rows]
    columns = _columns(picture, group_of, depths, metrics)
    grid = Grid()
    start = 0
    for key in _order(picture, group_of, columns):
        grid.groups.append((key, start, start + columns[key] - 1))
        grid.widths += [_box_width(key, metrics)] * columns[key]
        start += columns[key]
    cells: list[_Cell] = []
    for row, depth in zip(picture.rows, depths, strict=True):
        above = len(grid.levels)
        mine, count = _cells(picture, row.nodes, group_of, depth, columns)
        cells += [_Cell(cell.group, cell.ids, cell.first + above) for cell in mine]
        grid.levels += [row.level] * count
    _place(picture, grid, cells)
    return grid


def _box_width(key: GroupKey, metrics: Metrics) -> float:
    return metrics.outline if key == _OUTLINES else metrics.box


def group_of_nodes(picture: Picture) -> dict[str, GroupKey]:
    """Column group of every node."""
    result = {node.id: _own_group(node) for node in picture.nodes if node.is_plan}
    above: dict[str, list[str]] = defaultdict(list)
    for edge in picture.edges:
        if edge.kind in {"subordinate", "missing"}:
            above[edge.source].append(edge.target)
    for node in picture.nodes:
        if not node.is_plan:
            result[node.id] = ("field", node.field) if node.field else _inherited(node.id, above, result)
    return result


def _own_group(node: Node) -> GroupKey:
    if node.plan_type in {"spatial", "regional", "development"}:
        return node.plan_type, None
    return ("field", node.field) if node.field else ("other", None)


def _inherited(node_id: str, above: Mapping[str, Sequence[str]], groups: Mapping[str, GroupKey]) -> GroupKey:
    """A scheme without a field stands under the plan it carries out, an annual plan under the outline."""
    seen = {node_id}
    front = [node_id]
    while front:
        front = sorted({upper for name in front for upper in above.get(name, ())} - seen)
        seen.update(front)
        for name in front:
            if name in groups and groups[name] != _OUTLINES:
                return groups[name]
    return _OUTLINES


def _cells(
    picture: Picture,
    ids: Sequence[str],
    group_of: Mapping[str, GroupKey],
    depth: Mapping[str, int],
    columns: Mapping[GroupKey, int],
) -> tuple[list[_Cell], int]:
    """Cells of one level with their sub-rows, and how many sub-rows the level has."""
    plans = [name for name in ids if picture.node(name).is_plan]
    above: dict[str, list[str]] = defaultdict(list)
    for edge in picture.edges:
        if edge.kind in {"subordinate", "missing"}:
            above[edge.source].append(edge.target)
    cells: list[_Cell] = []
    used: dict[GroupKey, int] = {}
    last: dict[str, int] = {}

    def add(group: GroupKey, members: Sequence[str], top: int) -> None:
        """Puts a cell below what its column holds already and below the superiors of its members."""
        below = [last[upper] + 1 for name in members for upper in above[name] if upper in last and upper not in members]
        start = max([used.get(group, top), *below])
        cells.append(_Cell(group, tuple(members), start))
        used[group] = start + math.ceil(len(members) / columns[group])
        last.update(dict.fromkeys(members, used[group] - 1))

    outlines = [name for name in plans if group_of[name] == _OUTLINES]
    outlines.sort(key=lambda name: (picture.node(name).start_year or 0, name))
    if outlines:
        add(_OUTLINES, outlines, 0)
    top = 1 if outlines else 0
    others = [name for name in ids if not picture.node(name).is_plan]
    for kind in ([name for name in plans if name not in last], others):
        for step in sorted({depth[name] for name in kind}):
            layer = _by_group([name for name in kind if depth[name] == step], group_of)
            for group in sorted(layer, key=_key):
                add(group, layer[group], top)
    return cells, max(used.values(), default=1)


def _by_group(ids: Iterable[str], group_of: Mapping[str, GroupKey]) -> dict[GroupKey, list[str]]:
    result: dict[GroupKey, list[str]] = defaultdict(list)
    for name in ids:
        result[group_of[name]].append(name)
    return result


def _depths(picture: Picture, names: Sequence[str], group_of: Mapping[str, GroupKey]) -> dict[str, int]:
    """Longest chain of superiors within the same level and kind, outlines apart; members of a loop count as one."""
    ids = [name for name in names if group_of[name] != _OUTLINES or not picture.node(name).is_plan]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(ids)
    for edge in picture.edges:
        inside = edge.source in graph and edge.target in graph
        if inside and edge.kind in {"subordinate", "missing"}:
            lower, upper = picture.node(edge.source), picture.node(edge.target)
            if lower.is_plan == upper.is_plan:
                graph.add_edge(edge.target, edge.source)
    sets = nx.condensation(graph)
    depth: dict[int, int] = {}
    for number in nx.topological_sort(sets):
        depth[number] = max((depth[above] + 1 for above in sets.predecessors(number)), default=0)
    return {name: depth[sets.graph["mapping"][name]] for name in ids}


def _columns(
    picture: Picture, group_of: Mapping[str, GroupKey], depths: Sequence[Mapping[str, int]], metrics: Metrics
) -> dict[GroupKey, int]:
    """Columns per group: boxes of a cell are stacked as far as makes the sheet about as wide as paper is."""
    fullest: dict[GroupKey, int] = {_OUTLINES: 1}
    outlines = 1
    for row, depth in zip(picture.rows, depths, strict=True):
        counts: dict[tuple[GroupKey, bool, int], int] = defaultdict(int)
        for name in row.nodes:
            counts[group_of[name], picture.node(name).is_plan, depth.get(name, 0)] += 1
        for (group, plan, _), count in counts.items():
            fullest[group] = max(fullest.get(group, 1), count)
            if group == _OUTLINES and plan:
                outlines = max(outlines, count)
    best: tuple[float, dict[GroupKey, int]] | None = None
    for stack in range(1, max(fullest.values()) + 1):
        columns = {group: math.ceil(count / stack) for group, count in fullest.items()}
        columns[_OUTLINES] = outlines
        across = sum(count * (_box_width(group, metrics) + metrics.gutter) for group, count in columns.items())
        across += len(columns) * metrics.group_gap + metrics.left + metrics.right
        rows = sum(
            _cells(picture, row.nodes, group_of, depth, columns)[1]
            for row, depth in zip(picture.rows, depths, strict=True)
        )
        misfit = abs(math.log(across / (rows * _ROW_PITCH + _SHEET_REST) / metrics.aspect))
        if best is None or misfit < best[0] - 1e-9:
            best = misfit, columns
    return best[1] if best else {}


def _order(picture: Picture, group_of: Mapping[str, GroupKey], columns: Mapping[GroupKey, int]) -> list[GroupKey]:
    """Order of the groups that keeps linked fields close: each one is moved to where it costs least, until stable."""
    weight: dict[tuple[GroupKey, GroupKey], int] = defaultdict(int)
    for edge in picture.edges:
        lower, upper = group_of[edge.source], group_of[edge.target]
        if lower != upper and _OUTLINES not in {lower, upper}:
            weight[min(lower, upper, key=_key), max(lower, upper, key=_key)] += 1

    def cost(order: Sequence[GroupKey]) -> float:
        centre: dict[GroupKey, float] = {}
        start = 0
        for key in order:
            centre[key] = start + columns[key] / 2
            start += columns[key]
        return sum(count * abs(centre[a] - centre[b]) for (a, b), count in weight.items())

    order = sorted((key for key in columns if key != _OUTLINES), key=_key)
    improved = True
    while improved:
        improved = False
        for key in [key for key in order if key[0] == "field"]:
            rest = [other for other in order if other != key]
            places = [
                index
                for index in range(len(rest) + 1)
                if (index == 0 or _SECTION[rest[index - 1][0]] <= 1)
                and (index == len(rest) or _SECTION[rest[index][0]] >= 1)
            ]
            now = cost(order)
            places.sort(key=lambda index: abs(index - order.index(key)))
            moved = min(([*rest[:index], key, *rest[index:]] for index in places), key=cost)
            if cost(moved) < now - 1e-9:
                order, improved = moved, True
    total = sum(columns[key] for key in order)
    middle = min(
        range(len(order) + 1), key=lambda index: (abs(2 * sum(columns[key] for key in order[:index]) - total), index)
    )
    return [*order[:middle], _OUTLINES, *order[middle:]]


def _key(key: GroupKey) -> tuple[int, str, tuple[int, str]]:
    return _SECTION[key[0]], key[0], field_rank(key[1])


def _place(picture: Picture, grid: Grid, cells: Sequence[_Cell]) -> None:
    """Columns of all boxes: first in order, then boxes move towards what they are linked with."""
    spans = {key: (first, last) for key, first, last in grid.groups}
    links: dict[str, list[str]] = defaultdict(list)
    for edge in picture.edges:
        links[edge.source].append(edge.target)
        links[edge.target].append(edge.source)
    position: dict[str, float] = {}
    for cell in cells:
        position.update((name, sum(spans[cell.group]) / 2) for name in cell.ids)
    for sweep in range(_SWEEPS):
        for cell in cells if sweep % 2 else reversed(cells):
            _fill(grid, cell, spans[cell.group], links, position)


def _fill(
    grid: Grid,
    cell: _Cell,
    span: tuple[int, int],
    links: Mapping[str, Sequence[str]],
    position: dict[str, float],
) -> None:
    """Places the boxes of one cell, each as near as can be to the mean column of its links inside the group."""
    first, last = span
    wish = {}
    for name in cell.ids:
        near = [position[other] for other in links.get(name, ()) if other in position]
        wish[name] = sum(near) / len(near) if near else position[name]
    order = list(cell.ids)
    if cell.group != _OUTLINES:
        order.sort(key=lambda name: (wish[name], position[name], name))
    width = last - first + 1
    deep = math.ceil(len(order) / width)
    full = len(order) - (deep - 1) * width
    if deep == 1:
        columns = _monotone([wish[name] for name in order], first, last)
        heights = [0] * len(order)
    else:
        columns, heights = [], []
        for column in range(width):
            count = deep if column < full else deep - 1
            columns += [first + column] * count
            heights += range(count)
    for name, column, height in zip(order, columns, heights, strict=True):
        grid.slot[name], grid.sub_row[name] = ("column", column), cell.first + height
        position[name] = float(column)


def _monotone(wishes: Sequence[float], first: int, last: int) -> list[int]:
    """Increasing columns between ``first`` and ``last`` with the least total distance to the wishes."""
    best: dict[int, tuple[float, list[int]]] = {first - 1: (0.0, [])}
    for number, wish in enumerate(wishes):
        left = len(wishes) - number - 1
        following: dict[int, tuple[float, list[int]]] = {}
        for previous, (cost, columns) in sorted(best.items()):
            for column in range(previous + 1, last - left + 1):
                candidate = (cost + abs(column - wish), [*columns, column])
                if column not in following or candidate < following[column]:
                    following[column] = candidate
        best = following
    return min(best.values())[1]
