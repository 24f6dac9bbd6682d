"""The rows themselves, kept in the graph beside what was made of them.

The standing graph is a function of all rows that all datasets state. Kept as they were typed, they let a load bring the
graph to the right state whatever was loaded before, in which order, and wherever an earlier load was cut off; and they
come out again as tables and RDF without loss. A dataset's rows lie in pieces under the id of the load that brought
them; a load makes its own the valid ones with its last write, so a load that never ended leaves none behind.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.store import Record, Store
from kgplan.schema import Schema
from kgplan.sources.model import Dataset, Origin, Row, Value, spooled_rows
from kgplan.sources.spool import Rows

PIECE = 1_000
"""Rows of one ``StatedRows`` node."""
PIECES_AT_ONCE = 20
"""Pieces that are held in memory and written together."""
_LARGEST = 1 << 28
"""Most bytes that a piece may unpack to: what a server sends is input like any other."""


@dataclass(frozen=True, slots=True)
class KeptDataset:
    """A dataset of the standing graph: id (name and a mark of its path), name, path, and ``load``, the digest of its
    rows, which names the load that brought them."""

    id: str
    name: str
    path: str
    load: str


def dataset_id(dataset: Dataset) -> str:
    """What the ids of a dataset's sources begin with: its name, and a mark that tells folders of one name apart."""
    path = str(Path(dataset.path).resolve())
    return f"{dataset.name}-{sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def source_id(dataset: str, file: str, sheet: str | None) -> str:
    """Id of a source: dataset, file, and sheet of a workbook."""
    return f"{dataset}/{file}" + (f"#{sheet}" if sheet else "")


def kept_datasets(store: Store) -> list[KeptDataset]:
    """The datasets of the standing graph, by id."""
    rows = store.read("MATCH (d:Dataset) RETURN d.id AS id, d.name AS name, d.path AS path, d.load AS load ORDER BY id")
    return [KeptDataset(row["id"], row["name"], row["path"], row["load"]) for row in rows]


def find_datasets(store: Store, names: Sequence[str]) -> list[str]:
    """Ids of the datasets that are meant by id, name or path. UserError names those that there are."""
    kept = kept_datasets(store)
    found = []
    for name in names:
        meant = [old.id for old in kept if name in {old.id, old.name, old.path} or _same_path(name, old.path)]
        if not meant:
            raise UserError("store.not_loaded_here", name=name, known="、".join(old.id for old in kept) or "-")
        found += meant
    return found


def _same_path(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def stated_rows(store: Store, schema: Schema) -> Iterator[tuple[str, Row]]:
    """All rows of the standing graph as they were read: (source id, row), in the order of datasets and rows."""
    for dataset in kept_datasets(store):
        for row in rows_of(store, schema, dataset):
            yield source_id(dataset.id, row.origin.file, row.origin.sheet), row


def rows_of(store: Store, schema: Schema, dataset: KeptDataset) -> Iterator[Row]:
    """The rows of one dataset, as they were read. UserError (3) if an incompatible version of kgplan wrote them."""
    numbers = store.read(
        "MATCH (s:StatedRows {dataset: $dataset, load: $load}) RETURN s.id AS id ORDER BY s.piece",
        {"dataset": dataset.id, "load": dataset.load},
    )
    for number in numbers:
        piece = store.read("MATCH (s:StatedRows {id: $id}) RETURN s.content AS content", number)
        yield from _unpacked(piece[0]["content"], schema, dataset)


class Pieces:
    """The rows of a dataset packed in pieces, and ``load``, the digest of them all: files, places and content."""

    def __init__(self, dataset: str, rows: Iterable[Row]) -> None:
        self._dataset = dataset
        self._packed: Rows[str] = Rows(chunk=PIECES_AT_ONCE)
        digest, waiting = sha256(), iter(rows)
        while block := list(islice(waiting, PIECE)):
            text = _text(block)
            digest.update(text)
            self._packed.append(base64.b64encode(zlib.compress(text, 1)).decode())
        self.load = digest.hexdigest()

    def __iter__(self) -> Iterator[Record]:
        """The properties of the ``StatedRows`` nodes that keep these rows."""
        for number, content in enumerate(self._packed):
            yield {
                "id": f"{self._dataset}/{self.load}/{number:06d}",
                "dataset": self._dataset,
                "load": self.load,
                "piece": number,
                "content": content,
            }


def _text(rows: Sequence[Row]) -> bytes:
    content = [
        [row.table, row.origin.file, row.origin.sheet, row.origin.row, dict(row.values), dict(row.extra)]
        for row in rows
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "surrogatepass")


def digest_of_all(loads: Iterable[str]) -> str:
    """SHA-256 over everything that all datasets state, whatever their folders and the order of loading."""
    return sha256("".join(sorted(loads)).encode()).hexdigest()


def _unpacked(content: str, schema: Schema, dataset: KeptDataset) -> Iterator[Row]:
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(base64.b64decode(content), _LARGEST)
        for table, file, sheet, number, values, extra in json.loads(text.decode("utf-8", "surrogatepass")):
            kinds = {column.name: column for column in schema.tables[table].columns}
            typed = {name: _typed(value, kinds[name].kind, kinds[name].many) for name, value in values.items()}
            yield Row(table, typed, extra, Origin(file, sheet, number))
    except (KeyError, ValueError, zlib.error) as error:
        raise UserError("store.other_version", exit_code=EXIT_FAILED, name=dataset.name, path=dataset.path) from error


def _typed(value: Any, kind: str, many: bool) -> Value:
    if many:
        return tuple(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "decimal":
        return Decimal(value)
    return value  # type: ignore[no-any-return]


class AllRows:
    """The rows of all datasets in the order that decides: by id of the dataset, then as they stand in it."""

    def __init__(self, groups: Iterable[tuple[str, Iterable[Row]]]) -> None:
        self._groups = sorted(groups, key=lambda group: group[0])

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        for dataset, rows in self._groups:
            names: dict[tuple[str, str | None], str] = {}
            for row in rows:
                place = (row.origin.file, row.origin.sheet)
                if place not in names:
                    names[place] = source_id(dataset, *place)
                yield names[place], row


def spooled(store: Store, schema: Schema, dataset: KeptDataset) -> Rows[Row]:
    """The rows of a dataset, to be gone through several times."""
    rows = spooled_rows()
    rows.extend(rows_of(store, schema, dataset))
    return rows
