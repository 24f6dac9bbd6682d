"""What every reader of the Turtle may rely on: names in both languages, known terms, OWL 2 DL characteristics."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kgplan.ontology import KG, META
from kgplan.resources import resource

KINDS = {
    "classes": OWL.Class,
    "relations": OWL.ObjectProperty,
    "properties": OWL.DatatypeProperty,
    "annotations": OWL.AnnotationProperty,
    "codes": SKOS.Concept,
    "code lists": SKOS.ConceptScheme,
    "tables": META.Table,
    "columns": META.Column,
    "indicators": KG.Indicator,
    "units": KG.Unit,
    "bodies": KG.Organization,
    "regions": KG.Region,
}
DERIVED = [
    *("DanglingRef", "LoadState", "Run", "hasSuperiorPlan", "hops", "comparedWith", "verdict", "gap", "tolerance"),
    *("validFrom", "validTo", "draft", "home", "cycle", "loop", "identity", "titleStart", "titleEnd", "titleWindow"),
    *("value", "valueExact", "valueCanonical", "canonicalExact", "halfDigit"),
]


def named(graph: Graph, kind: URIRef) -> Iterator[Node]:
    return (term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef))


def languages(graph: Graph, term: Node) -> Counter[str | None]:
    labels = [*graph.objects(term, RDFS.label), *graph.objects(term, SKOS.prefLabel)]
    return Counter(label.language for label in labels if isinstance(label, Literal))


def test_a_file_can_be_read_alone(turtle: Path) -> None:
    assert len(Graph().parse(turtle)) > 0


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_term_has_one_chinese_and_one_english_name(graph: Graph, kind: URIRef) -> None:
    terms = list(named(graph, kind))
    assert terms
    assert [term for term in terms if languages(graph, term) != {"zh": 1, "en": 1}] == []


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_term_of_our_own_is_defined_in_both_languages(graph: Graph, kind: URIRef) -> None:
    own = [term for term in named(graph, kind) if str(term).startswith(str(KG))]
    comments = {
        term: sorted(str(text.language) for text in graph.objects(term, RDFS.comment) if isinstance(text, Literal))
        for term in own
    }
    assert [term for term, found in comments.items() if found != ["en", "zh"]] == []


def test_every_code_is_defined_in_both_languages(graph: Graph) -> None:
    texts = {
        code: sorted(str(text.language) for text in graph.objects(code, SKOS.definition) if isinstance(text, Literal))
        for code in graph.subjects(RDF.type, SKOS.Concept)
    }
    assert [code for code, found in texts.items() if found != ["en", "zh"]] == []


def test_the_clauses_that_terms_stand_on_are_clauses_of_the_notice(graph: Graph) -> None:
    with resource("data/notice/clauses.csv").open(encoding="utf-8-sig", newline="") as file:
        clauses = {row["clause_id"] for row in csv.DictReader(file)}
    indicators = set(graph.subjects(RDF.type, KG.Indicator))
    cited = {str(clause) for term, clause in graph.subject_objects(DCTERMS.source) if term not in indicators}
    assert cited
    assert cited - clauses == set()


def test_every_indicator_says_where_it_is_taken_from(graph: Graph) -> None:
    indicators = list(graph.subjects(RDF.type, KG.Indicator))
    assert [indicator for indicator in indicators if not graph.value(indicator, DCTERMS.source)] == []


@pytest.mark.parametrize("name", DERIVED)
def test_what_kgplan_works_out_itself_is_marked_as_derived(graph: Graph, name: str) -> None:
    assert graph.value(KG[name], META.derived) == Literal(True)


def test_what_tables_fill_is_not_derived(graph: Graph) -> None:
    filled = set(graph.objects(None, META.property)) - {KG.cycle}  # a column of catalogues, derived on documents
    assert [term for term in filled if graph.value(term, META.derived)] == []


def test_every_property_that_individuals_use_is_declared(graph: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    built_in = (str(RDF), str(RDFS), str(OWL))
    used = {term for term in graph.predicates() if not str(term).startswith(built_in)}
    assert used - declared == set()


def test_no_property_is_of_two_kinds(graph: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    counts = Counter(term for kind in kinds for term in named(graph, kind))
    assert [term for term, count in counts.items() if count > 1] == []


def test_subordination_is_direct_and_its_closure_is_a_relation_of_its_own(graph: Graph) -> None:
    kinds = set(graph.objects(KG.subordinateTo, RDF.type))
    assert {OWL.IrreflexiveProperty, OWL.AsymmetricProperty} <= kinds
    assert OWL.TransitiveProperty not in kinds
    assert (KG.subordinateTo, RDFS.subPropertyOf, KG.hasSuperiorPlan) in graph
    assert (KG.hasSuperiorPlan, RDF.type, OWL.TransitiveProperty) in graph
    assert (KG.coordinatesWith, RDF.type, OWL.SymmetricProperty) in graph


@pytest.mark.parametrize("name", ["supersedes", "basedOn", "coordinatesWith", "refines"])
def test_nothing_else_counts_as_subordination(graph: Graph, name: str) -> None:
    above = set(graph.transitive_objects(KG[name], RDFS.subPropertyOf))
    assert above & {KG.subordinateTo, KG.hasSuperiorPlan} == set()


def test_the_ontology_fetches_nothing(graph: Graph) -> None:
    assert list(graph.objects(None, OWL.imports)) == []


def test_the_ontology_states_version_licence_and_creator(graph: Graph) -> None:
    ontology = next(iter(graph.subjects(RDF.type, OWL.Ontology)))
    version = str(graph.value(ontology, OWL.versionInfo))
    assert str(graph.value(ontology, OWL.versionIRI)).endswith(f"/{version}")
    assert graph.value(ontology, DCTERMS.license)
    assert str(graph.value(ontology, DCTERMS.creator)) == "kgplan"


def test_every_aligned_term_is_a_term_of_ours(graph: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    aligned = {
        term
        for path in resource("ontology/alignments").glob("*.ttl")
        for term in Graph().parse(path).subjects()
        if str(term).startswith(str(KG))
    }
    assert aligned
    labelled = {term for kind in kinds for term in named(graph, kind) if languages(graph, term)}
    assert aligned - labelled == set()
