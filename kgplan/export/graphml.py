"""The graph as GraphML for Gephi, yEd, NetworkX: every node and relationship with all its properties.

``kgplan diagram`` draws the hierarchy; this is the data behind it. What kgplan keeps for itself, such as the rows and
the state of the last load, is left out.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kgplan.export.elements import Elements, Kind, gather
from kgplan.export.files import write_text
from kgplan.graph.store import Store
from kgplan.rdf.terms import encoded
from kgplan.schema import Schema

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {"long": "long", "double": "double", "boolean": "boolean"}
_LABELS, _TYPE = "labels", "type"
"""Names of the attributes that hold what is no property: ``:Document:Plan`` and ``SUBORDINATE_TO``."""


def write_graphml(store: Store, schema: Schema, output: Path) -> Elements:
    """Write the graph to a file. Lists are JSON text, which GraphML has no type for. Gives what was written."""
    own = frozenset(name for name, known in schema.classes.items() if not known.derived)
    with tempfile.TemporaryDirectory(prefix="kgplan-") as scratch:
        found = gather(store, schema, Path(scratch), only=own)
        write_text(_document(found), output)
    return found


def _document(found: Elements) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    nodes, edges = _keys(found.nodes, "node", _LABELS), _keys(found.edges, "edge", _TYPE)
    for owner, keys in (("node", nodes), ("edge", edges)):
        for name, (key, of) in keys.items():
            yield f"  <key id={quoteattr(key)} for={quoteattr(owner)} attr.name={_attribute(name)} "
            yield f'attr.type="{of}"/>\n'
    yield '  <graph id="kgplan" edgedefault="directed">\n'
    for kind in found.nodes:
        labels = "".join(f":{label}" for label in kind.name)
        for props in kind.elements():
            yield f"    <node id={quoteattr(_id(kind.name[0], props['id']))}>"
            yield from _data(nodes, {**props, _LABELS: labels})
            yield "</node>\n"
    for kind in found.edges:
        name, start, end = kind.name
        for one, other, props in kind.elements():
            yield f"    <edge source={quoteattr(_id(start, one))} target={quoteattr(_id(end, other))}>"
            yield from _data(edges, {**props, _TYPE: name})
            yield "</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _keys(kinds: list[Kind], owner: str, own: str) -> dict[str, tuple[str, str]]:
    """Property → id of its key and GraphML type; text where kinds differ. What the elements are called comes first."""
    types: dict[str, set[str]] = {own: {"string"}}
    for kind in kinds:
        for name, found in kind.types.items():
            types.setdefault(name, set()).add(_TYPES.get(found, "string"))
    return {
        name: (f"{owner[0]}{number}", found.pop() if len(found) == 1 else "string")
        for number, (name, found) in enumerate(types.items())
    }


def _data(keys: Mapping[str, tuple[str, str]], props: Mapping[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        if value is not None and name in keys:
            yield f'<data key="{keys[name][0]}">{escape(_xml(_written(value)))}</data>'


def _written(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _id(owner: str, name: str) -> str:
    """Class and id as one XML name token."""
    return f"{owner}:{encoded(name).replace('%', ':')}"


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
