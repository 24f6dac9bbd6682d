"""The legend: only what the picture really uses, laid out as running lines below it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from kgplan.diagrams.geometry import Layout
from kgplan.diagrams.labels import mark_label, mark_sign, say
from kgplan.diagrams.layout import shape_of
from kgplan.diagrams.marks import (
    SHORTENED,
    badge,
    badge_width,
    corner_mark,
    cross,
    edge_lines,
    fold,
    shape_path,
    text_line,
)
from kgplan.diagrams.model import Edge, Standing
from kgplan.results import Mark
from kgplan.texts import Lang
from kgplan.texts.width import text_width

_SAMPLE_WIDTH, _SAMPLE_HEIGHT, _LINE, _GAP, _TEXT = 30.0, 18.0, 27.0, 22.0, 11.5
Item = tuple[float, Callable[[float, float], str], str]
"""Width of the sample, how to draw it at (x, middle y), and its text."""

_KIND_OF_SHAPE = {
    "hexagon": "development",
    "house": "spatial",
    "box": "special",
    "rounded": "regional",
    "leaf": "other",
}
_STANDINGS: dict[str, tuple[Standing, ...]] = {
    "in_force": ("in_force",),
    "draft": ("draft", "pending"),
    "expired": ("expired", "superseded"),
    "repealed": ("repealed",),
    "unknown": ("unknown",),
}


def legend(layout: Layout, top: float) -> tuple[str, float]:
    """SVG of the legend below ``top``, and the y at which it ends."""
    rows = [list(items) for items in (_boxes(layout), _lines(layout), _marks(layout))]
    return draw_legend(rows, layout.lang, layout.metrics.left, layout.width - layout.metrics.right, top)


def draw_legend(rows: Iterable[Sequence[Item]], lang: Lang, left: float, right: float, top: float) -> tuple[str, float]:
    """The same for any rows of items between ``left`` and ``right``."""
    parts = [text_line(left, top + 17, say(lang, "legend"), "legend-title")]
    y = top + 24
    for items in filter(None, rows):
        x = left
        y += _LINE / 2
        for width, draw, text in items:
            needed = width + 8 + text_width(text, _TEXT)
            if x > left and x + needed > right:
                x, y = left, y + _LINE
            parts.append(draw(x, y))
            parts.append(text_line(x + width + 8, y + 4, text, "legend-text"))
            x += needed + _GAP
        y += _LINE / 2
    return f'<g class="legend">{"".join(parts)}</g>', y + 8


def _boxes(layout: Layout) -> Iterator[Item]:
    nodes = layout.picture.nodes
    shapes = {shape_of(node) for node in nodes}
    standings = {node.standing for node in nodes if not node.wanted}
    for shape, kind in _KIND_OF_SHAPE.items():
        if shape in shapes:
            yield _box(shape, f"{kind} in_force", say(layout.lang, f"legend_{shape}"))
    if any(node.home and node.is_plan for node in nodes):
        yield _box("box", "special in_force home", say(layout.lang, "legend_home"))
    yield from standing_items(standings, layout.lang)
    if any(node.wanted for node in nodes):
        yield _box("box", "wanted", say(layout.lang, "legend_wanted"))


def standing_items(standings: Collection[Standing], lang: Lang) -> Iterator[Item]:
    """Samples of the borders that occur."""
    for name, members in _STANDINGS.items():
        if any(member in standings for member in members):
            yield _box("box", f"special {members[0]}", say(lang, f"legend_{name}"))


def _lines(layout: Layout) -> Iterator[Item]:
    lang, edges, nodes = layout.lang, layout.picture.edges, layout.picture.nodes
    for name, css, fits in _LINES:
        if any(fits(edge) for edge in edges):
            yield _edge(css, say(lang, f"legend_{name}"))
    if any(node.errors for node in nodes):
        yield _badge("error", say(lang, "legend_errors"))
    if any(node.warnings for node in nodes):
        yield _badge("warning", say(lang, "legend_warnings"))
    if any(node.unlisted for node in nodes):
        yield 14.0, lambda x, y: corner_mark(x, y - 7), say(lang, "legend_unlisted")


def _marks(layout: Layout) -> Iterator[Item]:
    """All signs of the indicator view, for a sign that does not occur says something too."""
    if layout.picture.indicator is None:
        return
    marks: tuple[Mark, ...] = ("looser", "stricter", "rounding", "incomparable")
    for mark in marks:
        yield sign_item(mark_sign(mark), f"value {mark}", mark_label(mark, layout.lang))


def sign_item(sign: str, css: str, text: str) -> Item:
    """A sign that is a letter."""
    return 12.0, lambda x, y: text_line(x + 6, y + 4.5, sign, css, 13.0), text


_LINES: tuple[tuple[str, str, Callable[[Edge], bool]], ...] = (
    ("subordinate", "subordinate", lambda edge: edge.kind == "subordinate" and not edge.fault and not edge.loop),
    ("coordinates", "coordinates", lambda edge: edge.kind == "coordinates"),
    ("supersedes", "supersedes", lambda edge: edge.kind == "supersedes"),
    ("implements", "implements", lambda edge: edge.kind == "implements"),
    ("missing_required", "missing", lambda edge: edge.kind == "missing" and edge.detail != "likely"),
    ("missing_likely", "missing likely", lambda edge: edge.kind == "missing" and edge.detail == "likely"),
    ("fault", "fault", lambda edge: edge.kind == "subordinate" and bool(edge.fault) and not edge.loop),
    ("loop", "loop", lambda edge: edge.loop),
)


def _box(shape: str, css: str, text: str) -> Item:
    def draw(x: float, y: float) -> str:
        place = x, y - _SAMPLE_HEIGHT / 2, _SAMPLE_WIDTH, _SAMPLE_HEIGHT
        extra = fold(*place) if shape == "leaf" else ""
        extra += cross(*place) if "repealed" in css else ""
        return f'<g class="{css}"><path class="shape" d="{shape_path(shape, *place)}"/>{extra}</g>'

    return _SAMPLE_WIDTH, draw, text


def _edge(css: str, text: str) -> Item:
    def draw(x: float, y: float) -> str:
        ends = (x, y), (x + 36, y)
        if css == "coordinates":
            return edge_lines(css, ends, 0.0, head=None)
        return edge_lines(css, ((x, y), (x + 36 - SHORTENED, y)), 0.0, head=ends)

    return 36.0, draw, text


def _badge(severity: str, text: str) -> Item:
    return badge_width(3), lambda x, y: badge(x + badge_width(3), y, 3, severity), text
