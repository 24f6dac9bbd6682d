"""Which row of a sheet is its header, and which column of the table stands where.

Offices put a title above the table, often merged over its width, so the header is looked for in the first rows: it is
the row that names most columns of the table, those included without which no row could be used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from kgplan.errors import UserError
from kgplan.schema import Column, Schema, Table
from kgplan.sources.kinds import clean
from kgplan.sources.model import EMPTY, Cell, RawRow
from kgplan.texts import both

REMARKS = ("sources.remark_reason", "sources.remark_origin")
"""Headers of the columns that say why a row was handed back and where it stood."""
_REMARKS = frozenset("".join(header.split()) for key in REMARKS for header in both(key).values())
ROWS = 10
"""The header is one of this many first rows."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row. By position: the column found there, or the header that the table does not know, or neither."""

    row: int
    texts: tuple[str, ...]
    columns: tuple[Column | None, ...]
    unknown: tuple[str | None, ...]
    remarks: frozenset[int] = frozenset()
    """Positions of columns that kgplan itself wrote for people, beside the rows that it handed back."""

    @property
    def names(self) -> list[str]:
        """By position: name of the column, or the header that the table does not know, or ""."""
        pairs = zip(self.columns, self.unknown, strict=True)
        return [column.name if column else unknown or "" for column, unknown in pairs]

    def without_remarks(self, cells: list[Cell]) -> list[Cell]:
        """The cells of a row with those blank that are only meant for people."""
        if not self.remarks:
            return cells
        return [EMPTY if position in self.remarks else cell for position, cell in enumerate(cells)]

    def has(self, columns: Sequence[Column]) -> bool:
        """Whether all of these columns are there."""
        return all(column in self.columns for column in columns)

    @property
    def known(self) -> int:
        """How many columns of the table are there."""
        return len({column.name for column in self.columns if column})


def find_header(head: Sequence[RawRow], table: Table, place: str) -> Header | None:
    """The header among the first rows of a sheet, None where these are all blank.

    UserError where no row is a header of the table, where a rejecting column is missing, or one stands there twice.
    """
    filled = [_as_header(row, table) for row in head if any(clean(cell.text) for cell in row[1])]
    if not filled:
        return None
    needed = [column for column in table.columns if column.rejects]
    best = max(filled, key=lambda header: (header.has(needed), header.known))
    if not best.known:
        raise _no_header(filled[0], table, place)
    if missing := [column for column in needed if column not in best.columns]:
        raise UserError(
            "sources.header_incomplete",
            place=place,
            table=f"{table.name} {table.zh}",
            row=best.row,
            missing=_names(missing),
            near=_near([text for text in best.unknown if text], table) or "—",
        )
    for position, column in enumerate(best.columns):
        if column and column in best.columns[:position]:
            first = best.texts[best.columns.index(column)]
            raise UserError(
                "sources.header_twice", place=place, row=best.row, column=f"{column.name} {column.zh}",
                first=first, second=best.texts[position],
            )  # fmt: skip
    return best


def recognise(head: Sequence[RawRow], schema: Schema) -> Table | None:
    """The one table whose header stands in the first rows; None where there is none or more than one fits."""
    scores: dict[str, int] = {}
    for table in schema.tables.values():
        needed = [column for column in table.columns if column.rejects or (column.required and column.default is None)]
        fitting = [header.known for row in head if (header := _as_header(row, table)).has(needed)]
        if fitting:
            scores[table.name] = max(fitting)
    best = [name for name, score in scores.items() if score == max(scores.values())]
    return schema.tables[best[0]] if len(best) == 1 else None


def known_headers(head: Sequence[RawRow], table: Table | None, schema: Schema) -> int:
    """Most headers of the table, or of any table, that stand in one of the rows: which separator is the right one."""
    tables = (table,) if table else tuple(schema.tables.values())
    return max((_as_header(row, each).known for each in tables for row in head), default=0)


def _as_header(row: RawRow, table: Table) -> Header:
    number, cells = row
    texts = tuple(_one_line(cell) for cell in cells)
    columns = tuple(table.column(text) if text else None for text in texts)
    unknown: list[str | None] = []
    for text, column in zip(texts, columns, strict=True):
        unknown.append(_unused(text, unknown) if text and not column and not _is_remark(text) else None)
    remarks = frozenset(position for position, text in enumerate(texts) if _is_remark(text))
    return Header(number, texts, columns, tuple(unknown), remarks)


def _is_remark(text: str) -> bool:
    return "".join(text.split()) in _REMARKS


def _one_line(cell: Cell) -> str:
    return "".join(clean(cell.text).split("\n"))[:200]


def _unused(text: str, used: Sequence[str | None]) -> str:
    """An unknown header that stands there before gets a number, for unknown columns are never an error."""
    name, number = text, 1
    while name in used:
        number += 1
        name = f"{text} ({number})"
    return name


def _no_header(first: Header, table: Table, place: str) -> UserError:
    found = [text for text in first.texts if text]
    return UserError(
        "sources.header_unknown",
        place=place,
        table=f"{table.name} {table.zh}",
        rows=ROWS,
        found=_shortened(found),
        needed=_names([column for column in table.columns if column.rejects]),
        near=_near(found, table) or "—",
    )


def _near(found: Sequence[str], table: Table) -> str:
    """For each header found, the valid one that looks most like it: ``规划名 → 规划名称``."""
    valid = [name for column in table.columns for name in (column.zh, column.name)]
    pairs = ((text, get_close_matches(text, valid, n=1)) for text in found)
    return "; ".join(f"{text} → {near[0]}" for text, near in islice(((t, n) for t, n in pairs if n), 5))


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(f"{column.name} ({column.zh})" for column in columns)


def _shortened(texts: Sequence[str]) -> str:
    shown = [text if len(text) <= 40 else text[:40] + "…" for text in texts[:8]]
    return ", ".join(shown) + (" …" if len(texts) > 8 else "")
