"""The way of every edge through the grid, before any pixel is known.

An edge leaves its box at the top, crosses the sub-rows above it on vertical lines that no box stands on (gaps between
columns, or columns that are free there), moves sideways only in the channels between sub-rows, and enters its superior
from below. Edges of one kind to the same superior are one *net*: they join as soon as they can and arrive as one line.
Channel ``c`` lies above sub-row ``c``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kgplan.diagrams.geometry import Metrics
from kgplan.diagrams.grid import Grid, Slot
from kgplan.diagrams.model import Edge, Picture

NetKey = tuple[str, str, str]
_BEND = 46.0
_CROSSING = 7.0
_CROWD = 5.0
_SHARED = 0.25


@dataclass
class Net:
    """Edges that share their last stretch. ``lanes``: per channel the slots that its horizontal line connects."""

    key: NetKey
    edges: list[Edge] = field(default_factory=list)
    paths: dict[Edge, "Path"] = field(default_factory=dict)
    crossed: set[tuple[int, Slot]] = field(default_factory=set)
    lanes: dict[int, set[Slot]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Path:
    """``stops``: slots from source to target; ``channels[k]`` lies between ``stops[k]`` and ``stops[k + 1]``.

    ``leaves`` and ``enters`` say at which border of the boxes. ``side``: the two boxes are neighbours and the edge is
    a straight line between them.
    """

    stops: tuple[Slot, ...]
    channels: tuple[int, ...]
    leaves: Literal["top", "bottom", "side"]
    enters: Literal["top", "bottom", "side"]


def net_key(edge: Edge, direction: str) -> NetKey:
    """Only edges that mean the same may run together; whatever is unusual keeps a line of its own."""
    common = edge.kind in {"subordinate", "missing"} and not edge.loop and direction == "up"
    if common and (edge.kind == "missing" or edge.fault is None):
        return edge.target, f"{edge.kind}:{edge.detail or ''}", ""
    return edge.target, f"{edge.kind}:{edge.detail or ''}", edge.source


class Router:
    """Finds a path for every edge of a picture on a grid."""

    def __init__(self, picture: Picture, grid: Grid, metrics: Metrics, widths: Mapping[str, float]) -> None:
        self.picture = picture
        self.grid = grid
        self.starts = [0.0]
        for column in grid.widths:
            self.starts.append(self.starts[-1] + column + metrics.gutter)
        self.gutter = metrics.gutter
        self.nets: dict[NetKey, Net] = {}
        self.use: dict[tuple[int, Slot], int] = defaultdict(int)
        self.boxes: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for name, slot in grid.slot.items():
            middle, half = self.x(slot), widths[name] / 2
            self.boxes[grid.sub_row[name]].append((middle - half, middle + half))
        self.slots: list[Slot] = [("gutter", number) for number in range(grid.columns + 1)]
        self.slots += [("column", number) for number in range(grid.columns)]
        self.slots.sort(key=self.x)
        self.position = {slot: self.x(slot) for slot in self.slots}
        self.free = {row: [slot for slot in self.slots if self._is_free(row, slot)] for row in range(len(grid.levels))}

    def x(self, slot: Slot) -> float:
        """Nominal position of a slot, before gaps are widened for the lines that run in them."""
        kind, number = slot
        if kind == "gutter":
            return self.starts[number] - self.gutter / 2
        return self.starts[number] + self.grid.widths[number] / 2

    def _is_free(self, row: int, slot: Slot) -> bool:
        middle = self.x(slot)
        room = 2.0 if slot[0] == "gutter" else self.grid.widths[slot[1]] / 2
        return all(middle + room <= left or middle - room >= right for left, right in self.boxes[row])

    def route(self) -> list[Net]:
        """All nets, every edge with its path; self-loops are left to the renderer of boxes."""
        edges = [edge for edge in self.picture.edges if edge.source != edge.target]
        for edge in sorted(edges, key=self._length):
            self._route(edge)
        return [self.nets[key] for key in sorted(self.nets)]

    def _length(self, edge: Edge) -> tuple[int, float, Edge]:
        across = abs(self.x(self.grid.slot[edge.source]) - self.x(self.grid.slot[edge.target]))
        return abs(self.grid.sub_row[edge.source] - self.grid.sub_row[edge.target]), across, edge

    def _route(self, edge: Edge) -> None:
        lower, upper = self.grid.sub_row[edge.source], self.grid.sub_row[edge.target]
        start, end = self.grid.slot[edge.source], self.grid.slot[edge.target]
        if lower == upper:
            net = self._net(edge, "same")
            if self._neighbours(lower, start, end):
                net.paths[edge] = Path((start, end), (lower,), "side", "side")
            else:
                net.paths[edge] = Path((start, end), (lower + 1,), "bottom", "bottom")
                net.lanes[lower + 1] |= {start, end}
            return
        if upper < lower:
            net, rows = self._net(edge, "up"), list(range(lower - 1, upper, -1))
            channels = [lower, *rows]
            leaves, enters = "top", "bottom"
        else:
            net, rows = self._net(edge, "down"), list(range(lower + 1, upper))
            channels = [lower + 1, *(row + 1 for row in rows)]
            leaves, enters = "bottom", "top"
        stops = self._best(net, start, end, rows, channels)
        for row, slot in zip(rows, stops[1:-1], strict=True):
            if (row, slot) not in net.crossed:
                net.crossed.add((row, slot))
                self.use[row, slot] += 1
        for number, channel in enumerate(channels):
            if stops[number] != stops[number + 1]:
                net.lanes[channel] |= {stops[number], stops[number + 1]}
        net.paths[edge] = Path(tuple(stops), tuple(channels), leaves, enters)  # type: ignore[arg-type]

    def _net(self, edge: Edge, direction: str) -> Net:
        net = self.nets.setdefault(net_key(edge, direction), Net(net_key(edge, direction)))
        net.edges.append(edge)
        return net

    def _neighbours(self, row: int, start: Slot, end: Slot) -> bool:
        left, right = sorted((self.x(start), self.x(end)))
        return not any(left < (a + b) / 2 < right for a, b in self.boxes[row])

    def _best(self, net: Net, start: Slot, end: Slot, rows: Sequence[int], channels: Sequence[int]) -> list[Slot]:
        """Cheapest sequence of slots: few bends, short ways, along lines that the net has drawn already."""
        costs: dict[Slot, float] = {start: 0.0}
        origins: list[dict[Slot, Slot]] = []
        for number, channel in enumerate(channels):
            last = number == len(rows)
            goals = [end] if last else self.free[rows[number]]
            reached, origin = self._sideways(net, channel, costs, goals)
            if not last:
                reached = {slot: cost + self._crossing(net, rows[number], slot) for slot, cost in reached.items()}
            costs = reached
            origins.append(origin)
        way = [end]
        for origin in reversed(origins):
            way.append(origin[way[-1]])
        return way[::-1]

    def _crossing(self, net: Net, row: int, slot: Slot) -> float:
        if (row, slot) in net.crossed:
            return 0.0
        return _CROSSING + _CROWD * self.use[row, slot]

    def _sideways(
        self, net: Net, channel: int, costs: Mapping[Slot, float], goals: Sequence[Slot]
    ) -> tuple[dict[Slot, float], dict[Slot, Slot]]:
        """Cheapest cost of every goal after a channel, and the slot it is reached from.

        Staying in a slot is free; moving costs a bend and the way, less along a line that the net has there already.
        As that is a distance on a line, two sweeps over the slots find the best origin of all goals.
        """
        drawn = [self.position[slot] for slot in net.lanes[channel]] if channel in net.lanes else []
        left, right = (min(drawn), max(drawn)) if drawn else (0.0, 0.0)

        def measure(slot: Slot) -> float:
            x = self.position[slot]
            return x - (1 - _SHARED) * (min(max(x, left), right) - left)

        stops = sorted({*costs, *goals}, key=lambda slot: (self.position[slot], slot))
        wanted = set(goals)
        best = {slot: (costs[slot], slot) for slot in goals if slot in costs}
        for order, sign in ((stops, 1.0), (stops[::-1], -1.0)):
            nearest: tuple[float, Slot] | None = None
            for slot in order:
                here = sign * measure(slot)
                if nearest is not None and slot in wanted:
                    candidate = nearest[0] + here + _BEND, nearest[1]
                    if slot not in best or candidate[0] < best[slot][0] - 1e-9:
                        best[slot] = candidate
                if slot in costs and (nearest is None or costs[slot] - here < nearest[0] - 1e-9):
                    nearest = costs[slot] - here, slot
        return {slot: best[slot][0] for slot in goals}, {slot: best[slot][1] for slot in goals}
