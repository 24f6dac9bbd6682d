"""Cells become typed values; rows that cannot be used say where, what and why."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kgplan.sources import Dataset
from tests.sources.reading import PLAN, notes, read, refusal, values, write_csv

ROW = ("P1", "规划一", "区级", "500154")


def plan(tmp_path: Path, column: str, cell: str) -> Dataset:
    return read(write_csv(tmp_path / "plans.csv", (*PLAN, column), (*ROW, cell)))


def plan_value(tmp_path: Path, column: str, cell: str) -> object:
    dataset = plan(tmp_path, column, cell)
    assert dataset.rejected == []
    return dataset.rows[0].values.get(column)


# ── headers ──


@pytest.mark.parametrize(
    "headers",
    [
        ("编号", "规划名称", "层级", "辖区"),
        ("编号*", "规划名称*", "层级 *", " 辖区"),
        ("ID", "Title_zh", "LEVEL", "Jurisdiction"),
        ("编号(必填)", "规划名称（全称）", "层级[代码]", "辖区〔六位代码〕"),
        ("id", "规划名称", "level", "辖区"),
    ],
)
def test_headers_are_known_in_both_languages_and_with_marks_and_remarks(
    tmp_path: Path, headers: tuple[str, ...]
) -> None:
    (row,) = values(write_csv(tmp_path / "plans.csv", headers, ROW))
    assert row == {
        "id": "P1", "title_zh": "规划一", "doc_kind": "plan", "level": "district", "jurisdiction": "500154",
        "edition_no": 1,
    }  # fmt: skip


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    straight = values(write_csv(tmp_path / "plans.csv", PLAN, ROW))
    turned = values(write_csv(tmp_path / "plans.csv", PLAN[::-1], ROW[::-1]))
    assert straight == turned
    assert list(straight[0]) == list(turned[0])


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", ("规划",), ("填报单位:区发展改革委", "", "2024年"), (), PLAN, ROW)
    (row,) = read(path).rows
    assert row.origin.row == 5


def test_the_header_is_the_row_without_which_no_row_could_be_used(tmp_path: Path) -> None:
    remarks = ("规划名称", "层级", "辖区", "状态", "备注")
    (row,) = read(write_csv(tmp_path / "plans.csv", remarks, ("编号", "规划名称"), ("P1", "规划一"))).rows
    assert row.values["title_zh"] == "规划一"


def test_a_header_below_the_tenth_row_is_not_found(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", *[("说明", "文字")] * 10, PLAN, ROW)
    assert "前 10 行" in refusal(path)["zh"]


def test_a_wrong_header_says_what_was_found_and_what_was_near(tmp_path: Path) -> None:
    sentence = refusal(write_csv(tmp_path / "targets.csv", ("序号", "指标名", "目标数值"), ("1", "森林覆盖率", "57")))
    assert "序号" in sentence["zh"]
    assert "指标名 → 指标名称" in sentence["zh"]
    assert "plan (规划)" in sentence["en"]


def test_a_header_without_a_needed_column_names_it(tmp_path: Path) -> None:
    sentence = refusal(write_csv(tmp_path / "relations.csv", ("起点", "关系", "终点编号"), ("a", "从属于", "b")))
    assert "to (终点)" in sentence["zh"]
    assert "终点编号 → 终点" in sentence["en"]


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    sentence = refusal(write_csv(tmp_path / "plans.csv", ("id", "规划名称", "title_zh"), ("P1", "甲", "乙")))
    assert "规划名称" in sentence["zh"]
    assert "title_zh" in sentence["zh"]


def test_unknown_columns_are_kept_with_one_note(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", (*PLAN, "经办人", "经办人", ""), (*ROW, "甲", "乙", "丙"))
    dataset = read(path)
    assert dataset.rows[0].extra == {"经办人": "甲", "经办人 (2)": "乙"}
    assert notes(dataset).count("经办人") == 2
    assert "without a header" in notes(dataset)


def test_a_header_that_comes_again_is_no_row(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", PLAN, ROW, PLAN, ("P2", "规划二", "区级", "500154"))
    assert len(values(path)) == 2
    assert "row 3" in notes(read(path))


# ── values ──


@pytest.mark.parametrize("text", ["2021", "2021.0", "２０２１", "2021年", "二〇二一", "二○二一年"])
def test_years_are_read_as_written(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "start_year", text) == 2021


@pytest.mark.parametrize("text", ["2021-03-26", "2021/3/26", "2021.3.26", "2021年3月26日", "2021-03-26 00:00:00"])
def test_days_are_read_as_written(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "approved_on", text) == date(2021, 3, 26)


@pytest.mark.parametrize("text", ["true", "TRUE", "是", "1", "yes", "Y", "√", "✓"])
def test_yes(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "classified", text) is True


@pytest.mark.parametrize("text", ["false", "False", "否", "0", "no", "×", "x"])
def test_no(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "classified", text) is False


@pytest.mark.parametrize("text", ["special", "SPECIAL", "专项规划", " 专项规划 ", "专项"])
def test_codes_labels_and_further_spellings_are_one(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "plan_type", text) == "special"


@pytest.mark.parametrize("text", ["a;b", "a；b", "a、b", "a,b", "a，b", "；a；； b；", "a;b;a", "a\nb"])
def test_lists_take_every_separator(tmp_path: Path, text: str) -> None:
    assert plan_value(tmp_path, "revision_scope", text) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("１２３４", "1234"),
        ("-3", "-3"),
        (".5", "0.5"),
        ("0.10", "0.10"),
    ],
)
def test_numbers_keep_their_digits(tmp_path: Path, text: str, number: str) -> None:
    (row,) = values(write_csv(tmp_path / "zones.csv", ("id", "kind", "area"), ("Z1", "生态保护红线", text)))
    assert str(row["area"]) == str(Decimal(number))


@pytest.mark.parametrize("text", ["—", "-", "/", "－", "——", " "])
def test_a_dash_in_a_cell_that_is_not_free_text_means_nothing(tmp_path: Path, text: str) -> None:
    for column in ("start_year", "approved_on", "classified", "plan_type", "lead", "revision_scope"):
        assert plan_value(tmp_path, column, text) is None
    assert plan_value(tmp_path, "note", text) == (text.strip() or None)


@pytest.mark.parametrize("written", ["超6000", "57.00", "1,234.50", "—", "60—65"])
def test_base_values_and_upper_ends_are_kept_as_written(tmp_path: Path, written: str) -> None:
    header = ("id", "plan", "indicator_name", "base_value", "value_high")
    (row,) = values(write_csv(tmp_path / "targets.csv", header, ("T1", "P1", "常住人口", written, written)))
    assert (row["base_value"], row["value_high"]) == (written, written)


def test_text_is_kept_as_written_but_for_what_cannot_be_seen(tmp_path: Path) -> None:
    assert plan_value(tmp_path, "note", "　ＡＢ〔2021〕\u200b６号\x07\u202e ") == "ＡＢ〔2021〕６号"


def test_empty_cells_are_absent_and_defaults_stand_in(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "allocations.csv",
        ("id", "target", "to", "dimension", "role", "complete"),
        ("A1", "T1", "500154", "区域", "", ""),
        ("A2", "T1", "500235", "区域", "牵头", "否"),
    )
    first, second = values(path)
    assert (first["role"], first["complete"]) == ("share", True)
    assert (second["role"], second["complete"]) == ("lead", False)
    assert "value_text" not in first


@pytest.mark.parametrize("text", ["SUBORDINATE_TO", "subordinate to", "从属于", "依据", "上位规划"])
def test_relations_are_known_by_type_label_and_further_spelling(tmp_path: Path, text: str) -> None:
    (row,) = values(write_csv(tmp_path / "relations.csv", ("from", "type", "to"), ("a", text, "b")))
    assert row["type"] == "SUBORDINATE_TO"


def test_the_kind_of_a_succession_is_a_code_and_of_other_relations_is_text(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "relations.csv",
        ("from", "type", "to", "kind"),
        ("a", "替代", "b", "修编"),
        ("a", "负责", "b", "分管"),
        ("a", "替代", "b", "别的"),
    )
    dataset = read(path)
    assert [row.values["kind"] for row in dataset.rows] == ["revision", "分管"]
    assert (dataset.rejected[0].column, dataset.rejected[0].value) == ("kind", "别的")


def test_results_of_steps_are_codes_where_they_are_known(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "steps.csv",
        ("plan", "type", "result", "note"),
        ("P1", "衔接意见", "修改后同意", "两次"),
        ("P1", "同期复核", "无需调整", ""),
        ("P1", "报批要件", "", "送审稿"),
        ("P1", "环评意见", "通过", ""),
    )
    rows = values(path)
    assert [row.get("result") for row in rows] == ["agreed_with_changes", "no_change", None, "通过"]
    assert [row.get("note") for row in rows] == ["两次", None, "draft", None]


# ── rejections ──


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("start_year", "二〇二X", "年份"),
        ("start_year", "21", "年份"),
        ("edition_no", "第二版", "整数"),
        ("edition_no", "1.5", "整数"),
        ("approved_on", "去年三月", "日期"),
        ("approved_on", "2021-02-30", "日期"),
        ("classified", "大概", "是 或 否"),
        ("plan_type", "专业规划", "专项规划"),
    ],
)
def test_a_cell_that_cannot_be_read_rejects_its_row_and_says_what_was_expected(
    tmp_path: Path, column: str, text: str, expected: str
) -> None:
    dataset = plan(tmp_path, column, text)
    assert dataset.rows == []
    (rejected,) = dataset.rejected
    assert (rejected.column, rejected.value, rejected.origin.row) == (column, text, 2)
    assert expected in rejected.reason["zh"]
    assert dataset.files[0].read == 1


def test_a_wrong_code_lists_the_valid_ones_and_the_nearest_first(tmp_path: Path) -> None:
    (rejected,) = plan(tmp_path, "plan_type", "发展计划").rejected
    assert rejected.reason["zh"].index("发展规划") < rejected.reason["zh"].index("空间规划")
    assert rejected.reason["en"].index("development") < rejected.reason["en"].index("spatial")


def test_several_codes_where_one_is_meant_are_told_as_such(tmp_path: Path) -> None:
    (rejected,) = plan(tmp_path, "plan_type", "专项规划、空间规划").rejected
    assert "一项" in rejected.reason["zh"]


def test_an_unknown_relation_and_one_that_no_table_states_are_rejected(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "relations.csv", ("from", "type", "to"), ("a", "挂靠", "b"), ("a", "HAS_TARGET", "b"))
    dataset = read(path)
    assert [rejected.column for rejected in dataset.rejected] == ["type", "type"]
    assert "从属于" in dataset.rejected[0].reason["zh"]


def test_the_rest_loads_and_a_bad_row_is_told_once_with_all_its_faults(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "plans.csv",
        (*PLAN, "start_year", "approved_on", "classified"),
        (*ROW, "2021", "2021-03", "是"),
        ("P2", "规划二", "区级", "500154", "某年", "某日", "大概"),
        ("P3", "规划三", "区级", "500154", "2022", "", ""),
    )
    dataset = read(path)
    assert [row.values["id"] for row in dataset.rows] == ["P1", "P3"]
    (rejected,) = dataset.rejected
    assert rejected.column == "start_year"
    assert "approved_on, classified" in rejected.reason["en"]
    assert "批准日期、涉密" in rejected.reason["zh"]


def test_a_row_without_its_id_is_rejected_but_without_its_title_is_not(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plans.csv", PLAN, ("", "无编号", "区级", "500154"), ("P2", "", "", ""))
    dataset = read(path)
    assert [row.values["id"] for row in dataset.rows] == ["P2"]
    assert (dataset.rejected[0].column, dataset.rejected[0].value) == ("id", None)


# ── rows that repeat and rows that are none ──


def test_the_same_row_twice_is_kept_once_and_noted(tmp_path: Path) -> None:
    dataset = read(write_csv(tmp_path / "plans.csv", PLAN, ROW, ROW))
    assert len(dataset.rows) == 1
    assert dataset.rejected == []
    assert "row 3" in notes(dataset)


def test_an_id_taken_by_another_row_is_rejected_with_the_place_of_the_first(tmp_path: Path) -> None:
    write_csv(tmp_path / "plans.csv", PLAN, ROW)
    write_csv(tmp_path / "规划.csv", PLAN, ("P1", "另一个规划", "区级", "500154"))
    dataset = read(tmp_path)
    (rejected,) = dataset.rejected
    assert (rejected.column, rejected.value, rejected.origin.file) == ("id", "P1", "规划.csv")
    assert "plans.csv" in rejected.reason["zh"]
    assert "2" in rejected.reason["en"]


def test_the_same_id_in_two_tables_is_no_conflict(tmp_path: Path) -> None:
    write_csv(tmp_path / "plans.csv", PLAN, ROW)
    write_csv(tmp_path / "tasks.csv", ("id", "plan", "title"), ("P1", "P1", "任务"))
    assert len(values(tmp_path)) == 2


def test_relations_may_repeat(tmp_path: Path) -> None:
    edge = ("a", "从属于", "b")
    assert len(values(write_csv(tmp_path / "relations.csv", ("from", "type", "to"), edge, edge))) == 2


def test_a_differing_number_of_digits_is_a_difference(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "zones.csv", ("id", "kind", "area"), ("Z", "生态空间", "57"), ("Z", "生态空间", "57.0"))
    assert len(read(path).rejected) == 1


@pytest.mark.parametrize("total", [("合计", "", "", "100"), ("", "总 计", "", "100"), ("", "小计:", "", "100")])
def test_lines_of_totals_are_skipped_with_a_note(tmp_path: Path, total: tuple[str, ...]) -> None:
    path = write_csv(tmp_path / "zones.csv", ("id", "plan", "kind", "area"), ("Z1", "P1", "生态空间", "100"), total)
    dataset = read(path)
    assert len(dataset.rows) == 1
    assert dataset.rejected == []
    assert "totals" in notes(dataset)
    assert dataset.files[0].read == 1


def test_a_total_in_a_table_without_ids_is_skipped_too(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "budget.csv", ("年度", "项目", "区级金额"), ("2024", "道路", "50"), ("合计", "", "50"))
    (row,) = values(path)
    assert row == {"year": 2024, "project": "道路", "amount": Decimal(50)}


def test_a_row_with_an_id_is_no_total_whatever_it_says(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "tasks.csv", ("id", "plan", "title"), ("T1", "P1", "合计"))
    assert values(path)[0]["title"] == "合计"
