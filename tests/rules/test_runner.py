"""What the runner makes of the rows of a query."""

from datetime import date
from pathlib import Path

from kgplan.graph.store import private_store
from kgplan.ontology import load_schema
from kgplan.rules.rulebook import Rulebook, read_rule
from kgplan.rules.runner import run_rules

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


def test_of_several_rows_with_one_key_the_most_severe_is_the_finding(tmp_path: Path) -> None:
    path = tmp_path / "TEST-001.cypher"
    path.write_text(RULE, encoding="utf-8")
    rulebook = Rulebook([read_rule(path)], "1")
    with private_store() as store:
        outcome = run_rules(store, load_schema(), rulebook, as_of=date(2024, 7, 1), home="500154")
    assert [(finding.severity, finding.facts["number"]) for finding in outcome.findings] == [("error", "1")]
    assert outcome.rules[0].candidates == 2
