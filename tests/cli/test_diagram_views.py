"""``kgplan diagram`` on real data: each view, and what cannot be drawn told in one sentence."""

import json
import shutil
from pathlib import Path

import pytest

from tests.calling import ROOT, Kgplan


@pytest.fixture
def work(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "kaizhou", tmp_path / "kaizhou")
    return tmp_path


def drawn(kgplan: Kgplan, work: Path, *arguments: str) -> dict[str, list[dict[str, object]]]:
    done = kgplan("diagram", "kaizhou", "--as-of", "2024-07-01", "--output", "plans.json", *arguments)
    assert done.returncode == 0, done.stderr
    shown: dict[str, list[dict[str, object]]] = json.loads((work / "plans.json").read_text(encoding="utf-8"))
    return shown


def test_the_indicator_may_be_named_as_people_name_it(kgplan: Kgplan, work: Path) -> None:
    by_id, by_name = (drawn(kgplan, work, "--indicator", name) for name in ("forest_cover", "森林覆盖率"))
    assert by_id == by_name
    values = {node["id"]: node["values"] for node in by_id["nodes"] if node["values"]}
    assert values["cq-145-ecoenv"] == [{"text": "57 %", "year": 2025, "mark": None, "nature": None, "allocated": False}]


def test_root_type_and_findings_narrow_the_picture(kgplan: Kgplan, work: Path) -> None:
    whole = {node["id"] for node in drawn(kgplan, work)["nodes"]}
    for narrower in (("--root", "kz-145-agri", "--depth", "1"), ("--type", "spatial"), ("--only-findings",)):
        some = {node["id"] for node in drawn(kgplan, work, *narrower)["nodes"]}
        assert some
        assert some < whole


def test_the_timeline_is_written(kgplan: Kgplan, work: Path) -> None:
    done = kgplan("diagram", "kaizhou", "--timeline", "--as-of", "2024-07-01", "--output", "p.txt")
    assert done.returncode == 0
    assert "[kz-145-gangyao]" in (work / "p.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--indicator", "森林复盖率"), "森林覆盖率 (forest_cover)"),
        (("--timeline", "--output", "plans.dot"), "svg"),
        (("--timeline", "--indicator", "pm25"), "--indicator"),
        (("--output", "plans.bmp"), "graphml"),
        (("--root", "no-such-plan"), "no-such-plan"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_sentence(
    kgplan: Kgplan, work: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = kgplan("diagram", "kaizhou", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_district_without_plans_gives_an_empty_picture_and_says_so(kgplan: Kgplan, work: Path) -> None:
    done = kgplan("diagram", "kaizhou", "--home", "500101", "--as-of", "2024-07-01")
    assert done.returncode == 0
    assert "--home" in done.stderr
    assert (work / "plans.svg").stat().st_size > 0
