"""What other programs read: JUnit XML and SARIF say what the report says, and hostile data breaks neither."""

import json
import xml.etree.ElementTree as ET
from typing import Any

from kgplan.reports.machines import render_junit, render_sarif
from kgplan.reports.view import view
from kgplan.results import Both, Results, RuleResult
from tests.reports.examples import HOSTILE, classified, finding, hostile, results


def rule(name: str, status: Any, found: int = 0) -> RuleResult:
    return RuleResult(
        id=name, status=status, candidates=1, findings=found, seconds=0.1, reason=Both(zh="缺台账", en="x")
    )


def example() -> Results:
    rules = [
        rule("HIER-001", "findings", 1),
        rule("EVAL-001", "skipped"),
        rule("CAT-001", "error"),
        rule("PER-001", "pass"),
    ]
    return results([finding(), finding("HIER-001", key=["w"], state="waived")], rules=rules)


def suites(shown: Results) -> dict[str, ET.Element]:
    root = ET.fromstring(render_junit(shown))
    return {suite.attrib["name"].split()[0]: suite for suite in root}


def test_an_open_finding_is_a_failure_and_what_did_not_run_is_no_success() -> None:
    found = suites(example())
    told = {
        name: [suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")] for name, suite in found.items()
    }
    assert told == {
        "HIER-001": ["1", "1", "0", "0"],
        "EVAL-001": ["1", "0", "0", "1"],
        "CAT-001": ["1", "0", "1", "0"],
        "PER-001": ["1", "0", "0", "0"],
    }


def test_a_failure_says_what_is_wrong_where_and_what_to_do() -> None:
    failure = next(suites(example())["HIER-001"].iter("failure"))
    assert failure.attrib["message"].startswith("《开州区生态环境保护")
    assert "规划.xlsx" in (failure.text or "")


def test_sarif_lists_the_open_findings_with_their_places() -> None:
    shown = results()
    run = json.loads(render_sarif(shown))["runs"][0]
    assert len(run["results"]) == len(view(shown).open)
    ids = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert all(ids[each["ruleIndex"]] == each["ruleId"] for each in run["results"] if "ruleIndex" in each)
    levels = {each["level"] for each in run["results"]}
    assert levels <= {"error", "warning", "note"}


def test_an_incomplete_run_is_no_successful_invocation() -> None:
    run = json.loads(render_sarif(results(status="incomplete")))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_hostile_data_breaks_neither_format() -> None:
    shown = results([hostile(), hostile(HOSTILE + "\x00\x0b]]>", 1)], rules=[rule("HIER-001", "findings", 2)])
    assert ET.fromstring(render_junit(shown)).tag == "testsuites"
    assert json.loads(render_sarif(shown))["version"] == "2.1.0"


def test_a_classified_plan_is_not_told() -> None:
    shown = results([classified()], rules=[rule(classified().rule, "findings", 1)])
    secret = classified().subjects[0].title
    assert secret
    assert secret not in render_junit(shown) + render_sarif(shown)
