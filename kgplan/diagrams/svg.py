"""The picture as SVG: the form that hangs on the wall and from which bitmaps and pages are made.

Text stays text; every box and line carries a title and a description; styling is by classes (``style.css``); there
is no script and nothing is loaded from anywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kgplan.diagrams.geometry import Box, Layout, Metrics, Point, Route
from kgplan.diagrams.labels import describe, full_title, group_label, level_label, say
from kgplan.diagrams.layout import lay_out
from kgplan.diagrams.legend import legend
from kgplan.diagrams.marks import (
    SHORTENED,
    attribute,
    badge,
    badge_width,
    clean,
    corner_mark,
    cross,
    css_classes,
    edge_lines,
    fold,
    line_path,
    number,
    shape_path,
    text_line,
)
from kgplan.diagrams.measure import wrap
from kgplan.diagrams.model import Edge, Picture
from kgplan.diagrams.summary import found, home, summary, title
from kgplan.texts import Lang
from kgplan.texts.width import text_width

_TITLE_HEIGHT, _HEADING_HEIGHT, _SECTION_HEIGHT = 76.0, 44.0, 22.0


def render_svg(picture: Picture, lang: Lang) -> bytes:
    """SVG 1.1, UTF-8. The same picture and language give the same bytes."""
    return svg_text(lay_out(picture, lang)).encode()


def svg_text(layout: Layout, ident: str = "kgplan", *, apart: bool = False) -> str:
    """The SVG document of a layout; ``ident`` begins the ids of its title and description.

    ``apart``: every edge is drawn from end to end, so that others can be hidden; else what they share is drawn once.
    """
    layout = replace(layout, width=max(layout.width, _head_width(layout)))
    top = _TITLE_HEIGHT + _SECTION_HEIGHT + _HEADING_HEIGHT
    foot = top + layout.bottom + _HEADING_HEIGHT
    legend_part, height = legend(layout, foot + 10)
    picture, lang = layout.picture, layout.lang
    body = [
        *_head(layout),
        f'<g class="{"scene indicator" if picture.indicator else "scene"}" transform="translate(0 {number(top)})">',
        *_bands(layout),
        *_groups(layout),
        '<g class="edges">',
        *(_edge(_alone(route) if apart else route, layout) for route in _drawing_order(layout.routes)),
        "</g>",
        '<g class="nodes">',
        *(_node(box, layout) for box in layout.boxes),
        "</g>",
        '<g class="badges">',
        *(_badges(box) for box in layout.boxes if box.node.errors or box.node.warnings),
        "</g></g>",
        legend_part,
    ]
    about = f"{say(lang, 'description', home=home(picture, lang))} {summary(picture, lang)}"
    return document(title(picture, lang), about, lang, (layout.width, height), body, ident)


def document(  # noqa: PLR0913, PLR0917 - the parts of a document, one each
    name: str, about: str, lang: Lang, size: tuple[float, float], body: Iterable[str], ident: str = "kgplan"
) -> str:
    """An SVG document of this name, description and size in pixels, on white paper and with the style sheet."""
    width, height = map(number, size)
    sides = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    language = "zh-CN" if lang == "zh" else "en"
    paper = f'<rect class="paper" width="{width}" height="{height}"/>\n'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kgplan" role="img" xml:lang="{language}" '
        f'aria-labelledby="{ident}-title {ident}-desc" {sides}>\n'
        f'<title id="{ident}-title">{clean(name)}</title>\n'
        f'<desc id="{ident}-desc">{clean(about)}</desc>\n'
        f"<style>{style_sheet()}</style>\n" + paper + "\n".join(filter(None, body)) + "\n</svg>\n"
    )


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The style sheet, for pages that hold the picture too."""
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def _head_width(layout: Layout) -> float:
    """What the lines above the picture need, however little stands below them."""
    picture, lang = layout.picture, layout.lang
    first = text_width(title(picture, lang), 24, bold=True) + 20 + text_width(found(picture, lang), 12.5, bold=True)
    return layout.metrics.left + max(first, text_width(summary(picture, lang), 12.5)) + layout.metrics.right


def _head(layout: Layout) -> Iterator[str]:
    left, lang, picture = layout.metrics.left, layout.lang, layout.picture
    heading, counts = title(picture, lang), found(picture, lang)
    yield text_line(left, 38, heading, "title")
    yield text_line(left, 61, summary(picture, lang), "facts")
    x = layout.width - layout.metrics.right - text_width(counts, 12.5, bold=True)
    css = "facts alarm" if picture.checked and picture.errors else "facts"
    yield text_line(max(x, left + text_width(heading, 24, bold=True) + 20), 38, counts, css)


def _bands(layout: Layout) -> Iterator[str]:
    for order, band in enumerate(layout.bands):
        css = "band even" if order % 2 else "band"
        height = number(band.bottom - band.top)
        yield f'<rect class="{css}" y="{number(band.top)}" width="{number(layout.width)}" height="{height}"/>'
        yield f'<path class="band-edge" d="M0 {number(band.top)}H{number(layout.width)}"/>'
        label = level_label(band.level, layout.lang)
        lines = wrap(label, 15, layout.metrics.left - 22, 3, bold=True)
        y = (band.top + band.bottom) / 2 - 9 * (len(lines) - 1) + 5
        for line in lines:
            yield text_line(16, y, line, "level")
            y += 19
    yield f'<path class="band-edge" d="M0 {number(layout.bottom)}H{number(layout.width)}"/>'


def _groups(layout: Layout) -> Iterator[str]:
    fields = [group for group in layout.groups if group.kind in {"field", "other"}]
    for group in layout.groups:
        width = group.right - group.left
        place = f'x="{number(group.left)}" y="{number(-_HEADING_HEIGHT)}" width="{number(width)}"'
        yield f'<rect class="group" {place} height="{number(layout.bottom + 2 * _HEADING_HEIGHT)}" rx="5"/>'
        lines = wrap(
            group_label(group.kind, group.field, layout.lang), layout.metrics.heading_size, width - 8, 2, bold=True
        )
        middle = (group.left + group.right) / 2
        for start in (-_HEADING_HEIGHT, layout.bottom):
            y = start + _HEADING_HEIGHT / 2 + 4.5 - 8 * (len(lines) - 1)
            for line in lines:
                x = middle - text_width(line, layout.metrics.heading_size, bold=True) / 2
                yield text_line(x, y, line, "group-heading")
                y += 16
    if fields:
        left, right, y = fields[0].left, fields[-1].right, -_HEADING_HEIGHT - 7
        label = say(layout.lang, "special_by_field")
        half = text_width(label, 12) / 2 + 8
        middle = (left + right) / 2
        if right - left > 2 * half + 20:
            low = number(y + 5)
            yield (
                f'<path class="section-line" d="M{number(left)} {low}V{number(y)}H{number(middle - half)}'
                f'M{number(middle + half)} {number(y)}H{number(right)}V{low}"/>'
            )
        yield text_line(middle - half + 8, y + 4, label, "section")


def _drawing_order(routes: Sequence[Route]) -> list[Route]:
    """What matters most is drawn last."""

    def weight(route: Route) -> int:
        edge = route.edge
        if edge.loop:
            return 5
        if edge.kind == "missing":
            return 2 if edge.detail == "likely" else 4
        return 3 if edge.fault else 0 if edge.kind == "supersedes" else 1

    return sorted(routes, key=weight)


def edge_classes(edge: Edge, picture: Picture) -> str:
    """Classes that the style sheet draws an edge by."""
    target = picture.node(edge.target)
    names: list[str] = [edge.kind]
    if edge.kind == "subordinate":
        names.append(f"to-{target.plan_type}" if target.is_plan and target.plan_type else "to-other")
    if edge.kind == "missing":
        names.append(edge.detail or "required")
    elif edge.fault:
        names.append("fault")
    if edge.loop:
        names.append("loop")
    return " ".join(names)


def edge_sentence(edge: Edge, picture: Picture, lang: Lang) -> str:
    """The edge in words, with the rules that object to it."""
    ends = {
        "source": full_title(picture.node(edge.source), lang),
        "target": full_title(picture.node(edge.target), lang),
    }
    parts = [say(lang, f"edge_{edge.kind}", **ends)]
    if edge.loop:
        parts.append(say(lang, "edge_loop"))
    if edge.rules:
        parts.append(say(lang, "edge_rules", rules=say(lang, "tree_list").join(edge.rules)))
    return say(lang, "comma").join(parts)


def _alone(route: Route) -> Route:
    return replace(route, drawn=route.points, head=route.edge.kind != "coordinates")


def _edge(route: Route, layout: Layout) -> str:
    css = edge_classes(route.edge, layout.picture)
    corner = layout.metrics.corner
    drawn: Sequence[Point] = route.drawn
    head = (route.points[-2], route.points[-1]) if route.head else None
    if head and drawn[-1] == head[1]:
        drawn = [*drawn[:-1], _short_of(*head)]
    ends = f"data-from={attribute(route.edge.source)} data-to={attribute(route.edge.target)}"
    ends += f" data-kind={attribute(route.edge.kind)}"
    sentence = clean(edge_sentence(route.edge, layout.picture, layout.lang))
    hit = f'<path class="hit" d="{line_path(route.points, corner)}"/>'
    return f"<g {ends}><title>{sentence}</title>{hit}{edge_lines(css, drawn, corner, head)}</g>"


def _short_of(before: Point, tip: Point) -> Point:
    way = max(abs(tip[0] - before[0]) + abs(tip[1] - before[1]), 1e-9)
    part = 1 - min(SHORTENED, way) / way
    return before[0] + part * (tip[0] - before[0]), before[1] + part * (tip[1] - before[1])


def _node(box: Box, layout: Layout) -> str:
    node, sizes = box.node, layout.metrics
    place = box.x, box.y, box.width, box.height
    parts = [f'<path class="shape" d="{shape_path(box.shape, *place)}"/>']
    if box.shape == "leaf":
        parts.append(fold(*place))
    if node.standing == "repealed" and not node.wanted:
        parts.append(cross(*place))
    if node.unlisted:
        parts.append(corner_mark(box.x, box.y + (box.top_at(box.x) - box.y)))
    parts += _texts(box, sizes)
    name = clean(full_title(node, layout.lang))
    about = clean(describe(node, layout.lang))
    return (
        f'<g class="{css_classes(node)}" data-id={attribute(node.id)}>'
        f"<title>{name}</title><desc>{about}</desc>{''.join(parts)}</g>"
    )


def _texts(box: Box, sizes: Metrics) -> Iterator[str]:
    """Title and second line, centred in the height of the box."""
    needed = len(box.lines) * sizes.title_size * sizes.line_height
    needed += 3 + len(box.second) * sizes.second_size * sizes.line_height
    needed += len(box.third) * sizes.value_size * sizes.line_height + (3 if box.third else 0)
    free = box.bottom - box.text_top - sizes.pad_top - sizes.pad_bottom - needed
    y = box.text_top + sizes.pad_top + max(0.0, free / 2) + sizes.title_size * 0.88
    for line in box.lines:
        yield text_line(box.centre, y, line, "name", sizes.title_size)
        y += sizes.title_size * sizes.line_height
    y += 3 - (sizes.title_size - sizes.second_size) * 0.88
    for line in box.second:
        yield text_line(box.centre, y, line, "when", sizes.second_size)
        y += sizes.second_size * sizes.line_height
    y += 3 + (sizes.value_size - sizes.second_size) * 0.88
    for line, mark in box.third:
        yield text_line(box.centre, y, line, f"value {mark or 'unmarked'}", sizes.value_size)
        y += sizes.value_size * sizes.line_height


def _badges(box: Box) -> str:
    node, right = box.node, box.x + box.width + 7
    y = box.top_at(box.x + box.width) + 1
    if box.shape == "hexagon":
        right -= 14
    parts = []
    if node.warnings:
        parts.append(badge(right, y, node.warnings, "warning"))
        right -= badge_width(node.warnings) + 2
    if node.errors:
        parts.append(badge(right, y, node.errors, "error"))
    return f'<g class="mark" data-id={attribute(node.id)}>{"".join(parts)}</g>'
