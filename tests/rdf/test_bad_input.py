"""RDF that is broken, hostile or not what it says: refused with a sentence, or row by row with a reason."""

import json
import socket
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from kgplan.errors import UserError
from kgplan.sources import read_paths
from tests.rdf.reading import LINES, PREFIXES, SCHEMA, read, refusal, turtle

KG = "https://w3id.org/kgplan/ontology#"
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:kg="https://w3id.org/kgplan/ontology#">'
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: Any, **_named: Any) -> None:
        raise AssertionError("reading RDF must not reach for anything else")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(urllib.request, "urlopen", forbidden)
    monkeypatch.setattr("rdflib.parser.create_input_source", forbidden)


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.ttl", PREFIXES + ':a a kg:Plan ;\n   kg:titleZh "x" ;;; , .\n', LINES + 2),
        ("a.ttl", PREFIXES + "\n:a a unknown:Plan .\n", LINES + 2),
        ("a.ttl", "\n\n:a a :b .\n", 3),
        ("a.nt", "<http://e.org/a> <http://e.org/b> .\n", 1),
        ("a.jsonld", '{"@id":\n "a",\n "b" 1}', 3),
        ("a.rdf", f"<?xml version='1.0'?>\n{RDF_XML}\n<kg:Plan>\n</rdf:RDF>", 4),
    ],
)
def test_broken_syntax_is_told_with_its_line(tmp_path: Path, name: str, content: str, line: int) -> None:
    assert f" {line}:" in refusal(tmp_path, content, name)["en"]


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld", "a.rdf"])
@pytest.mark.parametrize("content", [b"\xd6\xd0\xb9\xfa", b"\0\0\0", b"PK\x03\x04", b"<<<<", b'{"a"', b"@prefix"])
def test_what_is_no_rdf_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    refusal(tmp_path, content, name)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in refusal(tmp_path, "# a\n# 规划\n".encode("gb18030"))["en"]


@pytest.mark.parametrize(
    "context",
    [
        "http://example.org/context.jsonld",
        ["http://example.org/context.jsonld"],
        [["file:///etc/passwd"]],
        {"@context": "http://example.org/context.jsonld"},
        {"@import": "http://example.org/context.jsonld"},
        {"p": {"@id": "http://example.org/p", "@context": "http://example.org/c"}},
    ],
)
def test_a_context_from_elsewhere_is_refused_and_never_fetched(tmp_path: Path, context: Any) -> None:
    document = {"@context": context, "@id": "http://e.org/a", "@type": KG + "Plan", "p": {"x": 1}}
    assert "fetches nothing" in refusal(tmp_path, json.dumps(document), "a.jsonld")["en"]
    nested = {"@graph": [{"@id": "http://e.org/a", "http://e.org/p": {"@context": context, "@id": "http://e.org/b"}}]}
    assert "fetches nothing" in refusal(tmp_path, json.dumps(nested), "a.jsonld")["en"]


BOMB = "".join(
    f'<!ENTITY {letter} "{f"&{before};" * 10}">' for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "declared",
    [
        f'[<!ENTITY a "aaaaaaaaaa">{BOMB}]',
        '[<!ENTITY i SYSTEM "file:///etc/passwd">]',
        'SYSTEM "http://example.org/evil.dtd"',
        '[<!ENTITY % p SYSTEM "http://example.org/evil.dtd"> %p;]',
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, declared: str) -> None:
    content = f"<?xml version='1.0'?><!DOCTYPE r {declared}>{RDF_XML}<kg:Plan kg:note='&i;'/></rdf:RDF>"
    assert "DOCTYPE" in refusal(tmp_path, content, "a.rdf")["en"]


def test_imports_are_not_followed(tmp_path: Path) -> None:
    found = turtle(
        tmp_path,
        "<> a <http://www.w3.org/2002/07/owl#Ontology> ; "
        "<http://www.w3.org/2002/07/owl#imports> <http://example.org/o> , <file:///etc/passwd> . :a a kg:Plan .",
    )
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", PREFIXES + ":a kg:lead " + "[ kg:lead " * 30_000 + "1" + "]" * 30_000 + " ."),
        ("a.ttl", PREFIXES + ":a kg:aliases " + "(" * 30_000 + ")" * 30_000 + " ."),
        ("a.jsonld", '{"http://e.org/p":' * 30_000 + "1" + "}" * 30_000),
        ("a.jsonld", "[" * 100_000 + "]" * 100_000),
    ],
)
def test_nesting_without_end_is_refused(tmp_path: Path, name: str, content: str) -> None:
    assert "nested too deeply" in refusal(tmp_path, content, name)["en"]


def test_a_file_without_anything_of_ours_is_refused(tmp_path: Path) -> None:
    assert KG in refusal(tmp_path, "<http://e.org/a> <http://e.org/b> 1 .")["en"]
    assert "kg:Plan" in refusal(tmp_path, "", "empty.ttl")["en"]


def test_ill_typed_literals_print_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    turtle(tmp_path, ':a a kg:Plan ; kg:publishedOn "2021-02-31"^^xsd:date ; kg:startYear "x"^^xsd:integer .')
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("statement", "column", "reason"),
    [
        ('kg:startYear "二〇二X"^^xsd:integer', "start_year", "expected a year"),
        ('kg:startYear "2021-01-01"^^xsd:date', "start_year", "expected a year"),
        ('kg:publishedOn "2021-02-31"^^xsd:date', "published_on", "expected a date"),
        ("kg:classified 7", "classified", "expected yes or no"),
        ('kg:stage "published" , "drafting"', "stage", "expected one value"),
        ("kg:stage <https://w3id.org/kgplan/code/stage/nope>", "stage", "expected one of the list"),
        ("kg:lead [ kg:note 1 ]", "lead", "without IRI"),
        ('kg:docKind "scheme"', "doc_kind", "contradict"),
        (f'kg:note "{"x" * 40_000}"', "note", "32767"),
    ],
)
def test_a_statement_at_fault_rejects_its_row_with_line_column_and_reason(
    tmp_path: Path, statement: str, column: str, reason: str
) -> None:
    found = turtle(tmp_path, f'\n:a a kg:Plan ; kg:id "A" ; kg:titleZh "甲" ; {statement} .\n:b a kg:Plan .\n')
    rejected = next(each for each in found.rejected if each.column == column)
    assert (rejected.table, rejected.origin.file) == ("plans", "plans.ttl")
    assert rejected.origin.row >= LINES + 2
    assert reason in rejected.reason["en"]
    assert [row.values["id"] for row in found.rows] == ["b"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ('a kg:Plann ; kg:titleZh "甲"', "kg:Plan"),
        ('kg:titleZh "甲" ; kg:level "district"', "a kg:Document"),
        ("a kg:Plan , kg:Region", "exclude each other"),
        ('a kg:Record ; kg:ofTable "nope" ; kg:id "A"', "makes no row"),
        ("a kg:LoadState", "makes no row"),
    ],
)
def test_a_resource_that_is_no_row_is_reported_like_a_rejected_row(tmp_path: Path, statement: str, reason: str) -> None:
    found = turtle(tmp_path, f"\n:a {statement} .\n:b a kg:Plan .\n")
    (rejected,) = found.rejected
    assert reason in rejected.reason["en"]
    assert rejected.value == "http://example.org/plans/a"
    assert rejected.table in SCHEMA.tables
    assert rejected.origin.row == LINES + 2
    assert sum(file.read for file in found.files) == len(found.rows) + len(found.rejected) == 2


def test_a_row_without_what_it_needs_is_rejected(tmp_path: Path) -> None:
    found = turtle(tmp_path, ':t a kg:TargetStatement ; kg:indicatorName "x" .')
    (rejected,) = found.rejected
    assert (rejected.column, rejected.origin.row) == ("plan", LINES + 1)


def test_an_id_that_two_resources_claim_is_taken_once(tmp_path: Path) -> None:
    found = turtle(tmp_path, ':a a kg:Plan ; kg:id "X" . :b a kg:Plan ; kg:id "X" ; kg:titleZh "乙" .')
    (rejected,) = found.rejected
    assert "the same id" in rejected.reason["en"]


@pytest.mark.parametrize("limit", [1])
def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("kgplan.rdf.parse.MAX_BYTES", limit)
    (tmp_path / "a.ttl").write_text(PREFIXES, "utf-8")
    with pytest.raises(UserError, match="more than 0 MB"):
        read_paths([tmp_path / "a.ttl"], SCHEMA)


def test_hostile_provenance_stays_text(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        PREFIXES + r':s a kg:Source ; kg:file "../../etc/passwd" ; kg:id "\u0007x" ; kg:sha256 "<b>" . '
        ":a a kg:Plan ; kg:sourcedFrom :s ; kg:row 99999999999999999999 . "
        ":b a kg:Plan ; kg:sourcedFrom :s ; kg:row 2 .",
    )
    stood = {str(row.values["id"]): row.origin.file for row in found.rows}
    assert stood == {"a": "plans.ttl", "b": "../../etc/passwd"}
    assert found.files[0].sha256 == ""
