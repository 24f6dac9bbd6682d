"""Loading: idempotent, complete, all or nothing — on both engines."""

import shutil
from pathlib import Path

import pytest

from kgplan.errors import UserError
from kgplan.graph import load as loading
from kgplan.graph.load import load
from kgplan.graph.store import QueryError, Store, WriteRefusedError, private_store
from kgplan.ontology import load_schema
from kgplan.sources import Dataset, read_paths
from tests.graph.contents import contents

PLANS = "id,title_zh,plan_type,level,jurisdiction,start_year,end_year,stage,published_on\n"
OUTLINE = "OUT,某区“十四五”规划纲要,development,district,500154,2021,2025,published,2021-03-26\n"
FOREST = "FOR,某区林业“十四五”规划,special,district,500154,2021,2025,published,2022-01-20\n"
KAIZHOU = Path(__file__).parents[2] / "data" / "kaizhou"


def _tables(folder: Path, plans: str, relations: str = "") -> list[Dataset]:
    folder.mkdir(exist_ok=True)
    (folder / "plans.csv").write_text(PLANS + plans, encoding="utf-8")
    (folder / "relations.csv").write_text("from,type,to\n" + relations, encoding="utf-8")
    return read_paths([folder], load_schema())


def test_loading_the_real_data_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    shutil.copytree(KAIZHOU, tmp_path / "kaizhou")
    datasets = read_paths([tmp_path / "kaizhou"], load_schema())
    first = load(store, datasets, load_schema())
    before = contents(store)
    second = load(store, datasets, load_schema())
    assert first.tables["plans"].new == 114
    assert second.changes == 0
    assert contents(store) == before


def test_a_changed_row_changes_and_a_row_that_left_goes_with_its_relations(store: Store, tmp_path: Path) -> None:
    load(store, _tables(tmp_path / "t", OUTLINE + FOREST, "FOR,从属于,OUT\n"), load_schema())
    assert store.read("MATCH (:Plan {id: 'FOR'})-[r:HAS_SUPERIOR]->(:Plan {id: 'OUT'}) RETURN r.hops AS hops") == [
        {"hops": 1}
    ]
    report = load(store, _tables(tmp_path / "t", OUTLINE.replace("2021-03-26", "2021-04-01")), load_schema())
    assert (report.tables["plans"].changed, report.tables["plans"].removed) == (1, 1)
    assert store.read("MATCH (d:Document) RETURN d.id AS id, d.valid_from AS day") == [
        {"id": "OUT", "day": "2021-04-01"}
    ]
    assert store.read("MATCH ()-[r:SUBORDINATE_TO|HAS_SUPERIOR]->() RETURN count(r) AS n") == [{"n": 0}]


def test_a_document_that_becomes_another_kind_keeps_its_relations(store: Store, tmp_path: Path) -> None:
    header = PLANS.replace("\n", ",doc_kind\n")
    folder = tmp_path / "t"
    _tables(folder, "", "FOR,从属于,OUT\n")
    for kind, label in (("plan", "Plan"), ("scheme", "Scheme")):
        rows = OUTLINE.replace("\n", ",plan\n") + FOREST.replace("\n", f",{kind}\n")
        (folder / "plans.csv").write_text(header + rows, encoding="utf-8")
        load(store, read_paths([folder], load_schema()), load_schema())
        found = store.read(
            "MATCH (d:Document {id: 'FOR'})-[:SUBORDINATE_TO]->(u) RETURN labels(d) AS labels, u.id AS upper"
        )
        assert [(sorted(row["labels"]), row["upper"]) for row in found] == [(["Document", label], "OUT")]


def test_a_load_that_fails_leaves_the_graph_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, _tables(tmp_path / "t", OUTLINE), load_schema())
    before = contents(store)
    monkeypatch.setattr(loading, "derive", _broken)
    with pytest.raises(UserError, match="the engine went away"):
        load(store, _tables(tmp_path / "t", OUTLINE + FOREST), load_schema())
    assert contents(store) == before


def _broken(*_: object) -> None:
    raise QueryError("the engine went away")


def test_a_dry_run_tells_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = load(store, _tables(tmp_path / "t", OUTLINE), load_schema(), dry_run=True)
    assert report.tables["plans"].new == 1
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_reading_never_writes(store: Store) -> None:
    with pytest.raises(WriteRefusedError):
        store.read("CREATE (n:Plan:Document {id: 'x'}) RETURN n.id AS id")
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_a_relation_to_nowhere_and_one_of_a_wrong_kind_are_kept_apart(store: Store, tmp_path: Path) -> None:
    load(store, _tables(tmp_path / "t", OUTLINE, "OUT,从属于,NOWHERE\nOUT,从属于,KZ-DRC\n"), load_schema())
    found = store.read("MATCH (r:DanglingRef) RETURN r.to AS to, r.reason AS reason, r.row AS row ORDER BY to")
    assert found == [{"to": "KZ-DRC", "reason": "kind", "row": 3}, {"to": "NOWHERE", "reason": "unknown", "row": 2}]
    assert store.read("MATCH ()-[r:SUBORDINATE_TO]->() RETURN count(r) AS n") == [{"n": 0}]


@pytest.mark.parametrize("rows", [("A,参与编制,某局", "A,从属于,某局"), ("A,从属于,某局", "A,参与编制,某局")])
def test_a_name_that_one_row_makes_a_body_is_no_known_end_for_another(tmp_path: Path, rows: tuple[str, str]) -> None:
    datasets = _tables(tmp_path / "t", OUTLINE.replace("OUT", "A"), "\n".join(rows) + "\n")
    with private_store() as store:
        load(store, datasets, load_schema())
        found = store.read("MATCH (r:DanglingRef) RETURN r.to AS to, r.reason AS reason")
    assert found == [{"to": "某局", "reason": "unknown"}]


def test_names_of_bodies_and_regions_become_ids(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "规划.csv").write_text(
        "编号,规划名称,层级,辖区,牵头部门\nA,某规划,区级,开县,区发改委\nB,某规划二,区级,500234,某新设局\n",
        encoding="utf-8",
    )
    load(store, read_paths([folder], load_schema()), load_schema())
    found = store.read(
        "MATCH (d:Document)-[:LED_BY]->(o:Organization) "
        "RETURN d.id AS id, d.jurisdiction AS region, d.home AS home, o.id AS lead, o.kind AS kind ORDER BY id"
    )
    assert [(row["region"], row["home"], row["lead"]) for row in found] == [
        ("500154", "500154", "KZ-DRC"),
        ("500154", "500154", "某新设局"),
    ]
    assert found[1]["kind"] == "department"
