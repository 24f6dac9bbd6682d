"""The main job on the real data: load, check, report, diagram, query."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from kgplan.results import json_schema
from tests.calling import ROOT, Kgplan, in_a_process


@pytest.fixture
def work(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "kaizhou", tmp_path / "kaizhou")
    return tmp_path


def _bare(text: str) -> str:
    """The results without run id and times."""
    return re.sub(r'"(run_id|started_at|seconds)": [^\n]+', r'"\1": …', text)


def test_check_conforms_to_the_schema_and_repeats_itself(kgplan: Kgplan, work: Path) -> None:
    arguments = ("check", "kaizhou", "--as-of", "2024-07-01", "--format", "json")
    first, second = kgplan(*arguments), in_a_process(*arguments, cwd=work)
    assert first.returncode == 1
    jsonschema.validate(json.loads(first.stdout), json_schema())
    assert _bare(first.stdout) == _bare(second.stdout)
    results = json.loads(first.stdout)
    assert results["findings"]
    assert results["status"] == "complete"
    assert list(work.iterdir()) == [work / "kaizhou"]


def test_the_standing_graph_gives_the_same_findings_as_a_private_one(kgplan: Kgplan, work: Path) -> None:
    arguments = ("--as-of", "2024-07-01", "--format", "json")
    loaded = kgplan("load", "kaizhou", "--format", "json")
    again = kgplan("load", "kaizhou", "--format", "json")
    assert json.loads(loaded.stdout)["plans"]["new"] == 114
    assert all(not (t["new"] or t["changed"] or t["removed"]) for t in json.loads(again.stdout).values())
    private = json.loads(kgplan("check", "kaizhou", *arguments).stdout)
    standing = json.loads(kgplan("check", *arguments).stdout)
    assert standing["findings"] == private["findings"]
    assert standing["data_sha256"] == private["data_sha256"]


def test_the_report_folder_is_complete_and_the_last_lines_say_where_and_how_many(kgplan: Kgplan, work: Path) -> None:
    done = kgplan("report", "kaizhou", "--output", "out", "--as-of", "2024-07-01")
    assert done.returncode == 1
    where, counts = done.stdout.strip().splitlines()
    assert where.endswith("report.html")
    assert {path.name for path in (work / "out").iterdir()} == {
        "findings.json", "report.html", "report.xlsx", "report.md", "findings.csv", "hierarchy.svg",
    }  # fmt: skip
    results = json.loads((work / "out" / "findings.json").read_text(encoding="utf-8"))
    assert [int(n) for n in re.findall(r"\d+", counts)] == [
        sum(f["severity"] == severity for f in results["findings"]) for severity in ("error", "warning", "info")
    ]


def test_fail_on_decides_the_exit_status(kgplan: Kgplan, work: Path) -> None:
    for fail_on, status in (("error", 1), ("never", 0)):
        done = kgplan("check", "kaizhou", "--as-of", "2024-07-01", "--fail-on", fail_on)
        assert done.returncode == status


def test_query_gives_rows_as_json(kgplan: Kgplan, work: Path) -> None:
    query = (
        "MATCH (p:Plan {id: $id}) RETURN p.id AS id, p.start_year AS start, p.valid_to AS until, p.repealed_on AS none"
    )
    done = kgplan("query", query, "kaizhou", "--param", "id=kz-145-agri", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == [{"id": "kz-145-agri", "start": 2021, "until": "2025-12-31", "none": None}]


@pytest.mark.parametrize("suffix", ["svg", "txt", "dot", "mmd", "json", "graphml", "html"])
def test_diagram_writes_the_format_of_its_suffix(kgplan: Kgplan, work: Path, suffix: str) -> None:
    done = kgplan("diagram", "kaizhou", "--output", f"plans.{suffix}", "--as-of", "2024-07-01")
    assert done.returncode == 0
    assert "kz-145-gangyao" in (work / f"plans.{suffix}").read_text(encoding="utf-8")


def test_rules_are_listed_and_shown_in_both_languages(kgplan: Kgplan, tmp_path: Path) -> None:
    assert "HIER-001" in kgplan("rules", "list").stdout
    shown = kgplan("rules", "show", "hier-001", "--lang", "en").stdout
    assert "No path to the same-period district outline" in shown
    assert "MATCH (p:Plan" in shown


@pytest.mark.neo4j
def test_the_server_gives_the_same_findings_as_bytes(
    empty_neo4j: str, neo4j_login: dict[str, str], kgplan: Kgplan, work: Path
) -> None:
    arguments = ("check", "kaizhou", "--as-of", "2024-07-01", "--format", "json")
    embedded = kgplan(*arguments)
    server = kgplan(*arguments, "--store", empty_neo4j, **neo4j_login)
    assert server.returncode == embedded.returncode == 1
    without_engine = re.sub(r'"store": "neo4j [^"]+"', '"store": "embedded"', _bare(server.stdout))
    assert without_engine == _bare(embedded.stdout)
