"""Targets for tests, stated as a document states them and read by kgplan itself."""

from decimal import Decimal
from typing import Any

from kgplan.ontology import load_schema
from kgplan.sources.values import read_value
from kgplan.targets import Canonical, Catalogue, Comparison, Target, compare, prepare

CATALOGUE = Catalogue.of(load_schema())


def target(text: str, name: str, unit: str | None, **stated: Any) -> Target:
    """The target that a row with this cell, name and unit states; ``stated`` are its other fields."""
    year = stated.setdefault("year", 2025)
    stated.setdefault("region", "500154")
    indicator = CATALOGUE.find(name)
    reading = read_value(
        text,
        unit=unit,
        indicator_name=name,
        indicator=indicator,
        year=year,
        base_year=stated.get("base_year"),
        base_value=stated.get("base_value"),
    )[0]
    read = {
        "value": reading.value,
        "value_high": reading.value_high,
        "value_kind": reading.value_kind,
        "direction": reading.direction,
        "strict": reading.strict,
        "measure": reading.measure,
        "sense": reading.sense,
        "stretch": reading.stretch,
        "half_digit": reading.half_digit,
        "base_year": reading.base_year,
        "unit": reading.unit or unit,
        "uncertain": reading.confidence == "uncertain",
    }
    return Target(indicator=indicator.id if indicator else None, indicator_name=name, text=text, **{**read, **stated})


def ready(text: str, name: str, unit: str | None, **stated: Any) -> Canonical:
    return prepare(target(text, name, unit, **stated), CATALOGUE)


def compared(lower: str, superior: str, name: str = "森林覆盖率", unit: str | None = "%", **stated: Any) -> Comparison:
    """Two statements that differ in the text of the cell only."""
    return compare(ready(lower, name, unit, **stated), ready(superior, name, unit, **stated))


def base(value: str, year: int = 2020) -> dict[str, Any]:
    return {"base_value": Decimal(value), "base_year": year}


def facts(*values: object) -> tuple[object, ...]:
    """Values of several types, to be compared at once."""
    return values
