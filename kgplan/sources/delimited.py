"""CSV files: which encoding, which separator, and their cells row by row.

Chinese offices save CSV in UTF-8 or, from older Excel and WPS, in GB18030; Excel's "Unicode text" is UTF-16. All are
tried strictly, so that a file is read right or refused, never half right.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kgplan.errors import UserError
from kgplan.sources.model import EMPTY, MAX_CELL, MAX_COLUMNS, Cell, RawRow

_CHUNK = 1 << 20
_END = "\x1a"
"""A line of its own behind the file: an open quotation mark swallows it, which tells that the mark is open."""
_MOSTLY = 10
"""One broken character in this many that are not ASCII, or fewer: damaged UTF-8 rather than another encoding."""
_TWO_HANZI = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")

SEPARATORS = (",", ";", "\t")
"""What may stand between cells, the usual one first."""

_new: Callable[[tuple[str, None, None, bool]], Cell] = partial(tuple.__new__, Cell)
"""A cell of text, made twice as fast as by ``Cell(text)``; a large file has tens of millions."""


def detect_encoding(path: Path, place: str) -> str:
    """The encoding of a text file: ``utf-8-sig`` (with or without mark), ``gb18030``, or ``utf-16`` with its mark.

    UserError for UTF-16 without mark, for what is no text, for damaged UTF-8, for a mixture of two encodings, and for
    what is none of them.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(path, "utf-16", place):
            return "utf-16"
        raise UserError("sources.csv_utf16", place=place)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UserError("sources.csv_is_workbook", place=place)
    if _decodes(path, "utf-8-sig", place):
        return "utf-8-sig"
    if line := _damaged_line(path):
        raise UserError("sources.csv_damaged", place=place, line=line)
    if _decodes(path, "gb18030", place):
        if line := _line_in_utf8(path):
            raise UserError("sources.csv_mixed", place=place, line=line)
        return "gb18030"
    raise UserError("sources.csv_encoding", place=place)


def read_delimited(path: Path, place: str, encoding: str | None = None, separator: str = ",") -> Iterator[RawRow]:
    """Rows of a text file from 1, blank lines included in the count. UserError as for the encoding.

    A cell is at most some hundred thousand characters long; a longer one, which a quotation mark without its pair
    makes, ends the reading.
    """
    encoding = encoding or detect_encoding(path, place)
    with path.open(encoding=encoding, newline="") as stream:
        number, at_end, ended = 0, False, False

        def lines() -> Iterator[str]:
            nonlocal at_end
            yield from stream
            at_end = True
            yield _END

        try:
            for number, fields in enumerate(csv.reader(lines(), delimiter=separator), start=1):
                ended = at_end and fields == [_END]
                if ended:
                    break
                if len(fields) > MAX_COLUMNS and any(fields[MAX_COLUMNS:]):
                    raise UserError("sources.too_many_columns", place=place, row=number, limit=MAX_COLUMNS)
                if len(fields) > MAX_COLUMNS:
                    del fields[MAX_COLUMNS:]
                if len("".join(fields)) > MAX_CELL:
                    yield number, [_cell(field) for field in fields]
                else:
                    yield number, [_new((field, None, None, False)) if field else EMPTY for field in fields]
        except csv.Error as error:
            key = "sources.csv_long_cell" if "field larger" in str(error) else "sources.csv_open_quote"
            raise UserError(key, place=place, row=number + 1, limit=csv.field_size_limit()) from error
        if not ended:
            raise UserError("sources.csv_open_quote", place=place, row=number)


def _cell(field: str) -> Cell:
    if len(field) > MAX_CELL:
        return Cell(field[:100] + "…", fault="sources.fault_too_long")
    return Cell(field)


def _decodes(path: Path, encoding: str, place: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if encoding != "utf-16" and b"\0" in chunk:
                    raise UserError("sources.csv_no_text", place=place)
                if "\0" in decoder.decode(chunk):
                    raise UserError("sources.csv_no_text", place=place)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _line_in_utf8(path: Path) -> int | None:
    """Line of a file in GB18030 that is in UTF-8, None if there is none.

    Two files were put one behind the other. By chance a line of GB18030 is never UTF-8 with two hanzi: that takes six
    bytes that pair up as characters nobody uses.
    """
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.isascii():
                try:
                    text = line.decode("utf-8")
                except UnicodeDecodeError:
                    continue
                if _TWO_HANZI.search(text):
                    return number
    return None


def _damaged_line(path: Path) -> int | None:
    """Line of the first broken character if the file is UTF-8 but for a few of them, else None."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    lines, line, broken, foreign = 1, None, 0, 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            if line is None and "\ufffd" in text:
                line = lines + text.count("\n", 0, text.index("\ufffd"))
            lines += text.count("\n")
            broken += text.count("\ufffd")
            foreign += len(text) - len(text.encode("ascii", "ignore"))
    if line is None and decoder.decode(b"", final=True):
        line, broken, foreign = lines, 1, foreign + 1
    return line if broken * _MOSTLY <= foreign else None
