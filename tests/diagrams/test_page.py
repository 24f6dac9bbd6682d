"""The page to explore: safe as a file, and in a real browser it finds, lights up, filters, zooms and obeys keys."""

import base64
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from kgplan.diagrams import render_files
from kgplan.diagrams.selection import Filters
from kgplan.diagrams.times import over_time
from kgplan.texts import LANGS, Lang
from tests.browser import Pages
from tests.diagrams.pictures import document, everything, facts, outline, picture, random_system, system_of_everything

PAST = [
    outline(start=2016, approved_on=date(2016, 3, 1)),
    document(
        "before", "“十三五”水利规划", domain="water", start_year=2016, end_year=2020, approved_on=date(2016, 6, 1)
    ),
]


def page(lang: Lang = "zh") -> str:
    documents, relations, _ = system_of_everything()
    times = over_time(facts([*documents, *PAST], relations), Filters())
    shown = everything()
    return render_files(shown, "plans.html", lang=lang, times=times)["plans.html"].decode()


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_loads_nothing_and_runs_its_own_script_alone(lang: Lang) -> None:
    text = page(lang)
    assert "default-src 'none'" in text
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_the_same_system_gives_the_same_page() -> None:
    assert page() == page()


def test_hostile_titles_end_no_element() -> None:
    text = page()
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data
    assert not set("<>&") & set(data[1])
    node = next(node for node in json.loads(data[1])["drawings"][0]["nodes"] if node["id"] == "hostile")
    assert "<script>alert(1)</script>" in node["title"]
    assert "<script>alert" not in text


@pytest.fixture
def opened(open_page: Pages) -> Page:
    return open_page(page())


SEEN = "#stage .drawing:not([hidden]) > svg"


def box(opened: Page, plan: str) -> Locator:
    """The shape of a plan."""
    return opened.locator(f'{SEEN} .node[data-id="{plan}"]')


def ids(opened: Page, selector: str) -> list[str]:
    """Plans whose shapes a selector finds, in order of their ids."""
    return sorted(
        opened.locator(f"{SEEN} {selector}").evaluate_all("shapes => shapes.map((shape) => shape.dataset.id)")
    )


def view(opened: Page) -> list[float]:
    """Left, top, width and height of what can be seen of the picture."""
    return [float(number) for number in (opened.locator(SEEN).get_attribute("viewBox") or "").split()]


@pytest.mark.browser
@pytest.mark.slow
class TestInTheBrowser:
    def test_a_click_lights_up_superiors_subordinates_and_peers(self, opened: Page) -> None:
        box(opened, "water").click()
        above = {"district-outline-2021", "municipal-outline-2021", "national-outline-2021", "m-water"}
        assert set(ids(opened, ".node.lit")) == above | {"water", "water-saving", "scheme", "hostile"}
        panel = opened.locator("#panel")
        expect(panel).to_contain_text("水安全保障")
        expect(panel).to_contain_text("上位规划 (3)")
        expect(panel).to_contain_text("衔接 (1)")

    def test_findings_stand_in_the_panel_and_lead_to_the_report(self, opened: Page) -> None:
        box(opened, "hostile").click()
        links = opened.locator("#panel a")
        expect(links).to_have_text(["✕ HIER-001"])
        expect(links).to_have_attribute("href", re.compile(r"^report\.html#[0-9a-f]{16}$"))

    def test_search_finds_by_title_and_id_and_enter_goes_there(self, opened: Page) -> None:
        before = view(opened)
        opened.locator("#search").fill("节水")
        assert ids(opened, ".node.found") == ["scheme", "water-saving"]
        expect(opened.locator("#hits")).to_have_text("2 份")
        opened.keyboard.press("Enter")
        expect(opened.locator(".node.chosen")).to_have_count(1)
        expect(opened.locator(".node.chosen")).to_be_in_viewport()
        assert view(opened)[2] < before[2]

    def test_filters_fade_what_does_not_fit(self, opened: Page) -> None:
        kept = ".node:not(.out)[data-id]"
        opened.locator('#bar [name="type"]').select_option("空间规划")
        assert ids(opened, kept) == ["district-spatial", "municipal-spatial", "national-spatial", "town"]
        opened.locator('#bar [name="type"]').select_option("")
        opened.locator('#bar [name="findings"]').check()
        # A finding counts on the plan at fault, its first subject.
        assert set(ids(opened, kept)) == {"hostile", "district-spatial", "loop-a", "school", "water-saving"}

    def test_keys_choose_zoom_and_leave(self, opened: Page) -> None:
        box(opened, "region").focus()
        opened.keyboard.press("Enter")
        assert ids(opened, ".node.chosen") == ["region"]
        whole = view(opened)
        opened.keyboard.press("+")
        assert view(opened)[2] < whole[2]
        opened.keyboard.press("0")
        assert view(opened) == whole
        opened.keyboard.press("Escape")
        assert ids(opened, ".node.chosen") == []

    def test_two_fingers_zoom_and_one_finger_moves(self, open_page: Pages) -> None:
        opened = open_page(page(), touch=True)
        fingers = opened.context.new_cdp_session(opened)

        def touch(kind: str, *points: tuple[int, int]) -> None:
            touches = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

        def moved(*points: tuple[int, int]) -> list[float]:
            before = opened.locator(SEEN).get_attribute("viewBox") or ""
            touch("touchMove", *points)
            expect(opened.locator(SEEN)).not_to_have_attribute("viewBox", before)
            return view(opened)

        start = view(opened)
        touch("touchStart", (300, 400))
        aside = moved((200, 400))
        assert aside[0] > start[0]
        assert aside[2] == start[2]
        touch("touchStart", (200, 400), (300, 400))
        assert moved((200, 400), (500, 400))[2] < start[2]

    def test_nothing_in_a_title_becomes_part_of_the_page(self, opened: Page) -> None:
        box(opened, "hostile").click()
        expect(opened.locator("#panel h2")).to_contain_text("<script>alert(1)</script>")
        expect(opened.locator("#panel script, #panel h2 *")).to_have_count(0)

    def test_the_slider_shows_the_system_of_another_day(self, opened: Page) -> None:
        there = ".node[data-id]:not(.absent)"
        today = ids(opened, there)
        move_to(opened, "2017年1月1日")
        assert ids(opened, there) == on_day(date(2017, 1, 1))
        assert "before" in ids(opened, there)
        expect(opened.locator("#summary")).to_contain_text("截至2017年1月1日")
        expect(opened.locator("#found")).to_have_text("当日未运行检查")
        expect(opened.locator('#bar [name="findings"]')).to_be_disabled()
        move_to(opened, "2022年7月1日")
        assert ids(opened, there) == on_day(date(2022, 7, 1))
        assert "before" not in ids(opened, there)
        opened.locator("#today").click()
        assert ids(opened, there) == today
        expect(opened.locator("#summary")).to_contain_text("截至2024年7月1日")

    def test_a_plan_on_another_day_looks_and_is_told_as_on_that_day(self, opened: Page) -> None:
        move_to(opened, "2022年7月1日")
        expect(box(opened, "old")).to_have_class(re.compile(r"\bin_force\b"))
        expect(box(opened, "old").locator(".when").last).to_contain_text("已发布")
        box(opened, "old").click()
        expect(opened.locator("#panel")).to_contain_text("已发布")
        expect(opened.locator("#panel")).to_contain_text("下位规划 (1)")
        move_to(opened, "2024年1月1日")
        expect(box(opened, "old")).to_have_class(re.compile(r"\brepealed\b"))
        expect(opened.locator("#panel")).to_contain_text("废止")

    def test_search_looks_at_the_day_that_is_shown(self, opened: Page) -> None:
        opened.locator("#search").fill("十三五")
        expect(opened.locator("#hits")).to_have_text("0 份")
        move_to(opened, "2017年1月1日")
        expect(opened.locator("#hits")).to_have_text("1 份")
        assert ids(opened, ".node.found") == ["before"]

    def test_the_slider_obeys_the_keyboard(self, opened: Page) -> None:
        opened.locator("#time").focus()
        opened.keyboard.press("Home")
        expect(opened.locator("#day")).to_have_text("2016年1月1日")
        opened.keyboard.press("ArrowRight")
        expect(opened.locator("#day")).to_have_text("2016年7月1日")
        expect(opened.locator("#time")).to_have_attribute("aria-valuetext", "2016年7月1日")

    def test_tab_goes_from_plan_to_plan_by_level(self, opened: Page) -> None:
        opened.locator("#stage").focus()
        seen = []
        for _ in range(len(everything().nodes)):
            opened.keyboard.press("Tab")
            seen.append(opened.evaluate("document.activeElement.dataset.id"))
        assert seen == [node.id for node in everything().nodes]

    def test_a_department_and_a_stage_can_be_picked(self, opened: Page) -> None:
        kept = ".node:not(.out)[data-id]"
        opened.locator('#bar [name="stage"]').select_option("编制中")
        assert ids(opened, kept) == ["district-spatial", "outline-next"]
        opened.locator('#bar [name="type"]').select_option("空间规划")
        assert ids(opened, kept) == ["district-spatial"]

    def test_the_sheets_of_a_large_system_lead_to_each_other(self, open_page: Pages, tmp_path: Path) -> None:
        files = render_files(random_system(200, 1), "plans.html", lang="zh")
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        opened = open_page(tmp_path / "plans.html")
        assert {link.get_attribute("href") for link in opened.locator("nav a").all()} == set(files)
        box(opened, "group:field:water:district:plan").click()
        link = opened.locator("#panel h3 + ul a").first.get_attribute("href") or ""
        file, _, plan = link.partition("#")
        assert file == "plans-water.html"
        sheet = open_page(tmp_path / file)
        expect(box(sheet, plan)).to_be_attached()
        sheet.evaluate("id => { location.hash = id; }", plan)
        sheet.reload()
        assert ids(sheet, ".node.chosen") == [plan]


def move_to(opened: Page, day: str) -> None:
    """Moves the slider to a day as the arrow keys do."""
    opened.locator("#time").focus()
    opened.keyboard.press("Home")
    for _ in range(60):
        if opened.locator("#day").inner_text() == day:
            return
        opened.keyboard.press("ArrowRight")
    raise AssertionError(day)


def on_day(day: date) -> list[str]:
    """The plans that the picture of a day shows."""
    documents, relations, _ = system_of_everything()
    return sorted(node.id for node in picture([*documents, *PAST], relations, as_of=day).nodes)
