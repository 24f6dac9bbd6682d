"""The picture of periods: each document once, bars where its years are, what is out of step in words."""

import re
from xml.etree import ElementTree as Xml

import pytest

from kgplan.diagrams import TIMELINE_FORMATS, render_timeline, timeline
from kgplan.diagrams.model import Picture
from kgplan.diagrams.png import has_chinese
from kgplan.diagrams.selection import Filters
from kgplan.diagrams.timeline import Timeline, remark_text
from kgplan.errors import UserError
from kgplan.results import Finding, Subject
from kgplan.texts import LANGS, Lang
from tests.diagrams.pictures import HOSTILE, document, draft, finding, outline, picture, spatial, under

SVG = "{http://www.w3.org/2000/svg}"
PAST = Filters(past=True)


def about(rule: str, plan: str, severity: str = "warning") -> Finding:
    subject = Subject(id=plan, title=plan, plan_type=None, level=None, lead=None, stage=None, period=(None, None))
    return finding(rule, plan, severity=severity).model_copy(update={"subjects": [subject]})  # type: ignore[arg-type]


def system() -> Picture:
    documents = [
        outline("national"),
        outline(),
        spatial(),
        document("old", "教育规划", start_year=2016, end_year=2020, stage="expired"),
        document("gone", "旧规划", stage="repealed"),
        draft("next", "下一轮规划", start_year=2026, end_year=2030),
        document("long", "水利规划", start_year=2019, end_year=2030),
        document("undated", HOSTILE, start_year=None, end_year=None, approved_on=None),
        document("plan-2024", "2024年计划", doc_kind="annual_plan", start_year=2024, end_year=2024),
    ]
    return picture(documents, under(("district-outline-2021", "national-outline-2021")), filters=PAST)


def shown() -> Timeline:
    return timeline(system(), [about("PER-002", "long"), about("HIER-001", "long"), about("PER-001", "old", "info")])


def svg(lang: Lang = "zh") -> Xml.Element:
    return Xml.fromstring(render_timeline(shown(), "svg", lang=lang))


def rows(root: Xml.Element) -> dict[str, Xml.Element]:
    return {str(group.get("data-id")): group for group in root.iter(f"{SVG}g") if group.get("data-id")}


def test_every_document_has_a_row_past_and_coming_ones_too() -> None:
    assert set(rows(svg())) == {node.id for node in system().nodes}
    assert {"old", "gone", "next"} <= set(rows(svg()))


def test_rows_are_grouped_by_level_and_type() -> None:
    groups = [group.heading("zh") for group in shown().groups]
    assert groups == [
        "国家 · 发展规划",
        "区级 · 发展规划",
        "区级 · 空间规划",
        "区级 · 专项规划",
        "区级 · 年度计划、方案等",
    ]


def test_bars_lie_where_their_years_are() -> None:
    drawn = {}
    for name, group in rows(svg()).items():
        bar = group.find(f"{SVG}rect")
        if bar is not None:
            x, width = float(bar.get("x") or 0), float(bar.get("width") or 0)
            drawn[name] = (x - 1, x + width + 1)
    assert "undated" not in drawn
    year = (drawn["district-outline-2021"][1] - drawn["district-outline-2021"][0]) / 5
    assert drawn["old"][1] == pytest.approx(drawn["district-outline-2021"][0])
    assert drawn["next"][0] == pytest.approx(drawn["district-outline-2021"][1])
    assert drawn["long"][1] - drawn["long"][0] == pytest.approx(12 * year)
    assert drawn["long"][0] - drawn["old"][0] == pytest.approx(3 * year)


def test_the_day_is_a_line_in_the_middle_of_its_year() -> None:
    root = svg()
    line = next(path for path in root.iter(f"{SVG}path") if path.get("class") == "as-of")
    x = float(re.findall(r"[\d.]+", line.get("d") or "")[0])
    bar = rows(root)["plan-2024"].find(f"{SVG}rect")
    assert bar is not None
    left, width = float(bar.get("x") or 0), float(bar.get("width") or 0)
    assert x == pytest.approx(left + width / 2, abs=1)


def test_drafts_expired_and_repealed_ones_look_different() -> None:
    drawn = rows(svg())
    classes = {name: set(str(drawn[name].get("class")).split()) for name in drawn}
    assert "draft" in classes["next"]
    assert "expired" in classes["old"]
    assert "repealed" in classes["gone"]
    assert [path.get("class") for path in drawn["gone"].iter(f"{SVG}path")] == ["cross"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["! PER-002 说明", "→ 跨入“十四五”、“十五五”"]),
        ("en", ["! PER-002 text", "→ runs on into FYP 14; FYP 15"]),
    ],
)
def test_what_is_out_of_step_has_a_sign_and_words(lang: Lang, words: list[str]) -> None:
    bars = {bar.node.id: bar for group in shown().groups for bar in group.bars}
    assert [remark_text(remark, lang) for remark in bars["long"].remarks] == words
    texts = [text.text for text in rows(svg(lang))["long"].iter(f"{SVG}text")]
    assert set(words) <= set(texts)
    assert "!→" in texts
    assert bars["district-outline-2021"].remarks == ()


def test_rows_do_not_run_into_each_other_and_lie_on_the_sheet() -> None:
    root = svg("en")
    height, width = float(root.get("height") or 0), float(root.get("width") or 0)
    last = 0.0
    for group in rows(root).values():
        tops = [float(text.get("y") or 0) for text in group.iter(f"{SVG}text")]
        assert min(tops) >= last + 15
        assert max(tops) < height
        last = max(tops)
        assert all(float(text.get("x") or 0) < width for text in group.iter(f"{SVG}text"))


def test_the_table_has_a_line_for_every_document() -> None:
    text = render_timeline(shown(), "txt", lang="zh").decode()
    for node in system().nodes:
        assert text.count(f"[{node.id}]") == 1
    assert re.search(r"2019–2030 +已发布 +水利规划 \[long\] +! PER-002 说明；→ 跨入“十四五”、“十五五”\n", text)


def test_the_page_holds_picture_and_table_and_runs_nothing() -> None:
    page = render_timeline(shown(), "html", lang="zh").decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("水利规划") >= 2
    assert not re.search(r'(src|href)="', page)


@pytest.mark.parametrize("suffix", TIMELINE_FORMATS)
@pytest.mark.parametrize("lang", LANGS)
def test_the_same_plans_give_the_same_bytes(suffix: str, lang: Lang) -> None:
    if suffix in {"png", "pdf"} and not has_chinese(()):
        pytest.skip("no Chinese font on this machine")
    assert render_timeline(shown(), suffix, lang=lang) == render_timeline(shown(), suffix, lang=lang)


@pytest.mark.parametrize("suffix", ["mmd", "dot", "graphml", "json"])
def test_formats_without_time_say_so_in_one_sentence(suffix: str) -> None:
    with pytest.raises(UserError) as caught:
        render_timeline(shown(), suffix, lang="zh")
    assert suffix in caught.value.sentence["zh"]
    assert "svg" in caught.value.sentence["en"]


def test_no_documents_and_no_years_still_make_a_sheet() -> None:
    for documents in ([], [document("undated", start_year=None, end_year=None, approved_on=None)]):
        empty = timeline(picture(documents, filters=PAST), [])
        assert empty.frame is None
        assert Xml.fromstring(render_timeline(empty, "svg", lang="zh")) is not None
