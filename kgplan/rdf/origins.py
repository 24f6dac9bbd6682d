"""Where the rows of an RDF file stood before: the provenance that the file states, as far as it can be believed.

A row keeps file, sheet and row of its source if the source names them, and no other row claims the same place.
Otherwise it stands in the RDF file itself, on a line of its own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from kgplan.rdf.terms import PROPERTY
from kgplan.sources.kinds import clean
from kgplan.sources.model import MAX_ROWS

_LONGEST = 255
"""Characters of a file's or sheet's name."""
_LAST_ROW = max(MAX_ROWS, 1 << 31)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Stood(NamedTuple):
    """Where a row stood: IRI of its source and row there, or None and the line in the RDF file (0: not known)."""

    source: str | None
    row: int


class Source(NamedTuple):
    """A source as the file states it. ``dataset`` tells apart sources of one name."""

    file: str
    sheet: str | None
    dataset: str
    sha256: str


class Origins:
    """The sources of a file and the places taken in them."""

    def __init__(self, subjects: Mapping[Node, Mapping[str, Sequence[Node]]]) -> None:
        self.sources: dict[str, Source] = {}
        self._taken: set[tuple[str, str, int]] = set()
        for subject, statements in subjects.items():
            if URIRef(PROPERTY + "Source") in statements.get(str(RDF.type), ()) and (found := _source(statements)):
                self.sources[str(subject)] = found

    def of(self, statements: Mapping[str, Sequence[Node]], table: str, line: int) -> Stood:
        """Where a resource stood: in its source if that is known and the place is free, else on ``line`` here."""
        for source in map(str, statements.get(PROPERTY + "sourcedFrom", ())):
            for row in _numbers(statements.get(PROPERTY + "row", ())):
                if source in self.sources and (source, table, row) not in self._taken:
                    self._taken.add((source, table, row))
                    return Stood(source, row)
        return Stood(None, line)

    def names(self) -> dict[str, tuple[str, str | None, str, str]]:
        """Per source file, sheet, dataset and checksum. Where there are several datasets the file is named with its
        dataset, so that two files of one name stay two."""
        several = len({source.dataset for source in self.sources.values()}) > 1
        return {
            iri: (f"{dataset}/{file}" if several and dataset else file, sheet, dataset, sha256)
            for iri, (file, sheet, dataset, sha256) in self.sources.items()
        }


def _source(statements: Mapping[str, Sequence[Node]]) -> Source | None:
    file, sheet = _short(statements, "file"), _short(statements, "sheet")
    if not file:
        return None
    name = _short(statements, "id", longest=2 * _LONGEST)
    dataset = name.removesuffix(f"#{sheet}" if sheet else "").removesuffix(file).removesuffix("/")
    sha256 = _short(statements, "sha256")
    return Source(file, sheet or None, dataset, sha256 if _SHA256.fullmatch(sha256) else "")


def _short(statements: Mapping[str, Sequence[Node]], name: str, longest: int = _LONGEST) -> str:
    """The one literal of a property on one line, "" where there is none or it is no name."""
    found = [clean(str(value)) for value in statements.get(PROPERTY + name, ()) if isinstance(value, Literal)]
    return found[0] if len(found) == 1 and len(found[0]) <= longest and "\n" not in found[0] else ""


def _numbers(values: Sequence[Node]) -> list[int]:
    written = [str(value) for value in values]
    return [int(text) for text in written if re.fullmatch(r"\d{1,10}", text, re.ASCII) and 0 < int(text) <= _LAST_ROW]
