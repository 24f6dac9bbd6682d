"""Several datasets in one standing graph: each a set of its own, none decided by the order of loading."""

from itertools import permutations
from pathlib import Path

import pytest

from kgplan.cli.data import require_complete
from kgplan.errors import UserError
from kgplan.graph import write as writing
from kgplan.graph.contradictions import contradictions
from kgplan.graph.load import load
from kgplan.graph.stated import dataset_id, stated_rows
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.sources import Dataset, read_paths
from tests.graph.contents import Contents, contents

PLANS = "id,title_zh,doc_kind,plan_type,level,jurisdiction,start_year,end_year,stage,published_on,lead\n"
OUTLINE = "OUT,某区“十四五”规划纲要,plan,development,district,500154,2021,2025,published,2021-03-26,KZ-DRC\n"
FOREST = "FOR,某区林业“十四五”规划,plan,special,district,500154,2021,2025,published,2022-01-20,某新设局\n"


def _dataset(folder: Path, plans: str = "", relations: str = "", **tables: str) -> Dataset:
    folder.mkdir(exist_ok=True)
    for name, text in {
        "plans": plans and PLANS + plans,
        "relations": relations and "from,type,to\n" + relations,
    }.items():
        tables.setdefault(name, text)
    for name, text in tables.items():
        path = folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
    return read_paths([folder], load_schema())[0]


def _alone(*datasets: Dataset) -> Contents:
    """What the graph is when these are loaded at once into an empty one."""
    with private_store() as fresh:
        load(fresh, datasets, load_schema())
        return contents(fresh)


@pytest.fixture
def three(tmp_path: Path) -> list[Dataset]:
    return [
        _dataset(tmp_path / "a", OUTLINE, organizations="id,name_zh,kind\nKZ-DRC,改名的发改委,department\n"),
        _dataset(
            tmp_path / "b",
            FOREST + OUTLINE.replace("2021-03-26", "2021-04-01"),
            "FOR,从属于,OUT\n",
            targets="id,plan,indicator_name,value_text,year\nT,FOR,森林覆盖率,确保57%、力争58%,2025\n",
        ),
        _dataset(
            tmp_path / "c",
            "",
            "FOR,从属于,OUT\nFOR,衔接,ECO\n",
            waivers="rule,key,by,on,reason\nHIER-001,X,甲,2024-01-01,乙\n",
        ),
    ]


def test_the_order_of_loading_decides_nothing(store: Store, three: list[Dataset]) -> None:
    wanted, alone = _alone(*three), {dataset.name: _alone(dataset) for dataset in three}
    orders = list(permutations(three))
    # What is made of the rows knows no engine; writing the differences is what the server has of its own.
    for order in orders if store.name == "embedded" else orders[:: len(orders) - 1]:
        for dataset in order:
            load(store, [dataset], load_schema())
        assert contents(store) == wanted
        load(store, [], load_schema(), forget=[dataset_id(dataset) for dataset in order[:2]])
        assert contents(store) == alone[order[2].name]


def test_a_relation_into_another_dataset_stands_while_that_one_does(store: Store, tmp_path: Path) -> None:
    upper, lower = _dataset(tmp_path / "u", OUTLINE), _dataset(tmp_path / "l", FOREST, "FOR,从属于,OUT\n")
    edge = "MATCH (:Plan)-[r:SUBORDINATE_TO]->(:Plan) RETURN count(r) AS n"
    broken = "MATCH (r:DanglingRef) RETURN r.to AS to"
    load(store, [lower], load_schema())
    assert (store.read(edge), store.read(broken)) == ([{"n": 0}], [{"to": "OUT"}])
    load(store, [upper], load_schema())
    assert (store.read(edge), store.read(broken)) == ([{"n": 1}], [])
    load(store, [], load_schema(), forget=[dataset_id(upper)])
    assert (store.read(edge), store.read(broken)) == ([{"n": 0}], [{"to": "OUT"}])


def test_both_sources_are_remembered_and_what_they_differ_in_is_told(store: Store, three: list[Dataset]) -> None:
    load(store, three, load_schema())
    found = store.read(
        "MATCH (d:Plan {id: 'OUT'}) RETURN d.published_on AS day, d.source AS source, d.row AS row, "
        "d.also_sources AS also, d.also_rows AS rows, d.contradicted AS contradicted, d.also_said AS said"
    )
    first, second = (f"{dataset_id(dataset)}/plans.csv" for dataset in three[:2])
    kept = {"day": "2021-03-26", "source": first, "row": 2, "also": [second], "rows": [3]}
    assert found == [{**kept, "contradicted": ["published_on"], "said": ["2021-04-01"]}]
    notes = contradictions(store, load_schema())
    assert len(notes) == 1
    for text in ("OUT", "发布日期", "2021-03-26", "2021-04-01", "plans.csv", "2", "3"):
        assert text in notes[0]["zh"]
    assert store.read("MATCH (:Plan {id: 'FOR'})-[r:SUBORDINATE_TO]->() RETURN size(r.also_sources) AS n") == [{"n": 1}]


def test_a_row_that_replaces_what_comes_with_kgplan_gives_it_back_when_it_leaves(
    store: Store, three: list[Dataset]
) -> None:
    name = "MATCH (o:Organization {id: 'KZ-DRC'}) RETURN o.name_zh AS name, o.source AS source"
    load(store, [three[1]], load_schema())
    before = store.read(name)
    load(store, [three[0]], load_schema())
    assert store.read(name)[0]["name"] == "改名的发改委"
    load(store, [], load_schema(), forget=[dataset_id(three[0])])
    assert store.read(name) == before
    assert before[0]["source"] == "kgplan"


def test_a_document_that_another_dataset_makes_of_another_kind_keeps_the_relations_of_all(
    store: Store, tmp_path: Path
) -> None:
    first = _dataset(tmp_path / "a", FOREST.replace(",plan,", ",scheme,"))
    others = [_dataset(tmp_path / "b", FOREST + OUTLINE), _dataset(tmp_path / "c", "", "FOR,从属于,OUT\n")]
    kind = "MATCH (d:Document {id: 'FOR'})-[:SUBORDINATE_TO]->(u) RETURN labels(d) AS labels, u.id AS upper"
    for datasets, label in ((others, "Plan"), ([first], "Scheme")):
        load(store, datasets, load_schema())
        assert [(sorted(row["labels"]), row["upper"]) for row in store.read(kind)] == [(["Document", label], "OUT")]


def test_the_reconciliation_adds_up_with_the_files(store: Store, tmp_path: Path) -> None:
    bad = "BAD,名,plan,special,nowhere-level,500154,2021,2025,published,2021-01-01,\n"
    dataset = _dataset(tmp_path / "a", OUTLINE + FOREST + bad, "FOR,从属于,OUT\nFOR,上位规划,OUT\n")
    tables = load(store, [dataset], load_schema()).tables
    assert (tables["plans"].read, tables["plans"].new, tables["plans"].rejected) == (3, 2, 1)
    assert (tables["relations"].read, tables["relations"].new, tables["relations"].repeated) == (2, 1, 1)
    again = _dataset(tmp_path / "a", "\n" + OUTLINE.replace("2021-03-26", "2021-04-01"), "FOR,从属于,OUT\n")
    tables = load(store, [again], load_schema()).tables
    assert (tables["plans"].changed, tables["plans"].removed, tables["relations"].unchanged) == (1, 1, 1)
    for tally in tables.values():
        assert tally.read == tally.loaded + tally.rejected


def test_a_dry_run_on_a_standing_graph_tells_what_would_change_and_changes_nothing(
    store: Store, three: list[Dataset]
) -> None:
    load(store, three[:2], load_schema())
    before = contents(store)
    report = load(store, [three[2]], load_schema(), dry_run=True, forget=[dataset_id(three[0])])
    assert (report.tables["relations"].new, report.tables["plans"].removed) == (2, 1)
    assert contents(store) == before


def test_the_rows_come_back_as_they_were_read(store: Store, three: list[Dataset]) -> None:
    load(store, three, load_schema())
    wanted = [row for dataset in sorted(three, key=dataset_id) for row in dataset.rows]
    assert [row for _, row in stated_rows(store, load_schema())] == wanted


@pytest.mark.parametrize("small_pieces", [3, 200])
def test_a_large_load_that_was_cut_off_is_marked_and_the_next_one_mends_it(
    store: Store, three: list[Dataset], monkeypatch: pytest.MonkeyPatch, small_pieces: int
) -> None:
    load(store, three[:1], load_schema())
    monkeypatch.setattr(writing, "BATCH", small_pieces)
    monkeypatch.setattr(writing, "HELD", small_pieces)
    monkeypatch.setattr(writing.Work.__init__, "__defaults__", (small_pieces,))
    monkeypatch.setattr("kgplan.graph.load.derive", _vanish)
    with pytest.raises(ZeroDivisionError):
        load(store, three[1:2], load_schema())
    if small_pieces < 10:
        with pytest.raises(UserError):
            require_complete(store, "x")
    monkeypatch.undo()
    load(store, three[2:], load_schema())
    assert contents(store) == _alone(three[0], three[2])
    require_complete(store, "x")


def _vanish(*_: object) -> None:
    raise ZeroDivisionError
