"""Regions and bodies are found by every name they go by, and never by guessing."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.sources import Directory

SCHEMA = load_schema()
BUILT_IN = Directory(SCHEMA.organizations, SCHEMA.regions)

REGIONS: list[dict[str, object]] = [
    {"id": "100000", "name_zh": "中华人民共和国", "kind": "country", "aliases": ("中国",)},
    {"id": "510000", "name_zh": "四川省", "kind": "province", "part_of": "100000"},
    {"id": "511700", "name_zh": "达州市", "kind": "prefecture"},
    {"id": "511723", "name_zh": "开江县", "kind": "district", "former_ids": ("513022",), "aliases": ("开江老县",)},
    {"id": "511723-xinning", "name_zh": "新宁镇", "kind": "town", "part_of": "511723"},
    {"id": "511723-park", "name_zh": "开江经开区", "kind": "functional_zone", "part_of": "开江县"},
    {"id": "110105", "name_zh": "朝阳区", "kind": "district", "aliases": ("同名",)},
    {"id": "220104", "name_zh": "朝阳区", "kind": "district", "aliases": ("同名",)},
]
BODIES: list[dict[str, object]] = [
    {"id": "A-DRC", "name_zh": "甲区发展和改革委员会", "short_zh": "区发展改革委", "aliases": ("区发改委", "发改委")},
    {"id": "B-DRC", "name_zh": "乙区发展和改革委员会", "aliases": ("发改委",)},
]
SMALL = Directory(BODIES, REGIONS)


@pytest.mark.parametrize(
    "text",
    ["500154", "５００１５４", "500234", "开州区", "重庆市开州区", "重庆市 开州区", "开州", "开县"],
)
def test_the_district_is_found_by_code_former_code_name_and_alias(text: str) -> None:
    assert BUILT_IN.region(text) == "500154"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("四川省达州市开江县", "511723"),
        ("达州市开江县", "511723"),
        ("四川省开江县", "511723"),
        ("开江", "511723"),
        ("四川", "510000"),
        ("开江县新宁镇", "511723-xinning"),
        ("513022", "511723"),
        ("513022-xinning", "511723-xinning"),
        ("新宁", None),  # many towns share their stem with a larger place
        ("朝阳区", None),
        ("同名", None),
        ("无此地", None),
        ("", None),
    ],
)
def test_a_region_is_found_with_the_regions_around_it_before_its_name(text: str, region: str | None) -> None:
    assert SMALL.region(text) == region


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("A-DRC", "A-DRC"),
        ("a-drc", "A-DRC"),
        ("甲区发展和改革委员会", "A-DRC"),
        ("区发展改革委", "A-DRC"),
        ("区发改委", "A-DRC"),
        (" 区发改委 ", "A-DRC"),
        ("发改委", None),
        ("丙区发改委", None),
    ],
)
def test_a_body_is_found_by_its_names_unless_two_share_one(text: str, body: str | None) -> None:
    assert SMALL.body(text) == body


def test_the_same_commission_is_one_body_in_all_its_spellings() -> None:
    names = ("区发改委", "区发展改革委", "区发展和改革委员会", "KZ-DRC", "重庆市开州区发展和改革委员会")
    assert {BUILT_IN.body(name) for name in names} == {"KZ-DRC"}
    assert BUILT_IN.body("区人大") != BUILT_IN.body("区人大常委会")
    assert BUILT_IN.body("区政府") != BUILT_IN.body("区政府办公室")


def test_a_users_row_takes_the_place_of_the_built_in_one() -> None:
    own = {"id": "KZ-DRC", "name_zh": "新名称", "kind": "department"}
    directory = Directory([*SCHEMA.organizations, own], SCHEMA.regions)
    assert directory.body("新名称") == "KZ-DRC"
    assert directory.body("区发改委") is None


def _with_own(*own: Mapping[str, object]) -> Directory:
    built_in = {str(row["id"]) for rows in (SCHEMA.organizations, SCHEMA.regions) for row in rows}
    district = {"id": "990101", "name_zh": "示例区", "kind": "district"}
    return Directory([*SCHEMA.organizations, *own], [*SCHEMA.regions, district], built_in=built_in)


def test_a_name_that_a_user_gives_a_body_is_never_that_of_a_built_in_one() -> None:
    body = {"id": "EX-GOV", "name_zh": "示例区人民政府", "region": "990101", "aliases": ("区政府",)}
    assert _with_own(body).body("区政府") == "EX-GOV"


def test_short_names_of_the_built_in_district_mean_nothing_among_the_bodies_of_another_one() -> None:
    another = _with_own({"id": "EX-GOV", "name_zh": "示例区人民政府", "region": "990101"})
    assert [another.body(name) for name in ("区政府", "区发改委", "区水利局")] == [None, None, None]
    assert another.body("开州区发改委") == "KZ-DRC"
    own = _with_own({"id": "KZ-NEW", "name_zh": "开州区大数据局", "region": "500154"})
    assert own.body("区发改委") == "KZ-DRC"
    assert another.body("市发展改革委") == BUILT_IN.body("市发展改革委") == "CQ-DRC"


@pytest.mark.parametrize(
    ("region", "parent"),
    [
        ("511723", "511700"),
        ("513022", "511700"),
        ("511703", "511700"),
        ("511700", "510000"),
        ("520102", "520000"),
        ("510000", "100000"),
        ("100000", None),
        ("511723-new", "511723"),
        ("511723101", "511723"),
        ("511723101000", "511723"),
        ("513022101", "511723"),
        ("511723-park", "511723"),
        ("somewhere", None),
    ],
)
def test_a_region_lies_where_its_row_or_its_code_says(region: str, parent: str | None) -> None:
    assert SMALL.parent(region) == parent


def test_the_district_of_a_town_is_known_even_if_the_town_is_not() -> None:
    assert SMALL.district_of("511723-xinning") == "511723"
    assert SMALL.district_of("511723-unknown") == "511723"
    assert SMALL.district_of("511723-park") == "511723"
    assert SMALL.district_of("开江县") == "511723"
    assert SMALL.district_of("120101") == "120101"
    assert SMALL.district_of("511700") is None
    assert SMALL.district_of("510000") is None


def test_containing_looks_through_former_codes_and_names() -> None:
    assert SMALL.contains("四川省", "513022-xinning")
    assert SMALL.contains("511723", "513022")
    assert SMALL.contains("100000", "110105")
    assert not SMALL.contains("511723", "510000")
    assert not SMALL.contains("511723", "511703")


def test_places_before_a_title_are_those_around_it_but_not_the_country() -> None:
    assert SMALL.places("511723") == SMALL.places("513022") == ("开江县", "开江老县", "达州市", "四川省")
    assert SMALL.places("100000") == SMALL.places(None) == ()
    assert {"开州区", "开县", "重庆市"} <= set(BUILT_IN.places("500154"))


def test_regions_that_lie_in_each_other_end_no_program() -> None:
    ring: list[dict[str, object]] = [
        {"id": f"r{n}", "name_zh": f"区域{n}", "kind": "district", "part_of": f"r{(n + 1) % 300}"} for n in range(300)
    ]
    directory = Directory([], [*ring, {"id": "self", "name_zh": "自己", "part_of": "self"}])
    assert directory.contains("r5", "r4")
    assert len(directory.ancestors("r0")) == 299
    assert directory.parent("self") is None


@given(st.text(max_size=20))
def test_any_text_is_a_known_region_or_none(text: str) -> None:
    found = BUILT_IN.region(text)
    assert found is None or found in {str(row["id"]) for row in SCHEMA.regions}
    BUILT_IN.ancestors(text)
    BUILT_IN.district_of(text)
