"""``kgplan rules`` and rules of one's own: made, tried out, listed, run beside the rulebook, refused if they harm."""

import json
import re
from pathlib import Path

import pytest

from tests.calling import Kgplan
from tests.cli.test_bad_input import OUTLINE, PLANS

HEADER = """\
// id: {id}
// title: {{zh: 规划没有牵头部门, en: Plan without a lead}}
// clauses: [三(四)-4]
// severity: {severity}
// severity_why: 负责
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported: []
// message: {{zh: "《{{plan}}》没有牵头部门。", en: "“{{plan}}” has no lead."}}
// remedy: {{zh: 登记牵头部门。, en: Record the lead.}}
// acts: [drc]
"""
QUERY = """\
MATCH (p:Plan) WHERE p.home = $home
// candidates: p.id
WITH p WHERE p.lead IS NULL
RETURN p.id AS plan ORDER BY plan
"""
ADDED = {"OWN-001": "warning", "OWN-002": "info"}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with tables of one outline without a lead, and a folder of two rules."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plans.csv").write_text(PLANS + OUTLINE, encoding="utf-8")
    (tmp_path / "own").mkdir()
    for rule, severity in ADDED.items():
        _write_rule(tmp_path, rule, HEADER.format(id=rule, severity=severity) + QUERY)
    return tmp_path


def _write_rule(workspace: Path, name: str, content: str) -> Path:
    path = workspace / "own" / f"{name}.cypher"
    path.write_text(content, encoding="utf-8")
    return path


def _found(stdout: str) -> set[str]:
    return {finding["rule"] for finding in json.loads(stdout)["findings"]}


def _ids(stdout: str) -> set[str]:
    return set(re.findall(r"[A-Z]+-\d{3}", stdout))


@pytest.mark.usefixtures("workspace")
def test_rules_of_a_folder_run_beside_the_rulebook(kgplan: Kgplan) -> None:
    done = kgplan("check", "data", "--rules", "own", "--as-of", "2024-07-01", "--format", "json")
    assert done.returncode == 1
    assert _found(done.stdout) > {"HIER-002", *ADDED}
    results = json.loads(done.stdout)
    assert len(results["rules"]) == 61 + len(ADDED)
    assert results["rulebook_version"].startswith(f"{61 + len(ADDED)}-")


@pytest.mark.usefixtures("workspace")
def test_the_report_and_the_diagram_show_them_too(kgplan: Kgplan) -> None:
    done = kgplan("report", "data", "--rules", "own", "--as-of", "2024-07-01", "--output", "out")
    assert done.returncode == 1
    assert _found(Path("out/findings.json").read_text(encoding="utf-8")) >= set(ADDED)
    assert kgplan("diagram", "data", "--rules", "own", "--as-of", "2024-07-01", "--output", "p.json").returncode == 0
    assert "OWN-001" in Path("p.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("workspace")
def test_they_are_chosen_listed_and_shown_like_any_rule(kgplan: Kgplan) -> None:
    done = kgplan("check", "data", "--rules", "own", "--rule", "OWN-002", "--as-of", "2024-07-01", "--format", "json")
    assert done.returncode == 0  # info alone
    assert _found(done.stdout) == {"OWN-002"}
    assert _ids(kgplan("rules", "list", "--rules", "own", "--group", "own").stdout) == set(ADDED)
    assert "《{plan}》没有牵头部门。" in kgplan("rules", "show", "OWN-001", "--rules", "own").stdout
    covered = json.loads(kgplan("rules", "coverage", "--rules", "own", "--format", "json").stdout)
    assert set(ADDED) < set(next(norm["rules"] for norm in covered["norms"] if norm["clause"] == "三(四)-4"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("// severity: warning\n", ""), "severity"),
        (lambda text: text.replace("severity: warning", "severity: fatal"), "severity"),
        (lambda text: text.replace("// key:", "// keys: [plan]\n// key:"), "keys"),
        (lambda text: text.replace("三(四)-4", "九(九)-9"), "九(九)-9"),
        (lambda text: text.replace("// candidates: p.id\n", ""), "// candidates:"),
        (lambda text: text.replace("// id: OWN-001", "// id: [OWN"), "OWN-001.cypher"),
        (lambda text: text.replace("//", "#"), "OWN-001.cypher"),
        (lambda _: "", "OWN-001.cypher"),
        (lambda text: text.replace("OWN-001", "HIER-001"), "HIER-001-no-path"),
        (lambda text: text.replace("OWN-001", "OWN-002"), "OWN-002.cypher"),
        (lambda text: text.replace("RETURN p.id", "SET p.lead = 'X' RETURN p.id"), "OWN-001"),
        (lambda text: text.replace("MATCH (p:Plan)", "MATCH (p:Plan) DETACH DELETE p WITH p"), "OWN-001"),
        (lambda text: text.replace("WITH p ", "LOAD CSV FROM 'file:///x' AS l WITH p "), "LOAD CSV"),
        (lambda text: text.replace("WITH p ", "call db.labels() YIELD label WITH p "), "CALL"),
    ],
    ids=[
        "no severity", "unknown severity", "misspelt entry", "unknown clause", "no candidates", "no YAML", "no header",
        "empty file", "id of the rulebook", "id used twice", "sets", "deletes", "reads files", "calls a procedure",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_refused_in_one_sentence(
    workspace: Path, kgplan: Kgplan, change: object, said: str
) -> None:
    assert callable(change)
    content = HEADER.format(id="OWN-001", severity="warning") + QUERY
    changed = change(content)
    assert changed != content
    path = _write_rule(workspace, "OWN-001", changed)
    done = kgplan("check", "data", "--rules", "own")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert path.name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_words_of_a_text_or_comment_are_no_reason_to_refuse_a_rule(workspace: Path, kgplan: Kgplan) -> None:
    query = QUERY.replace("WITH p ", "// LOAD CSV, CALL x()\nWITH p, 'LOAD CSV CALL x(' AS words ")
    _write_rule(workspace, "OWN-001", HEADER.format(id="OWN-001", severity="warning") + query)
    done = kgplan("check", "data", "--rules", "own", "--rule", "OWN-001", "--format", "json")
    assert _found(done.stdout) == {"OWN-001"}


@pytest.mark.parametrize("folder", ["data", "nowhere"])
@pytest.mark.usefixtures("workspace")
def test_a_folder_without_rules_is_said(kgplan: Kgplan, folder: str) -> None:
    done = kgplan("check", "data", "--rules", folder)
    assert done.returncode == 2
    assert folder in done.stderr


def test_rules_are_listed_by_group_clause_and_severity(kgplan: Kgplan) -> None:
    everything = _ids(kgplan("rules", "list").stdout)
    assert len(everything) == 61
    assert _ids(kgplan("rules", "list", "--group", "spat").stdout) == {"SPAT-001", "SPAT-002", "SPAT-003"}
    assert _ids(kgplan("rules", "list", "--clause", "三（五）-7").stdout) == {"PER-005", "APPR-006"}
    infos = _ids(kgplan("rules", "list", "--severity", "info").stdout)
    assert {"DATA-005", "PER-004"} <= infos < everything  # PER-004 is a warning with a reason that is info
    assert _ids(kgplan("rules", "list", "--group", "SPAT", "--clause", "一(二)-2a").stdout) == {"SPAT-001"}


def test_a_clause_that_does_not_exist_is_answered_with_the_nearest(kgplan: Kgplan) -> None:
    done = kgplan("rules", "list", "--clause", "三(七)-1")
    assert done.returncode == 2
    assert re.search(r"三\([一-鿿]\)-1", done.stderr.replace("三(七)-1", ""))


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_coverage_is_printed_or_written_with_104_norms(tmp_path: Path, kgplan: Kgplan, form: str) -> None:
    printed = kgplan("rules", "coverage", "--format", form, "--lang", "en")
    assert printed.returncode == 0
    assert len(set(re.findall(r"[一二三](?:\([一-鿿]\))?-\d[a-e]?", printed.stdout))) == 104
    assert kgplan("rules", "coverage", "--format", form, "--lang", "en", "--output", "c").stdout == ""
    assert (tmp_path / "c").read_bytes().decode().replace("\r\n", "\n") == printed.stdout.replace("\r\n", "\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_rule_runs_and_its_proof_cases_pass(kgplan: Kgplan, lang: str) -> None:
    made = kgplan("rules", "new", "own-007", "--dir", "mine", "--lang", lang)
    assert made.returncode == 0
    assert Path("mine/OWN-007.cypher").is_file()
    done = kgplan("rules", "test", "--rules", "mine", "--lang", lang)
    assert done.returncode == 0
    assert "OWN-007/bad-example" in done.stdout
    assert "OWN-007/good-example" in done.stdout
    assert {"zh": "通过 2，不符 0", "en": "2 ok, 0 differ"}[lang] in done.stdout


def test_nothing_is_overwritten_by_a_new_rule(tmp_path: Path, kgplan: Kgplan) -> None:
    kgplan("rules", "new", "OWN-007")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for arguments in (["OWN-007"], ["OWN-007", "--dir", "other"], ["HIER-001"]):
        done = kgplan("rules", "new", *arguments)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not Path("other").exists()


@pytest.mark.parametrize("rule_id", ["OWN", "OWN-1", "../OWN-001", "OWN-0001", "规则-001"])
def test_an_id_that_no_rule_can_have_is_refused(tmp_path: Path, kgplan: Kgplan, rule_id: str) -> None:
    done = kgplan("rules", "new", rule_id)
    assert done.returncode == 2
    assert rule_id in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_proof_case_that_differs_shows_what_was_expected_and_what_was_found(kgplan: Kgplan) -> None:
    kgplan("rules", "new", "OWN-007")
    case = Path("tests/rules/OWN-007/bad-example")
    (case / "expected.csv").write_text("rule,severity,key,reason,draft\nOWN-007,error,P1,,false\n", encoding="utf-8")
    done = kgplan("rules", "test", str(case), "--rules", "rules", "--lang", "en")
    assert done.returncode == 1
    assert "expected, not found: OWN-007,error,P1,,false" in done.stdout
    assert "found, not expected: OWN-007,warning,P1,,false" in done.stdout
    assert "1 cases: 0 ok, 1 differ" in done.stdout


def test_a_proof_case_with_a_row_that_is_rejected_or_a_rule_that_fails_is_not_ok(kgplan: Kgplan) -> None:
    kgplan("rules", "new", "OWN-007")
    case = Path("tests/rules/OWN-007/good-example")
    with (case / "plans.csv").open("a", encoding="utf-8") as file:
        file.write("P2,某规划,special,district,990101,二〇二X,2025,published,2022-03-10,2022-03-15,EX-EDU\n")
    done = kgplan("rules", "test", str(case), "--rules", "rules")
    assert done.returncode == 1
    assert "plans.csv" in done.stdout
    rule = Path("rules/OWN-007.cypher")
    rule.write_text(rule.read_text(encoding="utf-8").replace("p.lead IS NULL", "p.lead IS"), encoding="utf-8")
    done = kgplan("rules", "test", "tests/rules/OWN-007/bad-example", "--rules", "rules")
    assert done.returncode == 1
    assert "OWN-007 " in done.stdout.splitlines()[1]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("case.toml", "as_of = ", "bad-example"),
        ("case.toml", 'as_of = "someday"', "bad-example"),
        ("expected.csv", "rule,severity\nOWN-007,error\n", "bad-example"),
        ("expected.csv", "rule,severity,key,reason,draft\nOWN-008,error,P1,,false\n", "OWN-008"),
        ("unknown.csv", "name\nx\n", "bad-example"),
    ],
)
def test_a_proof_case_that_cannot_be_read_is_said(kgplan: Kgplan, name: str, content: str, said: str) -> None:
    kgplan("rules", "new", "OWN-007")
    (Path("tests/rules/OWN-007/bad-example") / name).write_text(content, encoding="utf-8")
    done = kgplan("rules", "test", "--rules", "rules")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_no_proof_cases_is_said_and_is_no_success(kgplan: Kgplan) -> None:
    done = kgplan("rules", "test")
    assert done.returncode == 2
    assert "tests/rules" in done.stderr
