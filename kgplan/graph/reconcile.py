"""The reconciliation of a load: what became of every row of every table, compared with the rows of the last load."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kgplan.graph.elements import ROW_KEYS
from kgplan.sources.model import Dataset, Row


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table. ``repeated`` rows state again what an earlier row states."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    repeated: int = 0

    @property
    def loaded(self) -> int:
        """Rows that stand in the graph after the load."""
        return self.new + self.changed + self.unchanged + self.repeated


@dataclass(slots=True)
class LoadReport:
    """A tally per table, over all datasets of the load."""

    tables: dict[str, Tally] = field(default_factory=dict)
    written: int = 0
    """Nodes and edges that were created, changed or removed, derived ones not counted."""

    @property
    def changes(self) -> int:
        """How many rows are new, changed or gone."""
        return sum(tally.new + tally.changed + tally.removed for tally in self.tables.values())

    def tally(self, table: str) -> Tally:
        """The tally of a table."""
        return self.tables.setdefault(table, Tally())


def count(report: LoadReport, dataset: Dataset | None, now: Iterable[Row], before: Iterable[Row]) -> None:
    """Count the rows of one dataset: as they are now (none: it was given up) against those of its last load.

    A row that only stands elsewhere in its file is unchanged.
    """
    stood: dict[int, tuple[int, str]] = {}
    for row in before:
        stood.setdefault(_mark(row), (_content_mark(row), row.table))
    if dataset:
        for file in dataset.files:
            report.tally(file.table).read += file.read
        for rejected in dataset.rejected:
            report.tally(rejected.table).rejected += 1
    met: set[int] = set()
    for row in now:
        mark, tally = _mark(row), report.tally(row.table)
        if mark in met:
            tally.repeated += 1
            continue
        met.add(mark)
        if mark not in stood:
            tally.new += 1
        elif stood[mark][0] == _content_mark(row):
            tally.unchanged += 1
        else:
            tally.changed += 1
    for mark, (_, table) in stood.items():
        if mark not in met:
            report.tally(table).removed += 1


def _content_mark(row: Row) -> int:
    """64 bits that change with anything the row says, wherever it stands."""
    return _bits(repr((dict(row.values), dict(row.extra))))


def _mark(row: Row) -> int:
    """What makes this row the same row in the next load of its dataset."""
    values = row.values
    names = ("id",) if "id" in values else ROW_KEYS[row.table]
    return _bits("\x1f".join([row.table, *(str(values.get(name, "")) for name in names)]))


def _bits(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
