"""Where everything stands: the result of the layout, in pixels from the top left, and the sizes it works with."""

from dataclasses import dataclass

from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.results import Mark
from kgplan.texts import Lang

Point = tuple[float, float]


@dataclass(frozen=True)
class Metrics:
    """Sizes of boxes and letters. English titles are longer, so their boxes are wider and have more lines."""

    box: float = 132.0
    outline: float = 208.0
    lines: int = 4
    title_size: float = 13.0
    second_size: float = 10.5
    value_size: float = 12.0
    line_height: float = 1.32
    pad_x: float = 8.0
    pad_top: float = 13.0
    pad_bottom: float = 8.0
    gutter: float = 22.0
    group_gap: float = 10.0
    track: float = 8.0
    port: float = 13.0
    lane: float = 9.0
    above_box: float = 19.0
    below_box: float = 19.0
    between_levels: float = 26.0
    left: float = 84.0
    right: float = 26.0
    corner: float = 6.0
    heading_size: float = 12.5
    aspect: float = 1.62


METRICS: dict[Lang, Metrics] = {
    "zh": Metrics(),
    "en": Metrics(box=160.0, outline=238.0, lines=7, title_size=12.0, left=116.0),
}

ROOF = 13.0
HEXAGON_POINT = 20.0
ROUNDED = 22.0
DOG_EAR = 11.0


@dataclass(frozen=True)
class Box:
    """A node in its place. ``lines`` is the title, ``second`` period and stage, both already broken into lines.

    ``third``: what it states of the indicator shown, each line with the mark of its statement.
    """

    node: Node
    shape: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[tuple[str, Mark | None], ...] = ()

    @property
    def centre(self) -> float:
        """Middle of the box, in x."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Lower edge, in y."""
        return self.y + self.height

    def top_at(self, x: float) -> float:
        """Height of the upper border at ``x``: the roof of a spatial plan slopes."""
        if self.shape != "house":
            return self.y
        return self.y + ROOF * min(1.0, abs(x - self.centre) / (self.width / 2))

    @property
    def text_top(self) -> float:
        """Where the text may begin."""
        return self.y + (ROOF if self.shape == "house" else 0.0)


@dataclass(frozen=True)
class Route:
    """An edge as a polyline from its source box to its target box.

    ``points`` is the whole way. Edges to the same superior run together at the end; ``drawn`` is the part that no
    earlier edge has drawn, so that dashes do not fill each other up. ``head``: this one carries the arrow.
    """

    edge: Edge
    points: tuple[Point, ...]
    drawn: tuple[Point, ...]
    head: bool


@dataclass(frozen=True)
class Band:
    """A level of government: its strip across the picture."""

    level: str | None
    top: float
    bottom: float


@dataclass(frozen=True)
class Group:
    """A group of columns: the spatial plans, one field of special plans, or the regional plans."""

    kind: str
    field: str | None
    left: float
    right: float


@dataclass(frozen=True)
class Layout:
    """The whole drawing without title and legend; ``top`` and ``bottom`` bound the bands."""

    picture: Picture
    lang: Lang
    metrics: Metrics
    width: float
    top: float
    bottom: float
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]

    def box(self, node_id: str) -> Box:
        """Box of a node. KeyError if it has none."""
        return next(box for box in self.boxes if box.node.id == node_id)
