"""Results built by hand: several families, both languages, hostile strings, a classified plan."""

from typing import Any

from kgplan.results import (
    Both,
    Clause,
    Coverage,
    Evidence,
    Finding,
    Input,
    RejectedRow,
    Results,
    RuleResult,
    Severity,
    State,
    Subject,
    TableCount,
    Waiver,
    fingerprint,
    sort_key,
)

HOSTILE = """<script>alert(1)</script>"'`&{{7*7}}{% raw %} ]]> [x](javascript:alert(1)) | **b**"""
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", ' =HYPERLINK("http://example.invalid")', "＝1+1"]
SECRET = "开州区人民防空专项规划"
SECRET_EN = "Civil defence plan of Kaizhou"


def subject(id_: str = "KZ-P1", **changes: Any) -> Subject:
    """A special plan of the ecology bureau."""
    values: dict[str, Any] = {
        "id": id_,
        "title": "开州区生态环境保护“十四五”规划",
        "plan_type": "special",
        "level": "district",
        "lead": "KZ-EEB",
        "lead_name": "区生态环境局",
        "stage": "published",
        "period": (2021, 2025),
    }
    return Subject(**{**values, **changes})


OUTLINE = subject(
    "KZ-145",
    title="重庆市开州区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
    title_en="Outline of the 14th five-year plan of Kaizhou",
    plan_type="development",
    lead="KZ-DRC",
    lead_name="区发展改革委",
)


def finding(
    rule: str = "HIER-001", severity: Severity = "error", key: list[str] | None = None, **changes: Any
) -> Finding:
    """A finding about one plan; ``changes`` replace fields."""
    key = key or ["KZ-P1"]
    values: dict[str, Any] = {
        "rule": rule,
        "severity": severity,
        "key": key,
        "fingerprint": fingerprint(rule, key),
        "subjects": [subject(key[0])],
        "title": Both(zh="未追溯到同期全区发展规划", en="No path to the same-period district outline"),
        "message": Both(
            zh="《开州区生态环境保护“十四五”规划》未与同期全区发展规划建立从属关系。",
            en="“开州区生态环境保护‘十四五’规划” is not subordinate to the district outline of its period.",
        ),
        "remedy": Both(
            zh="与全区发展规划衔接并登记从属关系,或更正类型、层级、规划期。",
            en="Coordinate with the outline and record the link, or correct type, level or period.",
        ),
        "clauses": [Clause(id="一(一)-3e", key_term="遵循"), Clause(id="一(三)-2a", key_term="围绕")],
        "facts": {"reason": "none_recorded", "superiors": []},
        "evidence": [Evidence(file="规划.xlsx", sheet="规划", row=27)],
        "acts": ["KZ-EEB"],
        "acts_names": Both(zh="区生态环境局", en="District ecology bureau"),
        "draft": False,
        "first_seen": "2024-06-30",
        "last_seen": "2024-07-01",
    }
    return Finding(**{**values, **changes})


def looser_target(**changes: Any) -> Finding:
    """A lower plan looser than the outline's binding target, with nested facts."""
    values: dict[str, Any] = {
        "subjects": [subject(), OUTLINE],
        "title": Both(zh="下位目标宽于上位约束性目标", en="Lower plan looser than the superior’s binding target"),
        "message": Both(
            zh="PM2.5年均浓度2025年≤35 μg/m³宽于《…纲要》的约束性目标≤32 μg/m³,相差3 μg/m³。",
            en="PM2.5 in 2025: ≤35 μg/m³ is looser than the outline’s binding ≤32 μg/m³; gap 3 μg/m³.",
        ),
        "facts": {
            "indicator": "PM2.5年均浓度",
            "lower": {"text": "≤35 μg/m³", "canonical": "35", "nature": "expected"},
            "upper": {"text": "≤32 μg/m³", "canonical": "32", "nature": "binding"},
            "gap": "3",
            "reason": None,
        },
        "evidence": [
            Evidence(file="targets.csv", sheet=None, row=27),
            Evidence(file="纲要.xlsx", sheet="指标", row=9),
        ],
    }
    return finding("IND-002", "error", ["KZ-P1", "KZ-145", "pm25"], **{**values, **changes})


def shares(**changes: Any) -> Finding:
    """Shares that do not add up to the total, with a table in the facts."""
    values: dict[str, Any] = {
        "subjects": [OUTLINE],
        "title": Both(zh="分解之和与总量不符", en="Sum of shares against the total"),
        "message": Both(
            zh="耕地保有量按镇乡街道分解合计101,总量100。", en="Arable land by town: shares 101, total 100."
        ),
        "facts": {
            "dimension": "town",
            "shares": [{"to": "汉丰街道", "value": "40"}, {"to": "临江镇", "value": "61"}],
            "sum": "101",
            "total": "100",
        },
        "acts": ["KZ-PNR", "KZ-DRC"],
        "acts_names": Both(zh="区规划自然资源局、区发展改革委", en="District planning bureau, District DRC"),
    }
    return finding("IND-007", "warning", ["KZ-145-t3", "town"], **{**values, **changes})


def classified(**changes: Any) -> Finding:
    """A finding about a classified plan; everything in it tells something about the plan."""
    secret = subject(
        "KZ-S9",
        title=SECRET,
        title_en=SECRET_EN,
        lead="KZ-EEB",
        stage="approved",
        period=(2022, 2024),
        classified=True,
    )
    values: dict[str, Any] = {
        "subjects": [secret, OUTLINE],
        "message": Both(zh=f"《{SECRET}》掩蔽工程12345平方米宽于纲要。", en=f"{SECRET_EN}: 12345 m² is looser."),
        "remedy": Both(zh=f"修订《{SECRET}》。", en=f"Revise {SECRET_EN}."),
        "facts": {"lower": {"text": "12345平方米"}},
        "evidence": [Evidence(file="人防.xlsx", sheet="人防", row=3)],
        "acts": ["KZ-DRC"],
        "acts_names": Both(zh="区发展改革委", en="District DRC"),
    }
    return finding("IND-002", "error", ["KZ-S9", "KZ-145", "shelter"], **{**values, **changes})


def hostile(text: str = HOSTILE, n: int = 0) -> Finding:
    """A finding in which every free text is hostile."""
    both = Both(zh=f"{text} 中", en=f"{text} en")
    return finding(
        "DATA-001",
        "error",
        [f"KZ-H{n}"],
        subjects=[subject(f"KZ-H{n}{text}", title=text, title_en=text, lead=text, lead_name=text, plan_type=text)],
        title=both,
        message=both,
        remedy=both,
        clauses=[Clause(id=text, key_term=text)],
        facts={text: text, "nested": {text: [text, {text: text}]}, "rows": [{text: text}, {text: text}]},
        evidence=[Evidence(file=text, sheet=text, row=1)],
        acts=[text],
        acts_names=both,
        waiver=Waiver(by=text, on=text, reason=text, until=text),
    )


def state_of(change: State, rule: str, severity: Severity, key: str, **changes: Any) -> Finding:
    """A finding in a state other than new."""
    return finding(rule, severity, [key], state=change, **changes)


def all_findings() -> list[Finding]:
    """Findings of many families, severities and states."""
    return [
        finding(),
        finding("HIER-004", "warning", ["KZ-P2", "CQ-7"], state="persisting", draft=True),
        finding("PER-001", "info", ["KZ-P2"], state="persisting"),
        finding("CAT-001", "warning", ["KZ-P3"], acts=[], acts_names=None),
        finding("COORD-002", "error", ["KZ-P4"], state="persisting"),
        finding(
            "EVAL-002", "warning", ["KZ-P5"], acts=["KZ-DRC"], acts_names=Both(zh="区发展改革委", en="District DRC")
        ),
        looser_target(),
        shares(),
        classified(),
        hostile(),
        finding("DATA-005", "info", ["evaluation", "十四五"], subjects=[], acts=[], acts_names=None),
        state_of(
            "waived",
            "CAT-003",
            "warning",
            "KZ-P6",
            waiver=Waiver(by="规划科", on="2024-06-01", reason="区委有明确要求", until=None),
        ),
        state_of("resolved", "HIER-009", "error", "KZ-P7"),
    ]


def results(findings: list[Finding] | None = None, **changes: Any) -> Results:
    """A complete run over ``findings``, by default :func:`all_findings`."""
    shown = sorted(all_findings() if findings is None else findings, key=sort_key)
    rules = sorted({item.rule for item in shown})
    values: dict[str, Any] = {
        "kgplan_version": "0.1.0",
        "rulebook_version": "1.0",
        "as_of": "2024-07-01",
        "home": "500154",
        "home_name": "开州区",
        "run_id": "20240701T1800-ab12",
        "started_at": "2024-06-30T18:00:03+00:00",
        "seconds": 1.94,
        "store": "embedded",
        "data_sha256": "3f786850e387550fdab836ed7e6dc881de23001b9f0e2d1c7a1f4f0a6d2c4b5e",
        "status": "complete",
        "plans": {
            "development": 1,
            "special": 31,
            "regional": 2,
            "spatial": 1,
            "draft": 4,
            "reference": 57,
            "documents": 102,
        },
        "input": Input(
            tables={
                "plans": TableCount(read=103, loaded=102, rejected=1),
                "targets": TableCount(read=412, loaded=411, rejected=1),
            },
            rejected=[
                RejectedRow(
                    file="plans.csv",
                    sheet=None,
                    row=7,
                    column="start_year",
                    value="二〇二X",
                    reason=Both(zh="不是年份,应为四位数字", en="not a year; four digits expected"),
                ),
                RejectedRow(
                    file=HOSTILE,
                    sheet="=1+1",
                    row=8,
                    column="value_text",
                    value="=1+1",
                    reason=Both(zh="不是数值", en="not a number"),
                ),
            ],
            notes=[Both(zh="README.md 不是数据表,未读取。", en="README.md is no table and was left alone.")],
        ),
        "rules": [
            *(
                RuleResult(
                    id=rule,
                    status="findings",
                    candidates=35,
                    findings=sum(item.rule == rule for item in shown),
                    seconds=0.021,
                )
                for rule in rules
            ),
            RuleResult(id="HIER-006", status="pass", candidates=102, findings=0, seconds=0.004),
            RuleResult(id="HIER-011", status="not_applicable", candidates=0, findings=0, seconds=0.002),
            RuleResult(
                id="EVAL-001",
                status="skipped",
                candidates=0,
                findings=0,
                reason=Both(zh="年度监测台账未录入", en="register monitoring not loaded"),
                seconds=0,
            ),
        ],
        "coverage": [
            Coverage(register="catalogue", key="十四五", complete=True, rules_not_run=[]),
            Coverage(register="coordination", key="十四五", complete=True, rules_not_run=[]),
            Coverage(register="evaluation", key="十四五", complete=False, rules_not_run=["EVAL-002", "EVAL-003"]),
            Coverage(register="monitoring", key="2023", complete=False, rules_not_run=["EVAL-001"]),
        ],
        "findings": shown,
    }
    return Results(**{**values, **changes})


def incomplete(**changes: Any) -> Results:
    """A run in which a rule failed."""
    broken = RuleResult(
        id="IND-001",
        status="error",
        candidates=0,
        findings=0,
        reason=Both(zh="图数据库连接中断", en="the connection to the graph store was lost"),
        seconds=3.2,
    )
    base = results()
    return base.model_copy(update={"status": "incomplete", "rules": [*base.rules, broken], **changes})
