"""The whole graph as CSV files for ``neo4j-admin database import full``: for graphs that no transaction should carry.

Per set of labels and per type of relationship between two classes there are a header and a file of data. Ids are
unique per class, so every class that owns ids is an id space. Array items are parted by U+001F, which no text in the
graph contains; ``import.sh`` says so to the importer and names all files. Format: Neo4j Operations Manual, Import.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kgplan import __version__
from kgplan.export.elements import Elements, Kind, gather
from kgplan.export.files import new_folder
from kgplan.graph.store import Store
from kgplan.schema import Schema
from kgplan.texts import Lang, text

_ITEM = "\x1f"
_WIDE = str.maketrans("(){}", "（）｛｝")
_BUFFER = 4 << 20
"""Bytes that the importer reads at once unless told otherwise; no value may be longer."""


def write_neo4j_admin(store: Store, schema: Schema, output: Path, lang: Lang) -> Elements:
    """Write the folder ``output``: data, headers, ``import.sh``, ``after-import.cypher``, ``README.md``.

    Gives what was written. UserError if the folder is in use or cannot be written.
    """
    with new_folder(output) as folder, tempfile.TemporaryDirectory(dir=folder) as scratch:
        found = gather(store, schema, Path(scratch))
        for kind in found.nodes:
            owner = kind.name[0]
            names = [name for name in sorted(kind.types) if name != "id"]
            header = [f"id:ID({owner})", *(_declared(name, kind) for name in names)]
            lines = ([props["id"], *(props.get(name) for name in names)] for props in kind.elements())
            _write(folder / f"{_stem(kind)}", header, lines)
        for kind in found.edges:
            _, start, end = kind.name
            names = sorted(kind.types)
            header = [f":START_ID({start})", f":END_ID({end})", *(_declared(name, kind) for name in names)]
            lines = ([one, other, *(props.get(name) for name in names)] for one, other, props in kind.elements())
            _write(folder / f"{_stem(kind)}", header, lines)
        owners = sorted({kind.name[0] for kind in found.nodes})
        after = [
            *map(_constraint, owners),
            *(line for kind in (*found.nodes, *found.edges) for line in _renamings(kind)),
        ]
        (folder / "after-import.cypher").write_text("".join(after), encoding="utf-8")
        command = folder / "import.sh"
        command.write_text(_command(found), encoding="utf-8")
        command.chmod(0o755)
        (folder / "README.md").write_text(_readme(found, lang), encoding="utf-8")
    return found


def _stem(kind: Kind) -> str:
    return "-".join(kind.name)


def _declared(name: str, kind: Kind) -> str:
    """Name and type as the header has them."""
    return f"{_in_header(name, kind)}:{kind.types[name]}"


def _in_header(name: str, kind: Kind) -> str:
    """A property's name in a header. The importer takes brackets for its own: they are wide until it is done."""
    wide = name.translate(_WIDE)
    while wide != name and wide in kind.types:
        wide += "_"
    return wide


def _renamings(kind: Kind) -> Iterator[str]:
    """Cypher that gives properties their names back which the header could not have."""
    pattern = f"(n:{kind.name[0]})" if kind.is_node else f"()-[n:{kind.name[0]}]->()"
    for name in sorted(kind.types):
        if (wide := _in_header(name, kind)) != name:
            old, new = (f"n.`{each.replace('`', '``')}`" for each in (wide, name))
            yield f"MATCH {pattern} WHERE {old} IS NOT NULL SET {new} = {old} REMOVE {old};\n"


def _write(stem: Path, header: list[str], lines: Iterable[list[Any]]) -> None:
    Path(f"{stem}-header.csv").write_text(_line(header), encoding="utf-8", newline="\n")
    with Path(f"{stem}.csv").open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(map(_line, lines))


def _line(values: list[Any]) -> str:
    return ",".join(map(_field, values)) + "\n"


def _field(value: Any) -> str:
    """A value in quotation marks, an absent one as nothing: to the importer ``""`` is a text and nothing is null."""
    if value is None or value == []:
        return ""
    written = _ITEM.join(map(_plain, value)) if isinstance(value, list) else _plain(value)
    return '"' + written.replace('"', '""') + '"'


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _constraint(owner: str) -> str:
    return f"CREATE CONSTRAINT {owner}_id IF NOT EXISTS FOR (n:{owner}) REQUIRE n.id IS UNIQUE;\n"


def _command(found: Elements) -> str:
    """The importer's command line; further arguments of the script go to the importer."""
    kinds = [*found.nodes, *found.edges]
    options = ["--array-delimiter=U+001F", "--id-type=string"]
    if any(kind.multiline for kind in kinds):
        options.append("--multiline-fields=true")
    if (needed := 4 * max((kind.longest for kind in kinds), default=0)) > _BUFFER:
        options.append(f"--read-buffer-size={needed}")
    options += [f"--nodes={':'.join(kind.name)}={_stem(kind)}-header.csv,{_stem(kind)}.csv" for kind in found.nodes]
    options += [f"--relationships={kind.name[0]}={_stem(kind)}-header.csv,{_stem(kind)}.csv" for kind in found.edges]
    # The database stands first: the importer takes whatever follows the last --relationships for one more file.
    start = 'exec neo4j-admin database import full "${KGPLAN_DATABASE:-neo4j}" "$@"'
    parts = [start, *(f"  '{option}'" for option in options)]
    return "#!/bin/sh\n" + 'cd "$(dirname "$0")" || exit 1\n' + " \\\n".join(parts) + "\n"


def _readme(found: Elements, lang: Lang) -> str:
    rows = "\n".join(f"| `{_stem(kind)}` | {kind.count} |" for kind in (*found.nodes, *found.edges))
    return text(
        lang,
        "export.neo4j_readme",
        version=__version__,
        nodes=sum(kind.count for kind in found.nodes),
        edges=sum(kind.count for kind in found.edges),
        rows=rows,
    )
