"""Which titles are the same, and which years a title states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.sources.titles import identity_key, normalise_doc_no, normalise_title, title_window, title_years

PLACES = ("重庆市", "开州区", "重庆市开州区", "开县")

SAME = [
    [
        "重庆市开州区国民经济和社会发展第十四个五年规划和二○三五年远景目标纲要",
        "重庆市开州区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
        "重庆市开州区国民经济和社会发展第十四个五年规划和二三五年远景目标纲要",
        "开州区国民经济和社会发展第十四个五年规划纲要和2035年远景目标",
        "《开州区国民经济和社会发展“十四五”规划纲要》",
        "开县国民经济和社会发展第14个五年规划和2035年远景目标纲要",
    ],
    [
        "开州区推进农业农村现代化“十四五”规划(2021—2025年)",
        "重庆市开州区推进农业农村现代化‘十四五’规划（2021-2025年）",
        "推进农业农村现代化 十四五 规划〔2021–2025〕",
        "开州区推进农业农村现代化“十四五”规划二〇二一—二〇二五年",
        "开州区推进农业农村现代化“十四五”规划2021至2025年",
        "重庆市开州区人民政府关于印发《开州区推进农业农村现代化“十四五”规划(2021—2025年)》的通知",
        "重庆市开州区人民政府办公室关于印发开州区推进农业农村现代化“十四五”规划的通知(开州府办发〔2021〕77号)",
        "开州区农业农村委关于转发《区政府关于印发〈开州区推进农业农村现代化“十四五”规划〉的通知》的通知",
    ],
    ["重庆市国土空间规划(2021—2035年)(送审稿)", "国土空间规划（送审稿）"],
    ["开州区某规划(2022.07—2025.06)", "开州区某规划(2022年7月—2025年6月)", "开州区某规划"],
]
DIFFERENT = [
    ("开州区教育“十三五”规划", "开州区教育“十四五”规划"),
    ("开州区教育规划", "开州区教育规划(修订)"),
    ("开州区教育规划", "开州区教育规划(送审稿)"),
    ("中国教育现代化2035", "中国教育现代化2030"),
    ("贯彻《规划(2021—2035年)》实施方案", "贯彻《规划(2006—2020年)》实施方案"),
    ("关于推进城镇化建设的意见", "城镇化建设"),
]


@pytest.mark.parametrize("titles", SAME)
def test_spellings_of_one_title_are_the_same(titles: list[str]) -> None:
    assert len({normalise_title(title, PLACES) for title in titles}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_plans_stay_different(one: str, other: str) -> None:
    assert normalise_title(one, PLACES) != normalise_title(other, PLACES)


def test_no_place_is_dropped_that_the_caller_does_not_name() -> None:
    assert normalise_title("云阳县教育规划", PLACES) == "云阳县教育规划"
    assert normalise_title("重庆市开州区教育规划", ()) == "重庆市开州区教育规划"


def test_a_short_name_of_a_place_does_not_leave_half_of_the_long_one() -> None:
    assert normalise_title("开州区教育规划", ("开州", "开州区")) == "教育规划"


def test_a_title_that_is_nothing_but_a_place_keeps_it() -> None:
    assert normalise_title("开州区", PLACES) == "开州区"


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_normalising_any_text_ends_and_stays(title: str, places: list[str]) -> None:
    once = normalise_title(title, places)
    assert bool(once.strip()) <= bool(title.strip())
    assert title_years(title) is None or title_years(title)[0] <= title_years(title)[1]  # type: ignore[index]
    title_window(title)


def test_a_very_long_title_takes_no_long_time() -> None:
    normalise_title("关于印发" * 8000, PLACES)
    title_years("2021-" * 6000)
    title_window("第十四个五" * 6000)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("开州区科技创新“十四五”规划(2021—2025年)", (2021, 2025)),
        ("开州区科技创新规划（2021－2025年）", (2021, 2025)),
        ("开州区科技创新规划 2016-2020年", (2016, 2020)),
        ("开州区科技创新规划二〇二一至二〇二五年", (2021, 2025)),
        ("开州区某规划(2022.07—2025.06)", (2022, 2025)),
        ("贯彻落实《巴蜀文化旅游走廊建设规划(2021—2035年)》实施方案(2023—2025年)", (2023, 2025)),
        ("贯彻落实《巴蜀文化旅游走廊建设规划(2021—2035年)》实施方案", None),
        ("《重庆市国土空间总体规划(2021—2035年)》", (2021, 2035)),
        ("关于印发《重庆市国土空间总体规划(2021—2035年)》的通知", (2021, 2035)),
        ("国土空间规划(2021—2035年),展望2050年", (2021, 2035)),
        ("国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", None),
        ("“健康中国2030”规划纲要", None),
        ("中国教育现代化2035", None),
        ("重庆市开州区2024年国民经济和社会发展计划", None),
        ("某规划(2025—2021年)", None),
        ("某规划(开州府发〔2021〕6号)", None),
    ],
)
def test_the_years_that_a_title_states(title: str, years: tuple[int, int] | None) -> None:
    assert title_years(title) == years


@pytest.mark.parametrize(
    ("title", "window"),
    [
        ("开州区“十四五”水安全保障规划", (2021, 2025)),
        ("开州区水安全保障十四五规划", (2021, 2025)),
        ("国民经济和社会发展第十四个五年规划和2035年远景目标纲要", (2021, 2025)),
        ("国民经济和社会发展第十五个五年规划纲要", (2026, 2030)),
        ("“十五”计划", (2001, 2005)),
        ("“九五”环境保护计划", (1996, 2000)),
        ("“十三五”评估与“十四五”规划", None),
        ("落实《重庆市农业农村“十四五”规划》实施方案", None),
        ("第十五届人民代表大会报告", None),
        ("三五年规划", None),
        ("十五个重点项目方案", None),
        ("国土空间总体规划(2021—2035年)", None),
    ],
)
def test_the_five_year_window_that_a_title_names(title: str, window: tuple[int, int] | None) -> None:
    assert title_window(title) == window


def test_the_same_plan_has_one_identity_and_another_edition_its_own() -> None:
    def key(title: str, edition: int | None) -> str:
        return identity_key(title, "district", "500154", 2021, 2025, edition, places=PLACES)

    assert key("《重庆市开州区教育“十四五”规划》", None) == key("开州区教育“十四五”规划(2021—2025年)", 1)
    assert key("开州区教育“十四五”规划", 1) != key("开州区教育“十四五”规划", 2)
    assert identity_key("教育规划", None, None, None, None, None) == "教育规划|||||1"


@pytest.mark.parametrize(
    "number", ["开州府发[2021]6号", "开州府发(2021) 6号", "开州府发【2021】６号", "开州府发〔2021〕6号"]
)
def test_document_numbers_are_the_same_in_all_brackets(number: str) -> None:
    assert normalise_doc_no(number) == "开州府发〔2021〕6号"
