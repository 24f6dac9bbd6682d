"""Cells of target values as a test writes them, read with the built-in catalogue."""

from kgplan.sources.values import Reading, read_value
from tests.targets.stating import CATALOGUE, facts

__all__ = ["CATALOGUE", "facts", "one", "read"]


def read(text: str, name: str | None = None, unit: str | None = None, **row: object) -> list[Reading]:
    return read_value(text, unit=unit, indicator_name=name, indicator=CATALOGUE.find(name), **row)  # type: ignore[arg-type]


def one(text: str, name: str | None = None, unit: str | None = None, **row: object) -> Reading:
    readings = read(text, name, unit, **row)
    assert len(readings) == 1, readings
    return readings[0]
