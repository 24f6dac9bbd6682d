"""A month of nights with a script: what each page must say is written here, not asked of the program."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kgplan.nightly.run import Night
from kgplan.results import OPEN_STATES, SEVERITIES, Finding, Results
from tests.nightly.district import District, days, name, read, results_of, states

pytestmark = pytest.mark.slow

MONTH = days("2024-06-02", 30)
ZONES, MONEY = "SPAT-001 sl-145-spatial", "FISC-002 sl-145-outline-2-j2 2024"
ADDED = "HIER-001 sl-145-lamps"


def script(district: District, number: int) -> None:
    """What happens in the district on the day before night ``number`` (1 … 30)."""
    tables = district.tables
    match number:
        case 1:
            opinions = district.drop("registers", lambda row: row["台账"] == "衔接" and row["周期或年度"] == "十四五")
            district.later = opinions  # type: ignore[attr-defined]
        case 3:
            plan = district.row("plans", lambda row: row["编号"] == "sl-145-tourism")
            lamps = {"编号": "sl-145-lamps", "规划名称": "示例区城市照明“十四五”规划", "系列编号": ""}
            tables["plans"].append(plan | lamps)
        case 5:
            empty = dict.fromkeys(tables["relations"][0], "")
            link = {"起点": "sl-145-lamps", "关系": "从属于", "终点": "sl-145-outline-2"}
            tables["relations"].append(empty | link)
        case 6:
            district.waive(
                ("SPAT-001", "sl-145-spatial", "示例区发改委", MONTH[4], "边界正在报批", MONTH[15]),
                ("FISC-002", "sl-145-outline-2-j2；2024", "示例区财政局", MONTH[4], "追加预算已批", ""),
                ("HIER-001", "sl-no-such-plan", "示例区发改委", MONTH[4], "已另行处理", ""),
            )
        case 10 | 15:
            tables["registers"] += district.later  # type: ignore[attr-defined]
        case 13:
            row = district.row("budget", lambda row: row["项目"] == "sl-145-outline-2-j2" and row["年度"] == "2024")
            row["区级金额_万元"] = "1200"
        case 14:
            district.drop("registers", lambda row: row["台账"] == "衔接" and row["周期或年度"] == "十四五")
        case 11:
            (district.base / "data" / "新增.xlsx").write_bytes(b"PK\x03\x04 cut off")
        case 12:
            (district.base / "data" / "新增.xlsx").unlink()
        case 28:
            district.lamps = district.drop("plans", lambda row: row["编号"] == "sl-145-detail-b")  # type: ignore[attr-defined]
        case 29:
            tables["plans"] += district.lamps  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Night]:
    """The nights by number. 18 and 19 are missed, on 22 the clock is ten days behind, 24 runs twice."""
    district = District(tmp_path_factory.mktemp("district"))
    (district.base / "towns").mkdir()
    town = "编号,名称,类别,所属区域\n990101109,示例新镇,镇,990101\n"
    (district.base / "towns" / "regions.csv").write_text(town, encoding="utf-8")
    district.asked.sources = ["data", "towns"]
    found = {}
    for number, day in enumerate(MONTH, start=1):
        if number in {18, 19}:
            continue
        script(district, number)
        towns = district.base / "towns"
        if number == 25:
            towns.rename(district.base / "away")
        elif number == 26:
            (district.base / "away").rename(towns)
        if number == 22:
            found[number] = district.night(MONTH[11], hour=3)
            continue
        found[number] = district.night(day, store="bolt://127.0.0.1:9" if number == 17 else None)
        if number == 24:
            found[124] = district.night(day, hour=9)
    return found


def told(finding: Finding) -> list[list[str | None]]:
    return [[change.what.zh, change.after.zh if change.after else None] for change in finding.changes]


def of(night: Night, which: str) -> Finding:
    (found,) = [finding for finding in results_of(night).findings if name(finding) == which]
    return found


def reported(month: dict[int, Night]) -> dict[int, Results]:
    replaced = 24
    return {number: results_of(night) for number, night in month.items() if night.results and number != replaced}


def test_the_first_night_knows_no_before(month: dict[int, Night]) -> None:
    assert set(states(results_of(month[1])).values()) == {"new"}
    assert results_of(month[1]).compared is None


def test_a_night_without_a_change_has_nothing_new(month: dict[int, Night]) -> None:
    for quiet in (2, 4, 7, 8, 9, 23):
        results = results_of(month[quiet])
        assert set(states(results).values()) <= {"persisting", "waived", "resolved"}, quiet
        gone = [finding for finding in results.findings if finding.state == "resolved"]
        assert all("日期推移" in finding.changes[0].what.zh for finding in gone)


def test_a_plan_that_is_added_brings_its_findings_and_linking_it_ends_them(month: dict[int, Night]) -> None:
    assert of(month[3], ADDED).state == "new"
    assert all("sl-145-lamps" in which for which, state in states(results_of(month[3])).items() if state == "new")
    assert of(month[4], ADDED).state == "persisting"
    gone = of(month[5], ADDED)
    assert (gone.state, gone.resolved_on, gone.first_seen, gone.last_seen) == ("resolved", MONTH[4], MONTH[2], MONTH[3])
    linked = ["《示例区城市照明“十四五”规划》从属于", "sl-145-outline-2"]
    assert linked in told(gone)
    assert ADDED not in states(results_of(month[6]))


def test_a_waiver_holds_until_its_last_day_and_then_the_finding_returns(month: dict[int, Night]) -> None:
    assert [of(month[number], ZONES).state for number in (5, 6, 12, 16)] == [
        "persisting", "waived", "waived", "waived",
    ]  # fmt: skip
    assert of(month[20], ZONES).state == "returned"
    assert of(month[21], ZONES).state == "persisting"
    uses = {use.rule: use.status for use in results_of(month[20]).waivers}
    assert uses["SPAT-001"] == "expired"
    assert {use.rule: use.status for use in results_of(month[6]).waivers}["SPAT-001"] == "expiring"


def test_a_waiver_lapses_when_the_facts_change(month: dict[int, Night]) -> None:
    assert of(month[12], MONEY).state == "waived"
    changed = of(month[13], MONEY)
    assert (changed.state, changed.changed_on, changed.waiver) == ("returned", MONTH[12], None)
    assert any("1300" in str(change.before) and "1200" in str(change.after) for change in changed.changes)
    assert {use.rule: use.status for use in results_of(month[13]).waivers}["FISC-002"] == "lapsed"
    assert of(month[16], MONEY).state == "persisting"


def test_a_waiver_of_nothing_is_reported(month: dict[int, Night]) -> None:
    assert {use.rule: use.status for use in results_of(month[30]).waivers}["HIER-001"] == "unused"


def test_a_register_that_arrives_opens_its_findings(month: dict[int, Night]) -> None:
    arrived = {which for which, state in states(results_of(month[10])).items() if state == "new"}
    assert arrived
    assert all(which.startswith("COORD-") for which in arrived)
    gone = {which for which, state in states(results_of(month[10])).items() if state == "resolved"}
    assert gone == {"DATA-005 coordination 十四五"}


def test_what_cannot_be_checked_is_neither_gone_nor_new(month: dict[int, Night]) -> None:
    """On the fourteenth night the register has left again, and comes back on the fifteenth."""
    opened = {which for which, state in states(results_of(month[10])).items() if state == "new"}
    unchecked = {name(finding) for finding in results_of(month[14]).findings if not finding.checked}
    assert unchecked == opened
    assert all(of(month[14], which).state == "persisting" for which in opened)
    assert all(of(month[15], which).state == "persisting" and of(month[15], which).checked for which in opened)


@pytest.mark.parametrize("number", [11, 17, 22])
def test_a_night_that_fails_says_why_and_leaves_the_last_report(month: dict[int, Night], number: int) -> None:
    night = month[number]
    assert night.results is None
    page = night.page.read_text(encoding="utf-8")
    assert night.why
    assert {11: "新增.xlsx", 17: "127.0.0.1", 22: "系统时钟"}[number] in night.why.zh
    assert "没有报告不等于没有问题" in page
    assert month[number - 1].page.is_file()


def test_a_night_after_a_failure_goes_on_from_the_last_report(month: dict[int, Night]) -> None:
    compared = results_of(month[12]).compared
    assert compared
    assert compared.previous.as_of == MONTH[9]
    assert [run.status for run in compared.runs[-3:]] == ["complete", "failed", "complete"]
    assert compared.missed == []
    assert "new" not in states(results_of(month[12])).values()


def test_missed_nights_are_named(month: dict[int, Night]) -> None:
    compared = results_of(month[20]).compared
    assert compared
    assert (compared.previous.as_of, compared.missed) == (MONTH[15], MONTH[17:19])


def test_a_second_run_on_a_day_takes_the_place_of_the_first(month: dict[int, Night]) -> None:
    first, second = month[24].results, month[124].results
    assert first
    assert second
    assert states(first) == states(second)
    compared = results_of(month[124]).compared
    assert compared
    assert [run.as_of for run in compared.runs].count(MONTH[23]) == 1


def test_a_source_that_is_not_there_makes_the_night_incomplete(month: dict[int, Night]) -> None:
    night = month[25]
    assert night.folder.name == f"{MONTH[24]}-incomplete"
    assert night.page.name == "report-incomplete.html"
    title = re.search("<title>(.*)</title>", night.page.read_text(encoding="utf-8"))
    assert title
    assert title[1].startswith("【未完成】")
    assert "towns" in results_of(night).input.notes[0].zh
    assert results_of(month[26]).status == "complete"


def test_a_finding_that_comes_again_has_returned_with_its_first_day(month: dict[int, Night]) -> None:
    left = {which for which, state in states(results_of(month[28])).items() if state == "resolved"}
    assert left
    title = "《示例旧城片区控制性详细规划（2023—2035年）》"
    assert all([title, "已不在数据中"] in told(of(month[28], which)) for which in left)
    for which in left:
        again = of(month[29], which)
        assert (again.state, again.resolved_on) == ("returned", None)
        assert again.first_seen == of(month[27], which).first_seen


def test_no_night_is_lost_or_counted_twice(month: dict[int, Night]) -> None:
    compared = results_of(month[30]).compared
    assert compared
    ran = [day for number, day in enumerate(MONTH, start=1) if number not in {18, 19, 22}]
    assert [run.as_of for run in compared.runs] == ran
    failed = [run.as_of for run in compared.runs if run.status == "failed"]
    assert failed == [MONTH[10], MONTH[16]]


def test_each_page_adds_up(month: dict[int, Night]) -> None:
    for number, results in reported(month).items():
        assert len({finding.fingerprint for finding in results.findings}) == len(results.findings)
        run = read(month[number].folder / "run.json")
        assert run["states"] == Counter(finding.state for finding in results.findings)
        for severity in SEVERITIES:
            listed = [f for f in results.findings if f.severity == severity and f.state in OPEN_STATES]
            assert run["open"][severity] == len(listed) == results.count(severity)


def test_the_index_tells_the_last_run_and_all_nights(month: dict[int, Night]) -> None:
    output: Path = month[30].folder.parent
    page = (output / "index.html").read_text(encoding="utf-8")
    assert 'role="alert"' not in page
    assert f'href="{MONTH[29]}/report.html"' in page
    assert (output / "latest" / "findings.json").read_bytes() == (month[30].folder / "findings.json").read_bytes()
