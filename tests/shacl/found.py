"""What Cypher and SHACL find in one graph, in one form, so that a test can set them side by side."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kgplan.export.content import Content
from kgplan.graph.load import load
from kgplan.graph.store import Record, private_store
from kgplan.rdf.statements import resources
from kgplan.rdf.write import jsonld, turtle
from kgplan.rules.rulebook import read_rulebook
from kgplan.schema import Schema
from kgplan.shacl.check import Violation, validate_files
from kgplan.sources import read_paths

_RULEBOOK = read_rulebook()


class Found(NamedTuple):
    """Structural findings: broken relations by (from, to), missing properties by record, periods turned round."""

    broken: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]]
    missing: dict[str, frozenset[str]]
    reversed_periods: frozenset[str]


def both_ways(tables: Path, target: Path, schema: Schema, *, form: str = "ttl") -> tuple[Found, Found]:
    """The findings of Cypher on tables, and of SHACL on the RDF that they are exported as (``target``)."""
    with private_store() as store:
        datasets = read_paths([tables], schema)
        assert not [rejected for dataset in datasets for rejected in dataset.rejected]
        load(store, datasets, schema)
        queries = {name: _RULEBOOK.rules[name].query for name in ("DATA-001", "DATA-002", "DATA-004")}
        cypher = Found(
            broken={
                (row["from"], row["to"]): (_broken_types(row), structural)
                for row in store.read(queries["DATA-001"])
                if (structural := frozenset(row["reasons"]) - {"not_ancestor"})
            },
            missing={row["record"]: frozenset(row["missing"]) for row in store.read(queries["DATA-002"])},
            reversed_periods=frozenset(
                row["plan"] for row in store.read(queries["DATA-004"]) if "start_after_end" in row["reasons"]
            ),
        )
        content = Content(store, schema)
        stated = resources(content.sources(), content.rows(), schema, content.links())
        written = turtle(stated) if form == "ttl" else jsonld(stated, schema)
        target.write_text("".join(written), encoding="utf-8")
    return cypher, of_shacl(validate_files([target], schema).violations)


def _broken_types(row: Record) -> frozenset[str]:
    """The types of a finding of DATA-001, without a relation that is whole but of a target of no ancestor."""
    return frozenset(row["types"]) - ({"IMPLEMENTS_TARGET"} if "not_ancestor" in row["reasons"] else set())


def of_shacl(violations: Iterable[Violation]) -> Found:
    """The same of SHACL. Nothing else may be found in what loaded without a refused row."""
    broken: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    missing: dict[str, set[str]] = defaultdict(set)
    periods: set[str] = set()
    for found in violations:
        assert found.id
        assert found.property
        if found.rule == "DATA-001":
            assert found.value
            assert found.reason
            types, reasons = broken[found.id, found.value]
            types.add(found.property)
            reasons.add(found.reason)
        elif found.rule == "DATA-002":
            missing[found.id].add(found.property)
        else:
            assert found.rule == "DATA-004", found
            periods.add(found.id)
    return Found(
        {key: (frozenset(types), frozenset(reasons)) for key, (types, reasons) in broken.items()},
        {key: frozenset(names) for key, names in missing.items()},
        frozenset(periods),
    )
