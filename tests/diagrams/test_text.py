from kgplan.diagrams import render
from tests.diagrams.pictures import document, everything, finding, outline, picture, under

TREE = """\
东山县规划体系层级图
截至2024年7月1日 · 在效4份 · 编制中0份 · 在图5份文件 · 另有0份未显示

市级 · 国民经济和社会发展五年规划纲要 (发展规划，2021–2025 · 已发布) [municipal-outline-2021]
  区级 · 国民经济和社会发展五年规划纲要 (发展规划，2021–2025 · 已发布) [district-outline-2021]
    ✗ 区级 · 学校布局规划 (专项规划，2021–2025 · 已发布) [school] ✕1 !0
        - 缺少：国民经济和社会发展五年规划纲要 [district-outline-2021]
    区级 · 水利规划 (专项规划，2021–2025 · 已发布) [water]
      区级 · 节水规划 (专项规划，2021–2025 · 已发布) [saving]
          - 上位：国民经济和社会发展五年规划纲要 [district-outline-2021]
"""


def test_the_tree_shows_each_document_once_under_its_nearest_superior() -> None:
    documents = [
        outline("municipal"),
        outline(),
        document("water", "水利规划", domain="water"),
        document("saving", "节水规划", domain="water"),
        document("school", "学校布局规划"),
    ]
    relations = under(
        ("district-outline-2021", "municipal-outline-2021"),
        ("water", "district-outline-2021"),
        ("saving", "water"),
        ("saving", "district-outline-2021"),
    )
    shown = picture(documents, relations, [finding("HIER-001", "school")])
    assert render(shown, "txt", lang="zh").decode() == TREE


def test_every_document_stands_in_the_tree_once_even_in_loops() -> None:
    text = render(everything(), "txt", lang="zh").decode()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("- ")]
    for node in everything().nodes:
        assert sum(line.count(f"[{node.id}]") for line in lines) == 1, node.id
    assert "（成环）" in text
    assert "（有误：HIER-009）" in text


def test_hostile_titles_cannot_start_a_line_of_their_own() -> None:
    shown = picture([outline(), document("plan", "坏\n[other] 规划\u2028x\x1b[31m")])
    lines = render(shown, "txt", lang="zh").decode().splitlines()
    assert len(lines) == 3 + 2
    assert not any("\x1b" in line for line in lines)


def test_the_tree_is_in_english_too() -> None:
    text = render(everything(), "txt", lang="en").decode()
    assert text.startswith("Hierarchy of plans, Dongshan County\nas of 2024-07-01")
    assert "missing: " in text
