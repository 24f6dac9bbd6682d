"""Every proof case gives exactly the findings that were derived by hand, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.rules.proof import Case, lines, read_cases
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import Outcome, run_rules
from kgplan.sources import read_paths

RULEBOOK = read_rulebook()
CASES = [case for case in read_cases(Path(__file__).parent) if case.folder.parent.name in RULEBOOK.rules]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """One embedded graph and folder for all cases: each case is loaded over the one before, as a user would."""
    with private_store() as store:
        yield store, tmp_path_factory.mktemp("standing")


def _run(case: Case, store: Store, tables: Path) -> Outcome:
    schema = load_schema()
    datasets = read_paths([tables], schema)
    assert not [rejected for dataset in datasets for rejected in dataset.rejected]
    load(store, datasets, schema)
    outcome = run_rules(store, schema, RULEBOOK, as_of=case.as_of, home=case.home)
    assert outcome.complete
    return outcome


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_exactly_the_findings_derived_by_hand(
    case: Case, store: Store, tmp_path: Path, standing: tuple[Store, Path]
) -> None:
    case.write_tables(tmp_path)
    outcome = _run(case, store, tmp_path)
    if store.name != "embedded":
        embedded, folder = standing
        for old in folder.iterdir():
            old.unlink()
        case.write_tables(folder)
        alike = _run(case, embedded, folder)
        assert [f.model_dump_json() for f in outcome.findings] == [f.model_dump_json() for f in alike.findings]
    expected = [line for line in case.expected() if line[0] in RULEBOOK.rules]
    assert lines(outcome.findings, list(RULEBOOK.rules)) == expected


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
