"""Every proof case gives exactly the findings that were derived by hand, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgplan.graph.store import Store, private_store
from kgplan.rules.proof import Case, read_cases
from kgplan.rules.proving import prove
from kgplan.rules.rulebook import read_rulebook

RULEBOOK = read_rulebook()
CASES = [case for case in read_cases(Path(__file__).parent) if case.folder.parent.name in RULEBOOK.rules]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """One embedded graph and folder for all cases: each case is loaded over the one before, as a user would."""
    with private_store() as store:
        yield store, tmp_path_factory.mktemp("standing")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_exactly_the_findings_derived_by_hand(
    case: Case, store: Store, tmp_path: Path, standing: tuple[Store, Path]
) -> None:
    proof = prove(case, store, RULEBOOK, tmp_path)
    if store.name != "embedded":
        alike = prove(case, standing[0], RULEBOOK, standing[1]).outcome
        assert [f.model_dump_json() for f in proof.outcome.findings] == [f.model_dump_json() for f in alike.findings]
    assert (proof.missing, proof.unexpected) == ((), ())
    assert not proof.rejected
    assert proof.outcome.complete


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
