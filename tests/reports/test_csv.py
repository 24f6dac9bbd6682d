import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.reports.csv import neutral, render_csv
from kgplan.results import Results
from kgplan.texts import Lang
from tests.reports.examples import FORMULAS, HOSTILE, finding, hostile, looser_target, results


def rows(shown: Results, lang: Lang = "zh") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(shown, lang=lang).removeprefix("\ufeff"), newline="")))


def test_excel_recognises_the_encoding() -> None:
    assert render_csv(results()).encode().startswith(b"\xef\xbb\xbf")


def test_every_finding_is_one_row_in_the_order_of_the_results() -> None:
    shown = results()
    assert [row["标识"] for row in rows(shown)] == [item.fingerprint for item in shown.findings]


def test_a_row_tells_all_about_a_finding_in_the_language_asked_for() -> None:
    (row,) = rows(results([looser_target()]))
    assert row["级别"] == "■ 错误"
    assert row["规则"] == "IND-002"
    assert row["规划类型"] == "专项规划\n发展规划"
    assert row["责任部门"] == "区生态环境局"
    assert "约束性" in row["数据"]
    assert row["出处"] == "targets.csv / 第27行\n纲要.xlsx / 工作表“指标” / 第9行"
    (row,) = rows(results([looser_target()]), "en")
    assert row["Severity"] == "■ Error"
    assert row["Responsible"] == "District ecology bureau"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_can_be_taken_for_a_formula(formula: str) -> None:
    (row,) = rows(results([hostile(formula)]))
    for name, cell in row.items():
        assert cell.strip()[:1] not in set("=+-@\t\r＝＋－＠"), (name, cell)
    assert row["事实"] == f"'{formula} 中"


def test_hostile_text_stays_in_its_cell() -> None:
    (row,) = rows(results([hostile()]))
    assert row["事实"] == f"{HOSTILE} 中"
    assert len(rows(results([hostile('a","b\r\n=1'), finding()]))) == 2


@given(st.text())
def test_neutral_cells_keep_their_text(text: str) -> None:
    assert neutral(text) in {text, f"'{text}"}
    assert not neutral(text).lstrip().startswith(("=", "+", "-", "@"))
