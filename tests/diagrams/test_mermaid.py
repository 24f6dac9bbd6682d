"""Mermaid itself reads what is written for it: the same nodes, edges and words, and a picture comes out.

``make mermaid`` fetches mermaid from the npm registry; ``KGPLAN_MERMAID`` names its ``mermaid.min.js``.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kgplan.diagrams import Picture, render, render_files
from kgplan.texts import LANGS, Lang
from tests.browser import Pages
from tests.diagrams.pictures import everything, random_system
from tests.diagrams.real import HOMES, real_picture
from tests.needs import unavailable

pytestmark = [pytest.mark.mermaid, pytest.mark.browser, pytest.mark.slow]

READ = """
async (text) => {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const labels = [...db.getVertices().values()].map((node) => [node.id, node.text]);
  return [labels, db.getEdges().map((edge) => [edge.start, edge.end])];
}
"""
DRAW = "async (text) => (await mermaid.render('drawn', text)).svg"


@pytest.fixture
def mermaid(open_page: Pages) -> Page:
    path = Path(os.environ.get("KGPLAN_MERMAID", ""))
    if not path.is_file():
        unavailable("mermaid", "no mermaid here: make mermaid")
    page = open_page("<!DOCTYPE html><html lang='zh'><title>m</title><body></body></html>")
    page.add_script_tag(content=path.read_text(encoding="utf-8"))
    page.evaluate("mermaid.initialize({ startOnLoad: false })")  # with the limits that readers of a wiki have
    return page


def names(text: str) -> dict[str, str]:
    """Id of the document by id of the node, from the comments."""
    return dict(re.findall(r"%% (n\d+) = (.*)", text))


def same(shown: Picture, text: str, read: Any) -> bool:
    """Whether mermaid reads the picture's nodes and edges."""
    labels, edges = read
    known = names(text)
    drawn = sorted((known[start], known[end]) for start, end in edges)
    return {known[name] for name, _ in labels} == set(shown.by_id) and drawn == sorted(
        (edge.source, edge.target) for edge in shown.edges
    )


@pytest.mark.parametrize("lang", LANGS)
def test_mermaid_reads_the_same_graph(mermaid: Page, lang: Lang) -> None:
    for shown in (everything(), random_system(40, 2), *map(real_picture, HOMES)):
        text = render(shown, "mmd", lang=lang).decode()
        assert same(shown, text, mermaid.evaluate(READ, text))


def test_titles_arrive_as_they_are_and_mean_no_markup(mermaid: Page) -> None:
    text = render(everything(), "mmd", lang="zh").decode()
    labels = dict(mermaid.evaluate(READ, text)[0])
    hostile = next(name for name, plan in names(text).items() if plan == "hostile")
    assert "<script>" not in labels[hostile]
    svg = mermaid.evaluate(DRAW, text)
    assert "<script>" not in svg
    assert "国土空间总体规划" in svg


def test_mermaid_draws_the_sheets_of_a_large_system_within_its_limits(mermaid: Page) -> None:
    for name, content in render_files(random_system(400, 3), "plans.mmd", lang="zh").items():
        assert mermaid.evaluate("(text) => mermaid.parse(text)", content.decode()), name
