"""The invented district of ``data/example``: its tables, and the findings that were derived for it by hand."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.rules.proof import Line
from kgplan.sources import read_paths

FOLDER = resource("data") / "example"
HOME = "990101"
AS_OF = date(2024, 7, 1)
_EXPECTED = Path(__file__).parent / "example_findings.csv"

Tables = dict[str, list[dict[str, str]]]


def example() -> Tables:
    """The exchange tables by name."""
    return {path.stem: _rows(path) for path in sorted(FOLDER.glob("*.csv"))}


@contextmanager
def loaded() -> Iterator[Store]:
    """The district in a graph of its own."""
    schema = load_schema()
    with private_store() as store:
        load(store, read_paths([FOLDER], schema), schema)
        yield store


def expected() -> list[Line]:
    """What the rules find on ``AS_OF``, sorted."""
    return sorted((row["rule"], row["severity"], row["key"], row["reason"], row["draft"]) for row in _rows(_EXPECTED))


def write(tables: Tables, folder: Path) -> None:
    """Write tables as a folder that can be loaded; the first row of each has all its headers."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
