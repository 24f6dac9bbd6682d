"""SVG fragments: the shapes of boxes, lines with round corners, arrow heads, badges. Every text is escaped here."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from kgplan.diagrams.geometry import DOG_EAR, HEXAGON_POINT, ROOF, ROUNDED, Point
from kgplan.diagrams.model import Node
from kgplan.texts.width import text_width

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ARROW_LENGTH, ARROW_HALF = 9.0, 4.0
SHORTENED = 6.0
"""How much earlier a line ends than its arrow, so that its width does not blunt the tip."""
BADGE = 16.0


def clean(value: str) -> str:
    """Text as XML allows it: characters that no XML document may hold become U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def attribute(value: str) -> str:
    """A quoted attribute value."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", value))


def number(value: float) -> str:
    """A coordinate with at most one decimal and no trailing zero."""
    rounded = f"{value:.1f}"
    return rounded.removesuffix(".0") if rounded != "-0.0" else "0"


def text_line(x: float, y: float, value: str, css: str, size: float | None = None) -> str:
    """One line of text with its baseline at ``y``."""
    font = f' font-size="{number(size)}"' if size else ""
    return f'<text x="{number(x)}" y="{number(y)}" class="{css}"{font}>{clean(value)}</text>'


def shape_path(shape: str, x: float, y: float, width: float, height: float) -> str:
    """Outline of a box as path data."""
    right, bottom = x + width, y + height
    points: Sequence[Point]
    if shape == "hexagon":
        tip = min(HEXAGON_POINT, width / 4)
        middle = y + height / 2
        points = [
            (x + tip, y),
            (right - tip, y),
            (right, middle),
            (right - tip, bottom),
            (x + tip, bottom),
            (x, middle),
        ]
    elif shape == "house":
        roof = min(ROOF, height / 2)
        points = [(x, bottom), (x, y + roof), (x + width / 2, y), (right, y + roof), (right, bottom)]
    elif shape == "leaf":
        ear = min(DOG_EAR, height / 3)
        points = [(x, y), (right - ear, y), (right, y + ear), (right, bottom), (x, bottom)]
    else:
        return _rounded(x, y, width, height, min(ROUNDED, height / 2) if shape == "rounded" else 3.0)
    return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in points) + "Z"


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    arc = f"A{number(radius)} {number(radius)} 0 0 1 "
    stops = [
        (x + width - radius, y, x + width, y + radius),
        (x + width, y + height - radius, x + width - radius, y + height),
        (x + radius, y + height, x, y + height - radius),
        (x, y + radius, x + radius, y),
    ]
    path = f"M{number(x + radius)} {number(y)}"
    for a, b, c, d in stops:
        path += f"L{number(a)} {number(b)}{arc}{number(c)} {number(d)}"
    return path + "Z"


def fold(x: float, y: float, width: float, height: float) -> str:
    """The turned-down corner of a leaf."""
    ear = min(DOG_EAR, height / 3)
    right = x + width
    return f'<path class="fold" d="M{number(right - ear)} {number(y)}V{number(y + ear)}H{number(right)}"/>'


def line_path(points: Sequence[Point], radius: float) -> str:
    """A polyline with round corners as path data."""
    path = f"M{number(points[0][0])} {number(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _distance(before, corner), _distance(corner, after)
        bow = min(radius, first / 2, second / 2)
        start, end = _towards(corner, before, bow), _towards(corner, after, bow)
        path += f"L{number(start[0])} {number(start[1])}Q{number(corner[0])} {number(corner[1])} "
        path += f"{number(end[0])} {number(end[1])}"
    return path + f"L{number(points[-1][0])} {number(points[-1][1])}"


def arrow_head(before: Point, tip: Point) -> str:
    """A filled head at ``tip``, coming from ``before``."""
    length = _distance(before, tip) or 1.0
    along = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
    base = (tip[0] - along[0] * ARROW_LENGTH, tip[1] - along[1] * ARROW_LENGTH)
    one = (base[0] - along[1] * ARROW_HALF, base[1] + along[0] * ARROW_HALF)
    other = (base[0] + along[1] * ARROW_HALF, base[1] - along[0] * ARROW_HALF)
    corners = "L".join(f"{number(x)} {number(y)}" for x, y in (tip, one, other))
    return f'<path class="arrow" d="M{corners}Z"/>'


def edge_lines(css: str, points: Sequence[Point], radius: float, head: tuple[Point, Point] | None) -> str:
    """The visible line of an edge and its arrow; a supersession is a double line."""
    path = line_path(points, radius)
    parts = [f'<path class="line" d="{path}"/>']
    if "supersedes" in css:
        parts.append(f'<path class="core" d="{path}"/>')
    if head:
        parts.append(arrow_head(*head))
    return f'<g class="edge {css}">{"".join(parts)}</g>'


def cross(x: float, y: float, width: float, height: float) -> str:
    """The two strokes through a repealed document."""
    right, bottom = number(x + width), number(y + height)
    left, top = number(x), number(y)
    return f'<path class="cross" d="M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}"/>'


def corner_mark(x: float, y: float) -> str:
    """The hollow corner of a plan that is not in the catalogue."""
    return f'<path class="corner-mark" d="M{number(x)} {number(y)}h14l-14 14Z"/>'


def badge_width(count: int) -> float:
    """Width of a badge with this number."""
    return BADGE + 4 + text_width(str(count), 11, bold=True)


def badge(right: float, y: float, count: int, severity: str) -> str:
    """A pill with a sign (✕ errors, ! warnings) and a number; ``right`` is its right end, ``y`` its middle."""
    width = badge_width(count)
    left, half = right - width, BADGE / 2
    middle = left + half + 1.5
    pill = (
        f'<rect class="badge-{severity}" x="{number(left)}" y="{number(y - half)}" width="{number(width)}" '
        f'height="{number(BADGE)}" rx="{number(half)}"/>'
    )
    if severity == "error":
        a, b, c, d = number(middle - 3), number(y - 3), number(middle + 3), number(y + 3)
        sign = f'<path class="badge-sign" d="M{a} {b}L{c} {d}M{c} {b}L{a} {d}"/>'
    else:
        x = number(middle)
        sign = f'<path class="badge-sign warning" d="M{x} {number(y - 4)}V{number(y + 1)}M{x} {number(y + 4)}v0.1"/>'
    return pill + sign + text_line(middle + 6, y + 4, str(count), f"badge-count {severity}")


def css_classes(node: Node) -> str:
    """Classes that the style sheet draws a node by."""
    kind = (node.plan_type or "special") if node.is_plan else "other"
    names = ["node", kind, "wanted" if node.wanted else node.standing]
    names += ["home"] if node.home else []
    names += ["in-loop"] if node.loop else []
    names += ["valued"] if node.values else []
    return " ".join(names)


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _towards(start: Point, end: Point, way: float) -> Point:
    length = _distance(start, end) or 1.0
    part = way / length
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
