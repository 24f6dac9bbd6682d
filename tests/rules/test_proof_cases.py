"""Every proof case gives exactly the findings that were derived by hand, on both engines.

On the embedded engine each case runs the whole rulebook. On Neo4j the bad cases (all with ``KGPLAN_ALL_CASES=1``, see
``make proof``) run the rules of their own family, whose findings must be equal to the last byte; all rules together
meet Neo4j with data/example (tests/data).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgplan.graph.store import Store, open_store, private_store
from kgplan.rules.proof import Case, read_cases
from kgplan.rules.proving import prove
from kgplan.rules.rulebook import read_rulebook
from tests.conftest import empty_the_server

RULEBOOK = read_rulebook()
CASES = [case for case in read_cases(Path(__file__).parent) if case.folder.parent.name in RULEBOOK.rules]
ON_NEO4J = [case for case in CASES if os.environ.get("KGPLAN_ALL_CASES") or case.folder.name.startswith("bad-")]

Standing = tuple[Store, Path]
"""One graph and folder for all cases: each case is loaded over the one before, as a user would."""


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with private_store() as store:
        yield store, tmp_path_factory.mktemp("standing")


@pytest.fixture(scope="module")
def neo4j(neo4j_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    empty_the_server(neo4j_url)
    store = open_store(neo4j_url)
    try:
        yield store, tmp_path_factory.mktemp("standing")
    finally:
        store.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_exactly_the_findings_derived_by_hand(case: Case, embedded: Standing) -> None:
    proof = prove(case, embedded[0], RULEBOOK, embedded[1])
    assert (proof.missing, proof.unexpected) == ((), ())
    assert not proof.rejected
    assert proof.outcome.complete


@pytest.mark.neo4j
@pytest.mark.parametrize("case", ON_NEO4J, ids=lambda case: case.name)
def test_neo4j_gives_the_same_findings(case: Case, embedded: Standing, neo4j: Standing) -> None:
    family = RULEBOOK.select(families=[case.folder.parent.name.partition("-")[0]])
    proofs = [prove(case, store, RULEBOOK, folder, family) for store, folder in (embedded, neo4j)]
    assert [(proof.missing, proof.unexpected, proof.outcome.complete) for proof in proofs] == [((), (), True)] * 2
    one, other = ([finding.model_dump_json() for finding in proof.outcome.findings] for proof in proofs)
    assert one == other


@pytest.mark.parametrize("rule", RULEBOOK.rules)
def test_every_rule_is_proven_by_good_and_bad_cases_and_every_reason_occurs(rule: str) -> None:
    own = [case for case in CASES if case.folder.parent.name == rule]
    assert any(case.folder.name.startswith("bad-") for case in own)
    assert any(case.folder.name.startswith(("good-", "near-")) for case in own)
    seen = {
        reason
        for case in CASES
        for line in case.expected()
        if line[0] == rule
        for reason in line[3].split(";")
        if reason
    }
    assert set(RULEBOOK.rules[rule].reasons) <= seen
