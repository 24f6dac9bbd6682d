"""A row of the targets table as statements: the cell as read, overlaid by the columns that are filled.

``tables.md``: a filled direction, measure or value kind wins over what the cell says, and a contradiction between the
two is reported; a cell that states two targets is two statements.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kgplan.schema import Indicator
from kgplan.sources.kinds import plain_number
from kgplan.sources.values import read_value
from kgplan.sources.values_reading import Notes, Reading
from kgplan.targets.indicators import Catalogue
from kgplan.targets.statement import Target
from kgplan.targets.units import Units

Statement = tuple[Reading, Target]


def read_row(
    values: Mapping[str, Any], catalogue: Catalogue, *, region: str | None = None, start_year: int | None = None
) -> list[Statement]:
    """The statements of a row, in order; the first one has the row's id, the second one the id with ``-2``.

    ``values`` are the row's cells by column name, typed as :mod:`kgplan.sources` gives them; ``region`` is the
    document's where the row has none, ``start_year`` the first year of the document's period. A row whose cell states
    nothing gives no statement; one without a cell but with a value kind of words gives that.
    """
    indicator = catalogue.find(values.get("indicator_name"))
    base, _ = figure(values.get("base_value"), values.get("base_unit"), catalogue.units)
    readings = read_value(
        values.get("value_text", ""),
        unit=values.get("unit"),
        indicator_name=values.get("indicator_name"),
        indicator=indicator,
        base_year=values.get("base_year"),
        base_value=base,
        year=values.get("year"),
        direction=values.get("direction"),
        measure=values.get("measure"),
        units=catalogue.units,
    )
    if not readings and values.get("value_kind") in ("by_reference", "qualitative"):
        readings = [Reading(text="", value_kind=values["value_kind"])]
    alone = len(readings) == 1
    stated = [_overlaid(reading, values, catalogue.units, alone=alone) for reading in readings]
    known = (indicator, catalogue.units)
    rows = (values if alone or reading.year is None else {**values, "year": reading.year} for reading in stated)
    return [
        (reading, _target(reading, row, known, region, start_year)) for reading, row in zip(stated, rows, strict=True)
    ]


def figure(written: object, unit: str | None, units: Units) -> tuple[Decimal | Fraction | None, str | None]:
    """The one figure that a cell of a base value or an upper end states, and its unit: the cell's own or the column's.

    No figure for 超6000, 约6000, 60—65, — and all else that is not exactly one number.
    """
    if written is None:
        return None, unit
    if (number := plain_number(str(written))) is not None:
        return number, unit
    readings = read_value(str(written), unit=unit, units=units)
    if len(readings) != 1:
        return None, unit
    (reading,) = readings
    exact = reading.value_kind == "number" and reading.direction is None and reading.confidence == "certain"
    if not exact or reading.measure is not None or reading.sense is not None:
        return None, unit
    return reading.value, reading.unit or unit


def _overlaid(reading: Reading, values: Mapping[str, Any], units: Units, *, alone: bool) -> Reading:
    """The reading under the filled columns. Those that tell two statements of one cell apart hold for a single one."""
    notes = Notes()
    kind, high, stretch = values.get("value_kind"), values.get("value_high"), values.get("stretch")
    if high is not None and reading.value_kind == "number" and reading.value is not None:
        unit = reading.unit or values.get("unit")
        end, end_unit = figure(high, unit, units)
        if end is None or end_unit != unit:
            notes.doubt("high_unread", written=high)
        else:
            reading = replace(reading, value_kind="range", direction="range", value_high=end, digits_high=str(end))
    basis = values.get("price_basis")
    if basis and reading.price_basis not in (None, basis):
        notes.contradict_code("price_basis_differs", "price_basis", str(reading.price_basis), basis)
    if kind is not None and alone and kind != reading.value_kind:
        notes.contradict_code("kind_differs", "value_kind", reading.value_kind, kind)
        reading = replace(reading, value_kind=kind)
    if stretch is not None and alone and stretch != reading.stretch:
        if reading.stretch:
            notes.contradict("stretch_differs")
        reading = replace(reading, stretch=stretch)
    return notes.written_into(reading)


def _target(
    reading: Reading,
    values: Mapping[str, Any],
    known: tuple[Indicator | None, Units],
    region: str | None,
    start_year: int | None,
) -> Target:
    """The statement ready for comparison. What the cell states of base and year wins over the columns."""
    indicator, units = known
    base_value, base_unit = reading.base_value, reading.base_unit
    if base_value is None:
        base_value, base_unit = figure(values.get("base_value"), values.get("base_unit"), units)
    return Target(
        indicator=indicator.id if indicator else None,
        indicator_name=values.get("indicator_name", ""),
        caliber=values.get("caliber"),
        region=values.get("region", region),
        year=values.get("year", reading.year),
        price_basis=values.get("price_basis") or reading.price_basis,
        nature=values.get("nature"),
        stretch=reading.stretch,
        value_kind=reading.value_kind,
        direction=reading.direction,
        strict=reading.strict,
        polarity=reading.polarity_hint,
        text=reading.text,
        value=reading.value,
        value_high=reading.value_high,
        half_digit=reading.half_digit,
        unit=reading.unit or values.get("unit"),
        measure=reading.measure,
        sense=reading.sense,
        base_year=reading.base_year if reading.base_year is not None else values.get("base_year"),
        base_value=base_value,
        base_unit=base_unit,
        start_year=start_year,
        uncertain=reading.confidence == "uncertain",
    )
