"""The page in a real browser. Each test drives the page by a script of its own, which the test's copy of the
content security policy admits by hash; the page's own script and the rest of the policy stay as they are."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import time
from html import escape
from pathlib import Path
from typing import Any

import pytest

from kgplan.reports.html import render_html
from kgplan.results import Both, Results
from kgplan.texts import Lang
from tests.reports.examples import finding, hostile, incomplete, results
from tests.reports.page import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
HELPERS = """
const visible = () => [...document.querySelectorAll("article.f")].filter((card) => card.checkVisibility()).length;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const seen = (selector) => document.querySelector(selector).innerText.trim();
const choose = async (name, value) => {
  const field = document.querySelector(`#filter [name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await wait(200);
};
"""


class Browser:
    """A browser that opens pages from a folder."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder

    def run(self, html: str, *switches: str) -> str:
        """Opens a page and gives what the browser prints."""
        page = self.folder / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [self.program, *SWITCHES, f"--user-data-dir={self.folder / 'profile'}", *switches, page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True)
        return done.stdout.decode()

    def drive(self, html: str, script: str) -> Any:
        """What ``script``, the body of an async function, returns after the page has loaded."""
        ending = "document.documentElement.dataset.result = JSON.stringify(result ?? null); document.body.remove();"
        code = f"(async () => {{ {HELPERS}\nconst result = await (async () => {{ {script} }})(); {ending} }})();"
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        driven = html.replace("script-src '", f"script-src 'sha256-{digest}' '", 1)
        driven = driven.replace("</body>", f"<script>{code}</script></body>", 1)
        dom = self.run(driven, "--virtual-time-budget=20000", "--dump-dom")
        result = read(dom).all("html")[0].attributes.get("data-result")
        assert result is not None, "the script did not run to its end"
        return json.loads(result)


@pytest.fixture
def chromium(browser: str, tmp_path: Path) -> Browser:
    return Browser(browser, tmp_path)


def many(number: int) -> Results:
    return results(
        [
            finding(
                "HIER-001" if n % 2 else "IND-003",
                "error" if n % 2 else "warning",
                [f"KZ-{n}"],
                acts=[f"D{n % 10}"],
                acts_names=Both(zh=f"部门{n % 10}", en=f"Body {n % 10}"),
            )
            for n in range(number)
        ]
    )


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_button_switches_the_whole_page_to_the_other_language_and_back(
    chromium: Browser, lang: Lang, other: Lang
) -> None:
    states = chromium.drive(
        render_html(results(), lang=lang, diagram_svg="<svg xmlns='http://www.w3.org/2000/svg'/>"),
        """
        const state = () => [document.documentElement.lang, document.title, seen("h1"), seen("#filter option"),
                             seen("#switch"), document.querySelector("#diagram img").alt.slice(0, 3)];
        const states = [state()];
        for (let n = 0; n < 2; n++) { document.getElementById("switch").click(); states.push(state()); }
        return states;
        """,
    )
    title = {"zh": "开州区规划体系一致性检查报告", "en": "Consistency report on the plan system of Kaizhou District"}
    expected = {
        "zh": ["zh-CN", title["zh"], title["zh"], "全部", "English", "层级图"],
        "en": ["en", title["en"], title["en"], "All", "中文", "Hie"],
    }
    assert states == [expected[lang], expected[other], expected[lang]]


def test_search_and_filters_narrow_the_list_and_say_how_many_are_left(chromium: Browser) -> None:
    counts = chromium.drive(
        render_html(many(60)),
        """
        const counts = [[visible(), seen("#shown")]];
        const count = () => counts.push([visible(), seen("#shown")]);
        await choose("severity", "error"); count();
        await choose("department", "D3"); count();
        await choose("severity", ""); await choose("rule", "IND-003"); count();
        await choose("department", ""); await choose("text", "kz-12"); count();
        await choose("text", "kz-12 nowhere"); count();
        document.querySelector("#filter [type=reset]").click(); await wait(50); count();
        await choose("plan_type", "special"); count();
        return counts;
        """,
    )
    assert [shown for shown, _ in counts] == [60, 30, 6, 0, 1, 0, 60, 60]
    assert all(str(shown) == told for shown, told in counts)


def test_families_and_departments_without_a_match_disappear(chromium: Browser) -> None:
    shown = chromium.drive(
        render_html(many(20)),
        """
        await choose("rule", "IND-003"); await choose("department", "D4");
        const ids = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
        return [ids(".family").map((e) => e.id), ids(".department").map((e) => e.dataset.department)];
        """,
    )
    assert shown == [["family-IND"], ["D4"]]


def test_a_link_to_a_finding_that_the_filters_hide_shows_it(chromium: Browser) -> None:
    target = many(20).findings[0]
    assert target.severity == "error"
    shown = chromium.drive(
        render_html(many(20)),
        f"""
        await choose("severity", "warning");
        const card = document.getElementById("{target.fingerprint}");
        const before = card.checkVisibility();
        location.hash = "{target.fingerprint}"; await wait(200);
        return [before, card.checkVisibility(), seen("#shown")];
        """,
    )
    assert shown == [False, True, "20"]


def test_hostile_data_runs_no_script_and_loads_nothing(chromium: Browser) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="top.pwned=1"><script>top.pwned=1</script>'
        '<image href="http://192.0.2.1/x.png"/></svg>'
    )
    attacks = [
        "<script>window.pwned=1</script>",
        "<img src=x onerror=window.pwned=1>",
        "\"'><svg onload=window.pwned=1>",
        "</style></script><iframe src=javascript:top.pwned=1>",
        "]]>--><base href=//192.0.2.1/>",
    ]
    shown = chromium.drive(
        render_html(results([hostile(text, n) for n, text in enumerate(attacks)]), diagram_svg=svg),
        """
        await wait(300);
        return [window.pwned ?? null, performance.getEntriesByType("resource").map((entry) => entry.name.slice(0, 5)),
                document.scripts.length, visible()];
        """,
    )
    assert shown == [None, [], 2, len(attacks)]  # the page's own script and that of this test


def test_the_policy_stops_foreign_scripts_and_requests(chromium: Browser) -> None:
    stopped = chromium.drive(
        render_html(results([])),
        """
        const stopped = [];
        document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        document.body.append(script);
        new Image().src = "http://192.0.2.1/x.png";
        await fetch("http://192.0.2.1/").catch(() => null);
        await wait(300);
        return [window.pwned ?? null, stopped.sort()];
        """,
    )
    assert stopped == [None, ["connect-src", "img-src", "script-src-elem"]]


def test_without_scripts_the_page_is_complete_and_says_what_does_not_work(chromium: Browser) -> None:
    bare = re.sub(r"script-src '[^']*';", "script-src 'none';", render_html(results()))
    text = read(chromium.run(bare, "--dump-dom"))
    assert "hidden" in text.id("filter").attributes
    assert "hidden" in text.id("switch").attributes
    assert len(text.all("article")) == len(results().findings)
    assert "浏览器未启用脚本" in render_html(results())


def test_everything_can_be_reached_by_keyboard(chromium: Browser) -> None:
    order = chromium.drive(
        render_html(results()),
        """
        const fields = [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")];
        return fields.filter((e) => e.checkVisibility() && e.tabIndex >= 0).map((e) => e.id || e.name || e.className);
        """,
    )
    assert order[:2] == ["skip", "switch"]
    assert [name for name in order if name in {"text", "severity", "department", "rule", "plan_type"}] == [
        "text", "severity", "department", "rule", "plan_type",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 500, 1280])
def test_no_part_of_the_page_is_wider_than_the_screen(chromium: Browser, width: int) -> None:
    page = render_html(results([*results().findings, hostile("长" * 400 + "x" * 400, 1)]))
    # a headless window has a least width; a frame has the width it is given, also for media queries
    frame = f'<iframe id="frame" width="{width}" height="900" style="border:0" srcdoc="{escape(page)}"></iframe>'
    wider = chromium.drive(
        f"<!doctype html><html><body>{frame}</body></html>",
        f"""
        while (document.getElementById("frame").contentDocument.readyState !== "complete"
               || !document.getElementById("frame").contentDocument.querySelector("article")) await wait(50);
        const inner = document.getElementById("frame").contentWindow;
        const wide = [...inner.document.querySelectorAll("main *, nav *")].filter((e) => e.checkVisibility()
          && !e.closest(".wide, .skip") && e.getBoundingClientRect().right > {width} + 1);
        return [inner.innerWidth, inner.document.querySelectorAll("article").length,
                inner.document.documentElement.scrollWidth, wide.map((e) => e.outerHTML.slice(0, 80))];
        """,
    )
    assert wider == [width, 14, width, []]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cover_prints_on_one_sheet_whatever_the_data(chromium: Browser, lang: Lang, tmp_path: Path) -> None:
    if not (pdftotext := shutil.which("pdftotext")):
        pytest.skip("no pdftotext on the path")
    long = "重庆市开州区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要" * 12
    shown = incomplete(
        findings=[finding(key=[f"P{n}"], message=Both(zh=long, en=long)) for n in range(14)],
        home_name="某某某某自治县" * 12,
    )
    chromium.run(render_html(shown, lang=lang), "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    pages = subprocess.run([pdftotext, tmp_path / "page.pdf", "-"], capture_output=True, check=True).stdout.decode()
    first, second, *_ = pages.split("\f")
    coverage = {"zh": "覆盖情况", "en": "Coverage"}[lang]
    assert first.count(coverage) == 1  # the sentence, below the list
    assert {"zh": "未完成", "en": "INCOMPLETE"}[lang] in first
    assert second.lstrip().startswith(coverage)  # its own section, on a new sheet


def test_five_thousand_findings_stay_fluent(chromium: Browser) -> None:
    page = render_html(many(5000))
    start = time.monotonic()
    shown = chromium.drive(
        page,
        """
        const shown = [];
        for (let n = 0; n < 10; n++) {
          await choose("severity", n % 2 ? "" : "error"); document.body.offsetHeight;
          await choose("text", n % 2 ? "" : "kz-4999"); document.body.offsetHeight;
          shown.push(visible());
        }
        return shown;
        """,
    )
    assert shown == [1, 5000] * 5
    # The browser's own clock is virtual here, so that of the machine is read: start, load and 20 changes take a few
    # seconds on an idle machine; what grows with the square of the findings would take minutes.
    assert time.monotonic() - start < 60
