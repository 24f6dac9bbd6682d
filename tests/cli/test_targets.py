"""``kgplan targets``: readings and comparisons, told to a person and to a program."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kgplan.cli.main import run

PLANS = """id,title_zh,doc_kind,plan_type,level,jurisdiction,start_year,end_year,stage,approved_on
D,示例区国民经济和社会发展规划,plan,development,district,990101,2021,2025,approved,2021-02-01
P,示例区林业发展规划,plan,special,district,990101,2021,2025,approved,2021-06-01
"""
TARGETS = """id,plan,indicator_name,nature,value_text,unit,year,region
D-1,D,森林覆盖率,binding,60%以上,%,2025,990101
P-1,P,森林覆盖率,expected,58,%,2025,990101
D-2,D,示例水量,binding,1000,万立方米,2025,990101
P-2,P,示例水量,binding,0.11亿立方米,,2025,990101
"""
SHARES = """id,target,to,dimension,value_text
A-1,D-1,990101-dong,town,59.5
"""
INDICATORS = """id,name_zh,polarity,additive,canonical_unit,canonical_measure
own_water,示例水量,at_most,true,万立方米,level
"""
Kgplan = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    tables = {"plans": PLANS, "targets": TARGETS, "allocations": SHARES, "indicators": INDICATORS}
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def kgplan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kgplan:
    """The command in this process; gives standard output, or the sentence on standard error if it ends with 2."""
    monkeypatch.chdir(tmp_path)
    for name in ("KGPLAN_STORE", "KGPLAN_LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, status: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["kgplan", "targets", *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        assert (ended.value.code or 0) == status, said.err
        return said.err if status else said.out

    return call


def test_a_reading_says_value_direction_unit_and_why(kgplan: Kgplan) -> None:
    cell = ("控制在32微克/立方米以内", "--indicator", "PM2.5", "--year", "2025")
    chinese = kgplan("read", *cell)
    assert "不高于" in chinese
    assert "(−∞, 32] μg/m³" in chinese
    (told,) = json.loads(kgplan("read", *cell, "--format", "json"))
    assert (told["value"], told["direction"], told["unit"], told["half_digit"]) == (
        "32",
        "at_most",
        "微克/立方米",
        "0.5",
    )
    canonical = {"value": "32", "value_high": None, "half_digit": "0.5", "unit": "μg/m³", "measure": "level"}
    assert told["canonical"] == canonical
    assert told["confidence"] == "certain"


def test_a_cell_with_two_targets_is_told_as_two(kgplan: Kgplan) -> None:
    told = json.loads(kgplan("read", "确保57%、力争58%", "--indicator", "森林覆盖率", "--format", "json"))
    assert [(one["value"], one["stretch"]) for one in told] == [("57", False), ("58", True)]


def test_what_cannot_be_read_is_said_and_not_guessed(kgplan: Kgplan) -> None:
    said = kgplan("read", "三万分之一以上", "--indicator", "森林覆盖率", "--unit", "%", "--lang", "en")
    assert "to be confirmed" in said
    (told,) = json.loads(kgplan("read", "三万分之一以上", "--format", "json"))
    assert (told["readable"], told["value"], told["canonical"]) == (False, None, None)


def test_two_values_are_compared_as_written(kgplan: Kgplan) -> None:
    said = kgplan("compare", "130万亩", "86667公顷", "--indicator", "耕地保有量", "--lang", "en")
    assert said.splitlines()[-1].endswith("is within the finer rounding: equal.")
    arguments = ("年均下降2.5", "[13.5]", "--indicator", "单位GDP能源消耗降低", "--unit", "%", "--format", "json")
    told = json.loads(kgplan("compare", *arguments, "--year", "2025", "--start-year", "2021"))["comparison"]
    assert (told["verdict"], told["measure"]) == ("looser", "cumulative_change")


def test_two_targets_of_the_data_are_compared_by_their_ids(kgplan: Kgplan, data: Path) -> None:
    told = json.loads(kgplan("compare", "P-1", "D-1", str(data), "--format", "json"))["comparison"]
    assert (told["verdict"], told["gap"], told["unit"]) == ("looser", "2", "%")
    assert [step["text"]["zh"] for step in told["steps"]][-1] == "下位目标更宽，相差 2 %。"


def test_indicators_of_the_data_count_in_a_comparison(kgplan: Kgplan, data: Path) -> None:
    told = json.loads(kgplan("compare", "P-2", "D-2", str(data), "--format", "json"))["comparison"]
    assert (told["verdict"], told["gap"], told["unit"]) == ("looser", "100", "万立方米")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "P-9", "D-1", "data"), "没有编号为“P-9”的指标目标或分解份额，最相近的是"),
        (("compare", "57", "58", "--indicator", "森林复盖率"), "“森林复盖率”不在指标目录中，相近的有：森林覆盖率"),
        (("compare", "—", "58", "--indicator", "森林覆盖率"), "“—”没有写出目标"),
        (("compare", "年均3", "[13]", "--indicator", "森林覆盖率", "--base-year", "2020"), "须同时给出目标年"),
    ],
)
def test_a_slip_ends_in_one_sentence(kgplan: Kgplan, data: Path, arguments: tuple[str, ...], sentence: str) -> None:
    said = kgplan(*arguments, status=2)
    assert sentence in said
    assert len(said.splitlines()) == 1


PEERS = """Q,示例区水务发展规划,plan,special,district,990101,2021,2025,approved,2021-06-01
"""


def test_two_peers_are_compared_without_calling_either_the_superior(kgplan: Kgplan, data: Path) -> None:
    with (data / "plans.csv").open("a", encoding="utf-8") as file:
        file.write(PEERS)
    with (data / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("Q-1,Q,森林覆盖率,binding,59,%,2025,990101\n")
    said = kgplan("compare", "P-1", "Q-1", str(data))
    assert "前者更宽，相差 1 %。" in said
    assert "上位" not in said
    assert "The first target is looser by 1 %." in kgplan("compare", "P-1", "Q-1", str(data), "--lang", "en")


def test_the_superior_may_be_named_first(kgplan: Kgplan, data: Path) -> None:
    for ids in (("P-1", "D-1"), ("D-1", "P-1")):
        told = json.loads(kgplan("compare", *ids, str(data), "--format", "json"))
        assert (told["lower"], told["superior"], told["relation"]) == ("P-1", "D-1", "superior")
        assert told["comparison"]["verdict"] == "looser"


def test_a_comparison_says_which_plans_the_targets_are_of(kgplan: Kgplan, data: Path) -> None:
    first, second = kgplan("compare", "D-1", "P-1", str(data)).splitlines()[:2]
    assert first == "下位：《示例区林业发展规划》森林覆盖率（2025年）"
    assert second == "上位：《示例区国民经济和社会发展规划》森林覆盖率（2025年）"


def test_two_values_as_written_may_be_those_of_peers(kgplan: Kgplan) -> None:
    said = kgplan("compare", "58", "57", "--indicator", "森林覆盖率", "--unit", "%", "--peers")
    assert said.splitlines()[-1].endswith("前者更严，相差 1 %。")
