"""``kgplan validate`` as users meet it: what it says in either language, its exit status, and files of ill will."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgplan.errors import UserError
from kgplan.ontology import load_schema
from kgplan.shacl import check
from kgplan.shacl.check import validate_files
from kgplan.shacl.show import LISTED, print_table, to_json
from tests.calling import Kgplan
from tests.shacl.test_shapes import PLAN, PREFIXES

SCHEMA = load_schema()
BROKEN = PREFIXES + PLAN + "<document/A> kg:subordinateTo <document/NOWHERE> ."
NO_LEAD = PREFIXES + PLAN.replace(' ; kg:lead "甲局"', "")


def written(folder: Path, content: str | bytes, name: str = "plans.ttl") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "status"),
    [(PREFIXES + PLAN, 0), (NO_LEAD, 0), (BROKEN, 1), (PREFIXES + "<a> kg:", 2), ("", 2)],
    ids=["good", "warning", "error", "broken syntax", "nothing"],
)
def test_the_exit_status_is_that_of_the_contract(kgplan: Kgplan, tmp_path: Path, content: str, status: int) -> None:
    written(tmp_path, content)
    done = kgplan("validate", "plans.ttl")
    assert done.returncode == status
    if status == 2:
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert "plans.ttl" in done.stderr


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["错误", "DATA-001", "从属于", "NOWHERE", "编号不存在", "警告", "DATA-002", "牵头部门", "plans.ttl:4"]),
        ("en", ["error", "DATA-001", "is subordinate to", "NOWHERE", "Unknown id", "warning", "lead department"]),
    ],
)
def test_the_table_says_in_either_language_what_is_wrong_and_where(
    kgplan: Kgplan, tmp_path: Path, lang: str, words: list[str]
) -> None:
    written(tmp_path, NO_LEAD + "<document/A> kg:subordinateTo <document/NOWHERE> .")
    done = kgplan("validate", "plans.ttl", "--lang", lang, COLUMNS="240")
    assert [word for word in words if word not in done.stdout] == []


def test_json_holds_both_languages_and_counts(kgplan: Kgplan, tmp_path: Path) -> None:
    written(tmp_path, BROKEN)
    found = json.loads(kgplan("validate", "plans.ttl", "--format", "json").stdout)
    assert (found["schema"], found["errors"], found["warnings"]) == ("kgplan-validation/1", 1, 0)
    (violation,) = found["violations"]
    assert (violation["id"], violation["property"], violation["value"]) == ("A", "SUBORDINATE_TO", "NOWHERE")
    assert (violation["reason"], violation["severity"], violation["rule"]) == ("unknown", "error", "DATA-001")
    assert set(violation["message"]) == set(violation["label"]) == {"zh", "en"}


def test_files_are_validated_together(tmp_path: Path) -> None:
    upper = PLAN.replace("document/A", "document/NOWHERE").replace('"A"', '"NOWHERE"')
    paths = [written(tmp_path, BROKEN), written(tmp_path, PREFIXES + upper, "upper.ttl")]
    assert validate_files(paths[:1], SCHEMA).count("error") == 1
    assert validate_files(paths, SCHEMA).violations == []


def test_a_row_that_loading_would_refuse_is_an_error_with_loadings_reason(tmp_path: Path) -> None:
    path = written(tmp_path, PREFIXES + PLAN.replace("2021", '"二〇二X"').replace('"special"', '"特种规划"'))
    (violation,) = validate_files([path], SCHEMA).violations
    assert violation.severity == "error"
    assert violation.row == 4
    assert violation.message["zh"] != violation.message["en"]


@pytest.mark.parametrize(
    "turtle",
    [
        PLAN.replace('"special"', '"专项规划"'),
        PLAN.replace('kg:titleZh "甲"', 'kg:titleZh "甲"@zh'),
        PLAN.replace('kg:lead "甲局"', "kg:ledBy <https://w3id.org/kgplan/body/KZ-EEB>"),
        PLAN.replace("a kg:Plan", 'a kg:Document ; kg:docKind "规划"'),
    ],
    ids=["label for a code", "title with a language", "link for a column", "kind in a column"],
)
def test_what_loading_understands_is_no_violation(tmp_path: Path, turtle: str) -> None:
    assert validate_files([written(tmp_path, PREFIXES + turtle)], SCHEMA).violations == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.rdf",
            '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns:kg="https://w3id.org/kgplan/ontology#"><kg:Plan rdf:about="https://w3id.org/kgplan/data/document/A">'
            "<kg:id>A</kg:id></kg:Plan></rdf:RDF>",
        ),
        ("a.jsonld", '{"@context": {"@vocab": "https://w3id.org/kgplan/ontology#"}, "@type": "Plan", "id": "A"}'),
        (
            "a.nt",
            "<https://w3id.org/kgplan/data/document/A> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<https://w3id.org/kgplan/ontology#Plan> .",
        ),
        ("a.ttl", PREFIXES + "<document/A> a kg:Plan ."),
    ],
)
def test_every_form_of_rdf_gives_the_same(tmp_path: Path, name: str, content: str) -> None:
    found = validate_files([written(tmp_path, content, name)], SCHEMA).violations
    assert {violation.rule for violation in found} == {"DATA-002"}
    assert {violation.id for violation in found} == {"A"}
    assert len(found) == 8


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id\nA\n"),
        ("missing.ttl", None),
        ("a.ttl", b"\xff\xfe\x00"),
        ("a.ttl", "<a> <b> " + "[ <c> " * 20_000),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "a"}'),
        (
            "a.rdf",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>',
        ),
        ("a.rdf", '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
        ("a.ttl", "# nothing of ours\n<urn:a> <urn:b> <urn:c> ."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, name: str, content: str | bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        written(tmp_path, content, name)
    with pytest.raises(UserError) as refused:
        validate_files([path], SCHEMA)
    assert refused.value.exit_code == 2
    assert name in refused.value.sentence["zh"]


def test_shapes_ontologies_and_imports_in_the_data_change_nothing(tmp_path: Path) -> None:
    ill = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/kgplan/shape/Plan.lead> sh:deactivated true .
<urn:o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/nowhere.ttl> .
kg:Organization rdfs:subClassOf kg:Plan . kg:Plan rdfs:subClassOf kg:Organization .
<urn:s> a sh:NodeShape ; sh:targetClass kg:Plan ; sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ] .
"""
    path = written(tmp_path, NO_LEAD + ill)
    assert [found.property for found in validate_files([path], SCHEMA).violations if found.rule] == ["lead"]


def test_more_rows_than_it_takes_are_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MAX_ROWS", 0)
    with pytest.raises(UserError) as refused:
        validate_files([written(tmp_path, PREFIXES + PLAN)], SCHEMA)
    assert "kgplan check" in refused.value.sentence["en"]


def test_nothing_in_the_data_steers_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(
        tmp_path, PREFIXES + '<document/%1B%5B2J> a kg:Plan ; kg:id "\\u001B[2J[red]x[/red]" ; kg:level "district" .'
    )
    validation = validate_files([path], SCHEMA)
    print_table(validation, "zh")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown + to_json(validation)
    assert "[red]" in shown


def test_a_long_table_ends_with_how_much_more_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = "".join(f"<document/P{number}> a kg:Plan .\n" for number in range(LISTED // 8 + 2))
    validation = validate_files([written(tmp_path, PREFIXES + many)], SCHEMA)
    print_table(validation, "en")
    assert f"{len(validation.violations) - LISTED} more" in capsys.readouterr().out


IDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@settings(max_examples=25)
@given(IDS, IDS)
def test_whatever_ids_are_the_broken_relation_is_found_by_them(
    tmp_path_factory: pytest.TempPathFactory, start: str, end: str
) -> None:
    start, end = f"a{start}a", f"b{end}b"
    row = f'[] a kg:RelationRecord ; kg:from {json.dumps(start)} ; kg:type "SUBORDINATE_TO" ; kg:to {json.dumps(end)} .'
    path = written(tmp_path_factory.mktemp("ids"), PREFIXES + row)
    found = [violation for violation in validate_files([path], SCHEMA).violations if violation.rule == "DATA-001"]
    assert len(found) == 1
    assert found[0].reason == "unknown"
    assert found[0].id
    assert found[0].value
    assert found[0].id[0] + found[0].value[0] == "ab"
