"""An RDF file that nobody has to trust → triples, in the order of the file. Nothing is fetched and nothing expanded.

rdflib does the parsing. Its ways to the network are shut before it starts: a JSON-LD context that lies elsewhere and
an XML document type, which could declare entities, are refused. Whatever a parser meets, the user gets a sentence.
"""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException, handler
from xml.sax.xmlreader import InputSource

import rdflib
from rdflib import XSD, BNode, Graph, URIRef
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.plugins.parsers.rdfxml import create_parser
from rdflib.term import Node

from kgplan.errors import UserError
from kgplan.rdf.formats import SUFFIXES
from kgplan.rdf.terms import DATA

MAX_BYTES = 64 << 20
"""Largest file: triples are held in memory, where they take some sixteen times the room."""
_SHOWN = 200


@dataclass(slots=True)
class Triples:
    """What a file states: subject → predicate → objects, each in the order of the file.

    ``lines`` holds the line where a subject, or a triple of two resources, first stands; it is empty for JSON-LD.
    """

    subjects: dict[Node, dict[str, list[Node]]] = field(default_factory=dict)
    lines: dict[object, int] = field(default_factory=dict)


def parse(path: Path, place: str) -> Triples:
    """Read a file with a suffix of :mod:`kgplan.rdf.formats`; ``place`` names it in messages.

    UserError (2) for broken syntax, with the line where the parser knows it, for an encoding other than UTF-8 (XML may
    name its own), a remote context, a document type, and a file that is too large.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UserError("rdf.too_large", place=place, limit=MAX_BYTES >> 20)
    kind, content = SUFFIXES[path.suffix.lower()], path.read_bytes()
    collector = _Collector()
    with _as_written():
        try:
            if kind == "xml":
                _xml(content, collector, place)
            elif kind == "jsonld":
                _jsonld(_decoded(content, place), collector, place)
            else:
                _turtle(_decoded(content, place), collector)
        except UserError:
            raise
        except BadSyntax as error:
            raise _broken(place, error.lines + 1, error._why) from error
        except SAXParseException as error:
            raise _broken(place, error.getLineNumber() or 0, error.getMessage()) from error
        except json.JSONDecodeError as error:
            raise _broken(place, error.lineno, error.msg) from error
        except RecursionError as error:
            raise UserError("rdf.too_deep", place=place) from error
        except Exception as error:  # rdflib's parsers raise what they happen to stumble over
            raise _broken(place, collector.line(), str(error) or type(error).__name__) from error
    return collector.found


class _Collector(Graph):
    """Takes what a parser adds, instead of a store with three indexes."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self.found = Triples()
        self.line: Callable[[], int] = lambda: 0
        self._names: dict[str, str] = {}

    def add(self, triple: tuple[Node, Node, Node]) -> "_Collector":
        """Keep a triple."""
        subject, predicate, value = triple
        name = self._names.setdefault(str(predicate), str(predicate))
        self.found.subjects.setdefault(subject, {}).setdefault(name, []).append(value)
        if line := self.line():
            self.found.lines.setdefault(subject, line)
            if isinstance(value, URIRef | BNode):
                self.found.lines[subject, name, value] = line
        return self


@contextmanager
def _as_written() -> Iterator[None]:
    """Literals keep the digits they are written with, and no warning about one goes to the terminal.

    Both are switches of the whole of rdflib; kgplan reads one file at a time.
    """
    before, logger = rdflib.NORMALIZE_LITERALS, logging.getLogger("rdflib.term")
    silent = logger.disabled
    rdflib.NORMALIZE_LITERALS, logger.disabled = False, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, logger.disabled = before, silent


def _decoded(content: bytes, place: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("rdf.encoding", place=place, line=content.count(b"\n", 0, error.start) + 1) from error


def _broken(place: str, line: int, why: str) -> UserError:
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in why).split())[:_SHOWN]
    return UserError("rdf.broken_at" if line else "rdf.broken", place=place, line=line, why=said)


def _turtle(text: str, collector: _Collector) -> None:
    parser = SinkParser(RDFSink(collector), baseURI=DATA, turtle=True)
    collector.line = lambda: parser.lines + 1
    parser.startDoc()
    parser.feed(text)
    parser.endDoc()


# ── RDF/XML ──


class _NoDocumentType(handler.LexicalHandler):
    """Refuses a document type: it may declare entities that grow without end or name files and addresses."""

    def __init__(self, place: str) -> None:
        self.place = place

    def startDTD(self, name: str, public_id: str | None, system_id: str | None) -> None:  # noqa: N802 - SAX's name
        raise UserError("rdf.document_type", place=self.place)


def _xml(content: bytes, collector: _Collector, place: str) -> None:
    source = InputSource(DATA)
    source.setByteStream(io.BytesIO(content))
    reader: Any = create_parser(source, collector)  # type: ignore[arg-type]  # an InputSource of SAX will do
    reader.setFeature(handler.feature_external_ges, False)
    reader.setProperty(handler.property_lexical_handler, _NoDocumentType(place))
    collector.line = reader.getLineNumber
    reader.parse(source)


# ── JSON-LD ──


def _jsonld(text: str, collector: _Collector, place: str) -> None:
    data = json.loads(text, parse_float=_Fraction, parse_constant=_no_number)
    to_rdf(_prepared(data, place), collector, base=DATA)


class _Fraction(str):
    """A JSON number with a point or an exponent, in its digits."""

    __slots__ = ()


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _prepared(data: Any, place: str) -> Any:
    """The document with numbers as exact decimals. UserError where it would have to be completed from elsewhere."""
    if isinstance(data, _Fraction):
        return {"@value": _plain(data), "@type": str(XSD.decimal)}
    if isinstance(data, list):
        return [_prepared(item, place) for item in data]
    if not isinstance(data, dict):
        return data
    for address in (*_texts(data.get("@context")), *_texts(data.get("@import"))):
        raise UserError("rdf.remote_context", place=place, address=address[:_SHOWN])
    if isinstance(number := data.get("@value"), _Fraction):
        return {"@type": str(XSD.decimal), **data, "@value": _plain(number)}
    return {
        key: float(value) if key == "@version" and isinstance(value, _Fraction) else _prepared(value, place)
        for key, value in data.items()
    }


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value or of lists in lists: where a context is a text, it is an address."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _plain(number: str) -> str:
    """A number in digits alone: 5.7e1 is 57."""
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return str(number)
    return f"{exact:f}" if abs(exact.adjusted()) < 100 else str(number)
