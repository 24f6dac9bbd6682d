"""The schema as the other modules use it: look-ups by what users write, tables and columns, relations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.schema import Column, Schema

SCHEMA = load_schema()
COLUMNS = [(table.name, column) for table in SCHEMA.tables.values() for column in table.columns]


def column(table: str, name: str) -> Column:
    found = SCHEMA.tables[table].column(name)
    assert found is not None
    return found


# ── tables and columns ──


@pytest.mark.parametrize("name", ["plans", "Plans", "PLANS", "规划", " 规划 "])
def test_a_table_is_found_by_either_name(schema: Schema, name: str) -> None:
    table = schema.table(name)
    assert table is not None
    assert table.name == "plans"


def test_a_table_that_does_not_exist_is_not_found(schema: Schema) -> None:
    assert schema.table("README") is None


@pytest.mark.parametrize(
    ("table", "header", "name"),
    [
        ("plans", "title_zh", "title_zh"),
        ("plans", "Title_zh", "title_zh"),
        ("plans", "TITLE ZH", "title_zh"),
        ("plans", "titleZh", "title_zh"),
        ("plans", "规划名称*", "title_zh"),
        ("plans", " 规划 名称 ", "title_zh"),
        ("plans", "规划名称*(必填)", "title_zh"),
        ("budget", "区级金额_万元", "amount"),
        ("budget", "区级金额(万元)", "amount"),
        ("budget", "区级金额\uff08万元\uff09", "amount"),
        ("zones", "面积_平方公里", "area"),
    ],
)
def test_a_column_is_found_by_any_usual_way_of_writing_its_header(table: str, header: str, name: str) -> None:
    assert column(table, header).name == name


@pytest.mark.parametrize("header", ["", "*", "(万元)", "联系电话", "title"])
def test_an_unknown_header_is_no_column(schema: Schema, header: str) -> None:
    assert schema.tables["plans"].column(header) is None


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text: str) -> None:
    for table in SCHEMA.tables.values():
        found = table.column(text)
        assert found is None or found in table.columns
    assert SCHEMA.table(text) is None or SCHEMA.table(text) in SCHEMA.tables.values()
    assert SCHEMA.relation(text) is None or SCHEMA.relation(text) in SCHEMA.relations.values()


@given(st.sampled_from(COLUMNS), st.booleans(), st.sampled_from(["", " ", "*", "* ", "(必填)"]))
def test_case_blanks_and_stars_never_lose_a_column(pair: tuple[str, Column], upper: bool, end: str) -> None:
    table, wanted = pair
    for header in (wanted.name, wanted.zh):
        written = (header.upper() if upper else header) + end
        assert SCHEMA.tables[table].column(written) == wanted


def test_every_english_header_is_a_property_of_the_ontology(schema: Schema) -> None:
    missing = {each.name for _, each in COLUMNS} - schema.properties.keys()
    assert missing == set()


@pytest.mark.parametrize(
    ("table", "rejecting"),
    [
        ("plans", {"id"}),
        ("targets", {"id", "plan"}),
        ("relations", {"from", "type", "to"}),
        ("tasks", {"id", "plan"}),
        ("projects", {"id", "plan"}),
        ("allocations", {"id", "target", "to", "dimension"}),
        ("registers", {"kind", "key", "complete"}),
        ("waivers", {"rule", "key", "by", "on", "reason"}),
    ],
)
def test_only_a_row_that_cannot_be_used_is_refused(schema: Schema, table: str, rejecting: set[str]) -> None:
    assert {each.name for each in schema.tables[table].columns if each.rejects} == rejecting


def test_a_column_that_refuses_a_row_is_required() -> None:
    assert [(table, each.name) for table, each in COLUMNS if each.rejects and not each.required] == []


def test_required_columns_of_plans_are_those_of_the_contract(schema: Schema) -> None:
    required = [each.name for each in schema.tables["plans"].columns if each.required]
    assert required == ["id", "title_zh", "doc_kind", "level", "jurisdiction"]


@pytest.mark.parametrize(
    ("table", "name", "default"),
    [
        ("plans", "doc_kind", "plan"),
        ("plans", "edition_no", 1),
        ("allocations", "role", "share"),
        ("allocations", "complete", True),
        ("registers", "complete", None),
    ],
)
def test_an_empty_cell_means_its_default(table: str, name: str, default: object) -> None:
    assert column(table, name).default == default


@pytest.mark.parametrize(
    ("table", "name", "codes"),
    [
        ("plans", "stage", "stage"),
        ("organizations", "kind", "organization_kind"),
        ("organizations", "level", "level"),
        ("regions", "kind", "region_kind"),
        ("steps", "type", "step"),
        ("allocations", "role", "allocation_role"),
        ("registers", "kind", "register"),
        ("catalogues", "kind", "catalogue_kind"),
        ("zones", "kind", "zone_kind"),
        ("funding", "kind", "funding_kind"),
        ("indicators", "canonical_measure", "measure"),
    ],
)
def test_a_column_of_codes_names_its_list(table: str, name: str, codes: str) -> None:
    assert (column(table, name).kind, column(table, name).codes) == ("code", codes)


@pytest.mark.parametrize(
    ("table", "name"), [("relations", "type"), ("units", "dimension"), ("steps", "result"), ("steps", "note")]
)
def test_free_text_and_relation_types_are_no_code_lists(table: str, name: str) -> None:
    assert (column(table, name).kind, column(table, name).codes) == ("text", None)


def test_every_code_list_of_a_column_exists_and_every_list_is_used(schema: Schema) -> None:
    used = {each.codes for _, each in COLUMNS if each.codes} | {name for _, each in COLUMNS for name in each.suggests}
    used |= {relation.kinds for relation in schema.relations.values() if relation.kinds}
    assert used == schema.code_lists.keys()


def test_every_class_that_a_column_refers_to_exists(schema: Schema) -> None:
    assert {each.refers for _, each in COLUMNS if each.refers} <= schema.classes.keys()
    assert {table.node for table in schema.tables.values() if table.node} <= schema.classes.keys()


def test_columns_with_several_values_are_those_of_the_contract() -> None:
    assert sorted(f"{table}.{each.name}" for table, each in COLUMNS if each.many) == [
        "catalogues.compiled_by",
        "indicators.aliases",
        "organizations.aliases",
        "plans.coverage_regions",
        "plans.revision_scope",
        "regions.aliases",
        "regions.former_ids",
        "steps.copied_to",
        "steps.reported_to",
        "tasks.milestones",
    ]


def test_no_two_columns_of_a_table_share_a_header(schema: Schema) -> None:
    for table in schema.tables.values():
        for each in table.columns:
            assert table.column(each.name) == table.column(each.zh) == each


def test_dates_years_and_amounts_are_typed() -> None:
    assert column("plans", "approved_on").kind == "date"
    assert column("plans", "start_year").kind == "integer"
    assert column("budget", "amount").kind == "decimal"
    assert column("plans", "classified").kind == "boolean"
    assert column("targets", "value_text").kind == "text"


# ── relations ──


@pytest.mark.parametrize("text", ["SUBORDINATE_TO", "subordinateTo", "从属于", "依据", " 上位规划 "])
def test_a_relation_is_found_by_type_label_or_further_spelling(schema: Schema, text: str) -> None:
    relation = schema.relation(text)
    assert relation is not None
    assert relation.type == "SUBORDINATE_TO"


def test_an_unknown_relation_is_not_found(schema: Schema) -> None:
    assert schema.relation("隶属") is None


def test_relations_join_classes_that_exist(schema: Schema) -> None:
    ends = {name for relation in schema.relations.values() for name in (*relation.domain, *relation.range)}
    assert ends <= schema.classes.keys()


def test_no_spelling_means_two_relations(schema: Schema) -> None:
    for relation in schema.relations.values():
        for spelling in (relation.type, relation.zh, relation.en, *relation.also):
            assert schema.relation(spelling) == relation


def test_what_may_stand_below_and_above_a_plan(schema: Schema) -> None:
    relation = schema.relations["SUBORDINATE_TO"]
    assert set(relation.domain) == {"Plan", "Scheme", "AnnualPlan", "ActionPlan", "Policy"}
    assert set(relation.range) == set(schema.document_classes.values()) - {"Proposal", "Policy"}


def test_what_may_be_coordinated_and_what_plans_are_based_on(schema: Schema) -> None:
    coordinated = {"Plan", "AnnualPlan", "Scheme", "ActionPlan"}
    assert set(schema.relations["COORDINATES_WITH"].domain) == coordinated
    assert set(schema.relations["COORDINATES_WITH"].range) == coordinated
    assert set(schema.relations["BASED_ON"].domain) == coordinated
    assert set(schema.relations["BASED_ON"].range) == {"Proposal", "Policy"}


def test_only_coordination_is_symmetric(schema: Schema) -> None:
    assert [relation.type for relation in schema.relations.values() if relation.symmetric] == ["COORDINATES_WITH"]


def test_relations_that_users_may_state_are_those_of_the_contract(schema: Schema) -> None:
    assert {relation.type for relation in schema.relations.values() if relation.in_table} == {
        "SUBORDINATE_TO",
        "COORDINATES_WITH",
        "SUPERSEDES",
        "BASED_ON",
        "IMPLEMENTS_TARGET",
        "REFINES",
        "RESPONSIBLE_FOR",
        "SCHEDULES",
        "LISTED_IN",
        "COMPILED_WITH",
        "DELINEATES",
        "LOCATED_IN",
    }


def test_supersession_is_of_two_kinds(schema: Schema) -> None:
    kinds = schema.relations["SUPERSEDES"].kinds
    assert kinds is not None
    assert [code.code for code in schema.code_lists[kinds].codes] == ["revision", "succession"]


# ── classes and properties ──


def test_every_kind_of_document_is_a_class_below_document(schema: Schema) -> None:
    assert schema.document_classes.keys() == {code.code for code in schema.code_lists["doc_kind"].codes}
    assert {schema.classes[name].parent for name in schema.document_classes.values()} == {"Document"}
    assert schema.document_classes["annual_plan"] == "AnnualPlan"


def test_derived_facts_are_known_as_such(schema: Schema) -> None:
    assert schema.properties["valid_from"].derived
    assert schema.properties["value_canonical"].derived
    assert schema.relations["HAS_SUPERIOR"].derived
    assert schema.classes["DanglingRef"].derived
    assert not schema.properties["title_zh"].derived


def test_definitions_keep_their_order(schema: Schema) -> None:
    assert list(schema.tables)[:3] == ["plans", "relations", "targets"]
    assert [each.name for each in schema.tables["registers"].columns] == ["kind", "key", "complete", "as_of", "keeper"]
    assert list(schema.classes)[:2] == ["Document", "Plan"]
    assert next(iter(schema.indicators)) == "gdp_level"


# ── cost ──


def test_the_schema_is_read_once() -> None:
    assert load_schema() is load_schema()
