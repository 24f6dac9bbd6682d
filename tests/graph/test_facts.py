"""Derived facts: validity as an interval, ancestors over editions, loops."""

from typing import Any

import pytest

from kgplan.graph.facts import superiors, took_effect

PUBLISHED = {"stage": "published"}


def _documents(**stages: str) -> dict[str, dict[str, Any]]:
    return {key: {"stage": stage} for key, stage in stages.items()}


def test_ancestors_count_the_fewest_steps() -> None:
    documents = _documents(a="published", b="published", c="published")
    found = superiors(documents, [("a", "b"), ("b", "c"), ("a", "c")], [])
    assert found == {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1}


def test_a_revision_stands_beside_the_edition_it_replaced_but_a_draft_of_one_does_not() -> None:
    documents = _documents(a="published", old="superseded", new="published", draft="drafting", top="published")
    upward = [("a", "old"), ("new", "top")]
    assert superiors(documents, upward, [("new", "old"), ("draft", "old")]) == {
        ("a", "old"): 1,
        ("a", "new"): 1,
        ("a", "top"): 2,
        ("new", "top"): 1,
    }


def test_no_path_leads_through_an_abandoned_plan() -> None:
    documents = _documents(a="published", b="abandoned", c="published")
    assert superiors(documents, [("a", "b"), ("b", "c")], []) == {("b", "c"): 1}


def test_members_of_a_loop_are_above_each_other_and_never_above_themselves() -> None:
    documents = _documents(a="published", b="published")
    assert superiors(documents, [("a", "b"), ("b", "a"), ("a", "a")], []) == {("a", "b"): 1, ("b", "a"): 1}


@pytest.mark.parametrize(
    ("document", "day"),
    [
        ({**PUBLISHED, "approved_on": "2021-02-01", "published_on": "2021-03-01", "start_year": 2021}, "2021-02-01"),
        ({**PUBLISHED, "published_on": "2021-03-01", "start_year": 2021}, "2021-03-01"),
        ({**PUBLISHED, "start_year": 2021}, "2021-01-01"),
        ({"stage": "drafting", "start_year": 2021}, None),
        (PUBLISHED, None),
    ],
)
def test_a_document_takes_effect_by_approval_publication_or_its_first_year(document: dict[str, Any], day: str) -> None:
    found = took_effect(document)
    assert (found.isoformat() if found else None) == day
