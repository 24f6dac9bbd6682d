"""axe-core finds no serious fault of access in the pages, in either language, wide and light, narrow and dark.

``make axe`` fetches axe-core from the npm registry; ``KGPLAN_AXE`` names its ``axe.min.js``.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kgplan.diagrams import Filters, render_files, render_timeline, timeline
from kgplan.diagrams.times import over_time
from kgplan.nightly import folders, pages
from kgplan.reports.html import render_html
from kgplan.results import Both, Compared, RunSummary
from kgplan.texts import LANGS, Lang
from tests.browser import NARROW, WIDE, Pages
from tests.diagrams.pictures import everything, facts, system_of_everything
from tests.needs import unavailable
from tests.reports.examples import incomplete, results

pytestmark = [pytest.mark.axe, pytest.mark.browser, pytest.mark.slow]

LOOKS = ((WIDE, False), (NARROW, True))
RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => [one.id, one.nodes[0].target.join(" "), one.nodes[0].failureSummary]);
}
"""


@pytest.fixture(scope="module")
def axe() -> str:
    path = Path(os.environ.get("KGPLAN_AXE", ""))
    if not path.is_file():
        unavailable("axe", "no axe-core here: make axe")
    return path.read_text(encoding="utf-8")


def faults(open_page: Pages, html: str, axe: str) -> list[Any]:
    """What axe-core has to say of a page wide and light, narrow and dark."""
    found = []
    for width, dark in LOOKS:
        page = open_page(html, width=width, dark=dark)
        page.evaluate(axe)
        found += [(width, dark, *fault) for fault in page.evaluate(RUN)]
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_report(open_page: Pages, axe: str, lang: Lang) -> None:
    run = RunSummary(run_id="r", as_of="2024-06-30", started_at="", seconds=1, status="complete", open={"error": 3})
    failed = run.model_copy(update={"status": "failed", "as_of": "2024-06-29", "open": {}})
    shown = results(compared=Compared(previous=run, missed=["2024-06-28"], runs=[failed, run]))
    svg = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert faults(open_page, render_html(shown, lang=lang, diagram_svg=svg), axe) == []


def test_a_report_of_a_run_that_could_not_see_everything(open_page: Pages, axe: str) -> None:
    assert faults(open_page, render_html(incomplete()), axe) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_of_a_night_that_failed(open_page: Pages, tmp_path: Path, axe: str, lang: Lang) -> None:
    output = tmp_path / "reports"
    folder = output / "2024-07-01-failed"
    pages.write_failure(folder, datetime(2024, 7, 1, tzinfo=UTC), Both(zh="因", en="why"), lang=lang, last=None)
    pages.write_index(output, folders.nights(output), lang=lang, failed=folder)
    for page in (output / "index.html", folder / "report-failed.html"):
        assert faults(open_page, page.read_text(encoding="utf-8"), axe) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_of_the_diagram(open_page: Pages, axe: str, lang: Lang) -> None:
    documents, relations, found = system_of_everything()
    times = over_time(facts(documents, relations), Filters())
    hierarchy = render_files(everything(), "plans.html", lang=lang, times=times)["plans.html"]
    periods = render_timeline(timeline(everything(Filters(past=True)), found), "html", lang=lang)
    for page in (hierarchy, periods):
        assert faults(open_page, page.decode(), axe) == []
