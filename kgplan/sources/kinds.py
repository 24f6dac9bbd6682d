"""One cell → one value of its column's kind, or a sentence that says what was expected.

A cell is read as it is meant or not at all: nothing is guessed, rounded or cut off. What the kinds take is documented
for users in ``docs/``; labels and further spellings of codes come from the ontology.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from kgplan.schema import Code, CodeList, Column, Schema, Table
from kgplan.sources.dates import FIRST_YEAR, LAST_YEAR, read_date, read_year
from kgplan.sources.model import Cell, Sentence, Value
from kgplan.texts import both

T = TypeVar("T")

_TRUE = frozenset({"true", "yes", "y", "1", "是", "√", "✓", "✔", "☑"})
_FALSE = frozenset({"false", "no", "n", "0", "否", "×", "✗", "✘", "x"})
_NOTHING = frozenset({"-", "--", "—", "——", "–", "―", "−", "/", "\\"})
"""Marks for "no entry" in cells that are not free text. In free text such as a base value they are kept."""

_LONGEST_NOTHING = max(map(len, _NOTHING))
_REMEMBERED = 4_096
"""Different texts of one column whose value is remembered: codes, years, days and bodies come again and again."""
_LONGEST_REMEMBERED = 64

_SEPARATORS = re.compile(r"[;；、,，\n]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})", re.ASCII)


class UnreadableError(Exception):
    """A cell that is no value of its column's kind; ``reason`` says what was expected."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(reason["en"])


def clean(text: str) -> str:
    """Text without blanks at its ends and without control, format and unassigned-surrogate characters.

    Line breaks and tabs inside a text stay. Format characters (zero width, direction marks) are invisible and make
    two ids that look alike differ.
    """
    if text.isprintable():  # holds no such characters
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    ).strip()


class CellReader:
    """Gives the values of the cells of one column.

    ``known`` is what texts that stood in the column before mean, for cells that are text alone and in order: codes,
    years, days and bodies come again and again. It never grows beyond some thousands.
    """

    def __init__(self, table: Table, column: Column, schema: Schema) -> None:
        self.known: dict[str, Value] = {}
        self._refused: dict[str, Sentence] = {}
        self._column, self._schema = column, schema
        self._free = _is_free(column)
        self._names_relation = table.name == "relations" and column.name == "type"
        self._plain = column.kind == "text" and not (column.many or column.suggests or self._names_relation)

    def read(self, cell: Cell) -> Value | None:
        """The value, None for an empty cell. UnreadableError where the cell is no value of the column's kind."""
        if self._plain and not cell.fault:
            text = clean(cell.text)
            return text if text and (self._free or not _is_nothing(text)) else None
        if cell.native is not None or cell.fault or len(cell.text) > _LONGEST_REMEMBERED:
            return self._read(cell)
        if reason := self._refused.get(cell.text):
            raise UnreadableError(reason)
        try:
            value = self._read(cell)
        except UnreadableError as error:
            _remember(self._refused, cell.text, error.reason)
            raise
        if value is not None:
            _remember(self.known, cell.text, value)
        return value

    def _read(self, cell: Cell) -> Value | None:
        value = read_cell(cell, self._column, self._schema)
        return read_relation(value, self._schema) if self._names_relation and isinstance(value, str) else value


def cell_reader(table: Table, column: Column, schema: Schema) -> Callable[[Cell], Value | None]:
    """A function that reads cells of the column as :meth:`CellReader.read` does."""
    return CellReader(table, column, schema).read


def read_cell(cell: Cell, column: Column, schema: Schema) -> Value | None:
    """The value of a cell, None where it is empty. UnreadableError where it is no value of the column's kind."""
    if cell.fault:
        raise UnreadableError(both(cell.fault))
    text = clean(cell.text)
    if not text or (not _is_free(column) and _is_nothing(text)):
        return None
    if column.many:
        items = [item for item in map(clean, _SEPARATORS.split(text)) if item]
        return tuple(dict.fromkeys(_read_item(item, column, schema) for item in items)) or None
    if reader := _READERS.get(column.kind):
        return reader(cell, text, column)
    return _read_item(text, column, schema)


def _remember(known: dict[str, T], text: str, meaning: T) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[text] = meaning


def _is_free(column: Column) -> bool:
    return column.kind == "text" and not column.refers and not column.many


def _is_nothing(text: str) -> bool:
    return len(text) <= _LONGEST_NOTHING and unicodedata.normalize("NFKC", text) in _NOTHING


def _read_item(text: str, column: Column, schema: Schema) -> str:
    """Text or code: one cell or one item of a list."""
    if column.kind == "code" and column.codes:
        return find_code(text, schema.code_lists[column.codes]).code
    for known in column.suggests:
        if found := schema.code_lists[known].find(text):
            return found.code
    return text


def find_code(text: str, codes: CodeList) -> Code:
    """The code that a text means. UnreadableError with all valid labels, the nearest first, where it means none."""
    if found := codes.find(text):
        return found
    parts = [part for part in map(clean, _SEPARATORS.split(text)) if part]
    several = len(parts) > 1 and all(codes.find(part) for part in parts)
    nearest = sorted(codes.codes, key=lambda code: -_likeness(text, code))
    raise UnreadableError(
        both(
            "sources.expected_one_code" if several else "sources.expected_code",
            list_zh=codes.zh,
            list_en=codes.en,
            valid_zh="、".join(code.zh for code in nearest),
            valid_en=", ".join(f"{code.code} ({code.zh})" for code in nearest),
        )
    )


def read_relation(text: str, schema: Schema) -> str:
    """Type of a relation that may stand in the relations table. UnreadableError with the valid ones otherwise."""
    found = schema.relation(text)
    if found and found.in_table:
        return found.type
    valid = [relation for relation in schema.relations.values() if relation.in_table]
    valid.sort(key=lambda relation: -max(_ratio(text, name) for name in (relation.type, relation.zh, *relation.also)))
    raise UnreadableError(
        both(
            "sources.expected_relation",
            valid_zh="、".join(relation.zh for relation in valid),
            valid_en=", ".join(f"{relation.type} ({relation.zh})" for relation in valid),
        )
    )


def _likeness(text: str, code: Code) -> float:
    return max(_ratio(text, spelling) for spelling in (code.code, code.zh, code.en, *code.also))


def _ratio(one: str, other: str) -> float:
    """How many letters two texts share, from 0 to 1. Cheap, for a shifted column is wrong in a million rows."""
    mine, theirs = _letters(one[:100]), _letters(other)
    shared = sum(min(count, theirs[letter]) for letter, count in mine.items())
    return 2 * shared / ((mine.total() + theirs.total()) or 1)


@lru_cache(maxsize=4_096)
def _letters(text: str) -> Counter[str]:
    return Counter(text.casefold())


def _read_integer(cell: Cell, text: str, column: Column) -> int:
    """A whole number. A column named for a year takes every form of a year and no number that is none."""
    is_year = column.name == "year" or column.name.endswith("_year")
    if is_year:
        year = read_year(text)
        if year is None or isinstance(cell.native, bool | date):
            raise UnreadableError(both("sources.expected_year", first=FIRST_YEAR, last=LAST_YEAR))
        return year
    number = None if isinstance(cell.native, bool | date) else _number(cell, text)
    if number is None or number != int(number):
        raise UnreadableError(both("sources.expected_integer"))
    return int(number)


def _read_decimal(cell: Cell, text: str, _column: Column) -> Decimal:
    """A number with the digits that the user saw; 57% in a column that has its unit beside it is 57."""
    number = None if isinstance(cell.native, bool | date) else _number(cell, text)
    if number is None:
        raise UnreadableError(both("sources.expected_decimal"))
    return number


def _number(cell: Cell, text: str) -> Decimal | None:
    """The number of a cell: what is shown if it shows the whole value, else the value."""
    percent = unicodedata.normalize("NFKC", text[-1:]) == "%"
    shown = plain_number(text[:-1] if percent else text)
    if not isinstance(cell.native, Decimal):
        return shown
    value = cell.native * 100 if percent else cell.native
    return shown if shown == value else value


def plain_number(text: str) -> Decimal | None:
    """The number that a text is, with its digits, None where it is more or less than a number: 1,234.50, −3, ５７."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _read_day(cell: Cell, text: str, _column: Column) -> date:
    if isinstance(cell.native, date):
        day: date | None = cell.native if FIRST_YEAR <= cell.native.year <= LAST_YEAR else None
    else:
        day = None if isinstance(cell.native, bool) else read_date(text)
    if day is None:
        raise UnreadableError(both("sources.expected_date"))
    return day


def _read_boolean(cell: Cell, text: str, _column: Column) -> bool:
    if isinstance(cell.native, bool):
        return cell.native
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise UnreadableError(both("sources.expected_boolean"))


_READERS: dict[str, Callable[[Cell, str, Column], Value]] = {
    "integer": _read_integer,
    "decimal": _read_decimal,
    "date": _read_day,
    "boolean": _read_boolean,
}
