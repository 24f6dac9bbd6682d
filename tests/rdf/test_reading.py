"""RDF that users write: what of it becomes which row, in each of the formats."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kgplan.sources import read_paths
from tests.rdf.reading import LINES, PREFIXES, SCHEMA, one, read, rows, turtle

PLAN = """
:outline a kg:Plan ;
    kg:id "OUT" ;
    kg:titleZh "某区“十四五”规划纲要" ;
    kg:planType "development" ; kg:level "district" ; kg:jurisdiction "500154" ;
    kg:startYear 2021 ; kg:endYear 2025 ; kg:stage "published" ;
    kg:publishedOn "2021-03-26"^^xsd:date ; kg:classified false .
"""


def test_a_plan_in_turtle_is_the_row_that_a_table_gives(tmp_path: Path) -> None:
    assert one(turtle(tmp_path, PLAN), "plans") == {
        "id": "OUT",
        "title_zh": "某区“十四五”规划纲要",
        "doc_kind": "plan",
        "plan_type": "development",
        "level": "district",
        "jurisdiction": "500154",
        "start_year": 2021,
        "end_year": 2025,
        "stage": "published",
        "published_on": date(2021, 3, 26),
        "edition_no": 1,
        "classified": False,
    }


def test_json_ld_and_rdf_xml_and_n_triples_say_the_same(tmp_path: Path) -> None:
    expected = one(turtle(tmp_path, PLAN), "plans")
    kg, xsd = "https://w3id.org/kgplan/ontology#", "http://www.w3.org/2001/XMLSchema#"
    jsonld = f"""{{"@context": {{"@vocab": "{kg}"}}, "@id": "http://example.org/outline", "@type": "Plan", "id": "OUT",
        "titleZh": "某区“十四五”规划纲要", "planType": "development", "level": "district", "jurisdiction": "500154",
        "startYear": 2021, "endYear": 2025, "stage": "published", "publishedOn": "2021-03-26", "classified": false}}"""
    xml = f"""<?xml version="1.0"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:kg="{kg}">
        <kg:Plan rdf:about="http://example.org/outline" kg:id="OUT" kg:titleZh="某区“十四五”规划纲要"
            kg:planType="development" kg:level="district" kg:jurisdiction="500154" kg:stage="published">
        <kg:startYear>2021</kg:startYear><kg:endYear>2025</kg:endYear>
        <kg:publishedOn rdf:datatype="{xsd}date">2021-03-26</kg:publishedOn>
        <kg:classified>false</kg:classified></kg:Plan></rdf:RDF>"""
    values = {"id": "OUT", "titleZh": "某区“十四五”规划纲要", "planType": "development", "level": "district"}
    values |= {"jurisdiction": "500154", "startYear": "2021", "endYear": "2025", "stage": "published"}
    values |= {"publishedOn": "2021-03-26", "classified": "false"}
    subject = "<http://example.org/outline>"
    lines = [f'{subject} <{kg}{name}> "{value}" .\n' for name, value in values.items()]
    triples = f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kg}Plan> .\n" + "".join(lines)
    for name, content in (("a.jsonld", jsonld), ("a.json", jsonld), ("a.rdf", xml), ("a.owl", xml), ("a.nt", triples)):
        assert one(read(tmp_path, content, name), "plans") == expected, name


def test_the_class_says_what_kind_of_document_it_is(tmp_path: Path) -> None:
    found = one(turtle(tmp_path, ':a a kg:AnnualPlan ; kg:titleZh "计划" .'), "plans")
    assert found["doc_kind"] == "annual_plan"


def test_without_an_id_the_end_of_the_iri_is_the_id(tmp_path: Path) -> None:
    found = turtle(tmp_path, "<http://example.org/docs/KZ%2014> a kg:Plan . <urn:plan:x-1> a kg:Plan . :短 a kg:Plan .")
    assert [row.values["id"] for row in rows(found, "plans")] == ["KZ 14", "x-1", "短"]


def test_codes_regions_and_bodies_may_be_iris_labels_or_literals(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        ':a a kg:Plan ; kg:stage stage:published ; kg:level "区级" ; kg:jurisdiction region:500154 ; '
        "kg:coverageRegions region:500154 , region:500234 ; kg:lead body:KZ-DRC .",
    )
    plan = one(found, "plans")
    assert (plan["stage"], plan["level"], plan["jurisdiction"], plan["lead"]) == (
        *("published", "district"),
        *("500154", "KZ-DRC"),
    )
    assert plan["coverage_regions"] == ("500154", "500234")


@pytest.mark.parametrize(
    "titles",
    [
        'kg:titleZh "甲规划" ; kg:titleEn "Plan A"',
        'kg:titleZh "甲规划"@zh , "Plan A"@en',
        'kg:title "甲规划"@zh-Hans , "Plan A"@en-GB',
        'dcterms:title "甲规划"@zh , "Plan A"@en',
        'rdfs:label "甲规划" , "Plan A"@en',
        'skos:prefLabel "Plan A"@en ; rdfs:label "甲规划"@zh-CN',
    ],
)
def test_titles_find_their_language(tmp_path: Path, titles: str) -> None:
    plan = one(turtle(tmp_path, f":a a kg:Plan ; {titles} ."), "plans")
    assert (plan["title_zh"], plan["title_en"]) == ("甲规划", "Plan A")


def test_digits_stay_as_they_are_written(tmp_path: Path) -> None:
    found = turtle(tmp_path, ':t a kg:TargetStatement ; kg:plan "A" ; kg:valueText "57.00" ; kg:baseValue 53.10 .')
    target = one(found, "targets")
    assert (target["value_text"], str(target["base_value"])) == ("57.00", "53.10")
    found = read(
        tmp_path,
        '{"@context": {"@vocab": "https://w3id.org/kgplan/ontology#", "@base": "http://e.org/", "@version": 1.1},'
        ' "@id": "z", "@type": "Zone", "kind": "生态保护红线", "area": 1234.50}',
        "zone.jsonld",
    )
    assert str(one(found, "zones")["area"]) == "1234.50"


@pytest.mark.parametrize(("written", "number"), [("5.7e1", 57), ("0.0000001", Decimal("0.0000001")), ("-3", -3)])
def test_numbers_may_be_of_any_type(tmp_path: Path, written: str, number: Decimal) -> None:
    found = turtle(tmp_path, f':z a kg:Zone ; kg:kind "生态保护红线" ; kg:area {written} .')
    assert one(found, "zones")["area"] == number


@pytest.mark.parametrize(
    ("literal", "day"),
    [
        ('"2021-03-26+08:00"^^xsd:date', date(2021, 3, 26)),
        ('"2021-03"^^xsd:gYearMonth', date(2021, 3, 1)),
        ('"2021-03-26T10:00:00Z"^^xsd:dateTime', date(2021, 3, 26)),
        ('"2021年3月26日"', date(2021, 3, 26)),
    ],
)
def test_days_may_be_of_any_type(tmp_path: Path, literal: str, day: date) -> None:
    assert one(turtle(tmp_path, f":a a kg:Plan ; kg:publishedOn {literal} ."), "plans")["published_on"] == day


def test_a_plain_triple_is_a_row_of_the_relations_table_on_its_line(tmp_path: Path) -> None:
    found = turtle(tmp_path, ":a a kg:Plan .\n:b a kg:Plan ;\n    kg:subordinateTo :a .\n")
    (relation,) = rows(found, "relations")
    assert dict(relation.values) == {"from": "b", "type": "SUBORDINATE_TO", "to": "a"}
    assert relation.origin.row == LINES + 3


def test_a_relation_with_properties_is_a_record_and_no_second_row(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        ":b kg:supersedes :a . [] a kg:RelationRecord ; kg:fromNode :b ; kg:type kg:supersedes ; kg:toNode :a ; "
        'kg:kind "修订" ; kg:date "2023-05-01"^^xsd:date ; kg:evidence "原文" .',
    )
    assert one(found, "relations") == {
        "from": "b",
        "type": "SUPERSEDES",
        "to": "a",
        "kind": "revision",
        "date": date(2023, 5, 1),
        "evidence": "原文",
    }


def test_coordination_that_a_record_states_the_other_way_round_is_one_row(tmp_path: Path) -> None:
    record = "[] a kg:RelationRecord ; kg:fromNode :a ; kg:toNode :b ; kg:type kg:coordinatesWith ."
    assert len(rows(turtle(tmp_path, f":b kg:coordinatesWith :a . {record}"), "relations")) == 1


def test_links_fill_the_columns_that_they_stand_for(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        ":a a kg:Plan ; kg:ledBy body:KZ-DRC ; kg:hasTarget :t ; kg:hasStep [ a kg:ProcedureStep ; "
        'kg:type "发布" ; kg:performedBy body:KZ-GOV ; kg:date "2021-03-26" ] . '
        ':t a kg:TargetStatement ; kg:indicatorName "森林覆盖率" ; kg:forRegion region:500154 . '
        ':s a kg:Allocation ; kg:dimension "town" ; kg:allocatedTo region:500154-linjiang . :t kg:decomposedInto :s . '
        ':r a kg:Region ; kg:nameZh "新区" ; kg:kind "functional_zone" ; kg:partOf region:500154 .',
    )
    assert one(found, "plans")["lead"] == "KZ-DRC"
    assert (one(found, "targets")["plan"], one(found, "targets")["region"]) == ("a", "500154")
    assert (one(found, "steps")["plan"], one(found, "steps")["body"]) == ("a", "KZ-GOV")
    assert (one(found, "allocations")["target"], one(found, "allocations")["to"]) == ("t", "500154-linjiang")
    assert one(found, "regions")["part_of"] == "500154"
    assert rows(found, "relations") == []


def test_a_filled_column_wins_over_a_link(tmp_path: Path) -> None:
    assert (
        one(turtle(tmp_path, ':a a kg:Plan ; kg:lead "区发改委" ; kg:ledBy body:KZ-DRC .'), "plans")["lead"]
        == "区发改委"
    )


def test_bodies_and_regions_of_the_ontology_are_rows_with_their_labels(tmp_path: Path) -> None:
    ontology = Path(__file__).parents[2] / "ontology"
    (dataset,) = read_paths([ontology / "regions.ttl"], SCHEMA)
    built_in = {row["id"]: row for row in SCHEMA.regions}
    found = {str(row.values["id"]): row.values for row in rows(dataset, "regions")}
    assert found.keys() == built_in.keys()
    assert all(
        found[key].get(name) == built_in[key].get(name) for key in found for name in ("name_zh", "part_of", "aliases")
    )


def test_properties_that_no_column_knows_are_kept_under_their_names(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        ':a a kg:Plan ; dcterms:creator "张三" , "李四" ; kg:unheardOf 3 ; kg:titleZH "x" ; '
        '<https://w3id.org/kgplan/data/extra/联系%20人> "王五" ; kg:validFrom "2021-01-01"^^xsd:date .',
    )
    (row,) = rows(found, "plans")
    assert dict(row.extra) == {
        "http://purl.org/dc/terms/creator": "张三; 李四",
        "unheardOf": "3",
        "https://w3id.org/kgplan/ontology#titleZH": "x",
        "联系 人": "王五",
    }
    assert "unheardOf" in "".join(note["en"] for note in found.notes)


def test_rows_are_numbered_by_lines_and_no_two_share_a_number(tmp_path: Path) -> None:
    found = turtle(tmp_path, "\n:a a kg:Plan . :b a kg:Plan . :c a kg:Plan .\n\n\n\n:d a kg:Plan .\n")
    assert [row.origin.row - LINES for row in found.rows] == [2, 3, 4, 6]
    assert {row.origin.file for row in found.rows} == {"plans.ttl"}


def test_a_folder_may_hold_rdf_beside_tables(tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text("id,title_zh,level,jurisdiction\nA,甲,district,500154\n", "utf-8")
    (tmp_path / "more.ttl").write_text(PREFIXES + ':B a kg:Plan ; kg:titleZh "乙" .', "utf-8")
    (tmp_path / "settings.json").write_text("{}", "utf-8")
    (tmp_path / "foreign.ttl").write_text("<http://e.org/a> <http://e.org/b> 1 .", "utf-8")
    (dataset,) = read_paths([tmp_path], SCHEMA)
    assert sorted(str(row.values["id"]) for row in dataset.rows) == ["A", "B"]
    assert sum(file.read for file in dataset.files) == 2
    assert "foreign.ttl, settings.json" in dataset.notes[-1]["en"]


def test_other_vocabularies_are_left_alone_with_a_note(tmp_path: Path) -> None:
    found = turtle(tmp_path, ':a a kg:Plan . :me a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "me" .')
    assert len(rows(found, "plans")) == 1
    assert "http://example.org/plans/me" in found.notes[0]["en"]


def test_provenance_that_the_file_states_is_that_of_the_rows(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        f':s a kg:Source ; kg:file "台账.xlsx" ; kg:sheet "规划" ; kg:sha256 "{"ab" * 32}" . '
        ":b a kg:Plan ; kg:sourcedFrom :s ; kg:row 7 . :a a kg:Plan ; kg:sourcedFrom :s ; kg:row 3 . "
        ":c a kg:Plan ; kg:sourcedFrom :s ; kg:row 3 . :d a kg:Plan ; kg:sourcedFrom :nowhere ; kg:row -1 .",
    )
    stood = {str(row.values["id"]): (row.origin.file, row.origin.sheet, row.origin.row) for row in found.rows}
    assert stood["a"] == ("台账.xlsx", "规划", 3)
    assert stood["b"] == ("台账.xlsx", "规划", 7)
    assert stood["c"][0] == stood["d"][0] == "plans.ttl"
    assert [(file.file, file.sheet, file.read) for file in found.files] == [
        ("台账.xlsx", "规划", 2),
        ("plans.ttl", None, 2),
    ]
    assert found.files[0].sha256 == "ab" * 32
