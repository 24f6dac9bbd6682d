"""The picture as DOT, for Graphviz: the same documents and relations, laid out by whoever reads the file."""

from collections.abc import Iterator

from kgplan.diagrams.labels import level_label, second_line, shown_title, value_line
from kgplan.diagrams.layout import shape_of
from kgplan.diagrams.measure import wrap
from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.diagrams.summary import summary, title
from kgplan.texts import Lang

_SHAPES = {
    "hexagon": "hexagon",
    "house": "house",
    "box": "box",
    "rounded": "ellipse",
    "leaf": "note",
}
_BORDERS = {"draft": "dashed", "pending": "dashed", "unknown": "dotted"}
_OVER = frozenset({"expired", "superseded", "repealed"})


def render_dot(picture: Picture, lang: Lang) -> bytes:
    """A directed graph in UTF-8; ids of documents are the node ids."""
    return ("\n".join(_lines(picture, lang)) + "\n").encode()


def _lines(picture: Picture, lang: Lang) -> Iterator[str]:
    yield "digraph kgplan {"
    yield f"  graph [rankdir=BT, newrank=true, label={quote(title(picture, lang))}, labelloc=t, fontsize=20,"
    yield f"    comment={quote(summary(picture, lang))}, charset=UTF8];"
    yield '  node [fontname="Noto Sans CJK SC", fontsize=11, color="#52687d", style=filled, fillcolor=white];'
    yield '  edge [color="#52687d"];'
    for number, row in enumerate(picture.rows):
        yield f"  subgraph cluster_{number} {{"
        yield f'    label={quote(level_label(row.level, lang))}; labeljust=l; color="#9aa5b1";'
        for name in row.nodes:
            yield f"    {quote(name)} [{_node(picture.node(name), lang)}];"
        yield "  }"
    for edge in picture.edges:
        yield f"  {quote(edge.source)} -> {quote(edge.target)} [{_edge(edge)}];"
    yield "}"


def quote(value: str) -> str:
    """A quoted DOT string that means exactly ``value`` as a label."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\0", "\ufffd")
    return '"' + escaped.replace("\n", "\\n") + '"'


def _node(node: Node, lang: Lang) -> str:
    lines = wrap(shown_title(node, lang), 11, 130, 4)
    marks = " ".join(f"{sign}{count}" for sign, count in (("✕", node.errors), ("!", node.warnings)) if count)
    values = [value_line(value, lang) for value in node.values]
    label = "\n".join([*lines, second_line(node, lang), *values, *([marks] if marks else [])])
    border = "dashed" if node.wanted else _BORDERS.get(node.standing, "solid")
    parts = [f"label={quote(label)}", f"shape={_SHAPES[shape_of(node)]}", f'style="filled,{border}"']
    if node.wanted or node.loop:
        parts.append('color="#b3261e"')
    elif not node.is_plan or node.standing in _OVER:
        parts.append('color="#a3adb7", fontcolor="#52606d", fillcolor="#f0f0f0"')
    elif node.home:
        parts.append('fillcolor="#eaf0f5"')
    return ", ".join(parts)


def _edge(edge: Edge) -> str:
    parts = [f"class={quote(edge.kind)}"]
    if edge.kind == "coordinates":
        parts.append("style=dotted, dir=none, constraint=false")
    elif edge.kind == "supersedes":
        parts.append('color="#8a949e:#8a949e", constraint=false')
    elif edge.kind == "implements":
        parts.append('color="#6b3fa0", style=dashed, penwidth=2, constraint=false')
    elif edge.kind == "missing":
        colour = "#b4690e" if edge.detail == "likely" else "#b3261e"
        parts.append(f'style=dashed, color="{colour}"')
    elif edge.loop or edge.fault:
        parts.append('color="#b3261e", penwidth=2')
    return ", ".join(parts)
