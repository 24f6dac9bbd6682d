"""The page to explore: safe as a file, and in a real browser it finds, lights up, filters, zooms and obeys keys."""

import base64
import hashlib
import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kgplan.diagrams import render
from kgplan.texts import LANGS, Lang
from tests.diagrams.pictures import everything

SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--hide-scrollbars")
HELPERS = """
const box = (id) => document.querySelector(`.node[data-id="${id}"]`);
const click = (element) => element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
const key = (name, target = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
const ids = (selector) => [...document.querySelectorAll(selector)].map((shape) => shape.dataset.id).sort();
const panel = () => document.getElementById("panel").innerText;
const field = (name) => document.querySelector(`#bar [name="${name}"]`);
const change = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
const type = (text) => {
  const search = document.getElementById("search");
  search.value = text;
  search.dispatchEvent(new Event("input", { bubbles: true }));
};
const view = () => document.querySelector("#stage svg").getAttribute("viewBox").split(" ").map(Number);
"""


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
def drive(browser: str, tmp_path: Path) -> Any:
    """What a script, the body of an async function, returns when the page has loaded."""

    def run(script: str) -> Any:
        ending = "document.documentElement.dataset.result = JSON.stringify(result ?? null);"
        code = f"(async () => {{ {HELPERS}\nconst result = await (async () => {{ {script} }})(); {ending} }})();"
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        driven = page().replace("script-src '", f"script-src 'sha256-{digest}' '", 1)
        file = tmp_path / "page.html"
        file.write_text(driven.replace("</body>", f"<script>{code}</script></body>", 1), encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [browser, *SWITCHES, profile, "--virtual-time-budget=20000", "--dump-dom", file.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True)
        result = re.search(r'<html[^>]* data-result="([^"]*)"', done.stdout.decode())
        assert result, "the script did not run to its end"
        return json.loads(html.unescape(result[1]))

    return run


@pytest.mark.browser
@pytest.mark.slow
class TestInTheBrowser:
    def test_a_click_lights_up_superiors_subordinates_and_peers(self, drive: Any) -> None:
        lit, told = drive('click(box("water").querySelector("path")); return [ids(".node.lit"), panel()];')
        above = {"district-outline-2021", "municipal-outline-2021", "national-outline-2021", "m-water"}
        assert set(lit) == above | {"water", "water-saving", "scheme", "hostile"}
        assert "水安全保障" in told
        assert "上位规划 (3)" in told
        assert "衔接 (1)" in told

    def test_findings_stand_in_the_panel_and_lead_to_the_report(self, drive: Any) -> None:
        links = drive(
            """
            click(box("hostile").querySelector("path"));
            const links = [...document.querySelectorAll("#panel a")];
            return links.map((link) => [link.innerText, link.getAttribute("href")]);
            """
        )
        assert [text for text, _ in links] == ["✕ HIER-001"]
        assert re.fullmatch(r"report\.html#[0-9a-f]{16}", links[0][1])

    def test_search_finds_by_title_and_id_and_enter_goes_there(self, drive: Any) -> None:
        found, count, chosen, width = drive(
            """
            const before = view()[2];
            type("节水");
            const found = ids(".node.found");
            document.getElementById("bar").requestSubmit();
            return [found, document.getElementById("hits").innerText, ids(".node.chosen"), view()[2] < before];
            """
        )
        assert found == ["scheme", "water-saving"]
        assert count == "2 份"
        assert len(chosen) == 1
        assert width

    def test_filters_fade_what_does_not_fit(self, drive: Any) -> None:
        kept, all_again = drive(
            """
            field("type").value = "空间规划";
            change(field("type"));
            const kept = ids(".node:not(.out)[data-id]");
            field("type").value = "";
            field("findings").checked = true;
            change(field("findings"));
            return [kept, ids(".node:not(.out)[data-id]")];
            """
        )
        assert kept == ["district-spatial", "municipal-spatial", "national-spatial", "town"]
        # A finding counts on the plan at fault, its first subject.
        assert set(all_again) == {"hostile", "district-spatial", "loop-a", "school", "water-saving"}

    def test_keys_choose_zoom_and_leave(self, drive: Any) -> None:
        chosen, closer, whole, empty = drive(
            """
            box("region").focus();
            key("Enter", box("region"));
            const chosen = ids(".node.chosen");
            const full = view();
            key("+"); const closer = view()[2] < full[2];
            key("0"); const whole = view()[2] === full[2];
            key("Escape");
            return [chosen, closer, whole, ids(".node.chosen").length];
            """
        )
        assert (chosen, closer, whole, empty) == (["region"], True, True, 0)

    def test_two_fingers_zoom_and_one_finger_moves(self, drive: Any) -> None:
        moved, zoomed = drive(
            """
            const stage = document.getElementById("stage");
            const touch = (kind, id, x, y) => stage.dispatchEvent(new PointerEvent(kind,
              { pointerId: id, pointerType: "touch", clientX: x, clientY: y, bubbles: true }));
            stage.setPointerCapture = () => {};
            const start = view();
            touch("pointerdown", 1, 300, 300); touch("pointermove", 1, 250, 300);
            const moved = view()[0] > start[0] && view()[2] === start[2];
            touch("pointerdown", 2, 400, 300); touch("pointermove", 2, 600, 300);
            return [moved, view()[2] < start[2]];
            """
        )
        assert (moved, zoomed) == (True, True)

    def test_nothing_in_a_title_becomes_part_of_the_page(self, drive: Any) -> None:
        scripts, heading = drive(
            """
            click(box("hostile").querySelector("path"));
            const heading = document.querySelector("#panel h2");
            return [document.querySelectorAll("#panel script, #panel h2 *").length, heading.textContent];
            """
        )
        assert scripts == 0
        assert "<script>alert(1)</script>" in heading
