"""RDF files held against ``ontology/shapes.ttl`` by pySHACL, with what loading would refuse.

A violation says where the thing stands, which property it is about and what is wrong, in both languages. The
sentences are those of the shapes; a row that loading refuses comes with loading's own reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from kgplan.errors import UserError
from kgplan.ontology import KG, META
from kgplan.rdf.formats import SUFFIXES
from kgplan.rdf.terms import PROPERTY, camel, id_of
from kgplan.results import SEVERITIES, Severity
from kgplan.schema import Schema
from kgplan.shacl.canonical import Canonical, canonical
from kgplan.shacl.vocabulary import SHAPES
from kgplan.sources import read_paths
from kgplan.sources.model import Dataset, Origin, Rejected, Sentence
from kgplan.texts import LANGS, Lang, text

MAX_ROWS = 50_000
"""Most rows that are validated at once: pySHACL takes milliseconds for each."""

_SEVERITIES: dict[Node, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that is not as it should be.

    ``rule``: id of the rule that the shape stands for, None for a matter of form. ``id``: of the thing or, for a
    relation, of its start; None for a row that was refused. ``property``: its name in the graph (``title_zh``,
    ``SUBORDINATE_TO``). ``value``: what is wrong, the other end for a relation. ``reason``: ``unknown`` or ``kind`` for
    a relation. ``file``, ``row``: where it is stated, as loading counts rows.
    """

    severity: Severity
    rule: str | None
    id: str | None
    property: str | None
    label: Sentence
    value: str | None
    reason: str | None
    message: Sentence
    file: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Validation:
    """What validating files gave. ``rows``: those that were checked; ``notes``: what reading left alone."""

    rows: int
    violations: list[Violation]
    notes: list[Sentence]

    def count(self, severity: Severity) -> int:
        """Number of violations of a severity."""
        return sum(found.severity == severity for found in self.violations)


def validate_files(paths: Sequence[Path], schema: Schema) -> Validation:
    """Validate RDF files as one set. UserError (2) for a file that cannot be read at all or is none of RDF."""
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            raise UserError("shacl.not_rdf", path=path, suffixes=", ".join(SUFFIXES))
    return validate(read_paths(paths, schema), schema)


def validate(datasets: Sequence[Dataset], schema: Schema) -> Validation:
    """Validate the rows of datasets as one set. UserError (2) if there are more than ``MAX_ROWS``."""
    count = sum(len(dataset.rows) for dataset in datasets)
    if count > MAX_ROWS:
        raise UserError("shacl.too_many", count=count, limit=MAX_ROWS)
    data = canonical(datasets, schema)
    found = [
        *(_refused(rejected, schema) for dataset in datasets for rejected in dataset.rejected),
        *_once(_Reader(data, schema).violations()),
    ]
    return Validation(data.rows, sorted(found, key=_order), [note for dataset in datasets for note in dataset.notes])


def results_of(data: Graph) -> Graph:
    """The SHACL validation report on a graph. Nothing is fetched, inferred or run but the shapes."""
    report = pyshacl.validate(data, shacl_graph=shapes(), inplace=True, do_owl_imports=False, advanced=False)[1]
    assert isinstance(report, Graph)
    return report


@cache
def shapes() -> Graph:
    """The shapes; shared, and must not be changed."""
    return Graph(bind_namespaces="none").parse(SHAPES, format="turtle")


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a result of SHACL is about; without an origin, something that comes with kgplan."""

    id: str
    property: str
    label: Sentence
    value: str | None
    reason: str | None
    origin: Origin | None


class _Reader:
    """Reads violations out of a SHACL report: the constant parts stand on the shape that each result names."""

    def __init__(self, data: Canonical, schema: Schema) -> None:
        self.data, self.schema, self.report = data, schema, results_of(data.graph)
        self.properties = {camel(found.name): found for found in schema.properties.values()}
        self.relations = {camel(found.type): found for found in schema.relations.values()}

    def violations(self) -> Iterator[Violation]:
        for result in self.report.objects(None, SH.result):
            focus, value = self.report.value(result, SH.focusNode), self.report.value(result, SH.value)
            shape, severity = self.report.value(result, SH.sourceShape), self.report.value(result, SH.resultSeverity)
            if focus is None or shape is None or severity is None:
                continue  # a report without these is none
            about = self._relation(str(focus), shape, value) or self._property(str(focus), shape, value)
            if about.origin is None:
                continue  # what is built in is no matter of the user's
            rule = shapes().value(shape, KG.rule)
            message: Sentence = {lang: self._text(shape, lang) for lang in LANGS}
            if about.reason is not None:
                message = {lang: text(lang, f"shacl.reason_{about.reason}", message=message[lang]) for lang in LANGS}
            yield Violation(
                severity=_SEVERITIES[severity],
                rule=str(rule) if rule is not None else None,
                id=about.id,
                property=about.property,
                label=about.label,
                value=about.value,
                reason=about.reason,
                message=message,
                file=about.origin.file,
                row=about.origin.row,
            )

    def _relation(self, focus: str, shape: Node, value: Node | None) -> _About | None:
        """What a shape of a relation says, whichever end of it the shape looks from; None for other shapes."""
        path = shapes().value(shape, SH.path)
        turned = shapes().value(path, SH.inversePath) if path is not None else None
        local = str(turned or path).removeprefix(PROPERTY)
        relation = self.relations.get(local)
        if relation is None or not isinstance(value, URIRef):
            return None
        start, end = (str(value), focus) if turned else (focus, str(value))
        return _About(
            id=self._id(start),
            property=relation.type,
            label={"zh": relation.zh, "en": relation.en},
            value=self._id(end),
            reason="kind" if self.data.described(start) and self.data.described(end) else "unknown",
            origin=self.data.links.get((start, local, end)),
        )

    def _property(self, focus: str, shape: Node, value: Node | None) -> _About:
        path = shapes().value(shape, META.property) or shapes().value(shape, SH.path)
        known = self.properties[str(path).removeprefix(PROPERTY)]
        return _About(
            id=self._id(focus),
            property=known.name,
            label={"zh": known.zh, "en": known.en},
            value=str(value) if isinstance(value, Literal) else None,
            reason=None,
            origin=self.data.origins.get(focus),
        )

    def _id(self, iri: str) -> str:
        return self.data.ids.get(iri) or id_of(iri)

    def _text(self, shape: Node, lang: Lang) -> str:
        said = shapes().objects(shape, SH.message)
        return next(str(found) for found in said if isinstance(found, Literal) and found.language == lang)


def _refused(rejected: Rejected, schema: Schema) -> Violation:
    """A row that loading refuses, with its reason."""
    table = schema.tables[rejected.table]
    column = table.column(rejected.column) if rejected.column else None
    return Violation(
        severity="error",
        rule=None,
        id=None,
        property=column.name if column else None,
        label={"zh": column.zh, "en": column.name} if column else {"zh": table.zh, "en": table.name},
        value=rejected.value,
        reason=None,
        message=rejected.reason,
        file=rejected.origin.file,
        row=rejected.origin.row,
    )


def _once(found: Iterator[Violation]) -> Iterator[Violation]:
    """A relation that is wrong at both ends is one violation, not one from either end."""
    relations = set()
    for violation in found:
        key = violation.id, violation.property, violation.value
        if violation.reason is None or key not in relations:
            yield violation
            relations.add(key)


def _order(found: Violation) -> tuple[object, ...]:
    return (
        SEVERITIES.index(found.severity),
        found.rule or "",
        found.file or "",
        found.row or 0,
        found.id or "",
        found.property or "",
        found.value or "",
        found.message["en"],
    )
