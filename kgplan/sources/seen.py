"""Which ids a dataset has and where each stood first, in few bytes per id.

An id is taken once per dataset: a second row of the same contents is the same row, one of other contents is refused
with the place of the first. Of a million rows not one needs to stay in memory for that.
"""

from collections.abc import Mapping

from kgplan.sources.model import Origin, Row, Value

_BITS = 64
_MASK = (1 << _BITS) - 1
_ROW_BITS = 32


class Seen:
    """First row of every (table, id)."""

    def __init__(self) -> None:
        self._first: dict[str, dict[str, int]] = {}
        """By table and id one number: mark of the contents, number of the sheet, number of the row."""
        self._sheets: dict[tuple[str, str | None], int] = {}

    def take(self, name: str, row: Row) -> tuple[Origin, bool] | None:
        """None if ``name`` is new in the row's table; else where it stood first and whether that row said the same."""
        origin = row.origin
        sheet = self._sheets.setdefault((origin.file, origin.sheet), len(self._sheets))
        packed = (_mark(row.values, row.extra) << _BITS) | (sheet << _ROW_BITS) | origin.row
        first = self._first.setdefault(row.table, {}).setdefault(name, packed)
        if first is packed:
            return None
        file, sheet_name = list(self._sheets)[(first & _MASK) >> _ROW_BITS]
        place = Origin(file, sheet_name, first & ((1 << _ROW_BITS) - 1))
        return place, first >> _BITS == packed >> _BITS


def _mark(values: Mapping[str, Value], extra: Mapping[str, str]) -> int:
    """64 bits of a row's contents as written: 57 and 57.00 are not the same."""
    return hash((tuple(values), tuple(map(str, values.values())), tuple(extra), tuple(extra.values()))) & _MASK
