"""Where published plans contradict each other, the comparison says so; where they only differ in wording, it does not.

The pairs were picked by hand from ``data/kaizhou``. They belong to Chongqing and the nation, so that no rule for the
district of Kaizhou reports them: ``kgplan targets compare`` shows them to whoever asks.
"""

from collections.abc import Iterator

import pytest

from kgplan.graph.load import load
from kgplan.graph.statements import catalogue_of, find_statement
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.sources import read_paths
from kgplan.targets import compare
from tests.targets.stating import ready


@pytest.fixture(scope="module")
def plans() -> Iterator[Store]:
    schema = load_schema()
    with private_store() as store:
        load(store, read_paths([resource("data") / "kaizhou"], schema), schema)
        yield store


@pytest.mark.parametrize(
    ("one", "other", "verdict", "differs"),
    [
        pytest.param("cq-145-watersaving-01", "cq-spatial-2035-07", "looser", True, id="water-100-against-79.9"),
        pytest.param("nat-145-pubservice-15", "nat-145-aging-02", "stricter", True, id="beds-1000-against-900"),
        pytest.param("nat-145-pubservice-12", "nat-145-aging-01", "equal", False, id="nursing-beds-55-in-both"),
        pytest.param("cq-145-ecoenv-03", "cq-145-forest-01", "equal", False, id="forest-57-and-57-or-more"),
        pytest.param("cq-digital-action-2027-01", "cq-digital-action-2027-10", "equal", False, id="text-and-table"),
        pytest.param("nat-155-gangyao-08", "nat-155-gangyao-14", "equal", False, id="patents-22-and-more-than-22"),
        pytest.param("cq-145-ecoenv-02", "cq-145-air-01", "unrelated", False, id="firm-and-stretch"),
        pytest.param("cq-135-jianyi-01", "cq-135-jianyi-02", "unrelated", False, id="level-and-growth-of-gdp"),
    ],
)
def test_published_targets_compare_as_a_person_finds_them(
    plans: Store, one: str, other: str, verdict: str, differs: bool
) -> None:
    catalogue = catalogue_of(plans, load_schema())
    comparison = compare(*(find_statement(plans, catalogue, key) for key in (one, other)), peers=True)
    assert (comparison.verdict, bool(comparison.gap or comparison.difference)) == (verdict, differs)


def test_of_eight_published_breakdowns_only_the_pipes_miss_their_total_and_that_by_rounding(plans: Store) -> None:
    found = plans.read(
        "MATCH (t:TargetStatement)-[:HAS_BREAKDOWN]->(b:Breakdown) "
        "RETURN t.indicator_name AS name, b.verdict AS verdict, b.reason AS reason, b.gap AS gap ORDER BY name"
    )
    missed = [row for row in found if row["verdict"] != "within"]
    assert len(found) == 8
    assert missed == [{"name": "建设管网长度", "verdict": "short", "reason": "rounding", "gap": "1"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("92.6%", "空气质量优良天数比率", "%"), ("338", "空气质量优良天数", "天"), id="share-and-days"),
        pytest.param(
            ("86.02", "农业增加值", "亿元"), ("84.35", "第一产业增加值", "亿元"), id="agriculture-and-primary-industry"
        ),
    ],
)
def test_like_names_are_other_indicators(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    comparison = compare(ready(*one), ready(*other), peers=True)
    assert (comparison.verdict, comparison.steps[-1].name) == ("unrelated", "unrelated_indicator")
