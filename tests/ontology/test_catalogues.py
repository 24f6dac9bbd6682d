"""Code lists, indicators, units, regions and bodies: what their users rely on."""

import unicodedata
from collections import Counter
from fractions import Fraction

import pytest

from kgplan.schema import Schema


def names_of(row: dict[str, object]) -> set[object]:
    aliases = row.get("aliases", ())
    assert isinstance(aliases, tuple)
    return {row["name_zh"], row.get("short_zh", row["name_zh"]), *aliases}


def former_ids(row: dict[str, object]) -> tuple[str, ...]:
    ids = row.get("former_ids", ())
    assert isinstance(ids, tuple)
    return ids


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


# ── code lists ──


def test_levels_go_from_the_nation_down(schema: Schema) -> None:
    levels = schema.code_lists["level"].codes
    assert [code.code for code in levels] == ["national", "municipal", "prefecture", "district", "town"]
    assert [code.order for code in levels] == [1, 2, 3, 4, 5]


def test_no_spelling_means_two_codes_of_a_list(schema: Schema) -> None:
    for code_list in schema.code_lists.values():
        for code in code_list.codes:
            for spelling in (code.code, code.zh, code.en, *code.also):
                assert code_list.find(spelling) == code, (code_list.name, spelling)


def test_codes_of_a_list_are_numbered_through(schema: Schema) -> None:
    for code_list in schema.code_lists.values():
        assert [code.order for code in code_list.codes] == list(range(1, len(code_list.codes) + 1))


@pytest.mark.parametrize(
    ("code_list", "text", "code"),
    [
        ("plan_type", "special", "special"),
        ("plan_type", "专项规划", "special"),
        ("plan_type", "SPECIAL", "special"),
        ("level", " 省级 ", "municipal"),
        ("level", "县", "district"),
        ("direction", "≥", "at_least"),
        ("direction", "\uff1d", "exactly"),
        ("nature", "约束", "binding"),
        ("step", "区委同意", "party_review"),
        ("stage", "Published", "published"),
    ],
)
def test_a_code_is_found_by_code_label_or_further_spelling(
    schema: Schema, code_list: str, text: str, code: str
) -> None:
    found = schema.code_lists[code_list].find(text)
    assert found is not None
    assert found.code == code


def test_an_unknown_code_is_not_guessed(schema: Schema) -> None:
    assert schema.code_lists["plan_type"].find("专项计划") is None
    assert schema.code_lists["nature"].find("") is None


def test_a_label_is_given_in_both_languages(schema: Schema) -> None:
    assert schema.label("plan_type", "special", "zh") == "专项规划"
    assert schema.label("plan_type", "special", "en") == "Special plan"


def test_a_code_that_the_list_does_not_have_stands_for_itself(schema: Schema) -> None:
    assert schema.label("plan_type", "municipal_special", "en") == "municipal_special"


# ── indicators ──


def test_no_name_belongs_to_two_indicators(schema: Schema) -> None:
    names = Counter(fold(name) for each in schema.indicators.values() for name in (each.name_zh, *each.aliases))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("常住人口城镇化率", "户籍人口城镇化率"),
        ("单位GDP能源消耗降低", "能源消费总量"),
        ("空气质量优良天数", "空气质量优良天数比率"),
        ("粮食产量", "粮食综合生产能力"),
        ("单位GDP二氧化碳排放降低", "氮氧化物排放总量减少"),
        ("养老服务床位总量", "养老服务有效床位数"),
        ("农业科技进步贡献率", "科技进步贡献率"),
    ],
)
def test_names_that_change_the_concept_are_different_indicators(schema: Schema, one: str, other: str) -> None:
    ids = {name: each.id for each in schema.indicators.values() for name in (each.name_zh, *each.aliases)}
    assert ids[one] != ids[other]


def test_an_ambiguous_name_belongs_to_no_indicator(schema: Schema) -> None:
    names = {name for each in schema.indicators.values() for name in (each.name_zh, *each.aliases)}
    assert not names & {"城镇化率", "就业人数", "绿化率"}


def test_indicators_use_the_codes_of_their_lists(schema: Schema) -> None:
    for each in schema.indicators.values():
        assert schema.code_lists["polarity"].find(each.polarity), each.id
        assert schema.code_lists["measure"].find(each.canonical_measure), each.id
        assert each.sense is None or schema.code_lists["sense"].find(each.sense), each.id


def test_every_canonical_unit_of_an_indicator_is_a_listed_unit(schema: Schema) -> None:
    assert {each.canonical_unit for each in schema.indicators.values()} <= schema.units.keys()


def test_rates_and_ratios_do_not_add_up(schema: Schema) -> None:
    rates = ("ratio", "quotient", "multiple", "concentration", "percentage_points")
    additive = [each for each in schema.indicators.values() if each.additive]
    assert [each.id for each in additive if schema.units[each.canonical_unit].dimension in rates] == []


def test_a_reduction_is_counted_as_such(schema: Schema) -> None:
    for each in schema.indicators.values():
        if each.name_zh.endswith(("降低", "减少", "下降")):
            assert (each.sense, each.polarity) == ("reduction", "at_least"), each.id


@pytest.mark.parametrize(
    ("name", "unit", "polarity"),
    [
        ("pm25", "μg/m³", "at_most"),
        ("unemployment_urban", "%", "at_most"),
        ("cultivated_land", "平方公里", "at_least"),
        ("water_use_total", "万立方米", "at_most"),
        ("urban_boundary_area", "平方公里", "none"),
    ],
)
def test_an_indicator_has_the_direction_that_planners_expect(
    schema: Schema, name: str, unit: str, polarity: str
) -> None:
    assert (schema.indicators[name].canonical_unit, schema.indicators[name].polarity) == (unit, polarity)


# ── units ──


@pytest.mark.parametrize(
    ("symbol", "factor"),
    [
        ("亩", Fraction(1, 1500)),
        ("公顷", Fraction(1, 100)),
        ("元", Fraction(1, 10_000)),
        ("亿元", Fraction(10_000)),
        ("斤", Fraction(1, 2000)),
        ("立方米", Fraction(1, 10_000)),
        ("‰", Fraction(1, 10)),
        ("成", Fraction(10)),
        ("mg/m³", Fraction(1000)),
    ],
)
def test_conversions_are_exact(schema: Schema, symbol: str, factor: Fraction) -> None:
    assert schema.units[symbol].factor == factor


def test_every_dimension_has_one_canonical_unit_of_factor_one(schema: Schema) -> None:
    dimensions = {unit.dimension for unit in schema.units.values()}
    canonical = [unit for unit in schema.units.values() if unit.canonical]
    assert Counter(unit.dimension for unit in canonical) == dict.fromkeys(dimensions, 1)
    assert {unit.factor for unit in canonical} == {Fraction(1)}


def test_no_spelling_means_two_units(schema: Schema) -> None:
    meanings: dict[str, set[str]] = {}
    for unit in schema.units.values():
        for spelling in (unit.symbol, *unit.aliases):
            meanings.setdefault(fold(spelling), set()).add(unit.symbol)
    assert {spelling: units for spelling, units in meanings.items() if len(units) > 1} == {}


@pytest.mark.parametrize(
    ("symbol", "spelling"),
    [("平方公里", "平方千米"), ("平方公里", "km2"), ("μg/m³", "微克/立方米"), ("μg/m³", "ug/m3"), ("千瓦时", "度")],
)
def test_usual_spellings_of_a_unit_are_known(schema: Schema, symbol: str, spelling: str) -> None:
    assert spelling in schema.units[symbol].aliases


def test_percentage_points_are_no_percentage(schema: Schema) -> None:
    assert schema.units["个百分点"].dimension != schema.units["%"].dimension
    assert schema.units["千瓦时"].dimension != schema.units["吨标准煤"].dimension


def test_loose_spellings_are_not_units(schema: Schema) -> None:
    spellings = {spelling for unit in schema.units.values() for spelling in (unit.symbol, *unit.aliases)}
    assert not spellings & {"方", "亿方", "亿m³"}


# ── regions and bodies ──


def test_every_region_but_the_country_lies_in_a_known_region(schema: Schema) -> None:
    regions = {region["id"]: region for region in schema.regions}
    outside = [region["id"] for region in schema.regions if region.get("part_of") not in regions]
    assert outside == ["100000"]


def test_the_regions_that_come_with_kgplan_are_complete(schema: Schema) -> None:
    children = Counter(region.get("part_of") for region in schema.regions)
    assert (children["100000"], children["500000"], children["500154"]) == (34, 38, 40)


def test_a_former_code_leads_to_one_region(schema: Schema) -> None:
    former = [(old, region["id"]) for region in schema.regions for old in former_ids(region)]
    assert ("500234", "500154") in former
    assert max(Counter(old for old, _ in former).values()) == 1
    assert not {old for old, _ in former} & {region["id"] for region in schema.regions}


@pytest.mark.parametrize("rows", ["organizations", "regions"])
def test_no_name_means_two_places_or_bodies(schema: Schema, rows: str) -> None:
    names = Counter(name for row in getattr(schema, rows) for name in names_of(row))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("rows", ["organizations", "regions"])
def test_built_in_rows_are_rows_of_their_table(schema: Schema, rows: str) -> None:
    table = schema.tables[rows]
    for row in getattr(schema, rows):
        assert {column.name for column in table.columns if column.required} <= row.keys()
        for column in table.columns:
            if column.codes and column.name in row:
                assert schema.code_lists[column.codes].find(row[column.name]), row["id"]
        assert row.keys() - {column.name for column in table.columns} == {"name_en"}


@pytest.mark.parametrize("region", ["500154", "500000", "100000"])
def test_every_level_has_the_bodies_that_rules_name(schema: Schema, region: str) -> None:
    bodies = [body for body in schema.organizations if body["region"] == region]
    kinds = Counter(body["kind"] for body in bodies)
    single = ("party", "congress", "standing_committee", "government", "government_office")
    assert {kind: kinds[kind] for kind in single} == dict.fromkeys(single, 1)
    roles = Counter(body["role"] for body in bodies if "role" in body)
    assert roles == {code.code: 1 for code in schema.code_lists["organization_role"].codes}


@pytest.mark.parametrize("name", ["区发改委", "区发展和改革委员会", "区发展改革委"])
def test_usual_names_of_the_district_drc_lead_to_it(schema: Schema, name: str) -> None:
    ids = [body["id"] for body in schema.organizations if name in names_of(body)]
    assert ids == ["KZ-DRC"]
