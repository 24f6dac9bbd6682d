"""The content of a standing graph as rows: which datasets and sources it has, and what they state.

Tables and RDF are made from here rather than from nodes, because rows say what was written: the spelling of a name,
the digits of a value, a column that nobody knows, and what each of two sources said.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kgplan.graph.elements import BUILT_IN
from kgplan.graph.stated import KeptDataset, kept_datasets, rows_of, source_id
from kgplan.graph.store import Store
from kgplan.rdf.links import Links
from kgplan.rdf.statements import StatedSource
from kgplan.schema import Schema
from kgplan.sources.model import Row
from kgplan.sources.names import Directory


@dataclass(frozen=True, slots=True)
class Content:
    """What the files of a graph state."""

    store: Store
    schema: Schema

    def datasets(self) -> list[KeptDataset]:
        """The datasets, in the order that decides between them."""
        return kept_datasets(self.store)

    def rows_of(self, dataset: KeptDataset) -> Iterator[Row]:
        """The rows of one dataset as they stood in its files."""
        return rows_of(self.store, self.schema, dataset)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """All rows with the ids of their sources, dataset by dataset."""
        for dataset in self.datasets():
            for row in self.rows_of(dataset):
                yield source_id(dataset.id, row.origin.file, row.origin.sheet), row

    def sources(self) -> Iterator[StatedSource]:
        """The files and sheets that rows were read from, by id."""
        for row in self.store.read(
            "MATCH (s:Source) WHERE s.id <> $own RETURN s.id AS id, s.file AS file, s.sheet AS sheet, "
            "s.sha256 AS sha256, s.loaded_at AS loaded_at ORDER BY id",
            {"own": BUILT_IN},
        ):
            yield StatedSource(row["id"], row["file"], row["sheet"], row["sha256"] or "", row["loaded_at"])

    def links(self) -> Links:
        """Who finds what the cells of the rows point at in this graph."""
        named = {
            label: [row["props"] for row in self.store.read(f"MATCH (n:{label}) RETURN properties(n) AS props")]
            for label in ("Organization", "Region")
        }
        built_in = {row["id"] for rows in named.values() for row in rows if row["source"] == BUILT_IN}
        return Links(self.schema, Directory(named["Organization"], named["Region"], built_in), self._existing)

    def _existing(self, label: str, ids: Collection[str]) -> set[str]:
        found = self.store.read(
            f"UNWIND $ids AS wanted MATCH (n:{label} {{id: wanted}}) RETURN n.id AS id", {"ids": list(ids)}
        )
        return {row["id"] for row in found}
