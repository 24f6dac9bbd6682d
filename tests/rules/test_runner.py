"""What the runner makes of the rows of a query."""

from datetime import date
from pathlib import Path

import pytest

from kgplan.errors import UserError
from kgplan.graph.store import private_store
from kgplan.ontology import load_schema
from kgplan.rules.rulebook import Rulebook, read_rule
from kgplan.rules.runner import Outcome, run_rules

RULE = """// id: TEST-001
// title: {zh: 甲, en: A}
// clauses: []
// severity: error
// severity_why: 须
// reasons:
//   rounding: {zh: 取舍误差, en: rounding, severity: info}
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported: []
// message: {zh: "{plan}", en: "{plan}"}
// remedy: {zh: 无, en: none}
// acts: [drc]
UNWIND [[1, null], [2, 'rounding']] AS x
// candidates: x
RETURN 'P' AS plan, x[1] AS reason, x[0] AS number
"""


def _outcome(rule: str, folder: Path) -> Outcome:
    path = folder / "TEST-001.cypher"
    path.write_text(rule, encoding="utf-8")
    rulebook = Rulebook([read_rule(path)], "1")
    with private_store() as store:
        return run_rules(store, load_schema(), rulebook, as_of=date(2024, 7, 1), home="500154")


def test_of_several_rows_with_one_key_the_most_severe_is_the_finding(tmp_path: Path) -> None:
    outcome = _outcome(RULE, tmp_path)
    assert [(finding.severity, finding.facts["number"]) for finding in outcome.findings] == [("error", "1")]
    assert outcome.rules[0].candidates == 2


def test_a_row_may_state_a_severity_of_its_own(tmp_path: Path) -> None:
    outcome = _outcome(RULE.replace("x[0] AS number", "x[0] AS number, 'info' AS severity"), tmp_path)
    assert [finding.severity for finding in outcome.findings] == ["info"]
    assert "severity" not in outcome.findings[0].facts


def test_a_row_that_does_not_fit_the_header_ends_the_rule_and_names_the_fault(tmp_path: Path) -> None:
    for wrong, name in (
        (RULE.replace("x[1] AS reason", "'no_such' AS reason"), "no_such"),
        (RULE.replace("x[0] AS number", "'fatal' AS severity"), "fatal"),
        (RULE.replace("'P' AS plan", "'P' AS paln"), "plan"),
        (
            RULE.replace(
                "// key:", "// registers: {evaluation: cycle}\n// candidates: RETURN 1 AS candidates\n// key:"
            ),
            "cycle",
        ),
    ):
        outcome = _outcome(wrong, tmp_path)
        assert not outcome.complete
        reason = outcome.rules[0].reason
        assert reason
        assert name in reason.zh
        assert name in reason.en


def test_words_of_a_reason_may_name_columns(tmp_path: Path) -> None:
    rule = RULE.replace("zh: 取舍误差", "zh: '第{number}条'").replace('zh: "{plan}"', "zh: '{reason}'")
    outcome = _outcome(rule.replace("[1, null], ", ""), tmp_path)
    assert outcome.findings[0].message.zh == "第2条"


def test_words_of_a_reason_that_name_themselves_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        _outcome(RULE.replace("zh: 取舍误差", "zh: '{reason}'"), tmp_path)
