"""Statements kept apart by indicator: only those of one indicator are ever compared, so a country's need not all be
in memory at once."""

from collections.abc import Iterator
from typing import Generic, TypeVar
from zlib import crc32

from kgplan.sources.spool import Rows

T = TypeVar("T")

PARTS = 32
CHUNK = 256
"""Members of a part that stay in memory; a statement takes some 3 kB."""


class Parts(Generic[T]):
    """Members by indicator, in parts: all of one indicator are in one part, and one place holds the same part always.

    Going through them reads one part at a time from its temporary file.
    """

    def __init__(self) -> None:
        self._parts: list[Rows[T]] = [Rows(chunk=CHUNK) for _ in range(PARTS)]

    def add(self, indicator: str | None, member: T) -> None:
        """Add a member; None holds those whose indicator is not known."""
        self._parts[crc32((indicator or "").encode()) % PARTS].append(member)

    def __iter__(self) -> Iterator[list[T]]:
        return (list(part) for part in self._parts)
