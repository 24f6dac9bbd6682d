import io

import pytest

from kgplan.reports.table import print_findings
from kgplan.results import Results
from kgplan.texts import Lang
from tests.reports.examples import hostile, incomplete, looser_target, results


def printed(shown: Results, lang: Lang = "zh") -> str:
    out = io.StringIO()
    print_findings(shown, lang=lang, file=out)
    return out.getvalue()


def test_each_finding_shows_severity_rule_plan_and_message() -> None:
    shown = printed(results([looser_target()]))
    for part in ("级别", "■ 错误", "IND-002", "《开州区生态环境保护“十四五”规划》 KZ-P1", "PM2.5年均浓度2025年≤35"):
        assert part in shown
    for part in ("Severity", "■ Error", "gap 3"):
        assert part in printed(results([looser_target()]), "en")


@pytest.fixture(autouse=True)
def _no_width_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_the_last_lines_count_open_findings_and_tell_the_coverage() -> None:
    assert printed(results()).splitlines()[-2:] == [
        "■ 错误 5  ◆ 警告 4  ● 提示 2",
        "目录清单、衔接台账已录入；评估（十四五）、年度监测（2023）台账未录入或未录全；3条规则未评估或仅部分评估。",
    ]


def test_without_a_terminal_there_is_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in printed(results())


def test_markup_and_emoji_codes_in_data_are_plain_text() -> None:
    assert "[red]x[/red] :warning: [/]" in printed(results([hostile("[red]x[/red] :warning: [/]")]))


def test_findings_that_are_not_open_say_so() -> None:
    shown = printed(results())
    assert "[已人工确认]" in shown
    assert "[已消除]" in shown


def test_an_incomplete_run_says_so_first() -> None:
    assert printed(incomplete()).startswith("本次检查未完成：IND-001运行出错")


def test_no_findings_leave_out_the_table() -> None:
    assert printed(results([])).startswith("■ 错误 0")
