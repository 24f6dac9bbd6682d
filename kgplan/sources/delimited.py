"""CSV files: which encoding, and their cells row by row.

Chinese offices save CSV in UTF-8 or, from older Excel and WPS, in GB18030. Both are tried strictly, so that a file is
read right or refused, never half right.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from kgplan.errors import UserError
from kgplan.sources.model import MAX_CELL, MAX_COLUMNS, Cell, RawRow

_CHUNK = 1 << 20
_END = "\x1a"
"""A line of its own behind the file: an open quotation mark swallows it, which tells that the mark is open."""
_MOSTLY = 10
"""One broken character in this many that are not ASCII, or fewer: damaged UTF-8 rather than another encoding."""


def detect_encoding(path: Path, place: str) -> str:
    """The encoding of a text file: ``utf-8-sig`` (with or without mark) or ``gb18030``.

    UserError for UTF-16, for what is no text, for damaged UTF-8, and for what is neither encoding.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UserError("sources.csv_utf16", place=place)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UserError("sources.csv_is_workbook", place=place)
    if _decodes(path, "utf-8-sig", place):
        return "utf-8-sig"
    if line := _damaged_line(path):
        raise UserError("sources.csv_damaged", place=place, line=line)
    if _decodes(path, "gb18030", place):
        return "gb18030"
    raise UserError("sources.csv_encoding", place=place)


def read_delimited(path: Path, place: str) -> Iterator[RawRow]:
    """Rows of a comma-separated file from 1, blank lines included in the count. UserError as for the encoding."""
    encoding = detect_encoding(path, place)
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(_with_end(stream))
        number, ended = 0, False
        try:
            for number, fields in enumerate(reader, start=1):
                ended = fields == [_END]
                if ended:
                    break
                if len(fields) > MAX_COLUMNS and any(fields[MAX_COLUMNS:]):
                    raise UserError("sources.too_many_columns", place=place, row=number, limit=MAX_COLUMNS)
                yield number, [_cell(field) for field in fields[:MAX_COLUMNS]]
        except csv.Error as error:
            raise UserError("sources.csv_open_quote", place=place, row=number + 1) from error
        if not ended:
            raise UserError("sources.csv_open_quote", place=place, row=number)


def _cell(field: str) -> Cell:
    if len(field) > MAX_CELL:
        return Cell(field[:100] + "…", fault="sources.fault_too_long")
    return Cell(field)


def _with_end(stream: Iterator[str]) -> Iterator[str]:
    yield from stream
    yield _END


def _decodes(path: Path, encoding: str, place: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if b"\0" in chunk:
                    raise UserError("sources.csv_no_text", place=place)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _damaged_line(path: Path) -> int | None:
    """Line of the first broken character if the file is UTF-8 but for a few of them, else None."""
    text = path.read_bytes().decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(letter > "\x7f" for letter in text)
    if not broken or broken * _MOSTLY > foreign:
        return None
    return text.count("\n", 0, text.index("\ufffd")) + 1
