"""What holds for every table: it reads back as it was written, in either language; and no bytes break the reader."""

import csv
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.schema import Column, Table
from kgplan.sources import Dataset, Value, read_paths
from tests.sources.reading import as_csv, survives

SCHEMA = load_schema()
FILES = Path(__file__).parent / "files"

_letters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
# No separators of lists, nothing that reads as a code, a dash or a total: those have tests of their own.
_words = st.text(_letters, min_size=1, max_size=12).map(
    lambda text: "文" + text.translate(str.maketrans("", "", ";；、,，"))
)

Written = tuple[Value | None, str]


def _code(name: str) -> st.SearchStrategy[Written]:
    codes = SCHEMA.code_lists[name].codes
    return st.sampled_from(
        [(code.code, spelling) for code in codes for spelling in (code.code, code.zh, code.en, *code.also)]
    )


def _relation() -> st.SearchStrategy[Written]:
    usable = [relation for relation in SCHEMA.relations.values() if relation.in_table and not relation.kinds]
    return st.sampled_from([(r.type, text) for r in usable for text in (r.type, r.zh, *r.also)])


_BY_KIND: dict[str, st.SearchStrategy[Written]] = {
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(
        lambda day: (day, f"{day.year}年{day.month}月{day.day}日")
    ),
    "boolean": st.booleans().map(lambda truth: (truth, "是" if truth else "否")),
    "decimal": st.decimals(-(10**9), 10**9, places=2).map(lambda number: (number, f"{number:f}")),
}


def _cell(table: Table, column: Column) -> st.SearchStrategy[Written]:
    if table.name == "relations" and column.name == "type":
        return _relation()
    if column.codes:
        known = _code(column.codes)
        return st.lists(known, min_size=1, max_size=3).map(_as_list) if column.many else known
    if column.many:
        return st.lists(_words.map(_both), min_size=1, max_size=3).map(_as_list)
    if column.kind == "integer":
        low, high = (1900, 2199) if column.name.endswith("year") else (-1000, 10**6)
        return st.integers(low, high).map(lambda number: (number, str(number)))
    return _BY_KIND.get(column.kind, _words.map(_both))


def _both(word: str) -> Written:
    """A word that means itself."""
    return word, word


def _as_list(cells: Sequence[Written]) -> Written:
    return tuple(dict.fromkeys(str(value) for value, _ in cells)), "；".join(text for _, text in cells)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[str], list[list[str]], list[dict[str, Value]]]:
    """A table, its headers in one language and a drawn order, its cells as written, and the values they mean."""
    table = draw(st.sampled_from(list(SCHEMA.tables.values())))
    columns = draw(st.permutations(table.columns))
    headers = [column.zh if draw(st.booleans()) else column.name for column in columns]
    cells, meant = [], []
    for number in range(draw(st.integers(1, 4))):
        row: list[str] = []
        values: dict[str, Value] = {}
        for column in columns:
            empty = not column.rejects and draw(st.booleans())
            value, text = (None, "") if empty else draw(_cell(table, column))
            if column.name in {"id", "symbol"}:
                value = text = f"{text}{number}"
            value = column.default if value is None else value
            row.append(text)
            if value is not None:
                values[column.name] = value
        cells.append(row)
        meant.append({column.name: values[column.name] for column in table.columns if column.name in values})
    return table, headers, cells, meant


def _read(write: Callable[[Path], object]) -> Dataset:
    with TemporaryDirectory() as folder:
        write(Path(folder))
        (dataset,) = read_paths([folder], SCHEMA)
        return dataset


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())
def test_any_table_reads_back_from_csv_in_both_languages(
    drawn: tuple[Table, list[str], list[list[str]], list[dict[str, Value]]], encoding: str, chinese: bool
) -> None:
    table, headers, cells, meant = drawn
    name = f"{table.zh if chinese else table.name}.csv"
    dataset = _read(lambda folder: (folder / name).write_bytes(as_csv([headers, *cells]).encode(encoding)))
    assert dataset.rejected == []
    assert [dict(row.values) for row in dataset.rows] == meant
    assert [list(row.values) for row in dataset.rows] == [list(values) for values in meant]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_any_table_reads_back_from_a_workbook(
    drawn: tuple[Table, list[str], list[list[str]], list[dict[str, Value]]],
) -> None:
    table, headers, cells, meant = drawn

    def write(folder: Path) -> None:
        book = openpyxl.Workbook()
        page = book.worksheets[0]
        page.title = table.zh
        for number, row in enumerate([headers, *cells], start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    page.cell(number, column, text).data_type = "s"  # also =1+1
        book.save(folder / "data.xlsx")

    dataset = _read(write)
    assert dataset.rejected == []
    assert [dict(row.values) for row in dataset.rows] == meant


@settings(max_examples=200)
@given(st.sampled_from(["plans.csv", "表.csv", "plans.xlsx", "plans.xls", "plans.ods"]), st.binary(max_size=400))
def test_no_bytes_break_the_reader(name: str, content: bytes) -> None:
    survives(name, content)


_header = ",".join(column.name for column in SCHEMA.tables["plans"].columns[:12])


@settings(max_examples=200)
@given(st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.text(max_size=300))
def test_no_text_below_a_header_breaks_the_reader(encoding: str, text: str) -> None:
    survives("plans.csv", f"{_header}\n{text}".encode(encoding, "replace"))


_cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["—", "合计", "2021", "二〇二一年", "2021-02-30", "专项规划、空间规划", "是", "1E+12", "=1+1", '"', "id"]
    ),
)


@settings(max_examples=150)
@given(
    st.sampled_from(list(SCHEMA.tables.values())),
    st.lists(st.lists(_cells, max_size=14), max_size=6),
)
def test_no_cells_break_the_reader(table: Table, rows: list[list[str]]) -> None:
    header = [column.zh for column in table.columns]
    survives(f"{table.name}.csv", as_csv([header, *rows]).encode("utf-8", "replace"))


def _sample(name: str) -> bytes:
    if name.endswith(".xls"):
        return (FILES / "plans.xls").read_bytes()
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        book = openpyxl.Workbook()
        page = book.worksheets[0]
        page.title = "plans"
        page.append(["id", "title_zh", "start_year", "approved_on"])
        page.append(["P1", "规划", 2021, date(2021, 3, 26)])
        page.append(["P2", "=1+1", 0.5, None])
        page.merge_cells("B2:B3")
        book.save(path)
        return path.read_bytes()


_SAMPLES = {name: _sample(name) for name in ("plans.xlsx", "plans.xls")}


@settings(max_examples=150)
@given(
    st.sampled_from(list(_SAMPLES)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8), st.data()
)
def test_no_damaged_workbook_breaks_the_reader(name: str, damage: list[tuple[float, int]], data: st.DataObject) -> None:
    content = bytearray(_SAMPLES[name])
    for where, value in damage:
        content[min(int(where * len(content)), len(content) - 1)] = value
    survives(name, bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5))
def test_no_damaged_sheet_inside_a_sound_workbook_breaks_the_reader(damage: list[tuple[float, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plans.xlsx"
        path.write_bytes(_SAMPLES["plans.xlsx"])
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        sheet = next(name for name in parts if name.startswith("xl/worksheets/"))
        content = bytearray(parts[sheet])
        for where, value in damage:
            at = int(where * len(content))
            content[at : at + len(value)] = value
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in {**parts, sheet: bytes(content)}.items():
                archive.writestr(name, part)
        survives("plans.xlsx", path.read_bytes())


def test_the_samples_are_read_before_they_are_damaged() -> None:
    for name, content in _SAMPLES.items():
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            assert read_paths([path], SCHEMA)[0].rows


def test_the_csv_writer_of_these_tests_quotes_what_needs_it() -> None:
    assert next(csv.reader([as_csv([("a,b", "c")])])) == ["a,b", "c"]
