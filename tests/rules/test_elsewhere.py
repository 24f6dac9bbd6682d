"""Findings do not depend on names, on the order of rows, or on a neighbour who makes the same faults."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.rules.proof import Line, lines
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import run_rules
from kgplan.sources import read_paths
from tests.data.example import AS_OF, HOME, Tables, example, expected, write
from tests.rules.elsewhere import (
    ELSEWHERE,
    district_rules,
    doubled,
    moved,
    names_of_double,
    new_names,
    own_ids,
    shuffled,
    with_other_names,
)

RULEBOOK = read_rulebook()
DAYS = (date(2016, 1, 1), date(2021, 3, 1), date(2022, 12, 31), date(2026, 6, 30), date(2031, 1, 1))


def _loaded(tables: Tables, folder: Path, store: Store) -> None:
    write(tables, folder)
    (dataset,) = read_paths([folder], load_schema())
    assert not dataset.rejected
    load(store, [dataset], load_schema())


def _found(store: Store, home: str, as_of: date = AS_OF) -> list[Line]:
    outcome = run_rules(store, load_schema(), RULEBOOK, as_of=as_of, home=home)
    assert outcome.complete
    return with_other_names(lines(outcome.findings, list(RULEBOOK.rules)))


def _of_a_district(found: Iterable[Line]) -> list[Line]:
    wanted = district_rules(RULEBOOK)
    return [line for line in found if line[0] in wanted]


@pytest.mark.parametrize("seed", [1, 2])
def test_another_district_with_other_ids_and_shuffled_rows_has_the_same_findings(seed: int, tmp_path: Path) -> None:
    names = new_names([row["编号"] for rows in example().values() for row in rows if "编号" in row], seed)
    names |= {old: new for old, new in new_names(own_ids(example()), seed + 100).items() if old not in names}
    with private_store() as store:
        _loaded(shuffled(moved(example(), names), seed), tmp_path, store)
        assert _found(store, ELSEWHERE) == with_other_names(expected(), names)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, str]]]:
    """The district beside its double, and the double's names."""
    names = names_of_double()
    with private_store() as store:
        _loaded(doubled(example(), names), tmp_path_factory.mktemp("beside"), store)
        yield store, names


def test_a_neighbour_with_the_same_faults_changes_nothing(beside: tuple[Store, dict[str, str]]) -> None:
    store, names = beside
    assert _of_a_district(_found(store, HOME)) == _of_a_district(with_other_names(expected()))
    assert _of_a_district(_found(store, ELSEWHERE)) == _of_a_district(with_other_names(expected(), names))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_so_on_every_day(day: date, beside: tuple[Store, dict[str, str]]) -> None:
    store, names = beside
    own, theirs = (_of_a_district(_found(store, home, day)) for home in (HOME, ELSEWHERE))
    assert with_other_names(own, names) == theirs
