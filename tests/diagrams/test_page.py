"""The page to explore: safe as a file, and in a real browser it finds, lights up, filters, zooms and obeys keys."""

import base64
import hashlib
import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from kgplan.diagrams import render
from kgplan.texts import LANGS, Lang
from tests.browser import Pages
from tests.diagrams.pictures import everything


def page(lang: Lang = "zh") -> str:
    return render(everything(), "html", lang=lang).decode()


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_loads_nothing_and_runs_its_own_script_alone(lang: Lang) -> None:
    text = page(lang)
    assert "default-src 'none'" in text
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_hostile_titles_end_no_element() -> None:
    text = page()
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data
    assert not set("<>&") & set(data[1])
    node = next(node for node in json.loads(data[1])["nodes"] if node["id"] == "hostile")
    assert "<script>alert(1)</script>" in node["title"]
    assert "<script>alert" not in text


@pytest.fixture
def opened(open_page: Pages) -> Page:
    return open_page(page())


def box(opened: Page, plan: str) -> Locator:
    """The shape of a plan."""
    return opened.locator(f'.node[data-id="{plan}"]')


def ids(opened: Page, selector: str) -> list[str]:
    """Plans whose shapes a selector finds, in order of their ids."""
    return sorted(opened.locator(selector).evaluate_all("shapes => shapes.map((shape) => shape.dataset.id)"))


def view(opened: Page) -> list[float]:
    """Left, top, width and height of what can be seen of the picture."""
    return [float(number) for number in (opened.locator("#stage svg").get_attribute("viewBox") or "").split()]


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
            before = opened.locator("#stage svg").get_attribute("viewBox") or ""
            touch("touchMove", *points)
            expect(opened.locator("#stage svg")).not_to_have_attribute("viewBox", before)
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
