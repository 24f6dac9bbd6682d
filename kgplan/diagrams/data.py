"""The picture for other programs: JSON (``kgplan-diagram/1``) and GraphML with places for yEd and Gephi."""

import json
import re
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree as Xml

from kgplan.diagrams.geometry import Box
from kgplan.diagrams.labels import second_line, shown_title, value_line
from kgplan.diagrams.layout import boxes
from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.texts import Lang

SCHEMA_ID = "kgplan-diagram/1"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_YED = "http://www.yworks.com/xml/graphml"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHAPES = {
    "hexagon": "hexagon",
    "house": "trapezoid",
    "box": "rectangle",
    "rounded": "roundrectangle",
    "leaf": "rectangle",
}
_TYPES = {bool: "boolean", int: "int", str: "string"}


def render_json(picture: Picture, _lang: Lang) -> bytes:
    """Documents, relations and rows as they are drawn; codes are codes, absent values are null."""
    data = {
        "schema": SCHEMA_ID,
        "as_of": picture.as_of.isoformat(),
        "home": picture.home,
        "home_name": picture.home_name,
        "home_name_en": picture.home_name_en,
        "indicator": picture.indicator,
        "indicator_name": picture.indicator_name,
        "indicator_name_en": picture.indicator_name_en,
        "rulebook": picture.rulebook,
        "checked": picture.checked,
        "errors": picture.errors,
        "warnings": picture.warnings,
        "hidden": picture.hidden,
        "rows": [asdict(row) for row in picture.rows],
        "nodes": [asdict(node) for node in picture.nodes],
        "edges": [asdict(edge) for edge in picture.edges],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def render_graphml(picture: Picture, lang: Lang) -> bytes:
    """GraphML with all properties as attributes, and labels, shapes and places in the dialect of yEd."""
    Xml.register_namespace("", _GRAPHML)
    Xml.register_namespace("y", _YED)
    root = Xml.Element(f"{{{_GRAPHML}}}graphml")
    keys = _Keys(root)
    graph = Xml.Element(f"{{{_GRAPHML}}}graph", id="kgplan", edgedefault="directed")
    places = {box.node.id: box for box in boxes(picture, lang)}
    for node in picture.nodes:
        element = Xml.SubElement(graph, f"{{{_GRAPHML}}}node", id=_xml(node.id))
        keys.fill(element, "node", {"label": shown_title(node, lang), **_properties(node, lang)})
        keys.draw(element, "node", _shape_node(places[node.id], lang))
    for number, edge in enumerate(picture.edges):
        ends = {"source": _xml(edge.source), "target": _xml(edge.target)}
        element = Xml.SubElement(graph, f"{{{_GRAPHML}}}edge", {"id": f"e{number}", **ends})
        keys.fill(element, "edge", _properties(edge, lang))
        keys.draw(element, "edge", _line_edge(edge))
    root.append(graph)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


class _Keys:
    """The declarations at the head of a GraphML file, made as attributes turn up."""

    def __init__(self, root: Xml.Element) -> None:
        self.root = root
        self.known: set[str] = set()

    def fill(self, element: Xml.Element, owner: str, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is None:
                continue
            key = f"{owner}_{name}"
            if key not in self.known:
                self.known.add(key)
                kind = {"attr.name": name, "attr.type": _TYPES[type(value)]}
                Xml.SubElement(self.root, f"{{{_GRAPHML}}}key", {"id": key, "for": owner, **kind})
            text = str(value).lower() if isinstance(value, bool) else str(value)
            Xml.SubElement(element, f"{{{_GRAPHML}}}data", key=key).text = _xml(text)

    def draw(self, element: Xml.Element, owner: str, drawing: Xml.Element) -> None:
        key = f"{owner}_graphics"
        if key not in self.known:
            self.known.add(key)
            kind = {"yfiles.type": f"{owner}graphics"}
            Xml.SubElement(self.root, f"{{{_GRAPHML}}}key", {"id": key, "for": owner, **kind})
        Xml.SubElement(element, f"{{{_GRAPHML}}}data", key=key).append(drawing)


def _properties(thing: Node | Edge, lang: Lang) -> dict[str, Any]:
    stated = thing.values if isinstance(thing, Node) else ()
    rules = thing.rules if isinstance(thing, Edge) else [note.rule for note in thing.notes]
    apart = {"id", "source", "target", "rules", "notes", "values", "members"}
    values = {name: value for name, value in asdict(thing).items() if name not in apart}
    shown = "; ".join(value_line(value, lang) for value in stated)
    return {**values, "rules": " ".join(rules) or None, "values": shown or None}


def _shape_node(box: Box, lang: Lang) -> Xml.Element:
    shape = Xml.Element(f"{{{_YED}}}ShapeNode")
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    Xml.SubElement(shape, f"{{{_YED}}}Geometry", {name: f"{value:.1f}" for name, value in place.items()})
    Xml.SubElement(shape, f"{{{_YED}}}Fill", color="#EAF0F5" if box.node.home else "#FFFFFF")
    draft = box.node.standing in {"draft", "pending"} or box.node.wanted
    line = {"color": "#B3261E" if box.node.wanted or box.node.loop else "#52687D"}
    Xml.SubElement(shape, f"{{{_YED}}}BorderStyle", line, type="dashed" if draft else "line", width="1.5")
    label = Xml.SubElement(shape, f"{{{_YED}}}NodeLabel", fontSize="12")
    label.text = _xml("\n".join([*box.lines, second_line(box.node, lang), *(line for line, _ in box.third)]))
    Xml.SubElement(shape, f"{{{_YED}}}Shape", type=_SHAPES[box.shape])
    return shape


def _line_edge(edge: Edge) -> Xml.Element:
    line = Xml.Element(f"{{{_YED}}}PolyLineEdge")
    red = edge.loop or edge.fault is not None or edge.kind == "missing"
    style = {"coordinates": "dotted", "missing": "dashed"}.get(edge.kind, "line")
    colours = {"supersedes": "#8A949E", "implements": "#6B3FA0"}
    colour = "#B3261E" if red else colours.get(edge.kind, "#52687D")
    Xml.SubElement(line, f"{{{_YED}}}LineStyle", color=colour, type=style, width="1.5")
    target = "none" if edge.kind == "coordinates" else "standard"
    Xml.SubElement(line, f"{{{_YED}}}Arrows", source="none", target=target)
    return line


def _xml(value: str) -> str:
    return _FORBIDDEN.sub("\ufffd", value)
