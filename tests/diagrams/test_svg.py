import re
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

import pytest

from kgplan.diagrams.layout import lay_out
from kgplan.diagrams.model import Picture
from kgplan.diagrams.svg import render_svg
from kgplan.texts import LANGS, Lang
from kgplan.texts.width import text_width
from tests.diagrams.pictures import document, everything, outline, picture, random_system

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = {"svg", "title", "desc", "style", "rect", "g", "path", "text"}


def parsed(shown: Picture, lang: Lang = "zh") -> Xml.Element:
    return Xml.fromstring(render_svg(shown, lang))


def nodes(root: Xml.Element) -> Iterator[Xml.Element]:
    return (group for group in root.iter(f"{SVG}g") if (group.get("class") or "").startswith("node "))


def node(root: Xml.Element, node_id: str) -> Xml.Element:
    return next(group for group in nodes(root) if group.get("data-id") == node_id)


def edge(root: Xml.Element, source: str, target: str) -> Xml.Element:
    ends = (source, target)
    return next(group for group in root.iter(f"{SVG}g") if (group.get("data-from"), group.get("data-to")) == ends)


def words(element: Xml.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_picture_is_well_formed_and_holds_nothing_but_shapes_and_text(lang: Lang) -> None:
    root = parsed(everything(), lang)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == KNOWN
    for element in root.iter():
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


def test_a_hostile_title_is_only_a_title() -> None:
    svg = render_svg(everything(), "zh").decode()
    assert "<script" not in svg
    assert "\x00" not in svg
    group = node(Xml.fromstring(svg), "hostile")
    title = group.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("</text><script>alert(1)</script>")


def test_hostile_ids_stay_inside_their_attribute() -> None:
    name = "\"><script>'&"
    root = parsed(picture([outline(), document(name)]))
    assert node(root, name) is not None


def test_every_document_and_every_edge_has_words_for_screen_readers() -> None:
    shown = everything()
    root = parsed(shown)
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == ["kgplan-title", "kgplan-desc"]
    for group in nodes(root):
        assert group.findtext(f"{SVG}title")
        assert group.findtext(f"{SVG}desc")
    edges = [group for group in root.iter(f"{SVG}g") if "data-from" in group.attrib]
    assert len(edges) == len(shown.edges)
    assert all(group.findtext(f"{SVG}title") for group in edges)


def test_a_missing_edge_says_in_words_what_is_missing_and_by_which_rule() -> None:
    sentence = edge(parsed(everything()), "hostile", "district-outline-2021").findtext(f"{SVG}title") or ""
    assert "应依据" in sentence
    assert "HIER-001" in sentence


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("seed", [None, 4])
def test_labels_lie_inside_their_boxes(seed: int | None, lang: Lang) -> None:
    shown = everything() if seed is None else random_system(50, seed)
    layout = lay_out(shown, lang)
    root = parsed(shown, lang)
    offset = _offset(root)
    for group in nodes(root):
        box = layout.box(group.get("data-id") or "")
        for text in group.iter(f"{SVG}text"):
            size = float(text.get("font-size") or 0)
            half = text_width(text.text or "", size, bold="name" in (text.get("class") or "")) / 2
            x, y = float(text.get("x") or 0), float(text.get("y") or 0)
            assert box.x + 4 <= x - half
            assert x + half <= box.x + box.width - 4
            assert box.text_top + 2 <= y - size
            assert y + size * 0.25 <= box.bottom
            assert offset + box.bottom < float(root.get("height") or 0)


def _offset(root: Xml.Element) -> float:
    moved = next(group for group in root.iter(f"{SVG}g") if "transform" in group.attrib)
    found = re.fullmatch(r"translate\(0 ([\d.]+)\)", moved.attrib["transform"])
    assert found
    return float(found[1])


def test_every_label_shows_its_period() -> None:
    assert "2022–2028" in words(node(parsed(picture([document("long", end_year=2028, start_year=2022)])), "long"))


def test_a_draft_a_repealed_plan_and_a_loop_are_told_by_more_than_colour() -> None:
    root = parsed(everything())
    assert "draft" in (node(root, "district-spatial").get("class") or "").split()
    assert "编制中" in words(node(root, "district-spatial"))
    assert any(path.get("class") == "cross" for path in node(root, "old").iter(f"{SVG}path"))
    assert "废止" in words(node(root, "old"))
    assert any("loop" in (group.get("class") or "") for group in edge(root, "loop-a", "loop-b").iter(f"{SVG}g"))


def test_badges_carry_a_sign_and_a_number() -> None:
    root = parsed(everything())
    badges = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "badges")
    signs = [path.get("class") for path in badges.iter(f"{SVG}path")]
    assert len(signs) == len(words(badges).split())
    assert {"badge-sign", "badge-sign warning"} == set(signs)


@pytest.mark.parametrize(("lang", "day", "hidden"), [("zh", "2024年7月1日", "另有0份"), ("en", "2024-07-01", "0 more")])
def test_the_head_says_day_counts_and_what_is_hidden(lang: Lang, day: str, hidden: str) -> None:
    text = words(parsed(everything(), lang))
    assert day in text
    assert hidden in text


def test_no_finding_and_not_looked_at_are_told_apart() -> None:
    assert "未运行规则检查" in words(parsed(picture([outline()])))


def test_the_legend_explains_what_occurs_and_nothing_else() -> None:
    full = words(parsed(everything()))
    for text in ("从属关系成环", "缺少必需的从属关系", "衔接", "替代", "关系有误", "未列入目录清单", "废止、终止编制"):
        assert text in full
    bare = words(parsed(picture([outline()])))
    assert "从属关系成环" not in bare
    assert "错误数" not in bare


def test_english_needs_no_chinese_but_in_titles() -> None:
    documents = [outline(title_en="Outline"), document("plan", title_en="14th Five-Year Plan for Health")]
    text = words(parsed(picture(documents), "en"))
    assert not re.search(r"[\u4e00-\u9fff]", text)
    assert "Plan for\nHealth" in text or "Plan for Health" in text


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_picture_gives_the_same_bytes(lang: Lang) -> None:
    assert render_svg(everything(), lang) == render_svg(everything(), lang)


def test_an_empty_picture_is_still_a_picture() -> None:
    root = parsed(picture([]))
    assert not list(nodes(root))
    assert float(root.get("width") or 0) > 0
