"""Facts as people read them, over the invented district where every rule finds something."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kgplan.graph.load import load
from kgplan.graph.store import private_store
from kgplan.ontology import load_schema
from kgplan.reports import labels
from kgplan.reports.facts import Fact, Group, Items, Table, Value
from kgplan.reports.view import View, view
from kgplan.resources import resource
from kgplan.results import Both
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import run_rules
from kgplan.sources import read_paths
from kgplan.texts import LANGS, Lang
from tests.reports.examples import results

HAN = re.compile(r"[\u4e00-\u9fff]")
SNAKE = re.compile(r"(?<![\w-])[A-Za-z]+(?:_[A-Za-z]+)+(?![\w-])")
ID = re.compile(r"[a-z]+\d*(?:-[\w]+)+|[A-Z]+-\d{3}")


@pytest.fixture(scope="module")
def known() -> tuple[View, set[str]]:
    """The report of the example, and the ids that have a name: documents, bodies, regions."""
    schema = load_schema()
    with private_store() as store:
        load(store, read_paths([resource("data") / "example"], schema), schema)
        outcome = run_rules(store, schema, read_rulebook(), as_of=date(2024, 7, 1), home="990101")
        rows = store.read("MATCH (n:Document|Organization|Region) RETURN n.id AS id")
    assert {finding.rule for finding in outcome.findings} == set(read_rulebook().rules)
    return view(results(outcome.findings)), {row["id"] for row in rows}


def leaves(value: Value) -> Iterator[Both]:
    """The single values inside a value."""
    if isinstance(value, Both):
        yield value
    elif isinstance(value, Group):
        for fact in value.facts:
            yield from leaves(fact.value)
    elif isinstance(value, Items):
        for item in value.values:
            yield from leaves(item)
    else:
        for row in value.rows:
            for cell in row:
                yield from leaves(cell)


def names(fact: Fact) -> Iterator[Both]:
    """The label of a fact and those inside it."""
    yield fact.label
    waiting = [fact.value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Group):
            yield from (inner.label for inner in value.facts)
            waiting += [inner.value for inner in value.facts]
        elif isinstance(value, Items):
            waiting += value.values
        elif isinstance(value, Table):
            yield from value.header
            waiting += [cell for row in value.rows for cell in row]


def codes() -> set[str]:
    """Every code that has a label of its own, every relation type, every reason of a rule."""
    schema = load_schema()
    listed = {code.code for codes in schema.code_lists.values() for code in codes.codes}
    reasons = {reason for rule in read_rulebook().rules.values() for reason in rule.reasons}
    return listed | set(schema.relations) | reasons


def test_every_label_is_in_the_language_of_the_report(known: tuple[View, set[str]]) -> None:
    shown, _ = known
    found = {
        (entry.finding.rule, name.zh, name.en)
        for entry in shown.entries
        for fact in entry.facts
        for name in names(fact)
        if not HAN.search(name.zh) or HAN.search(name.en)
    }
    assert found == set()


@pytest.mark.parametrize("lang", LANGS)
def test_no_code_stands_where_a_word_belongs(known: tuple[View, set[str]], lang: Lang) -> None:
    shown, _ = known
    units = set(load_schema().units)
    raw = codes()
    for entry in shown.entries:
        for fact in entry.facts:
            for value in leaves(fact.value):
                told = labels.pick(value, lang)
                assert not (value.zh == value.en and told in raw), (entry.finding.rule, fact.label.zh, told)
                assert not SNAKE.search(told), (entry.finding.rule, fact.label.zh, told)
                if lang == "zh" and not HAN.search(told) and not ID.fullmatch(told):
                    unit = re.sub(r"^[≤≥<>\[\]\d.,+−\-]+\s*", "", told)
                    assert not unit or unit in units, (entry.finding.rule, fact.label.zh, told)


@pytest.mark.parametrize("lang", LANGS)
def test_documents_bodies_and_regions_are_shown_by_name(known: tuple[View, set[str]], lang: Lang) -> None:
    shown, named = known
    for entry in shown.entries:
        told = {labels.pick(value, lang) for fact in entry.facts for value in leaves(fact.value)}
        assert not told & named, entry.finding.rule


def test_value_and_plan_have_names_of_their_own(known: tuple[View, set[str]]) -> None:
    shown, _ = known
    for entry in shown.entries:
        told = [fact.label.zh for fact in entry.facts]
        assert len(told) == len(set(told)), (entry.finding.rule, told)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("CAT-003", "任务期24个月，不足三年；属部门日常工作，"),
        ("COORD-002", "审定批准，与全区发展规划的衔接意见在其后才出具。"),
        (
            "DATA-003",
            "》（sl-m135-outline）与《示例市国民经济和社会发展第十三个五年规划纲要》（sl-m135-outline-b）实为同一规划",
        ),
        ("IMPL-004", "约束性目标20.0万吨以上。"),
        ("IND-002", "的约束性目标≤32μg/m³，相差2μg/m³。"),
        ("IND-007", "合计19万吨，总量20万吨，相差1万吨。"),
        ("IND-008", "《示例区水安全保障“十四五”规划》与"),
        ("IND-008", "单位“亿方”不在单位表中"),
        ("PER-005", "已469天未见相应修订"),
    ],
)
def test_messages_read_as_people_write(known: tuple[View, set[str]], rule: str, words: str) -> None:
    shown, _ = known
    assert any(words in entry.finding.message.zh for entry in shown.entries if entry.finding.rule == rule)
