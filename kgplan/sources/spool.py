"""A sequence of rows that may be longer than memory: short ones stay in memory, long ones go to a temporary file.

A register of a million rows is read once and gone through several times, by the load, the reports and the workbook of
rejected rows. The file has no name (on Windows it is deleted when it is closed), and only the process that wrote it
reads it, so pickle is safe here.
"""

import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import index
from typing import IO, Any, Generic, TypeVar, overload

from kgplan.errors import EXIT_FAILED, UserError

T = TypeVar("T")

IN_MEMORY = 32_768
"""So many rows are kept in memory before the first are written out."""
CHUNK = 2_048
"""Rows that are written, and read back, in one piece."""


class Rows(Sequence[T], Generic[T]):
    """Rows to be appended and gone through again and again, by several iterators at once if need be.

    An iterator gives the rows that were there when it began. ``pack`` makes plain tuples of rows, which are several
    times faster to write than objects, and ``unpack`` undoes it. ``chunk``: rows of one piece, and then the most that
    stay in memory, for members that are large or kept in many such sequences. UserError (exit status 3) where the
    temporary file cannot be written. The file is gone as soon as the object is, or after :meth:`close`.
    """

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __init__(
        self,
        rows: Iterable[T] = (),
        *,
        pack: Callable[[T], Any] | None = None,
        unpack: Callable[[Any], T] | None = None,
        chunk: int | None = None,
    ) -> None:
        self._pack, self._unpack = pack, unpack
        self._chunk, self._in_memory = (chunk, chunk) if chunk else (CHUNK, IN_MEMORY)
        self._file: IO[bytes] | None = None
        self._places: list[tuple[int, int]] = []
        """Where every chunk lies in the file: first byte and length."""
        self._tail: list[T] = []
        self._limit = self._in_memory
        self._last: tuple[int, list[T]] | None = None
        self.extend(rows)

    def append(self, row: T) -> None:
        """Add a row at the end."""
        self._tail.append(row)
        if len(self._tail) >= self._limit:
            self._spill()

    def extend(self, rows: Iterable[T]) -> None:
        """Add rows at the end, one after the other."""
        for row in rows:
            self.append(row)

    def close(self) -> None:
        """Give up all rows and the temporary file."""
        self._tail, self._places, self._last = [], [], None
        if self._file:
            self._file.close()
            self._file = None
        self._limit = self._in_memory

    def __len__(self) -> int:
        return len(self._places) * self._chunk + len(self._tail)

    def __iter__(self) -> Iterator[T]:
        position, end = 0, len(self)
        while position < end:
            block = self._from(position)
            yield from islice(block, end - position)
            position += len(block)

    @overload
    def __getitem__(self, position: int) -> T: ...
    @overload
    def __getitem__(self, position: slice) -> list[T]: ...
    def __getitem__(self, position: int | slice) -> T | list[T]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        at = index(position)
        at += len(self) if at < 0 else 0
        if not 0 <= at < len(self):
            raise IndexError(position)
        number, within = divmod(at, self._chunk)
        if number >= len(self._places):
            return self._tail[at - len(self._places) * self._chunk]
        if self._last is None or self._last[0] != number:
            self._last = number, self._read(number)
        return self._last[1][within]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows | list | tuple):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, islice(self, 5)))
        return f"Rows([{shown}{', …' if len(self) > 5 else ''}], {len(self)} rows)"

    def _from(self, position: int) -> Sequence[T]:
        """Rows from a position to the end of the piece that it lies in."""
        number, within = divmod(position, self._chunk)
        if number < len(self._places):
            rows = self._read(number)
            return rows[within:] if within else rows
        start = position - len(self._places) * self._chunk
        return self._tail[start:] if start else list(self._tail)

    def _spill(self) -> None:
        whole = len(self._tail) // self._chunk
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="kgplan-")  # noqa: SIM115 - closed with this object
                weakref.finalize(self, self._file.close)
            for number in range(whole):
                rows = self._tail[number * self._chunk : (number + 1) * self._chunk]
                content = pickle.dumps(list(map(self._pack, rows)) if self._pack else rows, pickle.HIGHEST_PROTOCOL)
                place = self._file.seek(0, 2)
                self._file.write(content)
                self._places.append((place, len(content)))
            self._file.flush()
        except OSError as error:
            raise UserError(
                "sources.no_space", exit_code=EXIT_FAILED, folder=tempfile.gettempdir(), why=error.strerror or error
            ) from error
        self._tail = self._tail[whole * self._chunk :]
        self._limit = self._chunk

    def _read(self, number: int) -> list[T]:
        assert self._file is not None
        place, length = self._places[number]
        self._file.seek(place)
        rows: list[Any] = pickle.loads(self._file.read(length))
        return list(map(self._unpack, rows)) if self._unpack else rows
