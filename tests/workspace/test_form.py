"""The workbook to fill in: what a person finds on its sheets, all of it from the ontology."""

from pathlib import Path
from typing import Any

import pytest

from kgplan.ontology import load_schema
from kgplan.schema import Column, Table
from kgplan.texts import Lang
from tests.workspace.office import choices, columns_of, make, number_format, opened, read, validations

SCHEMA = load_schema()
COLUMNS = [(table, column) for table in SCHEMA.tables.values() for column in table.columns]
CODED = [(table, column) for table, column in COLUMNS if column.codes]


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return "zh" if request.param == "zh" else "en"


@pytest.fixture(scope="module")
def path(lang: Lang, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp(lang), lang=lang)


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return opened(path)


def _sheet(book: Any, table: Table, lang: Lang) -> Any:
    return book[table.zh if lang == "zh" else table.name]


def _header(column: Column, lang: Lang) -> str:
    return column.zh if lang == "zh" else column.name


def test_the_instructions_come_first_then_every_table_then_the_codes(book: Any, lang: Lang) -> None:
    first, *tables, last = book.sheetnames
    assert (first, last) == (("填写说明", "代码") if lang == "zh" else ("How to fill in", "Codes"))
    assert tables == [table.zh if lang == "zh" else table.name for table in SCHEMA.tables.values()]


def test_the_instructions_fit_on_a_screen_and_name_the_commands(book: Any, path: Path) -> None:
    lines = [str(row[0].value) for row in book.worksheets[0].iter_rows(max_col=1) if row[0].value]
    told = lines[: next(place for place, line in enumerate(lines) if line in ("工作表", "Sheet"))]
    assert len(told) <= 20
    commands = [line.strip() for line in told if line.startswith("    ")]
    assert any(line.startswith(f"kgplan load {path.name}") for line in commands)
    assert any(line.startswith("kgplan check") for line in commands)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: part.name)
def test_every_column_has_a_header_that_is_read_and_a_note_that_explains_it(
    book: Any, lang: Lang, table: Table, column: Column
) -> None:
    sheet = _sheet(book, table, lang)
    cell = sheet.cell(1, columns_of(sheet)[_header(column, lang)])
    assert table.column(cell.value) == column
    assert cell.value.endswith("*") == (column.required and column.default is None)
    note = cell.comment.text
    about = column.about_zh if lang == "zh" else column.about_en
    assert about
    assert about in note
    assert (column.name if lang == "zh" else column.zh) in note


@pytest.mark.parametrize(("table", "column"), CODED, ids=lambda part: part.name)
def test_a_column_of_codes_offers_their_labels_and_takes_nothing_else(
    book: Any, lang: Lang, table: Table, column: Column
) -> None:
    codes = SCHEMA.code_lists[str(column.codes)]
    found = validations(_sheet(book, table, lang))[_header(column, lang)]
    offered = choices(book, found.formula1)
    assert offered == [code.zh if lang == "zh" else code.en for code in codes.codes]
    assert [codes.find(label) for label in offered] == list(codes.codes)
    assert found.showErrorMessage == (not column.many)


def test_drop_down_lists_reach_down_to_the_last_row_of_the_sheet(book: Any, lang: Lang) -> None:
    for validation in _sheet(book, SCHEMA.tables["plans"], lang).data_validations.dataValidation:
        assert {(cells.min_row, cells.max_row) for cells in validation.sqref.ranges} == {(2, 1_048_576)}


def test_a_list_in_a_cell_is_never_longer_than_a_spreadsheet_allows(book: Any) -> None:
    formulas = [found.formula1 for sheet in book.worksheets for found in sheet.data_validations.dataValidation]
    assert formulas
    assert max(map(len, formulas)) <= 255


def test_bodies_and_regions_are_offered_without_forbidding_others(book: Any, lang: Lang) -> None:
    sheet = _sheet(book, SCHEMA.tables["plans"], lang)
    regions, bodies = (validations(sheet)[_header(column, lang)] for column in _refer(("jurisdiction", "lead")))
    assert not regions.showErrorMessage
    assert not bodies.showErrorMessage
    assert len(choices(book, regions.formula1)) == len(SCHEMA.regions)
    assert ("开州区" if lang == "zh" else "500154") in choices(book, regions.formula1)
    assert len(choices(book, bodies.formula1)) == len(SCHEMA.organizations)


def _refer(names: tuple[str, ...]) -> list[Column]:
    return [column for column in SCHEMA.tables["plans"].columns if column.name in names]


def test_relations_offer_those_that_a_person_may_state(book: Any, lang: Lang) -> None:
    sheet = _sheet(book, SCHEMA.tables["relations"], lang)
    offered = choices(book, validations(sheet)["关系" if lang == "zh" else "type"].formula1)
    meant = [SCHEMA.relation(label) for label in offered]
    assert meant == [relation for relation in SCHEMA.relations.values() if relation.in_table]


def test_ids_of_plans_are_offered_where_a_plan_is_asked_for(book: Any, lang: Lang) -> None:
    found = validations(_sheet(book, SCHEMA.tables["targets"], lang))["规划" if lang == "zh" else "plan"]
    assert not found.showErrorMessage
    assert ("'规划'!$A" if lang == "zh" else "'plans'!$A") in found.formula1


def test_columns_of_text_are_text_so_that_a_figure_keeps_its_zeros(book: Any, lang: Lang) -> None:
    sheet = _sheet(book, SCHEMA.tables["targets"], lang)
    for header, expected in (("value_text", "@"), ("unit", "@"), ("base_value", "@"), ("year", "0")):
        column = next(column for column in SCHEMA.tables["targets"].columns if column.name == header)
        assert number_format(sheet, _header(column, lang)) == expected


def test_the_header_stays_in_sight(book: Any) -> None:
    assert {sheet.freeze_panes for sheet in book.worksheets[1:-1]} == {"B2"}


def test_a_fresh_workbook_loads_as_nothing_and_says_only_that_examples_were_skipped(path: Path) -> None:
    dataset = read(path)
    assert not dataset.rows
    assert not dataset.rejected
    assert [note["en"] for note in dataset.notes] == [f"{path}: rows of example skipped: {len(SCHEMA.tables)}."]
    assert {source.table for source in dataset.files} == set(SCHEMA.tables)


def test_every_example_would_load_without_its_mark(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    for sheet in book.worksheets[1:-1]:
        cell = sheet.cell(2, 1)
        cell.value = str(cell.value).split("：" if "：" in str(cell.value) else ": ", 1)[1]
    book.save(tmp_path / path.name)
    dataset = read(tmp_path / path.name)
    assert [rejected.reason["en"] for rejected in dataset.rejected] == []
    assert {row.table: 1 for row in dataset.rows} == dict.fromkeys(SCHEMA.tables, 1)
    (target,) = (row.values for row in dataset.rows if row.table == "targets")
    assert target["value_text"] == "57.00"
    assert target["nature"] == "binding"
