"""From absence nothing is concluded unless the register concerned is complete."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.rules.registers import Register, Registers, in_order, register_key
from kgplan.rules.rulebook import Rule, Rulebook, read_rule, read_rulebook
from kgplan.rules.runner import Outcome, run_rules
from kgplan.sources.dates import window_of_number

SCHEMA = load_schema()

HEADER = """// id: {id}
// title: {{zh: 甲, en: A}}
// clauses: []
// severity: error
// severity_why: 须
// reasons: {{odd: {{zh: '单数{{plan}}', en: 'odd {{plan}}'}}}}
// key: [plan]
// subjects: [plan]
// registers: {registers}
// suppressed_by: {suppressed_by}
// executability: exact
// not_reported: []
// message: {{zh: '{{reason}}', en: '{{reason}}'}}
// remedy: {{zh: 无, en: none}}
// acts: [drc]
"""
THREE = """UNWIND [['P1', '十四五'], ['P2', '十四五'], ['P3', '十五五'], ['P4', null]] AS x
WITH x[0] AS plan, x[1] AS cycle
// candidates: plan
RETURN plan, cycle, 'odd' AS reason
"""


@pytest.fixture
def graph() -> Iterator[Store]:
    with private_store() as store:
        yield store


def _declare(store: Store, *registers: tuple[str, str, bool]) -> None:
    with store.transaction() as transaction:
        for number, (kind, key, complete) in enumerate(registers):
            transaction.run(
                "CREATE (:Register {id: $id, kind: $kind, key: $key, complete: $complete})",
                {"id": str(number), "kind": kind, "key": key, "complete": complete},
            )


def _rule(folder: Path, query: str = THREE, rule_id: str = "TEST-001", **header: str) -> Rule:
    given_header = {"registers": "{evaluation: cycle}", "suppressed_by": "[]", **header}
    path = folder / f"{rule_id}.cypher"
    path.write_text(HEADER.format(id=rule_id, **given_header) + query, encoding="utf-8")
    return read_rule(path)


def _run(store: Store, rules: Sequence[Rule], selected: Sequence[Rule] | None = None) -> Outcome:
    return run_rules(store, SCHEMA, Rulebook(rules, "1"), as_of=date(2024, 7, 1), home="500154", selected=selected)


def _about_registers() -> Rule:
    return read_rule(next((resource("queries") / "rules").rglob("DATA-005*.cypher")))


def test_only_subjects_whose_register_is_complete_are_judged(graph: Store, tmp_path: Path) -> None:
    _declare(graph, ("evaluation", "十四五", True))
    outcome = _run(graph, [_rule(tmp_path)])
    assert [finding.key for finding in outcome.findings] == [["P1"], ["P2"]]
    assert (outcome.rules[0].status, outcome.rules[0].candidates) == ("findings", 2)
    assert [(c.key, c.complete, c.rules_not_run) for c in outcome.coverage] == [
        ("十四五", True, []),
        ("十五五", False, ["TEST-001"]),
    ]


def test_a_rule_none_of_whose_subjects_has_its_register_is_skipped_and_says_why(graph: Store, tmp_path: Path) -> None:
    _declare(graph, ("evaluation", "十四五", False))
    outcome = _run(graph, [_rule(tmp_path)])
    (result,) = outcome.rules
    assert (result.status, result.candidates, outcome.findings) == ("skipped", 0, [])
    assert result.reason
    assert "评估（十四五）、评估（十五五）" in result.reason.zh
    assert "Evaluations (十四五), Evaluations (十五五)" in result.reason.en


def test_a_subject_without_cycle_needs_no_register_and_gets_no_verdict(graph: Store, tmp_path: Path) -> None:
    only_unknown = THREE.replace(
        "[['P1', '十四五'], ['P2', '十四五'], ['P3', '十五五'], ['P4', null]]", "[['P4', null]]"
    )
    outcome = _run(graph, [_rule(tmp_path, only_unknown)])
    assert (outcome.rules[0].status, outcome.findings, outcome.coverage) == ("not_applicable", [], [])


def test_of_two_registers_both_have_to_be_complete(graph: Store, tmp_path: Path) -> None:
    _declare(graph, ("budget", "2023", True), ("investment_plan", "2023", True), ("budget", "2024", True))
    query = "UNWIND [2023, 2024] AS year\n// candidates: year\nRETURN 'P' + toString(year) AS plan, year\n"
    outcome = _run(graph, [_rule(tmp_path, query, registers="{budget: year, investment_plan: year}")])
    assert [finding.key for finding in outcome.findings] == [["P2023"]]
    assert outcome.findings[0].facts["register"] == [
        {"zh": "预算（2023）", "en": "Budget (2023)"},
        {"zh": "投资计划（2023）", "en": "Investment plan (2023)"},
    ]
    assert [(c.register_, c.key) for c in outcome.coverage if not c.complete] == [("investment_plan", "2024")]


def test_a_skipped_rule_suppresses_nothing(graph: Store, tmp_path: Path) -> None:
    skipped = _rule(tmp_path)
    other = _rule(
        tmp_path,
        rule_id="TEST-002",
        registers="{}",
        suppressed_by="[{rule: TEST-001, same: {plan: plan}}]",
    )
    assert len(_run(graph, [skipped, other]).findings) == 4
    _declare(graph, ("evaluation", "十四五", True))
    found = _run(graph, [skipped, other]).findings
    assert [finding.key[0] for finding in found if finding.rule == "TEST-002"] == ["P3", "P4"]


def test_a_missing_register_is_one_line_that_names_the_rules_not_run(graph: Store, tmp_path: Path) -> None:
    _declare(graph, ("evaluation", "十四五", True))
    rules = [_rule(tmp_path), _rule(tmp_path, rule_id="TEST-002"), _about_registers()]
    outcome = _run(graph, rules)
    (line,) = [finding for finding in outcome.findings if finding.rule == "DATA-005"]
    assert (line.key, line.severity, line.facts["rules"]) == (
        ["evaluation", "十五五"],
        "info",
        ["TEST-001", "TEST-002"],
    )
    assert line.message.zh == "评估台账（十五五）未录入或未声明完整，2条规则未评估：TEST-001、TEST-002。"


def test_asked_for_alone_it_says_what_a_full_run_says(graph: Store, tmp_path: Path) -> None:
    rules = [_rule(tmp_path), _about_registers()]
    full = [finding for finding in _run(graph, rules).findings if finding.rule == "DATA-005"]
    alone = _run(graph, rules, selected=[rules[1]])
    assert len(full) == 2
    assert alone.findings == full
    assert alone.coverage == []


def test_a_selection_without_it_has_coverage_and_no_line(graph: Store, tmp_path: Path) -> None:
    rules = [_rule(tmp_path), _rule(tmp_path, rule_id="TEST-002"), _about_registers()]
    outcome = _run(graph, rules, selected=[rules[0]])
    assert outcome.findings == []
    assert [entry.rules_not_run for entry in outcome.coverage] == [["TEST-001"], ["TEST-001"]]


@pytest.mark.parametrize(
    "written",
    ["十四五", "“十四五”", "第十四个五年", "第14个五年规划", "2021-2025", "2021—2025年", "２０２１－２０２５"],
)
def test_a_window_is_read_however_it_is_written(graph: Store, written: str) -> None:
    _declare(graph, ("evaluation", written, True))
    assert Registers.read(graph).complete(Register("evaluation", "十四五"))


@pytest.mark.parametrize("written", ["2023", "2023年", "2023年度", "２０２３", "二〇二三年", " 2023 "])
def test_a_year_is_read_however_it_is_written(written: str) -> None:
    assert register_key(written) == "2023"


@pytest.mark.parametrize("written", ["2021-2026", "全部", "2021、2022"])
def test_a_key_that_is_neither_window_nor_year_stays_itself_and_covers_nothing_else(written: str) -> None:
    assert register_key(written) == written


@given(st.integers(1, 48))  # up to the last year that is a year of a plan
def test_a_window_has_one_key_by_name_and_by_years(number: int) -> None:
    span = window_of_number(number)
    assert span
    by_years = register_key(f"{span[0]}-{span[1]}")
    assert by_years == register_key(f"第{number}个五年") == register_key(by_years)


def test_rows_that_disagree_do_not_make_a_register_complete(graph: Store) -> None:
    _declare(graph, ("filing", "十四五", True), ("filing", "2021—2025", False))
    assert not Registers.read(graph).complete(Register("filing", "十四五"))


def test_registers_stand_by_kind_and_time_not_by_the_spelling_of_numerals() -> None:
    cycles = [Register(kind, key) for kind in ("zones", "catalogue") for key in ("十五五", "十三五", "十四五")]
    assert [f"{r.kind} {r.key}" for r in in_order(cycles, SCHEMA)] == [
        f"{kind} {key}" for kind in ("catalogue", "zones") for key in ("十三五", "十四五", "十五五")
    ]


@pytest.mark.parametrize("rule", read_rulebook().rules.values(), ids=lambda rule: rule.id)
def test_registers_of_rules_are_kinds_of_the_ontology_and_no_query_asks_for_one(rule: Rule) -> None:
    assert set(rule.registers) <= {code.code for code in SCHEMA.code_lists["register"].codes}
    assert ":Register" not in rule.query or rule.id == "IND-005"  # which takes the register of allocations into account
