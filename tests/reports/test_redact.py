import io
import json
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.reports.csv import render_csv
from kgplan.reports.excel import render_excel
from kgplan.reports.html import render_html
from kgplan.reports.markdown import render_markdown
from kgplan.reports.redact import clean, presentable
from kgplan.reports.table import print_findings
from kgplan.results import Both, Evidence, Input, RejectedRow, Results, to_json
from tests.reports.examples import SECRET, SECRET_EN, classified, finding, hostile, results


def excel_text(shown: Results) -> str:
    with zipfile.ZipFile(io.BytesIO(render_excel(shown))) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def terminal(shown: Results) -> str:
    out = io.StringIO()
    print_findings(shown, file=out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Results], str]] = {
    "html": render_html,
    "excel": excel_text,
    "markdown": render_markdown,
    "csv": render_csv,
    "terminal": terminal,
}
everywhere = pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS)


@everywhere
def test_nothing_but_id_and_type_of_a_classified_plan_is_told(render: Callable[[Results], str]) -> None:
    shown = render(results([classified()]))
    assert "KZ-S9" in shown
    for secret in (SECRET, SECRET_EN, "12345", "人防", "2022", "shelter"):
        assert secret not in shown, secret


@everywhere
def test_other_findings_and_rejected_rows_do_not_tell_its_title_either(render: Callable[[Results], str]) -> None:
    mention = finding(
        message=Both(zh=f"候选上位规划：《{SECRET}》。", en=f"Candidate: {SECRET_EN}."),
        facts={"superiors": ["KZ-S9", SECRET], SECRET: {"text": f"《{SECRET}》"}, "reason": "near"},
        names={"KZ-S9": Both(zh=f"《{SECRET}》", en=SECRET_EN)},
        reasons={"near": Both(zh=f"与《{SECRET}》相近", en=SECRET_EN)},
        evidence=[Evidence(file=f"{SECRET}.xlsx", sheet=SECRET, row=1)],
    )
    row = RejectedRow(file="a.csv", sheet=None, row=2, column="title", value=SECRET, reason=Both(zh=SECRET, en="x"))
    given_ = results([classified(), mention], input=Input(rejected=[row], notes=[Both(zh=SECRET, en=SECRET_EN)]))
    shown = render(given_)
    assert SECRET not in shown
    assert SECRET_EN not in shown
    assert "KZ-S9" in shown


def test_json_keeps_all_for_machines() -> None:
    assert SECRET in to_json(results([classified()]))


def test_findings_without_classified_plans_stay_as_they_are() -> None:
    plain = results([finding()])
    assert presentable(plain) == plain


def test_a_classified_plan_without_title_takes_nothing_out_of_other_texts() -> None:
    nameless = classified()
    nameless.subjects[0].title = ""
    nameless.subjects[0].title_en = None
    other = finding()
    assert presentable(results([nameless, other])).findings[0] == other


@everywhere
def test_control_characters_and_direction_marks_reach_no_reader(render: Callable[[Results], str]) -> None:
    evil = "a\x1b[31mred\x00\x08\u202egnirts\u2066\ud800b\x9b"
    shown = render(results([hostile(evil)]))
    assert not set(shown) & set("\x1b\x00\x08\u202e\u2066\ud800\x9b")
    assert "a\ufffd[31mred" in shown.replace("\\", "")


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_cleaned_text_can_always_be_written(value: object) -> None:
    json.dumps(clean(value), ensure_ascii=False).encode()


def test_newlines_and_tabs_stay() -> None:
    assert clean("一\r\n二\t三") == "一\n二\t三"
