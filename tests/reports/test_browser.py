"""The report in a real browser: what its script, its style and its content security policy make of it."""

import re
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from kgplan.reports.html import render_html
from kgplan.results import Both, Results
from kgplan.texts import Lang
from tests.browser import Pages
from tests.reports.examples import finding, hostile, incomplete, results

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOREIGN = "http://192.0.2.1/x.png"
CARDS = "article.f:visible"


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


def choose(page: Page, **values: str) -> None:
    """Sets fields of the filter."""
    for name, value in values.items():
        field = page.locator(f'#filter [name="{name}"]')
        if name == "text":
            field.fill(value)
        else:
            field.select_option(value)


def expect_shown(page: Page, number: int) -> None:
    """So many findings can be seen, and the page says so."""
    expect(page.locator("#shown")).to_have_text(str(number))
    expect(page.locator(CARDS)).to_have_count(number)


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_button_switches_the_whole_page_to_the_other_language_and_back(
    open_page: Pages, lang: Lang, other: Lang
) -> None:
    title = {"zh": "开州区规划体系一致性检查报告", "en": "Consistency report on the plan system of Kaizhou District"}
    tag, button = {"zh": "zh-CN", "en": "en"}, {"zh": "English", "en": "中文"}
    every, picture = {"zh": "全部", "en": "All"}, {"zh": re.compile("^层级图"), "en": re.compile("^Hie")}
    svg = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    page = open_page(render_html(results(), lang=lang, diagram_svg=svg))
    for shown in (lang, other, lang):
        expect(page).to_have_title(title[shown])
        expect(page.locator("html")).to_have_attribute("lang", tag[shown])
        expect(page.locator("h1")).to_have_text(title[shown], use_inner_text=True)
        expect(page.locator("#filter option").first).to_have_text(every[shown])
        expect(page.locator("#diagram img")).to_have_attribute("alt", picture[shown])
        expect(page.locator("#switch")).to_have_text(button[shown], use_inner_text=True)
        page.locator("#switch").click()


def test_search_and_filters_narrow_the_list_and_say_how_many_are_left(open_page: Pages) -> None:
    page = open_page(render_html(many(60)))
    expect_shown(page, 60)
    choose(page, severity="error")
    expect_shown(page, 30)
    choose(page, department="D3")
    expect_shown(page, 6)
    choose(page, severity="", rule="IND-003")
    expect_shown(page, 0)
    choose(page, department="", text="kz-12")
    expect_shown(page, 1)
    choose(page, text="kz-12 nowhere")
    expect_shown(page, 0)
    page.locator("#filter [type=reset]").click()
    expect_shown(page, 60)
    choose(page, severity="error")
    expect_shown(page, 30)
    choose(page, severity="", plan_type="special")
    expect_shown(page, 60)


def test_families_and_departments_without_a_match_disappear(open_page: Pages) -> None:
    page = open_page(render_html(many(20)))
    choose(page, rule="IND-003", department="D4")
    expect(page.locator(".family:visible")).to_have_count(1)
    expect(page.locator(".family:visible")).to_have_id("family-IND")
    expect(page.locator(".department:visible")).to_have_count(1)
    expect(page.locator(".department:visible")).to_have_attribute("data-department", "D4")


def test_a_link_to_a_finding_that_the_filters_hide_shows_it(open_page: Pages) -> None:
    target = many(20).findings[0]
    assert target.severity == "error"
    page = open_page(render_html(many(20)))
    choose(page, severity="warning")
    card = page.locator(f'[id="{target.fingerprint}"]')
    expect(card).to_be_hidden()
    page.locator(f'a[href="#{target.fingerprint}"]').first.click()
    expect(card).to_be_in_viewport()
    expect_shown(page, 20)


def test_hostile_data_runs_no_script_and_loads_nothing(open_page: Pages) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="top.pwned=1"><script>top.pwned=1</script>'
        f'<image href="{FOREIGN}"/></svg>'
    )
    attacks = [
        "<script>window.pwned=1</script>",
        "<img src=x onerror=window.pwned=1>",
        "\"'><svg onload=window.pwned=1>",
        "</style></script><iframe src=javascript:top.pwned=1>",
        "]]>--><base href=//192.0.2.1/>",
    ]
    page = open_page(render_html(results([hostile(text, n) for n, text in enumerate(attacks)]), diagram_svg=svg))
    expect_shown(page, len(attacks))
    assert page.evaluate("[window.pwned ?? null, document.scripts.length, frames.length]") == [None, 1, 0]


def test_the_policy_stops_foreign_scripts_and_requests(open_page: Pages) -> None:
    page = open_page(render_html(results([])))
    page.evaluate(
        """url => {
        window.stopped = [];
        document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        document.body.append(script);
        new Image().src = url;
        fetch(url).catch(() => null);
        }""",
        FOREIGN,
    )
    page.wait_for_function("stopped.length === 3")
    assert page.evaluate("[window.pwned ?? null, stopped.sort()]") == [
        None,
        ["connect-src", "img-src", "script-src-elem"],
    ]
    open_page.foreign.remove(FOREIGN)


def test_without_scripts_the_page_is_complete_and_says_what_does_not_work(open_page: Pages) -> None:
    page = open_page(render_html(results()), scripts=False)
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator("#switch")).to_be_hidden()
    expect(page.locator("article")).to_have_count(len(results().findings))
    expect(page.locator("noscript p")).to_contain_text("浏览器未启用脚本")


def test_everything_can_be_reached_by_keyboard(open_page: Pages) -> None:
    page = open_page(render_html(results()))
    fields = page.locator("a[href]:visible, button:visible, input:visible, select:visible, [tabindex='0']:visible")
    reached = []
    for _ in range(fields.count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("(({ id, name, className }) => id || name || className)(document.activeElement)"))
    assert reached[:2] == ["skip", "switch"]
    assert [name for name in reached if name in {"text", "severity", "department", "rule", "plan_type"}] == [
        "text", "severity", "department", "rule", "plan_type",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 500, 1280])
def test_no_part_of_the_page_is_wider_than_the_screen(open_page: Pages, width: int) -> None:
    page = open_page(render_html(results([*results().findings, hostile("长" * 400 + "x" * 400, 1)])), width=width)
    wider = page.evaluate(
        """() => [...document.querySelectorAll("main *, nav *")].filter((e) => e.checkVisibility()
          && !e.closest(".wide, .skip") && e.getBoundingClientRect().right > innerWidth + 1)
          .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert wider == []
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cover_prints_on_one_sheet_whatever_the_data(open_page: Pages, lang: Lang, tmp_path: Path) -> None:
    long = "重庆市开州区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要" * 12
    shown = incomplete(
        findings=[finding(key=[f"P{n}"], message=Both(zh=long, en=long)) for n in range(14)],
        home_name="某某某某自治县" * 12,
    )
    printed = tmp_path / "page.pdf"
    open_page(render_html(shown, lang=lang)).pdf(path=printed, prefer_css_page_size=True)
    # Characters that share a glyph with a radical come back as the radical.
    first, second = (normalize("NFKC", sheet.extract_text()) for sheet in PdfReader(printed).pages[:2])
    coverage = {"zh": "覆盖情况", "en": "Coverage"}[lang]
    assert first.count(coverage) == 1  # the sentence, below the list
    assert {"zh": "未完成", "en": "INCOMPLETE"}[lang] in first
    assert re.match(rf"2 / \d+\s+{coverage}", second)  # its own section, on a new sheet


def test_five_thousand_findings_stay_fluent(open_page: Pages) -> None:
    page = open_page(render_html(many(5000)))
    slowest = page.evaluate(
        """async () => {
        const form = document.getElementById("filter"), shown = document.getElementById("shown");
        const change = async (name, value, count) => {
          const start = performance.now();
          form.elements[name].value = value;
          form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
          while (shown.textContent !== String(count)) {
            if (performance.now() - start > 10000) return Infinity;
            await new Promise(requestAnimationFrame);
          }
          await new Promise(requestAnimationFrame); // what was chosen has been laid out and painted
          return performance.now() - start;
        };
        const times = [];
        for (let n = 0; n < 3; n++) {
          times.push(await change("severity", "error", 2500), await change("text", "kz-4999", 1));
          times.push(await change("text", "", 2500), await change("severity", "", 5000));
        }
        return Math.max(...times);
        }"""
    )
    # Milliseconds from the key to the picture, 120 of them for a typist's next key. What grows with the square of the
    # findings would take minutes; a fluent page has a good second to spare for a busy machine.
    assert slowest < 1500
