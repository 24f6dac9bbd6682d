import pytest

from kgplan.reports.facts import as_text
from kgplan.reports.labels import details
from kgplan.reports.view import NO_BODY, view
from kgplan.results import Both, Coverage, RuleResult
from tests.reports.examples import OUTLINE, all_findings, classified, finding, results, state_of, subject


def rules_today(*findings: object) -> list[str]:
    return [entry.finding.rule for entry in view(results(list(findings))).today]  # type: ignore[arg-type]


def test_families_follow_the_rulebook_and_new_ones_come_last() -> None:
    shown = view(results([*all_findings(), finding("NEW-001", "info", ["x"])]))
    assert [group.id for group in shown.families] == [
        "HIER", "PER", "CAT", "COORD", "IND", "EVAL", "DATA", "NEW",
    ]  # fmt: skip
    assert shown.families[-1].name == Both(zh="NEW", en="NEW")


def test_open_waived_and_resolved_findings_are_listed_apart_and_none_is_lost() -> None:
    shown = view(results())
    assert len(shown.open) + len(shown.waived) + len(shown.resolved) == len(shown.entries) == len(all_findings())
    assert sum(len(group.entries) for group in shown.families) == len(shown.open)
    assert {entry.finding.rule for entry in shown.waived} == {"CAT-003"}
    assert {entry.finding.rule for entry in shown.resolved} == {"HIER-009"}
    assert sum(shown.counts.values()) == len(shown.entries)


def test_today_begins_with_new_errors_then_conflicts_links_other_errors_and_overdue_matters() -> None:
    assert rules_today(
        finding("EVAL-002", "warning"),
        finding("COORD-002", "error", state="persisting"),
        finding("HIER-004", "warning", state="persisting"),
        finding("IND-005", "warning", state="persisting"),
        finding("APPR-001", "error"),
        finding("HIER-001", "error"),
        finding("IND-001", "error"),
    ) == ["IND-001", "HIER-001", "APPR-001", "IND-005", "HIER-004", "COORD-002", "EVAL-002"]


def test_today_leaves_out_hints_closed_findings_and_mere_warnings() -> None:
    assert not rules_today(
        finding("HIER-001", "info"),
        finding("CAT-001", "warning"),
        state_of("waived", "IND-002", "error", "a"),
        state_of("resolved", "IND-002", "error", "b"),
    )


def test_today_holds_ten_and_counts_the_rest() -> None:
    shown = view(results([finding(key=[f"P{n:02}"]) for n in range(13)]))
    assert [entry.finding.key for entry in shown.today] == [[f"P{n:02}"] for n in range(10)]
    assert shown.today_rest == 3


def test_a_department_finds_what_it_acts_on_and_what_concerns_its_plans() -> None:
    shown = view(results([finding("CAT-004", "warning", ["a"], subjects=[subject("a"), OUTLINE], acts=["KZ-FIN"])]))
    assert [group.id for group in shown.departments] == ["KZ-EEB", "KZ-FIN"]


def test_departments_with_errors_come_first_and_findings_without_a_body_last() -> None:
    shown = view(
        results(
            [
                finding("CAT-001", "warning", ["a"], acts=["A"], subjects=[]),
                finding("HIER-001", "error", ["b"], acts=["Z"], subjects=[]),
                finding("HIER-001", "error", ["c"], acts=[], subjects=[]),
                finding("HIER-001", "error", ["d"], acts=[], subjects=[]),
            ]
        )
    )
    assert [group.id for group in shown.departments] == ["Z", "A", NO_BODY]
    assert shown.departments[-1].name.zh == "未明确责任部门"


def test_a_department_has_the_name_that_the_findings_give() -> None:
    acting = finding("X-1", "error", ["a"], acts=["D1"], acts_names=Both(zh="区水利局", en="Water bureau"), subjects=[])
    leading = finding("X-1", "error", ["b"], acts=[], subjects=[subject("b", lead="D2", lead_name="区教委")])
    nameless = finding("X-1", "error", ["c"], acts=["D3"], acts_names=None, subjects=[])
    names = {group.id: group.name for group in view(results([acting, leading, nameless])).departments}
    assert names == {
        "D1": Both(zh="区水利局", en="Water bureau"),
        "D2": Both(zh="区教委", en="区教委"),
        "D3": Both(zh="D3", en="D3"),
    }


@pytest.mark.parametrize(
    ("leads", "expected"),
    [(["KZ-EEB"], ["KZ-EEB"]), (["KZ-EEB", "KZ-FIN"], [NO_BODY]), ([None], [NO_BODY])],
)
def test_a_classified_plan_never_stands_with_another_department(leads: list[str | None], expected: list[str]) -> None:
    secret = [subject(f"S{n}", lead=lead, classified=True) for n, lead in enumerate(leads)]
    shown = view(results([classified(subjects=[OUTLINE, *secret], acts=["KZ-DRC"])]))
    assert [group.id for group in shown.departments] == expected


def test_the_coverage_sentence_names_registers_loaded_and_missing_and_counts_rules() -> None:
    sentence = view(results()).coverage
    assert sentence.zh == (
        "目录清单、衔接台账已录入；评估（十四五）、年度监测（2023）台账未录入或未录全；3条规则未评估或仅部分评估。"
    )
    assert sentence.en.startswith("Registers loaded: ")
    assert sentence.en.endswith("3 rule(s) not run or run in part only.")


def test_a_register_complete_for_one_cycle_only_counts_as_missing_for_the_other() -> None:
    entries = [
        Coverage(register="catalogue", key="十三五", complete=True, rules_not_run=[]),
        Coverage(register="catalogue", key="十四五", complete=False, rules_not_run=["CAT-001"]),
    ]
    assert view(results([], coverage=entries, rules=[])).coverage.zh == (
        "目录清单（十四五）台账未录入或未录全；1条规则未评估或仅部分评估。"
    )


def test_full_coverage_says_so_and_no_register_is_not_called_full() -> None:
    full = [Coverage(register="catalogue", key="十四五", complete=True, rules_not_run=[])]
    assert view(results([], coverage=full, rules=[])).coverage.zh == "台账齐全，全部规则均已评估。"
    assert view(results([], coverage=[], rules=[])).coverage.zh == "本次没有登记任何台账。"


def test_a_failed_rule_stands_in_the_coverage_sentence() -> None:
    failed = RuleResult(id="IND-001", status="error", candidates=0, findings=0, seconds=0)
    assert "1条规则运行出错" in view(results([], rules=[failed])).coverage.zh


def test_plans_of_a_type_unknown_to_the_rulebook_are_still_counted() -> None:
    shown = view(results([], plans={"development": 1, "zonal": 2, "draft": 3}))
    assert [n for _, n in shown.plans_in_force] == [1, 0, 0, 0, 2]
    assert shown.plans[0][1] == 3


def test_a_document_in_the_facts_has_the_title_that_another_finding_tells() -> None:
    one = finding(facts={"superiors": ["KZ-145", "KZ-S9"]})
    shown = view(results([one, finding("PER-001", "info", ["KZ-145"], subjects=[OUTLINE]), classified()]))
    told = next(entry for entry in shown.entries if entry.finding.rule == "HIER-001").facts
    assert as_text(told, "zh") == f"已有上位规划：《{OUTLINE.title}》、涉密规划 KZ-S9"


def test_facts_do_not_repeat_the_one_plan_that_the_finding_is_about() -> None:
    (entry,) = view(results([finding(facts={"plan": "KZ-P1", "superiors": []})])).entries
    assert as_text(entry.facts, "zh") == "已有上位规划：无"


def test_documents_that_are_no_plans_are_named_by_their_kind() -> None:
    shown = view(results([finding("DATA-004", "error", ["a"], subjects=[subject("a", plan_type="scheme")])]))
    assert details(shown.entries[0].finding.subjects[0])[1].zh == "实施方案"


def test_many_alike_do_not_push_the_rest_off_todays_list() -> None:
    many = [finding("DATA-001", "error", [f"P{n:02}"]) for n in range(20)]
    shown = view(results([*many, finding("APPR-001", "error", ["Z"])]))
    assert [entry.finding.rule for entry in shown.today][:4] == ["DATA-001", "DATA-001", "DATA-001", "APPR-001"]
    assert len(shown.today) == 10
    assert shown.today_rest == 11


def test_todays_list_has_the_districts_own_plans_before_those_of_others() -> None:
    above = finding("HIER-001", "error", ["a"], subjects=[subject("a", level="municipal")])
    own = finding("HIER-001", "error", ["b"], subjects=[subject("b", level="district")])
    assert [entry.finding.key for entry in view(results([above, own])).today] == [["b"], ["a"]]
