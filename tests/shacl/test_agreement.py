"""SHACL on exported RDF finds what the rules in Cypher find in the tables it was made of."""

from pathlib import Path

import pytest

from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.rules.proof import Case, read_cases
from tests.shacl.found import both_ways

SCHEMA = load_schema()
STRUCTURAL = ("DATA-001", "DATA-002", "DATA-004")
CASES = [case for case in read_cases(Path(__file__).parents[1] / "rules") if case.folder.parent.name in STRUCTURAL]


def folder_of(tmp_path: Path, **tables: str) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_shacl_and_cypher_agree_on_a_proof_case(case: Case, tmp_path: Path) -> None:
    (tables := tmp_path / "tables").mkdir()
    case.write_tables(tables)
    cypher, shacl = both_ways(tables, tmp_path / "case.ttl", SCHEMA)
    assert shacl == cypher
    by_hand = {
        (line[0], line[2]) for line in case.expected() if line[3] in {"unknown", "kind"} or line[0] == "DATA-002"
    }
    assert {("DATA-001", ";".join(key)) for key in shacl.broken} | {
        ("DATA-002", record) for record in shacl.missing
    } == by_hand


def test_shacl_and_cypher_agree_on_real_plans(tmp_path: Path) -> None:
    cypher, shacl = both_ways(resource("data") / "kaizhou", tmp_path / "plans.jsonld", SCHEMA, form="jsonld")
    assert shacl == cypher
    assert len(shacl.missing) > 100


PLANS = "id,title_zh,doc_kind,plan_type,level,jurisdiction,start_year,end_year,stage,lead\n"
DRAFT = "A,甲规划,plan,special,district,500154,2021,2025,drafting,甲局\n"


@pytest.mark.parametrize(
    ("tables", "missing"),
    [
        ({"plans": PLANS + "A,甲规划,plan,special,district,500154,,,drafting,\n"}, {"start_year", "end_year", "lead"}),
        ({"plans": PLANS + "A,,plan,,,,,,,\n"}, set(PLANS.strip().split(",")) - {"id", "doc_kind"}),
        ({"plans": PLANS + "A,,scheme,,,,,,,\n"}, set()),
    ],
    ids=["draft without a period", "plan with nothing but its id", "scheme with nothing but its id"],
)
def test_a_plan_lacks_what_it_lacks_whatever_its_stage(
    tmp_path: Path, tables: dict[str, str], missing: set[str]
) -> None:
    cypher, shacl = both_ways(folder_of(tmp_path, **tables), tmp_path / "x.ttl", SCHEMA)
    assert shacl == cypher
    assert shacl.missing == ({"A": frozenset(missing)} if missing else {})


TARGETS = "id,plan,indicator_name,nature,value_kind,value_text,unit,year\n"


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("T,A,森林覆盖率,binding,,完成市级下达任务,,2025", set()),  # the text says that it is by reference
        ("T,A,森林覆盖率,binding,by_reference,,,2025", set()),
        ("T,A,公共服务质量,expected,,稳步提高,,2025", set()),
        ("T,A,男女比例,expected,,2.5:1,,2025", set()),
        ("T,A,男女比例,expected,,2.5：1,,2025", None),
        ("T,A,森林覆盖率,binding,number,60,,2025", {"unit"}),
        ("T,A,森林覆盖率,binding,,,,2025", {"value_text"}),
        ("T,A,森林覆盖率,binding,,—,,2025", None),
        ("T,A,森林覆盖率,binding,,确保57、力争58,,", None),
        ("T,A,,,,,,", {"indicator_name", "nature", "value_text", "year"}),
    ],
)
def test_a_target_needs_value_and_unit_only_where_it_states_a_figure(
    tmp_path: Path, row: str, missing: set[str] | None
) -> None:
    cypher, shacl = both_ways(
        folder_of(tmp_path, plans=PLANS + DRAFT, targets=TARGETS + row), tmp_path / "x.ttl", SCHEMA
    )
    assert shacl == cypher
    if missing is not None:
        assert shacl.missing == ({"T": frozenset(missing)} if missing else {})


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        ("A,SUBORDINATE_TO,B", None),
        ("A,SUBORDINATE_TO,NOWHERE", "unknown"),
        ("A,SUBORDINATE_TO,T", "kind"),
        ("NOWHERE,SUBORDINATE_TO,T", "unknown"),
        ("A,COMPILED_WITH,一个没有登记的局", None),
        ("A,COMPILED_WITH,B", None),
        ("甲局,RESPONSIBLE_FOR,T", None),
        ("甲局,RESPONSIBLE_FOR,A", "kind"),
        ("A,LOCATED_IN,B", "kind"),
        ("T,COORDINATES_WITH,A", "kind"),
        ("A,IMPLEMENTS_TARGET,T", None),
        ("A,IMPLEMENTS_TARGET,B", "kind"),
        ("A,SUPERSEDES,<script>'\"x", "unknown"),
    ],
)
def test_a_relation_is_broken_for_shacl_as_it_is_for_cypher(tmp_path: Path, relation: str, reason: str | None) -> None:
    tables = folder_of(
        tmp_path,
        plans=PLANS + DRAFT + "B,乙规划,plan,special,district,500154,2021,2025,published,甲局\n",
        targets=TARGETS + "T,A,森林覆盖率,binding,,60,%,2025",
        relations="from,type,to\n" + '"{}",{},"{}"'.format(*(part.replace('"', '""') for part in relation.split(","))),
    )
    cypher, shacl = both_ways(tables, tmp_path / "x.ttl", SCHEMA)
    assert shacl.broken == cypher.broken
    assert [reasons for _, reasons in shacl.broken.values()] == ([{reason}] if reason else [])


@pytest.mark.parametrize(
    ("tables", "broken"),
    [
        ({"targets": TARGETS + "T,NOWHERE,森林覆盖率,binding,,60,%,2025"}, {("NOWHERE", "T")}),
        ({"tasks": "id,plan,title\nK,NOWHERE,某任务"}, {("NOWHERE", "K")}),
        (
            {"steps": "plan,type,body,date\nNOWHERE,gov_approval,甲局,2021-01-01"},
            {("NOWHERE", "NOWHERE|gov_approval|甲局|2021-01-01|||")},
        ),
        ({"zones": "id,kind,plan\nZ,eco_redline,NOWHERE"}, {("NOWHERE", "Z")}),
        (
            {
                "targets": TARGETS + "T,A,森林覆盖率,binding,,60,%,2025",
                "allocations": "id,target,to,dimension,value_text\nX,T,某镇,region,1\nY,NOWHERE,工业,sector,1",
            },
            {("NOWHERE", "Y")},
        ),
        ({"indicators": "id,name_zh,canonical_unit\nmine,我的指标,没有的单位"}, {("mine", "没有的单位")}),
    ],
    ids=["target", "task", "step", "zone", "allocation", "indicator"],
)
def test_a_cell_that_points_nowhere_is_a_broken_relation(
    tmp_path: Path, tables: dict[str, str], broken: set[tuple[str, str]]
) -> None:
    cypher, shacl = both_ways(folder_of(tmp_path, plans=PLANS + DRAFT, **tables), tmp_path / "x.ttl", SCHEMA)
    assert shacl.broken == cypher.broken
    assert set(shacl.broken) == broken


def test_a_period_that_ends_before_it_starts_is_an_error_for_documents_with_a_period(tmp_path: Path) -> None:
    rows = "".join(
        f"{kind},某文件,{kind},,district,500154,2025,2021,published,甲局\n" for kind in ("plan", "scheme", "policy")
    )
    cypher, shacl = both_ways(folder_of(tmp_path, plans=PLANS + rows), tmp_path / "x.ttl", SCHEMA)
    assert shacl.reversed_periods == cypher.reversed_periods == {"plan", "scheme"}
