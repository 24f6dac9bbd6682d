"""The manual says what the headers of the rules say, in both languages, and the pages in docs/ are up to date."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from kgplan.rules.manual import in_language, manual, page, parts
from kgplan.rules.rulebook import Rule, read_rulebook
from kgplan.texts import LANGS, Lang

DOCS = Path(__file__).parents[2] / "docs" / "rules"
RULEBOOK = read_rulebook()
CHINESE = re.compile("[一-鿿]")
_CITED = re.compile(r"[一二三](\(\w\))?-\d|十\w五|“[^”]*”")
each_rule = pytest.mark.parametrize("rule", RULEBOOK.rules.values(), ids=lambda rule: rule.id)
each_language = pytest.mark.parametrize("lang", LANGS)


@each_language
def test_the_pages_in_docs_are_up_to_date(lang: Lang) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / lang).iterdir()}
    assert written == manual(RULEBOOK, lang), "run: python -m kgplan.rules.manual docs/rules"


@each_language
def test_every_link_of_the_manual_leads_somewhere(lang: Lang) -> None:
    pages = manual(RULEBOOK, lang)
    headings = {
        name: {line.removeprefix("## ").lower() for line in content.splitlines() if line.startswith("## ")}
        for name, content in pages.items()
    }
    found = 0
    for content in pages.values():
        for token in MarkdownIt().enable("table").parse(content):
            for child in token.children or []:
                if child.type == "link_open":
                    name, _, anchor = str(child.attrs["href"]).partition("#")
                    assert name in pages or (DOCS / lang / name).resolve().is_file(), name
                    assert not anchor or anchor in headings[name], anchor
                    found += 1
    assert found > 2 * len(RULEBOOK.rules)


@each_rule
def test_what_a_rule_does_not_report_and_cannot_see_is_written_in_both_languages(rule: Rule) -> None:
    for item in (*rule.not_reported, *rule.blind_spots):
        assert CHINESE.search(in_language(item, "zh")), item
        assert in_language(item, "en") not in {item, ""}, item
        assert not CHINESE.search(_CITED.sub("", in_language(item, "en"))), item
    assert rule.not_reported


@each_rule
def test_the_page_of_a_rule_holds_all_that_its_header_says(rule: Rule) -> None:
    names = [part.name for part in parts(rule, "zh")]
    for name in ("blind_spots", "reasons", "registers", "parameters", "suppressed_by"):
        assert (name in names) == bool(getattr(rule, name)), name
    for lang in LANGS:
        shown = page(rule, lang)
        said = [*rule.clauses, *rule.reasons, *rule.parameters, *rule.key, rule.query]
        said += [getattr(rule.title, lang), getattr(rule.message, lang), getattr(rule.remedy, lang)]
        said += [suppression.rule for suppression in rule.suppressed_by]
        said += [in_language(item, lang) for item in (*rule.not_reported, *rule.blind_spots)]
        assert [words for words in said if words not in shown] == []


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ("中文 / English", "中文", "English"),
        ("依据(BASED_ON)/ a link", "依据(BASED_ON)", "a link"),
        ("强化/分解纳入", "强化/分解纳入", "强化/分解纳入"),
    ],
)
def test_one_side_of_words_in_two_languages(words: str, zh: str, en: str) -> None:
    assert (in_language(words, "zh"), in_language(words, "en")) == (zh, en)
