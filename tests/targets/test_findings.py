"""What the graph and the findings say of comparisons: figures, steps, sums, base values."""

import csv
from pathlib import Path

import pytest

from kgplan.graph.load import load
from kgplan.graph.store import Store
from kgplan.ontology import load_schema
from kgplan.results import Finding
from kgplan.rules.proof import read_case
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import run_rules
from kgplan.sources import read_paths

CASES = Path(__file__).parents[1] / "rules"


def _load(store: Store, case: str, folder: Path) -> None:
    read_case(CASES / case).write_tables(folder)
    load(store, read_paths([folder], load_schema()), load_schema())


def _finding(store: Store, case: str, folder: Path) -> Finding:
    """The one finding of the case's own rule."""
    _load(store, case, folder)
    rulebook, rule = read_rulebook(), case.partition("/")[0]
    outcome = run_rules(
        store,
        load_schema(),
        rulebook,
        as_of=read_case(CASES / case).as_of,
        home="990101",
        selected=rulebook.select([rule]),
    )
    (finding,) = outcome.findings
    return finding


def _replace(folder: Path, table: str, key: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == key:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_finding_shows_both_statements_and_the_steps_between_them(store: Store, tmp_path: Path) -> None:
    facts = _finding(store, "IND-002/bad-annual-average", tmp_path).facts
    assert (facts["lower"]["canonical"], facts["upper"]["canonical"], facts["gap"]) == (
        "9.60792032",
        "14",
        "4.39207968",
    )
    assert {"id", "text", "unit"} <= set(facts["lower"])
    assert facts["steps"]["zh"][0].startswith("下位：原文")
    assert any("years makes cumulative change" in step for step in facts["steps"]["en"])
    assert facts["steps"]["en"][-1].startswith("The lower target is looser by")


def test_peers_that_differ_show_which_of_them_agrees_with_the_outline(store: Store, tmp_path: Path) -> None:
    _load(store, "IND-003/bad-both-binding", tmp_path)
    rows = (tmp_path / "targets.csv").read_text(encoding="utf-8")
    header = rows.splitlines()[0].split(",")
    outline = {"id": "D14-FOR", "plan": "D14", "indicator_name": "森林覆盖率", "nature": "expected", "value_text": "60"}
    outline |= {"unit": "%", "year": "2025", "region": "990101"}
    line = ",".join(outline.get(name, "") for name in header)
    (tmp_path / "targets.csv").write_text(f"{rows}{line}\n", encoding="utf-8")
    load(store, read_paths([tmp_path], load_schema()), load_schema())
    rulebook = read_rulebook()
    day = read_case(CASES / "IND-003/bad-both-binding").as_of
    outcome = run_rules(store, load_schema(), rulebook, as_of=day, home="990101", selected=rulebook.select(["IND-003"]))
    assert [finding.facts["agrees_with_outline"] for finding in outcome.findings] == [["P2"]]
    steps = outcome.findings[0].facts["steps"]
    assert {step[:3] for step in steps["zh"][:2]} == {"前者：", "后者："}
    assert not any(
        word in step for step in [*steps["zh"], *steps["en"]] for word in ("上位", "下位", "uperior", "ower")
    )


def test_a_sum_shows_its_shares_and_the_gap(store: Store, tmp_path: Path) -> None:
    facts = _finding(store, "IND-007/bad-over-the-ceiling", tmp_path).facts
    assert (facts["sum"], facts["total"], facts["gap"], facts["unit"]) == ("1100", "1000", "100", "万立方米")
    assert [(share["to"], share["text"]) for share in facts["shares"]] == [
        ("990101-dongzhen", "600"),
        ("990101-xizhen", "500"),
    ]


def test_an_unknown_name_comes_with_three_suggestions(store: Store, tmp_path: Path) -> None:
    finding = _finding(store, "IND-008/bad-unknown-indicator", tmp_path)
    assert len(finding.facts["suggestions"]) == 3
    assert finding.facts["suggestions"][0] in finding.message.zh


def test_a_figure_that_cannot_be_read_is_reported_with_the_reason(store: Store, tmp_path: Path) -> None:
    _load(store, "IND-008/bad-unknown-unit", tmp_path)
    _replace(tmp_path, "targets", "P2-PM25", value_text="三千五以内", unit="μg/m³")
    load(store, read_paths([tmp_path], load_schema()), load_schema())
    rulebook, day = read_rulebook(), read_case(CASES / "IND-008/bad-unknown-unit").as_of
    outcome = run_rules(store, load_schema(), rulebook, as_of=day, home="990101", selected=rulebook.select(["IND-008"]))
    (finding,) = outcome.findings
    assert (finding.key, finding.facts["reason"], finding.severity) == (["P2-PM25"], "uncertain", "info")
    assert "写法无法识别" in finding.facts["steps"]["zh"]


def test_what_is_derived_follows_the_data(store: Store, tmp_path: Path) -> None:
    queries = (
        "MATCH ()-[c:COMPARED_WITH]->() RETURN count(c) AS n",
        "MATCH (b:Breakdown) RETURN count(b) AS n",
        "MATCH ()-[x:BASE_DIFFERS]->() RETURN count(x) AS n",
    )
    _load(store, "IND-007/bad-over-the-ceiling", tmp_path)
    before = [store.read(query)[0]["n"] for query in queries]
    assert before[1] == 1
    load(store, read_paths([tmp_path], load_schema()), load_schema())
    assert [store.read(query)[0]["n"] for query in queries] == before
    _replace(tmp_path, "allocations", "SH1", value_text="400")
    load(store, read_paths([tmp_path], load_schema()), load_schema())
    assert store.read("MATCH (b:Breakdown) RETURN b.verdict AS verdict, b.sum_exact AS total") == [
        {"verdict": "within", "total": "900"}
    ]
    (tmp_path / "allocations.csv").unlink()
    load(store, read_paths([tmp_path], load_schema()), load_schema())
    assert store.read(queries[1])[0]["n"] == 0


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("IND-009/bad-base-values-differ", "基期值（2020年）不一致：40μg/m³；43μg/m³"),
        ("IND-009/bad-relative-measures-on-different-years", "基期年不同：2020；2019"),
        ("IND-005/bad-same-region", "针对同一区域"),
        ("IND-006/bad-quota-nobody-takes-up", "60%，市级已分解下达本区"),
        ("IND-010/bad-two-values", "给出两个值：57%；60%"),
        ("IND-004/bad-stricter-floor", "62%，严于"),
    ],
)
def test_a_message_names_what_was_compared(store: Store, tmp_path: Path, case: str, sentence: str) -> None:
    assert sentence in _finding(store, case, tmp_path).message.zh
