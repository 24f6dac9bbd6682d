"""RDF in the vocabulary of ``ontology/`` → the same rows that tables give, with the same typing and the same reasons.

Every resource of a class of ours is a row; a triple of a relation is a row of the relations table unless a record or a
filled column says it already. Rows that a file took from elsewhere keep the file, sheet and row that it names for
them. A resource that kgplan's classes do not cover is left alone.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from kgplan.graph.elements import COLUMN_EDGES
from kgplan.rdf.cells import Statements, cell_of, extra_text, used_labels
from kgplan.rdf.origins import Origins, Stood
from kgplan.rdf.parse import Triples, parse
from kgplan.rdf.terms import DATA, IDENTIFIERS, PROPERTY, camel, extra_header, id_of, table_of
from kgplan.schema import Relation, Schema, Table
from kgplan.sources.kinds import clean
from kgplan.sources.model import Cell, Dataset, Origin, RawRow, Rejected, Sentence, Sheet, SourceFile
from kgplan.sources.rows import Intake, read_rows
from kgplan.texts import both

_OWN = frozenset(PROPERTY + name for name in ("sourcedFrom", "row", "ofTable", "describes", "fromNode", "toNode"))
_TYPE = str(RDF.type)
_SHOWN = 200
"""Characters of an IRI in a sentence."""
_NAMED = 10
"""So many resources are spelled out in a note."""
_RELATION_CELLS = ("from", "type", "to")


@dataclass(slots=True)
class _Refused:
    """A resource that is no row: the table it looks like, why, and the line it is on."""

    table: str
    resource: str
    reason: Sentence
    line: int


@dataclass(slots=True)
class _Entry:
    """A row on its way: its resource or relation, its table, and where it stood."""

    subject: Node
    table: Table
    statements: Statements
    stood: Stood
    relation: tuple[str, str, str] | None = None
    kind: str | None = None
    """Kind of document that the class says."""
    filled: dict[str, list[Node]] = field(default_factory=dict)
    """Columns filled by links from or to the resource."""


def read_rdf(path: Path, schema: Schema) -> Dataset:
    """The rows of an RDF file, as :func:`read_rdf_into` reads them. A file without anything of ours has no rows."""
    dataset = Dataset(path.stem, path)
    read_rdf_into(Intake(dataset), path, str(path), schema)
    return dataset


def read_rdf_into(intake: Intake, path: Path, place: str, schema: Schema) -> bool:
    """Add the rows of an RDF file to a dataset; whether it has anything of ours. ``place`` names it in messages.

    Without provenance of its own a row's number is the line on which its resource begins or, where several begin on
    one line and in JSON-LD, the next free number. UserError (2) as for :func:`kgplan.rdf.parse.parse`.
    """
    return _Reader(path, place, schema, parse(path, place), intake).read()


class _Reader:
    def __init__(self, path: Path, place: str, schema: Schema, triples: Triples, intake: Intake) -> None:
        self.path, self.place, self.schema, self.intake = path, place, schema, intake
        self.file = path.name.encode("utf-8", "replace").decode()
        self.checksum = _sha256(path)
        self.subjects, self.lines = triples.subjects, triples.lines
        self.origins = Origins(self.subjects)
        self.relations = {PROPERTY + camel(each.type): each for each in schema.relations.values() if not each.derived}
        self.derived = {PROPERTY + camel(each.name) for each in schema.properties.values() if each.derived}
        self.derived |= {PROPERTY + camel(each.type) for each in schema.relations.values()}
        self.filling = {table.name: _filling(table) for table in schema.tables.values()}
        self.entries: dict[Node, _Entry] = {}
        self.refused: list[_Refused] = []
        self.left_alone: list[str] = []

    def read(self) -> bool:
        for subject, statements in self.subjects.items():
            self._classify(subject, statements)
        entries = [*self.entries.values(), *self._stated(set(self._recorded()))]
        if not entries and not self.refused:
            return False
        self._number(entries)
        self._tell_left_alone()
        self._write_rows(entries)
        return True

    # ── which resource is a row of which table ──

    def _classify(self, subject: Node, statements: Statements) -> None:
        classes = [str(found).removeprefix(PROPERTY) for found in statements.get(_TYPE, ()) if _is_own(found)]
        if classes == ["Source"]:
            return
        if "Record" in classes:
            tables = {self.schema.tables.get(str(name)) for name in statements.get(PROPERTY + "ofTable", ())}
        else:
            tables = {table_of(name, self.schema) for name in classes}
        if len(tables) == 1 and (table := tables.pop()) is not None:
            stood = self.origins.of(statements, table.name, self.lines.get(subject, 0))
            self.entries[subject] = _Entry(subject, table, statements, stood, kind=self._kind(classes))
        elif classes or any(self._is_cell(name) for name in statements):
            self._refuse(subject, statements, classes, several=len(tables) > 1)
        elif not any(name in self.relations or name in _OWN for name in statements):
            self.left_alone.append(str(subject))

    def _kind(self, classes: list[str]) -> str | None:
        """The kind of document that the classes say; ``Document`` itself says none."""
        return next((kind for kind, name in self.schema.document_classes.items() if name in classes), None)

    def _is_cell(self, name: str) -> bool:
        return name.startswith(PROPERTY) and name not in _OWN and name not in self.relations

    def _refuse(self, subject: Node, statements: Statements, classes: list[str], *, several: bool) -> None:
        """A resource of no class, of an unknown one or of several: refused as a row of the table it looks like."""
        names = {name.removeprefix(PROPERTY) for name in statements}
        likely = max(
            self.schema.tables.values(), key=lambda table: sum(camel(column.name) in names for column in table.columns)
        )
        known = [name for name in self.schema.classes if table_of(name, self.schema)]
        near = get_close_matches(classes[0], known, n=1, cutoff=0)[0] if classes else likely.node or "Plan"
        key = "rdf.several_classes" if several else "rdf.unknown_class" if classes else "rdf.no_class"
        reason = both(key, resource=str(subject)[:_SHOWN], found=", ".join(classes)[:_SHOWN], near=f"kg:{near}")
        self.refused.append(_Refused(likely.name, str(subject)[:_SHOWN], reason, self.lines.get(subject, 0)))

    def _tell_left_alone(self) -> None:
        if self.left_alone:
            names = ", ".join(self.left_alone[:_NAMED]) + (" …" if len(self.left_alone) > _NAMED else "")
            note = both("rdf.note_left_alone", place=self.place, count=len(self.left_alone), names=names)
            self.intake.dataset.notes.append(note)

    # ── relations as plain triples ──

    def _recorded(self) -> Iterator[tuple[Node, str, Node]]:
        """The triples that records of relations stand for."""
        for entry in self.entries.values():
            if entry.table.name == "relations":
                starts = entry.statements.get(PROPERTY + "fromNode", ())
                ends = entry.statements.get(PROPERTY + "toNode", ())
                for written in entry.statements.get(PROPERTY + "type", ()):
                    relation = self._relation(written)
                    for start in starts if relation else ():
                        for end in ends:
                            yield start, PROPERTY + camel(relation.type), end  # type: ignore[union-attr]

    def _relation(self, written: Node) -> Relation | None:
        return self.relations.get(str(written)) or self.schema.relation(str(written))

    def _stated(self, covered: set[tuple[Node, str, Node]]) -> Iterator[_Entry]:
        """Relations that nothing else says; links that stand for a column fill it on the way."""
        table = self.schema.tables["relations"]
        for subject, statements in self.subjects.items():
            for name, values in statements.items():
                relation = self.relations.get(name)
                if relation is None:
                    continue
                for value in dict.fromkeys(values):
                    if (subject, name, value) in covered or (relation.symmetric and (value, name, subject) in covered):
                        continue
                    if not self._fills_column(relation, subject, value) and relation.in_table:
                        ends = (self._named(subject) or "", relation.type, self._named(value) or "")
                        line = self.lines.get((subject, name, value)) or self.lines.get(subject, 0)
                        yield _Entry(subject, table, {}, Stood(None, line), relation=ends)

    def _fills_column(self, relation: Relation, subject: Node, value: Node) -> bool:
        """Whether a column says the link: then it is no row of its own."""
        for (table, column), (name, at) in COLUMN_EDGES.items():
            own, other = (subject, value) if at == "from" else (value, subject)
            entry = self.entries.get(own) if name == relation.type else None
            if entry is None or entry.table.name != table or camel(column) == camel(relation.type):
                continue
            stated = entry.statements.get(PROPERTY + camel(column), ())
            if not stated and not relation.in_table:
                entry.filled.setdefault(column, []).append(other)
            if not relation.in_table or any(_said(found, self._named) == self._named(other) for found in stated):
                return True
        return False

    def _named(self, node: Node) -> str | None:
        """The id that a resource states, else the one that its IRI ends in; a literal is an id."""
        if isinstance(node, Literal):
            return str(node)
        for name in IDENTIFIERS:
            for value in self.subjects.get(node, {}).get(PROPERTY + name, ()):
                return str(value)
        return None if isinstance(node, BNode) else id_of(str(node))

    # ── rows ──

    def _number(self, entries: list[_Entry]) -> None:
        """Number what stands in the file itself by its lines, each row once, refused ones among the others."""
        last, refused = 0, Counter[str]()
        own: list[_Entry | _Refused] = [entry for entry in entries if entry.stood.source is None]
        for each in sorted([*own, *self.refused], key=_line):
            last = max(_line(each), last + 1)
            if isinstance(each, _Refused):
                origin = Origin(self.file, None, last)
                self.intake.dataset.rejected.append(Rejected(each.table, origin, None, each.resource, each.reason))
                refused[each.table] += 1
            else:
                each.stood = Stood(None, last)
        for table, count in refused.items():
            self.intake.dataset.files.append(SourceFile(self.file, None, table, self.checksum, count))

    def _write_rows(self, entries: list[_Entry]) -> None:
        """Type the rows sheet by sheet: those of one source, or of the file itself, and of one table."""
        sheets: dict[tuple[str | None, str], list[_Entry]] = defaultdict(list)
        for entry in sorted(entries, key=lambda entry: entry.stood.row):
            sheets[entry.stood.source, entry.table.name].append(entry)
        sources = self.origins.names()
        intakes: dict[str, Intake] = {}
        for source, table in self._in_order(sheets):
            file, sheet, sha256, intake = self.file, None, self.checksum, self.intake
            if source is not None:
                file, sheet, group, sha256 = sources[source]
                intake = intakes.setdefault(group, Intake(self.intake.dataset))
            read = self._read_sheet(file, sheet, sheets[source, table], intake)
            self.intake.dataset.files.append(SourceFile(file, sheet, table, sha256, read))

    def _in_order(self, sheets: dict[tuple[str | None, str], Any]) -> list[tuple[str | None, str]]:
        """Sources in the order of the file, then its own rows, by table."""
        sources, tables = list(self.origins.sources), list(self.schema.tables)
        return sorted(sheets, key=lambda key: (sources.index(key[0]) if key[0] else len(sources), tables.index(key[1])))

    def _read_sheet(self, file: str, sheet: str | None, entries: list[_Entry], intake: Intake) -> int:
        table = entries[0].table
        extras = list(dict.fromkeys(name for entry in entries for name in self._extra_properties(entry)))
        header = [column.name for column in table.columns] + [_header(name, table) for name in extras]

        def lines() -> Iterator[RawRow]:
            yield 0, [Cell(name) for name in header]
            for entry in entries:
                others = (extra_text(entry.statements.get(name, ()), self._named) for name in extras)
                yield entry.stood.row, [*self._cells(entry), *map(Cell, others)]

        return read_rows(Sheet(file, sheet, self.place, lines()), table, self.schema, intake) or 0

    def _cells(self, entry: _Entry) -> list[Cell]:
        table = entry.table
        if entry.relation:
            stated = dict(zip(_RELATION_CELLS, entry.relation, strict=True))
            return [Cell(stated.get(column.name, "")) for column in table.columns]
        statements = self._completed(entry)
        cells = [cell_of(statements, table, column, self.schema, self._named) for column in table.columns]
        if entry.kind is not None:
            position = next(place for place, column in enumerate(table.columns) if column.name == "doc_kind")
            written = self.schema.code_lists["doc_kind"].find(cells[position].text)
            if not cells[position].text:
                cells[position] = Cell(entry.kind)
            elif written is not None and written.code != entry.kind:
                cells[position] = Cell(cells[position].text, fault="rdf.fault_kind_class")
        return cells

    def _completed(self, entry: _Entry) -> Statements:
        """The statements with what links, records and the IRI itself say in place of columns."""
        found = dict(entry.statements)
        for column, values in entry.filled.items():
            found[PROPERTY + camel(column)] = values
        if entry.table.name == "relations":
            for column, link in (("from", "fromNode"), ("to", "toNode")):
                found.setdefault(PROPERTY + column, entry.statements.get(PROPERTY + link, ()))
        identifier = next((column.name for column in entry.table.columns if column.name in IDENTIFIERS), None)
        if identifier and PROPERTY + identifier not in found:
            about = entry.statements.get(PROPERTY + "describes") or [entry.subject]
            if name := self._named(about[0]):
                found[PROPERTY + identifier] = [Literal(name)]
        return found

    def _extra_properties(self, entry: _Entry) -> list[str]:
        """Properties that neither a column nor a relation knows, nor a derived fact, which kgplan works out itself."""
        if entry.relation:
            return []
        known = self.filling[entry.table.name] | self.derived | _OWN
        return [name for name in entry.statements if name not in known and name != _TYPE]


def _filling(table: Table) -> frozenset[str]:
    """Properties that fill a column of the table."""
    names = {column.name for column in table.columns}
    for base in ("title", "name"):
        if names & {base, f"{base}_zh"}:
            names |= {base, f"{base}_zh", f"{base}_en"}
    return used_labels(table) | {PROPERTY + camel(name) for name in names}


def _header(name: str, table: Table) -> str:
    """Header of a property that the table does not know: never one that means a column, or nothing."""
    header = extra_header(name)
    return name if table.column(header) or not clean(header) else header


def _line(each: _Entry | _Refused) -> int:
    return each.line if isinstance(each, _Refused) else each.stood.row


def _is_own(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith(PROPERTY) and not node.startswith(DATA)


def _said(value: Node, named: Any) -> str | None:
    return str(value) if isinstance(value, Literal) else named(value)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
