"""The picture as Mermaid, for wikis and README files that draw it themselves."""

import re
from collections.abc import Iterator

from kgplan.diagrams.labels import level_label, second_line, shown_title, value_line
from kgplan.diagrams.layout import shape_of
from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.diagrams.summary import summary, title
from kgplan.diagrams.text import one_line
from kgplan.texts import Lang

_BRACKETS = {
    "hexagon": ("{{", "}}"),
    "house": ("[/", "\\]"),
    "box": ("[", "]"),
    "rounded": ("([", "])"),
    "leaf": (">", "]"),
}
_ARROWS = {"subordinate": "-->", "coordinates": "-.-", "supersedes": "==>", "missing": "-.->", "implements": "--o"}
_STYLES = (
    "classDef home fill:#eaf0f5,stroke:#52687d,color:#1f2933",
    "classDef upper fill:#ffffff,stroke:#52687d,color:#1f2933",
    "classDef draft fill:#eaf0f5,stroke:#52687d,stroke-dasharray:6 4,color:#1f2933",
    "classDef over fill:#f0f0f0,stroke:#a3adb7,color:#52606d",
    "classDef wanted fill:#fff6f5,stroke:#b3261e,stroke-dasharray:6 4,color:#a61b1b",
    "classDef loop fill:#ffffff,stroke:#b3261e,stroke-width:3px,color:#1f2933",
)
_UNSAFE = re.compile(r"[^\w .,·()\-–—“”‘’《》〈〉〔〕、。\uff01-\uff5e]")


def render_mermaid(picture: Picture, lang: Lang) -> bytes:
    """A flowchart, bottom to top. Nodes are ``n0``, ``n1`` … in the picture's order; a comment names each document."""
    return ("\n".join(_lines(picture, lang)) + "\n").encode()


def _lines(picture: Picture, lang: Lang) -> Iterator[str]:
    name = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    yield f"%% {_plain(title(picture, lang))}"
    yield f"%% {_plain(summary(picture, lang))}"
    yield "flowchart BT"
    for number, row in enumerate(picture.rows):
        yield f'  subgraph level{number}["{escape(level_label(row.level, lang))}"]'
        for node_id in row.nodes:
            node = picture.node(node_id)
            left, right = _BRACKETS[shape_of(node)]
            values = [value_line(value, lang) for value in node.values]
            parts = [part for part in (shown_title(node, lang), _second(node, lang), *values) if part]
            label = "<br/>".join(map(escape, parts))
            yield f"    %% {name[node_id]} = {_plain(node_id)}"
            yield f'    {name[node_id]}{left}"{label}"{right}:::{_style(node)}'
        yield "  end"
    red = []
    for number, edge in enumerate(picture.edges):
        yield f"  {name[edge.source]} {_ARROWS[edge.kind]} {name[edge.target]}"
        if _is_red(edge):
            red.append(str(number))
    if red:
        yield f"  linkStyle {','.join(red)} stroke:#b3261e,stroke-width:2px"
    for style in _STYLES:
        yield f"  {style}"


def escape(value: str) -> str:
    """Text for a quoted label: everything that could end it or mean markup becomes a character code."""
    return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", one_line(value))


def _plain(value: str) -> str:
    """Text for a comment: one line, and none of the braces that open a directive."""
    return one_line(value).replace("{", "(").replace("}", ")")


def _second(node: Node, lang: Lang) -> str:
    marks = [f"{sign}{count}" for sign, count in (("✕", node.errors), ("!", node.warnings)) if count]
    return " ".join([second_line(node, lang), *marks])


def _style(node: Node) -> str:
    if node.wanted:
        return "wanted"
    if node.loop:
        return "loop"
    if not node.is_plan or node.standing in {"expired", "superseded", "repealed"}:
        return "over"
    if node.standing in {"draft", "pending"}:
        return "draft"
    return "home" if node.home else "upper"


def _is_red(edge: Edge) -> bool:
    return edge.loop or edge.fault is not None or edge.kind == "missing"
