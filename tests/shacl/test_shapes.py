"""``ontology/shapes.ttl`` as any SHACL processor would use it: current, well formed, bilingual, and it bites."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, Graph, Literal

from kgplan.graph.elements import COLUMN_EDGES
from kgplan.ontology import KG, META, load_schema
from kgplan.rdf.terms import camel
from kgplan.resources import resource
from kgplan.rules.rulebook import read_rulebook
from kgplan.shacl.check import results_of, shapes
from kgplan.shacl.vocabulary import SHAPES, current, stated_relations
from tests.shacl.found import both_ways

SCHEMA = load_schema()
PREFIXES = """@base <https://w3id.org/kgplan/data/> .
@prefix kg: <https://w3id.org/kgplan/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PLAN = """<document/A> a kg:Plan ; kg:id "A" ; kg:titleZh "甲" ; kg:planType "special" ; kg:level "district" ;
    kg:jurisdiction "500154" ; kg:startYear 2021 ; kg:endYear 2025 ; kg:stage "drafting" ; kg:lead "甲局" .
"""


def shapes_that_fire(turtle: str) -> set[str]:
    """Local names of the shapes that a graph breaks, with nothing beside it but the ontology's classes."""
    data = Graph().parse(resource("ontology") / "kgplan.ttl")
    report = results_of(data.parse(data=PREFIXES + turtle, format="turtle"))
    return {str(report.value(result, SH.sourceShape)).rpartition("/")[2] for result in report.objects(None, SH.result)}


def test_the_made_part_is_what_the_ontology_says_now() -> None:
    content = SHAPES.read_text(encoding="utf-8")
    assert content == current(content, SCHEMA), "run python -m kgplan.shacl"


def test_the_part_written_by_hand_is_kept() -> None:
    assert current(
        "# by hand\n# ── Made from the ontology by python -m kgplan.shacl: do not edit below x", SCHEMA
    ).startswith("# by hand\n")
    with pytest.raises(ValueError, match=r"shapes\.ttl"):
        current("# by hand\n", SCHEMA)


def test_the_shapes_are_shapes_by_the_shapes_of_shacl_itself() -> None:
    assert pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)[0] is True


def test_only_core_shacl_is_used() -> None:
    used = {str(name).removeprefix(str(SH)) for name in shapes().predicates() if str(name).startswith(str(SH))}
    assert used & {"sparql", "js", "rule", "target", "expression", "select", "ask", "construct"} == set()
    assert set(shapes().objects(None, OWL.imports)) == set()


def test_every_shape_with_a_target_speaks_both_languages() -> None:
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    targeted = {shape for target in targets for shape in shapes().subjects(target, None)}
    languages = {
        shape: sorted(str(said.language) for said in shapes().objects(shape, SH.message) if isinstance(said, Literal))
        for shape in targeted
    }
    assert len(targeted) > 150
    assert [shape for shape, found in languages.items() if found != ["en", "zh"]] == []


def test_every_rule_that_a_shape_names_is_in_the_rulebook() -> None:
    named = {str(rule) for rule in shapes().objects(None, KG.rule)}
    assert named == {"DATA-001", "DATA-002", "DATA-004"}
    assert named <= set(read_rulebook().rules)


def test_every_property_that_a_shape_looks_at_is_of_the_ontology() -> None:
    known = {KG[camel(found.name)] for found in SCHEMA.properties.values()}
    known |= {KG[camel(found.type)] for found in SCHEMA.relations.values()}
    looked_at = {path for path in shapes().objects(None, SH.path) if str(path).startswith(str(KG))}
    looked_at |= set(shapes().objects(None, META.property))
    assert looked_at <= known


def test_every_relation_that_rows_can_state_is_covered() -> None:
    relations = {found.type for found in stated_relations(SCHEMA)}
    assert relations >= {found.type for found in SCHEMA.relations.values() if found.in_table}
    assert relations >= {relation for relation, _ in COLUMN_EDGES.values()}


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_what_kgplan_exports_has_the_form_that_the_shapes_ask_for(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"plans.{form}"
    both_ways(resource("data") / "kaizhou", target, SCHEMA, form=form)
    data = Graph().parse(target, format="turtle" if form == "ttl" else "json-ld")
    assert len(data) > 3_000
    report = results_of(data.parse(resource("ontology") / "kgplan.ttl"))
    fired = {report.value(result, SH.sourceShape) for result in report.objects(None, SH.result)}
    assert {str(shapes().value(shape, KG.rule)) for shape in fired if shape} == {"DATA-002"}


def test_a_whole_plan_breaks_no_shape() -> None:
    assert shapes_that_fire(PLAN) == set()


@pytest.mark.parametrize(
    ("turtle", "shape"),
    [
        (PLAN.replace('"special"', '"specal"'), "plans.plan_type"),
        (PLAN.replace("2021", '"二〇二一"'), "plans.start_year"),
        (PLAN.replace("2021", "2021.5"), "plans.start_year"),
        (PLAN.replace("2025", "2025 , 2026"), "plans.end_year"),
        (PLAN + '<document/A> kg:approvedOn "2021-13-01"^^xsd:date .', "plans.approved_on"),
        (PLAN + '<document/A> kg:classified "yes" .', "plans.classified"),
        ('<allocation/X> a kg:Allocation ; kg:target "T" ; kg:to "某镇" .', "allocations.dimension"),
        ('<row/1> a kg:RelationRecord ; kg:from "A" ; kg:to "B" ; kg:type "BELONGS" .', "relations.type"),
    ],
    ids=["code", "words for a year", "half a year", "two values", "no day", "yes", "required", "type of relation"],
)
def test_what_loading_would_refuse_breaks_the_shape_of_its_column(turtle: str, shape: str) -> None:
    assert shape in shapes_that_fire(turtle)


@pytest.mark.parametrize(
    ("turtle", "broken"),
    [
        ("<document/A> kg:subordinateTo <document/B> .", {"subordinateTo.to"}),
        ("<document/B> kg:subordinateTo <document/A> .", {"subordinateTo.from"}),
        ("<document/A> kg:hasTask <document/A> .", {"hasTask.to"}),
        ("<document/A> kg:ledBy <https://w3id.org/kgplan/body/some-office> .", set()),
        ("<document/A> kg:coordinatesWith <document/A> .", set()),
    ],
)
def test_an_end_that_is_not_described_or_of_another_class_breaks_the_shape_of_its_relation(
    turtle: str, broken: set[str]
) -> None:
    assert shapes_that_fire(PLAN + turtle) == broken


@pytest.mark.parametrize(
    ("name", "shape"),
    [("titleZh", "title_zh"), ("lead", "lead"), ("stage", "stage"), ("startYear", "start_year")],
)
def test_a_plan_without_a_mandatory_field_breaks_one_shape(name: str, shape: str) -> None:
    graph = Graph().parse(data=PREFIXES + PLAN, format="turtle")
    graph.remove((None, KG[name], None))
    assert shapes_that_fire(graph.serialize(format="turtle")) == {f"Plan.{shape}"}


def test_a_document_without_a_kind_is_not_taken_for_a_plan() -> None:
    assert shapes_that_fire('<document/A> a kg:Scheme ; kg:id "A" .') == set()
    assert (KG.Scheme, RDF.type, None) not in shapes()
