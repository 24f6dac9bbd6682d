"""Which tables are in the folders and files that a user names, and reading them into datasets.

A folder is read on its own level, not the folders inside it. A table is known by the name of its CSV file or sheet;
what is no table is left alone and noted. Only a file named on its own may be known by its headers.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from kgplan.config import CONFIG
from kgplan.errors import UserError
from kgplan.rdf.formats import ONLY_WHEN_NAMED
from kgplan.rdf.formats import SUFFIXES as RDF_SUFFIXES
from kgplan.schema import Schema, Table
from kgplan.sources.delimited import SEPARATORS, detect_encoding, read_delimited
from kgplan.sources.headers import ROWS, known_headers, recognise
from kgplan.sources.model import MAX_BYTES, MAX_TEXT_BYTES, Dataset, RawRow, Sheet, SourceFile
from kgplan.sources.rows import Intake, read_rows
from kgplan.sources.workbooks import SUFFIXES, open_workbook
from kgplan.texts import both

_CSV = ".csv"
_GUIDES = frozenset(
    name for key in ("workspace.sheet_instructions", "workspace.sheet_codes") for name in both(key).values()
)
"""Sheets and files that ``kgplan init`` puts beside the tables for people to read."""
_NAMED_FILES = 20
"""So many file names are spelled out in a note."""


def read_paths(paths: Sequence[Path | str], schema: Schema) -> list[Dataset]:
    """Read every folder or file into a dataset of its own; a path given twice is read once.

    Rows that cannot be used are in ``rejected``. UserError (exit status 2) for what cannot be read at all: a missing
    path, a folder or file without a table, a file that is damaged, protected, too large or in an unknown encoding, a
    table with a wrong header.
    """
    given: dict[Path, Path | str] = {}
    for path in paths:
        try:
            given.setdefault(Path(path).resolve(), path)
        except (OSError, ValueError, RuntimeError) as error:
            raise UserError("sources.path_missing", place=_printable(path)) from error
    return [_DatasetReader(Path(path), schema).read() for path in given.values()]


class _DatasetReader:
    """Reads one path. All its tables share the intake, so that an id is taken once per dataset."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self.path, self.schema = path, schema
        self.left_alone: list[str] = []
        self.dataset = Dataset(_printable(path.stem), path)
        self.intake = Intake(self.dataset)

    def read(self) -> Dataset:
        place, without_table = _printable(self.path), "sources.file_without_table"
        try:
            if self.path.is_dir():
                self.dataset.name = _printable(self.path.resolve().name)
                without_table = "sources.folder_without_table"
                for entry in sorted(self.path.iterdir()):
                    self._entry(entry)
            elif self.path.is_file():
                self._file(self.path, alone=True)
            else:
                raise UserError("sources.path_missing", place=place)
        except OSError as error:
            where = _printable(error.filename) if isinstance(error.filename, str) else place
            raise UserError("sources.unreadable", place=where, why=error.strerror or str(error)) from error
        if not self.dataset.files:
            raise UserError(without_table, place=place, tables=self._table_names())
        if examples := self.intake.examples.count:
            self.dataset.notes.append(both("sources.note_examples", place=place, count=examples))
        if self.left_alone:
            shown = self.left_alone[:_NAMED_FILES]
            names = ", ".join(shown) + (" …" if len(self.left_alone) > len(shown) else "")
            self.dataset.notes.append(both("sources.note_left_alone", count=len(self.left_alone), names=names))
        return self.dataset

    def _entry(self, entry: Path) -> None:
        """A file of the folder. Hidden files and the locks that Excel leaves beside an open workbook do not count."""
        if entry.name.startswith((".", "~$")):
            return
        if self._leads_outside(entry) or not entry.is_file():
            self.left_alone.append(_printable(entry.name) + ("/" if entry.is_dir() else ""))
        else:
            self._file(entry, alone=False)

    def _leads_outside(self, entry: Path) -> bool:
        try:
            return entry.is_symlink() and not entry.resolve().is_relative_to(self.path.resolve())
        except RuntimeError:  # a link that leads to itself
            return True

    def _file(self, path: Path, *, alone: bool) -> None:
        suffix = path.suffix.lower()
        table = self.schema.table(path.stem)
        if suffix in SUFFIXES:
            self._workbook(path, table, alone=alone)
        elif suffix == _CSV and (table or alone):
            self._csv(path, table)
        elif suffix in RDF_SUFFIXES and (alone or suffix not in ONLY_WHEN_NAMED):
            self._rdf(path, alone=alone)
        elif alone:
            kinds = ", ".join((_CSV, *SUFFIXES, *RDF_SUFFIXES))
            raise UserError("sources.file_kind", place=_printable(path), suffixes=kinds)
        elif path.stem not in _GUIDES and path.name != CONFIG.name:
            self.left_alone.append(_printable(path.name))

    def _csv(self, path: Path, table: Table | None) -> None:
        place = _printable(path)
        self._check_size(path, MAX_TEXT_BYTES)
        encoding = detect_encoding(path, place)
        heads = {separator: _head(path, place, encoding, separator) for separator in SEPARATORS}
        separator = max(SEPARATORS, key=lambda each: known_headers(heads[each], table, self.schema))
        if table is None:
            table = recognise(heads[separator], self.schema)
        if table is not None:
            rows = read_delimited(path, place, encoding, separator)
            self._table(Sheet(_printable(path.name), None, place, rows, unquoted=True), table, _sha256(path))

    def _workbook(self, path: Path, named: Table | None, *, alone: bool) -> None:
        """Sheets named as tables; failing these, the first sheet of a workbook that is itself named as a table."""
        self._check_size(path, MAX_BYTES)
        place, before = _printable(path), len(self.dataset.files)
        with open_workbook(path, place) as book:
            tables = {sheet.name: self.schema.table(sheet.name) for sheet in book.sheets}
            if named and book.sheets and not any(tables.values()):
                tables[book.sheets[0].name] = named
            if alone and not any(tables.values()):
                tables = {name: recognise(list(islice(book.rows(name), ROWS)), self.schema) for name in tables}
            if not any(tables.values()):
                self.left_alone.append(_printable(path.name))
                return
            sha256 = _sha256(path)
            for sheet in book.sheets:
                table, shown = tables[sheet.name], f"{place} › {sheet.name}"
                if table is None:
                    if sheet.name not in _GUIDES:
                        self.left_alone.append(f"{_printable(path.name)} › {sheet.name}")
                    continue
                self._table(Sheet(_printable(path.name), sheet.name, shown, book.rows(sheet.name)), table, sha256)
                if sheet.hidden:
                    self.dataset.notes.append(both("sources.note_hidden_sheet", place=shown))
        if len(self.dataset.files) > before and not book.formats:
            self.dataset.notes.append(both("sources.note_no_formats", place=place))

    def _rdf(self, path: Path, *, alone: bool) -> None:
        from kgplan.rdf.read import read_rdf_into  # noqa: PLC0415 - it reads rows by what stands here
        from kgplan.rdf.terms import PROPERTY  # noqa: PLC0415 - likewise

        found = read_rdf_into(self.intake, path, _printable(path), self.schema)
        if alone and not found:
            raise UserError("rdf.nothing", place=_printable(path), namespace=PROPERTY)
        if not found:
            self.left_alone.append(_printable(path.name))

    def _table(self, sheet: Sheet, table: Table, sha256: str) -> None:
        read = read_rows(sheet, table, self.schema, self.intake)
        if read is None:
            self.dataset.notes.append(both("sources.note_blank", place=sheet.place))
            return
        self.dataset.files.append(SourceFile(sheet.file, sheet.name, table.name, sha256, read))

    def _check_size(self, path: Path, limit: int) -> None:
        if path.stat().st_size > limit:
            raise UserError("sources.too_large", place=_printable(path), limit=limit >> 20)

    def _table_names(self) -> str:
        return ", ".join(f"{table.name} {table.zh}" for table in self.schema.tables.values())


def _head(path: Path, place: str, encoding: str, separator: str) -> list[RawRow]:
    """The first rows under a separator, as far as they can be read; reading the whole tells what is wrong."""
    head: list[RawRow] = []
    with suppress(UserError):
        head.extend(islice(read_delimited(path, place, encoding, separator), 2 * ROWS))
    return head


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _printable(path: Path | str) -> str:
    """A path as the user gave it; bytes that are no text become ?, so that it can be printed and stored."""
    return str(path).encode("utf-8", "replace").decode("utf-8")
