"""What the ontology says, as plain frozen objects, so that no other module has to know RDF.

:func:`kgplan.ontology.load_schema` fills these from the Turtle in ``ontology/``. Texts that users write are looked up
here, in one way for all: full-width and half-width forms, case, blanks, ``_`` and ``-`` make no difference.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

Kind = Literal["text", "integer", "decimal", "date", "boolean", "code"]
Datatype = Literal["text", "integer", "decimal", "date", "datetime", "boolean"]

_TRAILING_NOTE = re.compile(r"[(\[〔【].*?[)\]〕】]$")
_TRAILING_UNIT = re.compile(r"_[^\x00-\x7f]+$")


def _fold(text: str) -> str:
    """Text as compared in look-ups of codes and names."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _squeeze(text: str) -> str:
    """Text as compared in look-ups of headers and relation types: also ``title_zh`` = ``Title zh`` = ``titleZh``."""
    return re.sub(r"[\s_*\-]+", "", _fold(text))


@dataclass(frozen=True)
class Class:
    """A class of the ontology, a label in the graph. ``derived``: kgplan makes its nodes, no table does."""

    name: str
    zh: str
    en: str
    parent: str | None
    definition_zh: str
    derived: bool


@dataclass(frozen=True)
class Property:
    """A property of nodes or relationships by its name in the graph."""

    name: str
    zh: str
    en: str
    derived: bool
    datatype: Datatype


@dataclass(frozen=True)
class Relation:
    """A relationship type. Empty ``domain`` or ``range``: nodes of any class. ``kinds``: code list of its ``kind``."""

    type: str
    zh: str
    en: str
    also: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    derived: bool
    in_table: bool
    kinds: str | None


@dataclass(frozen=True)
class Code:
    """A code and what it is called. ``order`` is its place in the list, from 1; levels go from the highest down."""

    code: str
    zh: str
    en: str
    also: tuple[str, ...]
    order: int


@dataclass(frozen=True)
class CodeList:
    """A code list; iterate over ``codes`` for drop-downs and legends."""

    name: str
    zh: str
    en: str
    codes: tuple[Code, ...]

    @cached_property
    def _index(self) -> dict[str, Code]:
        return {_fold(text): code for code in self.codes for text in (code.code, code.zh, code.en, *code.also)}

    def find(self, text: str) -> Code | None:
        """The code that ``text`` means: the code itself, a label in either language or a further spelling."""
        return self._index.get(_fold(text))


@dataclass(frozen=True)
class Column:
    """A column of an exchange table.

    ``required`` columns are asked for; without a value in a column that ``rejects`` the row cannot be used.
    ``codes`` names the code list of a cell of kind ``code``; ``suggests`` those whose codes are known in free text.
    ``refers`` is the class of the node whose id the cell holds. ``default`` is what an empty cell means. ``about`` says
    what to enter; ``example`` is a value as it would be entered, "" where there is none.
    """

    name: str
    zh: str
    kind: Kind
    many: bool
    required: bool
    rejects: bool
    codes: str | None
    refers: str | None
    default: str | int | bool | None
    suggests: tuple[str, ...] = ()
    about_zh: str = ""
    about_en: str = ""
    example: str = ""


@dataclass(frozen=True)
class Table:
    """An exchange table. ``node`` is the class of the node that a row makes; None for relations.

    ``about`` says what a row is.
    """

    name: str
    zh: str
    node: str | None
    columns: tuple[Column, ...]
    about_zh: str = ""
    about_en: str = ""

    @cached_property
    def _index(self) -> dict[str, Column]:
        index: dict[str, Column] = {}
        for column in self.columns:
            for header in (column.name, column.zh, _TRAILING_UNIT.sub("", column.zh)):
                index[_squeeze(header)] = column
        return index

    def column(self, header: str) -> Column | None:
        """The column that a header means, whatever its case, blanks, ``*`` or a note or unit at its end."""
        text = unicodedata.normalize("NFKC", header).replace("*", "").strip()
        bare = _TRAILING_NOTE.sub("", text)
        for candidate in (text, bare, _TRAILING_UNIT.sub("", bare)):
            found = self._index.get(_squeeze(candidate))
            if found:
                return found
        return None


@dataclass(frozen=True)
class Indicator:
    """An indicator of the built-in catalogue (model.md 6); a user's ``indicators`` table may add to it."""

    id: str
    name_zh: str
    name_en: str
    polarity: str
    additive: bool
    canonical_unit: str
    canonical_measure: str
    sense: str | None
    annually_measurable: bool
    binding_nationally: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A unit; ``factor`` times a value in it is the value in the canonical unit of its ``dimension``, exactly."""

    symbol: str
    dimension: str
    factor: Fraction
    aliases: tuple[str, ...]
    canonical: bool


@dataclass(frozen=True)
class Schema:
    """The whole ontology. Every mapping keeps the order of definition.

    ``organizations`` and ``regions`` are the built-in rows of these tables, with ``name_en`` beside the columns.
    ``document_classes`` maps each ``doc_kind`` to its class (``annual_plan`` → ``AnnualPlan``).
    """

    version: str
    classes: dict[str, Class]
    properties: dict[str, Property]
    relations: dict[str, Relation]
    code_lists: dict[str, CodeList]
    tables: dict[str, Table]
    indicators: dict[str, Indicator]
    units: dict[str, Unit]
    organizations: tuple[dict[str, object], ...]
    regions: tuple[dict[str, object], ...]
    document_classes: dict[str, str]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {_squeeze(name): table for table in self.tables.values() for name in (table.name, table.zh)}

    @cached_property
    def _relations(self) -> dict[str, Relation]:
        return {
            _squeeze(name): relation
            for relation in self.relations.values()
            for name in (relation.type, relation.zh, relation.en, *relation.also)
        }

    def table(self, name: str) -> Table | None:
        """The table of an English or Chinese name, as of a file or sheet; None if there is none."""
        return self._tables.get(_squeeze(name))

    def relation(self, text: str) -> Relation | None:
        """The relation of a type, a label in either language or a further spelling; None if there is none."""
        return self._relations.get(_squeeze(text))

    def label(self, code_list: str, code: str, lang: Literal["zh", "en"]) -> str:
        """The label of a code; the code itself where the list does not have it. KeyError for an unknown list."""
        found = self.code_lists[code_list].find(code)
        if found is None:
            return code
        return found.zh if lang == "zh" else found.en
