import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kgplan.reports.markdown import plain, render_markdown
from kgplan.results import Results
from kgplan.texts import Lang
from tests.reports.examples import HOSTILE, hostile, incomplete, looser_target, results

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(text: str) -> list[Token]:
    return [child for token in READER.parse(text) for child in [token, *(token.children or [])]]


def headings(shown: Results, lang: Lang = "zh") -> list[str]:
    found = READER.parse(render_markdown(shown, lang=lang))
    return [found[n + 1].content for n, token in enumerate(found) if token.type == "heading_open" and token.tag != "h4"]


def test_the_parts_stand_in_the_order_of_the_report() -> None:
    names = [name.split(" (")[0] for name in headings(results())]
    assert names[:3] == ["开州区规划体系一致性检查报告", "今日必看", "覆盖情况"]
    assert names[-3:] == ["人工确认", "已消除", "按部门"]
    assert headings(results(), "en")[1] == "Today’s list"


def test_each_finding_is_listed_once() -> None:
    shown = results()
    text = render_markdown(shown)
    assert all(text.count(finding.fingerprint) == 1 for finding in shown.findings)


def test_a_finding_tells_clause_facts_source_and_remedy() -> None:
    text = render_markdown(results([looser_target()]))
    for part in ("一(一)-3e", "下位目标", "targets.csv / 第27行", "建议: 与全区发展规划衔接", "责任部门: 区生态环境局"):
        assert part in text


def test_an_incomplete_run_says_so() -> None:
    assert headings(incomplete())[0].startswith("【未完成】")
    assert "**本次检查未完成：IND-001运行出错" in render_markdown(incomplete())


@pytest.mark.parametrize(
    "text", [HOSTILE, "# x\n\n- y\n\n```\ncode", "[a]: http://a.invalid\n\n[a]", "a | b\n---|---", "- x"]
)
def test_nothing_in_the_data_becomes_markup(text: str) -> None:
    expected = [token.type for token in tokens(render_markdown(results([hostile("harmless")])))]
    found = [token.type for token in tokens(render_markdown(results([hostile(text)])))]
    assert {"html_inline", "html_block", "link_open", "image", "fence", "code_inline"}.isdisjoint(found)
    for kind in ("heading_open", "list_item_open", "tr_open", "td_open", "strong_open"):
        assert found.count(kind) == expected.count(kind), kind


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_is_one_plain_paragraph(text: str) -> None:
    found = tokens(plain(text))
    assert {token.type for token in found} <= {"paragraph_open", "inline", "text", "paragraph_close", "text_special"}


def test_addresses_do_not_become_links() -> None:
    assert "https://" not in plain("see https://example.invalid")
    assert "www." not in plain("www.example.invalid")
