"""``kgplan init --from``: what is read, written into the forms and read again is the same."""

import csv
import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgplan.errors import UserError
from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.schema import Column, Table
from kgplan.sources import Dataset, Origin, Row, Value
from kgplan.sources.kinds import clean
from kgplan.texts import Lang
from kgplan.workspace import sheets
from tests.workspace.office import contents, make, opened, read

SCHEMA = load_schema()
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x","y")', "＝1+1", "{=1}", "http://a.example")


@pytest.mark.parametrize("as_csv", [False, True], ids=["workbook", "csv"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_real_plans_come_back_row_by_row(tmp_path: Path, lang: Lang, as_csv: bool) -> None:
    given_rows = read(resource("data/kaizhou"))
    filled = read(make(tmp_path, lang=lang, as_csv=as_csv, datasets=(given_rows,)))
    assert not filled.rejected
    assert len(filled.rows) == len(given_rows.rows) > 400
    assert contents(filled) == contents(given_rows)


def test_people_see_labels_where_files_have_codes(tmp_path: Path) -> None:
    sheet = opened(make(tmp_path, datasets=(read(resource("data/kaizhou")),)))["规划"]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    seen = {header: sheet.cell(3, columns[header]).value for header in ("编号", "规划类型", "层级", "状态", "发布日期")}
    assert (seen["规划类型"], seen["层级"], seen["状态"]) == ("发展规划", "区级", "已发布")
    assert seen["发布日期"].date() == date(2021, 4, 21)


def _dataset(*rows: tuple[str, Mapping[str, Value]], extra: Mapping[str, str] | None = None) -> Dataset:
    dataset = Dataset("given", Path("given"))
    for number, (table, values) in enumerate(rows, 2):
        dataset.rows.append(Row(table, values, extra or {}, Origin("given.csv", None, number)))
    return dataset


def _plan(**values: Value) -> tuple[str, Mapping[str, Value]]:
    return "plans", {"id": "P1", "title_zh": "规划一", "doc_kind": "plan", "edition_no": 1, **values}


@pytest.mark.parametrize("written", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, written: str) -> None:
    given_rows = _dataset(_plan(note=written, lead=written), extra={written: written})
    book = make(tmp_path / "book", datasets=(given_rows,))
    cells = [cell for row in opened(book)["规划"].iter_rows() for cell in row if cell.value == written]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}, "editing the cell would make it a formula"
    assert contents(read(book)) == contents(given_rows)


@pytest.mark.parametrize("written", FORMULAS[:6])
def test_no_cell_of_a_csv_file_begins_like_a_formula(tmp_path: Path, written: str) -> None:
    given_rows = _dataset(_plan(note=written, lead=written), extra={written: written})
    folder = make(tmp_path, as_csv=True, datasets=(given_rows,))
    with (folder / "规划.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert written not in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for cell in cells)
    assert contents(read(folder)) == contents(given_rows)


def test_csv_files_open_in_a_spreadsheet_as_utf_8(tmp_path: Path) -> None:
    for path in make(tmp_path, as_csv=True).iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_columns_of_the_user_stay(tmp_path: Path) -> None:
    given_rows = _dataset(_plan(), extra={"联系人": "张三", "电话": "023-1"})
    for as_csv in (False, True):
        filled = read(make(tmp_path / str(as_csv), as_csv=as_csv, datasets=(given_rows,)))
        assert contents(filled) == contents(given_rows)


# ── any value of any column ──

TEXTS = st.one_of(
    st.sampled_from(
        [*FORMULAS, "57.00", "007", "1E5", "2021-03-26", "是", "_x0041_", "a,b", 'a"b', "多\n行", "\ufffe", "😀"]
    ),
    st.text(min_size=1, max_size=30),
    st.text(string.printable, min_size=1, max_size=30),
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4)


def _values(table: Table, column: Column) -> st.SearchStrategy[Value]:
    is_year = column.name == "year" or column.name.endswith("_year")
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "boolean": st.booleans(),
        "integer": st.integers(1900, 2199) if is_year else st.integers(-(10**20), 10**20),
        "decimal": NUMBERS,
        "date": DAYS,
    }
    if table.name == "relations" and column.name in ("type", "kind"):
        return st.sampled_from([relation.type for relation in SCHEMA.relations.values() if relation.in_table])
    if column.codes:
        return st.sampled_from([code.code for code in SCHEMA.code_lists[column.codes].codes])
    return kinds.get(column.kind, TEXTS.map(clean).filter(bool))


@st.composite
def _rows(draw: st.DrawFn) -> tuple[str, Mapping[str, Value]]:
    table = draw(st.sampled_from(list(SCHEMA.tables.values())))
    values: dict[str, Value] = {}
    for column in table.columns:
        if column.required or column.default is not None or draw(st.booleans()):
            values[column.name] = draw(_values(table, column))
    return table.name, values


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rows=st.lists(_rows(), min_size=1, max_size=8), lang=st.sampled_from(["zh", "en"]), as_csv=st.booleans())
def test_any_row_that_was_read_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, Mapping[str, Value]]], lang: Lang, as_csv: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    # Read once, so that what stands in the cells is what reading gives: codes known in free text, lists split.
    once = read(make(folder / "once", lang=lang, datasets=(_dataset(*rows),)))
    assert len(once.rows) + len(once.rejected) <= len(rows)
    twice = read(make(folder / "twice", lang=lang, as_csv=as_csv, datasets=(once,)))
    assert contents(twice) == contents(once)
    assert not twice.rejected


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    base = {"id": "T1", "plan": "P1", "indicator_name": "森林覆盖率"}
    for number in ("57.00", "0.10", "-3.50", "12345678901234567890.25", "0.000000000000001"):
        target: dict[str, Value] = {**base, "value_text": "57.00", "value_high": number}
        zone: dict[str, Value] = {"id": "Z1", "kind": "ecological_space", "area": Decimal(number)}
        given_rows = _dataset(("targets", target), ("zones", zone))
        rows = {row.table: row.values for row in read(make(tmp_path / number, datasets=(given_rows,))).rows}
        assert repr(rows["zones"]["area"]) == repr(Decimal(number))
        assert (rows["targets"]["value_text"], rows["targets"]["value_high"]) == ("57.00", number)


def test_more_rows_than_a_sheet_holds_are_refused_and_csv_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 4)
    given_rows = _dataset(*(_plan(id=f"P{number}") for number in range(3)))
    with pytest.raises(UserError) as caught:
        make(tmp_path / "new", datasets=(given_rows,))
    assert "--csv" in caught.value.sentence["zh"]
    assert not (tmp_path / "new").exists()
    assert len(read(make(tmp_path / "new", as_csv=True, datasets=(given_rows,))).rows) == 3
