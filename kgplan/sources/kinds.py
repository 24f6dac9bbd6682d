"""One cell → one value of its column's kind, or a sentence that says what was expected.

A cell is read as it is meant or not at all: nothing is guessed, rounded or cut off. What the kinds take is documented
for users in ``docs/``; labels and further spellings of codes come from the ontology.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from kgplan.schema import Code, CodeList, Column, Schema
from kgplan.sources.dates import FIRST_YEAR, LAST_YEAR, read_date, read_year
from kgplan.sources.model import Cell, Sentence, Value
from kgplan.texts import both

_TRUE = frozenset({"true", "yes", "y", "1", "是", "√", "✓", "✔", "☑"})
_FALSE = frozenset({"false", "no", "n", "0", "否", "×", "✗", "✘", "x"})
_NOTHING = frozenset({"-", "--", "—", "——", "–", "―", "−", "/", "\\"})
"""Marks for "no entry" in cells that are not free text. In free text such as a base value they are kept."""

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
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or not text.isprintable():
        text = "".join(
            letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        )
    return text.strip()


def read_cell(cell: Cell, column: Column, schema: Schema) -> Value | None:
    """The value of a cell, None where it is empty. UnreadableError where it is no value of the column's kind."""
    if cell.fault:
        raise UnreadableError(both(cell.fault))
    text = clean(cell.text)
    free = column.kind == "text" and not column.refers and not column.many
    if not text or (not free and unicodedata.normalize("NFKC", text) in _NOTHING):
        return None
    if column.many:
        items = [item for item in map(clean, _SEPARATORS.split(text)) if item]
        return tuple(dict.fromkeys(_read_item(item, column, schema) for item in items)) or None
    if reader := _READERS.get(column.kind):
        return reader(cell, text, column)
    return _read_item(text, column, schema)


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
    return SequenceMatcher(None, one[:100].casefold(), other.casefold()).ratio()


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
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    shown = Decimal(plain) if _NUMBER.fullmatch(plain) else None
    if not isinstance(cell.native, Decimal):
        return shown
    value = cell.native * 100 if percent else cell.native
    return shown if shown == value else value


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
