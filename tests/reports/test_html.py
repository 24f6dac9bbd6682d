import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgplan.reports.html import MAX_REJECTED, render_html
from kgplan.results import Both, Input, PeriodRow, RejectedRow, Results, Severity
from kgplan.texts import Lang
from tests.reports.examples import HOSTILE, classified, finding, hostile, incomplete, looser_target, results, shares
from tests.reports.page import Element, read

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>document.title="x"</script></svg>'


@pytest.fixture(scope="module")
def page() -> Element:
    return read(render_html(results(), diagram_svg=SVG))


def cards(page: Element, section: str) -> list[Element]:
    return page.id(section).all("article")


def heading(card: Element) -> str:
    return next(element for element in card.walk() if re.fullmatch("h[34]", element.tag)).text()


def severity_of(card: Element) -> str | None:
    return card.attributes["data-severity"]


def test_each_number_on_the_cover_is_the_number_of_findings_listed(page: Element) -> None:
    rows = page.id("cover-findings").all("tbody")[0].all("tr")
    levels: tuple[Severity, ...] = ("error", "warning", "info")
    for level, row in zip(levels, rows, strict=True):
        open_, new, returned, persisting, waived, resolved = row.numbers()
        listed = [card for card in cards(page, "findings") if severity_of(card) == level]
        assert len(listed) == open_ == new + returned + persisting
        assert new == sum("新增" in heading(card) for card in listed)
        assert returned == sum("重新出现" in heading(card) for card in listed)
        assert waived == sum(severity_of(card) == level for card in cards(page, "waived"))
        assert resolved == sum(severity_of(card) == level for card in cards(page, "resolved"))
    totals = page.id("cover-findings").all("tfoot")[0].all("tr")[0].numbers()
    assert totals == [sum(column) for column in zip(*(row.numbers() for row in rows), strict=True)]


def test_plans_in_force_add_up_by_type(page: Element) -> None:
    first, drafts, reference, documents = page.id("cover-plans").all("tr")
    by_type = [int(found) for found in re.findall(r"(\d+)(?: ·|$)", first.all("small")[0].text())]
    assert first.numbers() == [sum(by_type)] == [35]
    assert [row.numbers() for row in (drafts, reference, documents)] == [[4], [57], [102]]


def test_headings_and_contents_count_what_stands_below_them(page: Element) -> None:
    families = page.id("findings").all("section")[1:]
    assert len(families) == 7
    links = {link.attributes["href"]: link for link in page.id("nav").all("a")}
    for family in families:
        link = links[f"#{family.attributes['id']}"]
        assert link.all("b")[0].text() == family.all("h3")[0].all("b")[0].text() == str(len(family.all("article")))
    for department in page.id("departments").all("section")[1:]:
        count, *levels = (
            re.findall(r"\d+", department.all("h3")[0].all("b")[0].text()),
            *[
                int(span.text().split()[-1])
                for span in department.all("h3")[0].all("span", lambda e: "class" in e.attributes)
            ],
        )
        assert int(count[0]) == sum(levels) == len(department.all("tbody")[0].all("tr"))


def test_rules_not_evaluated_are_counted_in_the_sentence_and_listed(page: Element) -> None:
    assert "3条规则未评估" in page.id("cover").text()
    assert page.id("not-run").text() == "EVAL-001 EVAL-002 EVAL-003"


def test_coverage_comes_before_findings_and_says_that_no_record_is_no_breach(page: Element) -> None:
    order = [section.attributes["id"] for section in page.id("main").content if isinstance(section, Element)]
    assert order == ["cover", "coverage", "diagram", "findings", "waived", "resolved", "departments"]
    assert "没有记录不等于违反规定" in page.id("coverage").text()
    assert "The absence of a record is not a breach" in page.id("coverage").text("en")


def test_a_rejected_row_is_shown_with_place_value_and_reason(page: Element) -> None:
    assert "plans.csv 7 起始年 (start_year) 二〇二X 不是年份,应为四位数字" in page.id("coverage").text()
    assert "not a year; four digits expected" in page.id("coverage").text("en")


def test_rejected_rows_beyond_the_limit_are_counted_not_dropped_silently() -> None:
    row = RejectedRow(file="a.csv", sheet=None, row=2, column=None, value=None, reason=Both(zh="空", en="empty"))
    many = results([], input=Input(rejected=[row] * (MAX_REJECTED + 7)))
    assert "另有7行未列出" in read(render_html(many)).id("coverage").text()


def test_a_finding_shows_all_that_a_planner_needs() -> None:
    card = read(render_html(results([looser_target(draft=True)]))).all("article")[0]
    shown = card.text()
    for part in (
        "■ 错误", "IND-002", "下位目标宽于上位约束性目标", "新增", "编制中", "相差3 μg/m³",
        "《开州区生态环境保护“十四五”规划》", "专项规划", "区级", "2021—2025年", "已发布", "区生态环境局",
        "一(一)-3e “遵循”", "下位目标", "原文", "≤35μg/m³", "换算值", "约束性", "差额",
        "targets.csv / 第27行", "纲要.xlsx / 工作表“指标” / 第9行", "建议", "责任部门",
    ):  # fmt: skip
        assert part in shown, part
    english = card.text("en")
    for part in ("■ Error", "Special plan", "Lower plan", "As written", "row 27", "Remedy", "Draft"):
        assert part in english, part
    assert "{" not in shown
    assert "null" not in shown


def test_shares_are_shown_as_a_table() -> None:
    table = read(render_html(results([shares()]))).all("article")[0].all("table")[0]
    assert [row.text() for row in table.all("tr")] == ["终点 取值", "汉丰街道 40", "临江镇 61"]


def test_a_finding_can_be_linked_by_its_fingerprint(page: Element) -> None:
    one = finding()
    assert page.id(one.fingerprint).tag == "article"
    targets = {element.attributes.get("id") for element in page.walk()}
    links = [str(link.attributes["href"]) for link in page.all("a")]
    assert all(link[0] == "#" and link[1:] in targets for link in links)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_in_the_language_asked_for_and_holds_both(lang: Lang) -> None:
    page = read(render_html(results(), lang=lang))
    html = page.all("html")[0].attributes
    assert html["data-ui"] == lang
    assert html["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    title = {"zh": "开州区规划体系一致性检查报告", "en": "Consistency report on the plan system of Kaizhou District"}
    assert page.all("title")[0].text() == title[lang]
    assert page.all("h1")[0].text("zh") == title["zh"]
    assert page.all("h1")[0].text("en") == title["en"]


def test_no_chinese_sentence_is_left_in_the_english_page() -> None:
    quiet = finding(message=Both(zh="中", en="m"), remedy=Both(zh="中", en="r"), subjects=[], clauses=[], evidence=[])
    shown = read(render_html(results([quiet], input=Input(), home_name=None), lang="en"))
    left = re.findall(r"[\u4e00-\u9fff]+", shown.all("main")[0].text("en"))
    assert set(left) == {"十四五"}  # the key of a register, which is data


def test_an_incomplete_run_says_so_in_title_and_banner() -> None:
    page = read(render_html(incomplete()))
    assert page.all("title")[0].text().startswith("【未完成】")
    banner = page.id("cover").all("p", lambda p: p.attributes.get("role") == "alert")[0]
    assert "IND-001运行出错" in banner.text()
    assert "IND-001 failed" in banner.text("en")
    assert "图数据库连接中断" in page.id("coverage").text()
    assert not read(render_html(results())).all("p", lambda p: p.attributes.get("role") == "alert")


def test_a_run_without_findings_is_still_a_report() -> None:
    page = read(render_html(results([], coverage=[], rules=[], input=Input(), plans={})))
    assert "没有待处理的发现" in page.id("findings").text()
    assert "没有需要立即处理" in page.id("cover").text()
    assert "在效规划" not in page.id("cover").text()  # nobody counted them, which is not the same as none
    assert not page.all("article")


def test_nothing_in_the_data_becomes_markup(page: Element) -> None:
    assert [element.tag for element in page.walk() if element.tag in {"script", "style"}] == ["style", "script"]
    forbidden = {"iframe", "object", "embed", "link", "base", "svg", "video", "audio"}
    assert not forbidden & {element.tag for element in page.walk()}
    card = page.id(hostile().fingerprint)
    assert card.text().count("<script>alert(1)</script>") >= 8
    assert HOSTILE in card.all("p")[0].text()
    assert {name for element in page.walk() for name in element.attributes if name.startswith("on")} == set()


def test_the_page_asks_for_nothing_from_outside(page: Element) -> None:
    for element in page.walk():
        for name, value in element.attributes.items():
            if name in {"src", "href", "action", "formaction", "srcset", "poster", "background", "style"}:
                assert value is not None
                assert value.startswith(("#", "data:image/svg+xml;base64,")), (element.tag, name, value)
    style = page.all("style")[0].content[0]
    assert "url(" not in str(style)
    assert "@import" not in str(style)


def test_the_policy_allows_the_one_script_and_nothing_else() -> None:
    html = render_html(results())
    page = read(html)
    policy = next(
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    script = str(page.all("script")[0].content[0])
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_the_diagram_is_an_image_so_that_nothing_in_it_can_run(page: Element) -> None:
    image = page.id("diagram").all("img")[0]
    source = str(image.attributes["src"])
    assert base64.b64decode(source.partition(",")[2]).decode() == SVG
    assert str(image.attributes["alt"]).startswith("层级图")
    without = read(render_html(results()))
    assert not without.all("img")
    assert not [link for link in without.all("a") if link.attributes["href"] == "#diagram"]


def test_screen_readers_find_landmarks_headings_and_labels(page: Element) -> None:
    assert {"nav", "main", "footer"} <= {element.tag for element in page.walk()}
    assert page.all("a")[0].attributes["href"] == "#main"
    levels = [int(e.tag[1]) for e in page.id("main").walk() if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in page.all("section"):
        assert page.id(str(section.attributes["aria-labelledby"])).text()
    form = page.id("filter")
    labelled = [control for label in form.all("label") for control in [*label.all("select"), *label.all("input")]]
    assert labelled == [*form.all("input"), *form.all("select")]
    assert form.all("p")[-1].attributes["aria-live"] == "polite"
    assert all(cell.attributes.get("scope") for cell in page.all("th"))


def test_severity_is_word_and_shape_beside_colour(page: Element) -> None:
    shapes = {"error": "■ 错误", "warning": "◆ 警告", "info": "● 提示"}
    for card in page.all("article"):
        assert heading(card).startswith(shapes[str(severity_of(card))])


def test_filters_offer_what_occurs(page: Element) -> None:
    def offered(name: str) -> list[str | None]:
        select = page.id("filter").all("select", lambda s: s.attributes["name"] == name)[0]
        return [option.attributes["value"] for option in select.all("option")]

    assert offered("severity") == ["", "error", "warning", "info"]
    assert offered("plan_type") == ["", "development", "special", HOSTILE]
    assert {"KZ-EEB", "KZ-DRC", "KZ-PNR"} <= set(offered("department"))
    assert offered("rule")[:3] == ["", "CAT-001", "CAT-003"]


def test_the_same_results_give_the_same_page() -> None:
    assert render_html(results(), diagram_svg=SVG) == render_html(results(), diagram_svg=SVG)


def test_a_classified_finding_carries_no_more_than_id_and_type() -> None:
    card = read(render_html(results([classified()]))).all("article")[0]
    assert "涉密规划 KZ-S9 · 专项规划" in card.text()
    assert "区生态环境局" not in card.text()
    assert "Classified plan KZ-S9" in card.text("en")


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_stays_text(text: str) -> None:
    page = read(render_html(results([hostile(text)])))
    assert len(page.all("script")) == 1
    assert len(page.all("article")) == 1


def test_the_style_serves_dark_screens_paper_and_large_reports(page: Element) -> None:
    style = str(page.all("style")[0].content[0])
    for part in (
        "prefers-color-scheme: dark",
        "@media print",
        "size: A4",
        "content-visibility: auto",
        "max-width: 40rem",
    ):
        assert part in style


def test_the_template_is_the_one_place_that_holds_markup_and_it_never_marks_data_safe() -> None:
    folder = Path(__file__).parents[2] / "kgplan" / "reports" / "templates"
    for template in folder.glob("*.html.j2"):
        assert "| safe" not in template.read_text(encoding="utf-8")
        assert "autoescape false" not in template.read_text(encoding="utf-8")


def five_thousand() -> Results:
    return results([finding("HIER-001", "error", [f"KZ-{n}"]) for n in range(5000)])


def test_five_thousand_findings_make_a_page_of_bearable_size() -> None:
    html = render_html(five_thousand())
    assert html.count("<article") == 5000
    assert len(html.encode()) < 30_000_000
    assert "addEventListener" in html
    assert html.count("addEventListener") < 10  # none per finding


def test_the_day_of_the_report_stands_where_it_belongs_among_the_periods() -> None:
    period = PeriodRow(
        plan="P",
        title=Both(zh="规划", en="Plan"),
        plan_type="special",
        level="district",
        start=2021,
        end=2030,
        near=None,
        draft=False,
        classified=False,
        rules=[],
    )
    page = render_html(results(as_of="2024-07-01", periods=[period]))
    (day,) = (float(x) for x in re.findall(r'<line class="today" x1="([^"]+)"', page))
    window = next(part for part in re.findall(r'<g class="window">.*?</g>', page, re.DOTALL) if ">十四五<" in part)
    left, width = (float(re.search(rf'{name}="([^"]+)"', window)[1]) for name in ("x", "width"))  # type: ignore[index]
    assert day == pytest.approx(left + width * 3.5 / 5, abs=width / 366)
