import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.diagrams.titles import english_short, short_title

PLACES = ("北江省", "东山县", "东山", "中国")


@pytest.mark.parametrize(
    ("title", "years", "short"),
    [
        ("北江省东山县教育事业发展“十四五”规划", (2021, 2025), "教育事业发展规划"),
        ("“十四五”就业促进规划", (2021, 2025), "就业促进规划"),
        ("东山县妇女发展规划(2021—2030年)", (2021, 2030), "妇女发展规划"),
        ("东山县妇女发展规划\uff082021-2030年\uff09", (2021, 2030), "妇女发展规划"),
        ("东山县应急管理“十四五”规划(2021—2025年)", (2021, 2025), "应急管理规划"),
        ("《中国教育现代化2035》", (None, 2035), "教育现代化2035"),
        ("东山县2025年国民经济和社会发展计划(草案)", (2025, 2025), "2025年国民经济和社会发展计划(草案)"),
    ],
)
def test_a_title_loses_what_row_and_second_line_say(title: str, years: tuple[int | None, int], short: str) -> None:
    assert short_title(title, PLACES, *years) == short


def test_a_period_that_contradicts_the_record_stays_visible() -> None:
    assert short_title("东山县水利规划(2020—2035年)", PLACES, 2021, 2035) == "水利规划(2020—2035年)"
    assert short_title("东山县“十三五”水利规划", PLACES, 2021, 2025) == "“十三五”水利规划"


def test_a_title_that_is_hardly_more_than_a_place_stays_whole() -> None:
    assert short_title("东山县规划", PLACES, 2021, 2025) == "东山县规划"


def test_english_titles_lose_place_and_round() -> None:
    title = "14th Five-Year Plan for Health of Dongshan County"
    assert english_short(title, ("Dongshan County", "Dongshan"), 2021, 2025) == "Plan for Health"
    assert english_short(title, ("Dongshan",), 2016, 2020) == "14th Five-Year Plan for Health County"


@given(st.text(max_size=60), st.integers(1990, 2050), st.integers(0, 15))
def test_any_title_gives_a_title(title: str, start: int, length: int) -> None:
    short = short_title(title, PLACES, start, start + length)
    assert len(short) <= len(title) * 3
    assert bool(short.strip()) == bool(title.strip().strip("《》").strip())


@given(st.integers(1980, 2060), st.integers(0, 20), st.integers(1980, 2060), st.integers(0, 20))
def test_years_vanish_only_when_the_second_line_repeats_them(a: int, b: int, c: int, d: int) -> None:
    title = f"水利规划({a}—{a + b}年)"
    short = short_title(title, (), c, c + d)
    assert (short == "水利规划") == ((a, a + b) == (c, c + d))
    assert short == title or (a, a + b) == (c, c + d)
