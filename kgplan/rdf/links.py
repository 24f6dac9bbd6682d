"""Which resources the cells of rows point at, so that exported RDF is a graph and not a table of ids.

A cell holds an id, a name or a former code; a link joins what these mean, as loading would. Where the ontology lets a
relation end in several classes (RESPONSIBLE_FOR: a target, task or project), it is the one that has the id.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from kgplan.graph.elements import COLUMN_EDGES, PLACED
from kgplan.rdf.terms import camel, identifier, iri_of, owner_of, row_iri
from kgplan.schema import Relation, Schema
from kgplan.sources.model import Row
from kgplan.sources.names import Directory

Exists = Callable[[str, Collection[str]], Collection[str]]
"""Those of some ids that nodes of a class have."""


@dataclass(frozen=True, slots=True)
class Link:
    """``start`` –relation→ ``end``, both IRIs. ``column``: the cell that states it, None for a row of relations."""

    start: str
    relation: str
    end: str
    column: str | None


@dataclass(frozen=True, slots=True)
class _End:
    """What a cell names: a resource that is known already, or an id and the classes that may have it."""

    iri: str | None
    text: str = ""
    owners: tuple[str, ...] = ()


class Links:
    """Finds the links of rows, many rows at a time: every look-up of ids is one question for all of them."""

    def __init__(self, schema: Schema, names: Directory, exists: Exists) -> None:
        self._schema, self._names, self._exists = schema, names, exists

    def of(self, rows: Sequence[tuple[str, Row]]) -> list[list[Link]]:
        """The links of each row, in the order of its columns; rows come with the id of their source."""
        stated = [list(self._stated(source, row)) for source, row in rows]
        ends = [end for links in stated for _, start, finish, _ in links for end in (start, finish)]
        known = self._known(ends)
        return [
            [
                Link(self._iri(start, known), camel(relation.type), self._iri(finish, known), column)
                for relation, start, finish, column in links
            ]
            for links in stated
        ]

    def _stated(self, source: str, row: Row) -> Iterable[tuple[Relation, _End, _End, str | None]]:
        if row.table == "relations":
            relation = self._schema.relations[str(row.values["type"])]
            start = self._end(str(row.values["from"]), relation.domain)
            yield relation, start, self._end(str(row.values["to"]), relation.range), None
            return
        own = _End(own_iri(source, row, self._schema))
        for (table, column), (name, at) in COLUMN_EDGES.items():
            if table != row.table or column not in row.values:
                continue
            if name == "ALLOCATED_TO" and row.values.get("dimension") not in PLACED:
                continue
            relation = self._schema.relations[name]
            other = self._end(str(row.values[column]), relation.range if at == "from" else relation.domain)
            yield (relation, own, other, column) if at == "from" else (relation, other, own, column)

    def _end(self, text: str, classes: tuple[str, ...]) -> _End:
        return _End(None, text, tuple(dict.fromkeys(owner_of(name, self._schema) for name in classes)))

    def _resolved(self, text: str, owner: str) -> str:
        if owner == "Region":
            return self._names.region(text) or text
        return (self._names.body(text) or text) if owner == "Organization" else text

    def _known(self, ends: Iterable[_End]) -> dict[str, Collection[str]]:
        """Per class the ids that exist among those that may be of several classes."""
        asked: dict[str, set[str]] = {}
        for end in ends:
            if len(end.owners) > 1:
                for owner in end.owners:
                    asked.setdefault(owner, set()).add(self._resolved(end.text, owner))
        return {owner: self._exists(owner, sorted(ids)) for owner, ids in asked.items()}

    def _iri(self, end: _End, known: dict[str, Collection[str]]) -> str:
        """IRI of an end; of the first class that may be meant where none has the id: the statement stands as such."""
        if end.iri is not None:
            return end.iri
        names = {owner: self._resolved(end.text, owner) for owner in end.owners}
        owner = next((owner for owner in names if names[owner] in known.get(owner, ())), end.owners[0])
        return iri_of(owner, names[owner])


def own_iri(source: str, row: Row, schema: Schema) -> str:
    """IRI of what a row describes."""
    owner, name = schema.tables[row.table].node, identifier(row)
    return iri_of(owner, name) if owner and name is not None else row_iri(source, row.origin.row)
