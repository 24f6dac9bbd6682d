"""The norms of the notice: complete, in both languages, and each either checked by a rule or said not to be."""

import csv
import re

from kgplan.resources import resource

PATH = resource("data") / "notice" / "clauses.csv"
MODALITIES = {"must", "must not", "in principle", "should"}
CLAUSE = re.compile(r"[一二三](\([一二三四五六]\))?-\d[a-e]?")
RULE = re.compile(r"(HIER|PER|CAT|COORD|APPR|IND|IMPL|EVAL|FISC|SPAT|DATA)-\d{3}")


def norms() -> list[dict[str, str]]:
    with PATH.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def test_there_are_104_norms_each_with_its_own_clause_id() -> None:
    ids = [norm["clause_id"] for norm in norms()]
    assert len(ids) == len(set(ids)) == 104
    assert [clause for clause in ids if not CLAUSE.fullmatch(clause)] == []


def test_every_norm_is_paraphrased_in_chinese_and_english_and_quotes_its_key_term() -> None:
    for norm in norms():
        assert re.search("[一-鿿]", norm["paraphrase_zh"]), norm
        assert not re.search("[一-鿿]", norm["paraphrase_en"]), norm
        assert norm["paraphrase_en"], norm
        assert norm["key_term"], norm
        assert norm["modality"] in MODALITIES, norm


def test_a_norm_that_data_can_check_names_its_rules_and_one_that_it_cannot_names_none() -> None:
    for norm in norms():
        rules = [rule for rule in norm["rules"].split(";") if rule]
        assert [rule for rule in rules if not RULE.fullmatch(rule)] == []
        assert norm["data_needed"], norm
        assert {"yes": bool(rules), "no": not rules, "partly": True}[norm["checkable"]], norm


def test_all_61_rules_rest_on_a_norm() -> None:
    assert len({rule for norm in norms() for rule in norm["rules"].split(";") if rule}) == 61


def test_the_readme_counts_the_norms_rightly() -> None:
    readme = (PATH.parent / "README.md").read_text(encoding="utf-8")
    for column, words in (("modality", MODALITIES), ("checkable", {"yes", "partly", "no"})):
        line = next(line for line in readme.splitlines() if line.startswith(f"| `{column}` |"))
        for word in words:
            count = sum(norm[column] == word for norm in norms())
            assert re.search(rf"(?<!\w){word} \w+ {count}(?!\d)", line), (column, word, count)
