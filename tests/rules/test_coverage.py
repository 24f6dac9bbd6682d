"""Every norm of the notice is accounted for: by rules whose headers cite it, or by the reason why there is none."""

import csv
import json
import re
from io import StringIO

import pytest

from kgplan.errors import UserError
from kgplan.resources import resource
from kgplan.rules.coverage import STATUSES, as_csv, as_json, as_markdown, as_table, coverage, summary, totals
from kgplan.rules.norms import clauses_of, norms
from kgplan.rules.rulebook import read_rulebook
from kgplan.texts import LANGS, Lang

RULES = read_rulebook().rules
COVERED = coverage(RULES.values())
CHINESE = re.compile("[一-鿿]")


def test_the_104_norms_are_each_checked_in_one_of_four_ways() -> None:
    assert [entry.norm.id for entry in COVERED] == list(norms())
    assert totals(COVERED) == {"rule": 57, "partly": 21, "person": 9, "nobody": 17}


def test_a_norm_has_rules_or_says_why_it_has_none_and_which_part_no_rule_checks() -> None:
    for entry in COVERED:
        assert bool(entry.rules) == (entry.status in {"rule", "partly"}), entry
        assert bool(entry.norm.why.zh) == bool(entry.norm.why.en) == (entry.status != "rule"), entry
        assert bool(entry.norm.judged_by) == (not entry.rules), entry


def test_no_rule_cites_a_norm_that_data_cannot_check() -> None:
    assert [entry for entry in COVERED if entry.norm.checkable == "no" and entry.rules] == []


def test_a_norm_that_data_can_check_is_cited_by_a_rule() -> None:
    assert [entry for entry in COVERED if entry.norm.checkable == "yes" and not entry.rules] == []


def test_rules_cite_the_clauses_that_the_list_of_norms_gives_them() -> None:
    with (resource("data") / "notice" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["clause_id"]: set(filter(None, row["rules"].split(";"))) for row in csv.DictReader(file)}
    assert {entry.norm.id: set(entry.rules) for entry in COVERED} == listed


def test_reasons_are_written_in_both_languages() -> None:
    for entry in COVERED:
        if entry.norm.why.zh:
            assert CHINESE.search(entry.norm.why.zh), entry
            assert not CHINESE.search(entry.norm.why.en), entry


@pytest.mark.parametrize("lang", LANGS)
def test_every_format_holds_every_norm_with_its_rules(lang: Lang) -> None:
    rows = list(csv.reader(StringIO(as_csv(COVERED, lang).removeprefix("\ufeff"))))
    table = [line for line in as_markdown(COVERED, lang).splitlines() if line.startswith("| ")][2:]
    assert [row[0] for row in rows[1:]] == list(norms()) == [line.split(" | ")[0].removeprefix("| ") for line in table]
    for entry, row, line in zip(COVERED, rows[1:], table, strict=True):
        assert re.findall(r"[A-Z]+-\d{3}", row[5]) == re.findall(r"[A-Z]+-\d{3}", line) == list(entry.rules)
    shown = as_table(COVERED, lang)
    assert all(clause in shown for clause in norms())
    assert shown.endswith(f"{summary(COVERED, lang)}\n")


def test_json_holds_totals_and_norms_in_both_languages() -> None:
    found = json.loads(as_json(COVERED))
    assert found["totals"] == totals(COVERED)
    assert tuple(found["totals"]) == STATUSES
    by_clause = {norm["clause"]: norm for norm in found["norms"]}
    assert by_clause["三(四)-6"]["why"].keys() == {"zh", "en"}
    assert by_clause["三(二)-6"]["why"] is None
    assert by_clause["三(二)-6"]["rules"] == ["COORD-001"]


@pytest.mark.parametrize(
    ("asked", "clauses"),
    [
        ("三(二)-4", {"三(二)-4"}),
        ("三（二）-3", {"三(二)-3a", "三(二)-3b"}),  # brackets as a Chinese keyboard types them
        (" 一-1 ", {"一-1a", "一-1b", "一-1c"}),
    ],
)
def test_a_clause_is_asked_for_whole_or_by_sentence(asked: str, clauses: set[str]) -> None:
    assert clauses_of(asked) == clauses


def test_a_section_is_asked_for_as_a_whole() -> None:
    assert clauses_of("三(二)") == {clause for clause in norms() if clause.startswith("三(二)-")}


@pytest.mark.parametrize("asked", ["四", "", "三(二)-40", "("])
def test_a_clause_that_does_not_exist_is_answered_with_the_nearest(asked: str) -> None:
    with pytest.raises(UserError) as refused:
        clauses_of(asked)
    assert any(clause in refused.value.sentence["zh"] for clause in norms())
