"""Units of measurement as plans write them, converted exactly (model section 7).

The ontology lists units, their spellings and their factors; this module adds the Chinese prefixes, which compose
before any unit (万亿元, 亿亩, 千万人). A spelling that is not listed is an unknown unit: it stops a comparison, never
a load, and it is never taken for a similar one (人次 is not 人, 亿方 is not 亿立方米).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kgplan.schema import Schema, Unit
from kgplan.targets.exact import fraction

PERCENT, POINTS, RATIO, TIMES = "%", "个百分点", "比值", "倍"
_PREFIX = re.compile(r"(?:([十百千])?(万亿|万|亿)|([十百千]))(?=.)")
_VALUE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_NO_PREFIX_BEFORE = ("%", "‰", "/")
_LONGEST = 40  # characters; no unit is longer, and a cell may hold anything


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the canonical unit of its dimension."""

    value: Fraction
    dimension: str
    canonical_unit: str


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as written, with its exact ``factor`` to the canonical unit of its dimension."""

    text: str
    dimension: str
    factor: Fraction
    canonical_unit: str


def normalise_unit(text: str) -> str:
    """One spelling for all widths: NFKC without blanks (㎡, ㎢, ％, μg/m³ → m2, km2, %, μg/m3)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def prefix_value(text: str) -> int | None:
    """What a bare prefix multiplies by (万 → 10000), None if the text is no prefix."""
    match = _PREFIX.match(text + "x")
    return _multiple(match) if match and match.end() == len(text) else None


def leading_prefix(text: str) -> str:
    """The prefix that a unit begins with (万元 → 万), empty if none."""
    match = _PREFIX.match(text)
    return match[0] if match else ""


class Units:
    """The units of a schema, and any that a user's tables add; a later unit replaces one of the same symbol."""

    def __init__(self, units: Iterable[Unit]) -> None:
        by_symbol = {unit.symbol: unit for unit in units}
        self._canonical = {unit.dimension: unit.symbol for unit in by_symbol.values() if unit.canonical}
        self._exact: dict[str, Unit] = {}
        for unit in by_symbol.values():
            for spelling in unit.aliases:
                self._exact.setdefault(normalise_unit(spelling), unit)
        self._exact |= {normalise_unit(unit.symbol): unit for unit in by_symbol.values()}
        self._folded = _unambiguous(self._exact)
        self._known: dict[str | None, KnownUnit | None] = {}

    @classmethod
    def of(cls, schema: Schema, added: Iterable[Unit] = ()) -> "Units":
        """The units of a schema together with those that a user's tables add."""
        return cls((*schema.units.values(), *added))

    @classmethod
    def with_rows(cls, schema: Schema, rows: Iterable[Mapping[str, Any]]) -> "Units":
        """The units of a schema and those of rows of ``units``; a row that says what is built in changes nothing."""
        added = []
        for row in rows:
            symbol, dimension, factor = row["symbol"], row["dimension"], Fraction(str(row.get("factor", 1)))
            known = schema.units.get(symbol)
            if known is None or (known.dimension, known.factor) != (dimension, factor):
                first = not any(unit.dimension == dimension for unit in schema.units.values())
                added.append(Unit(symbol, dimension, factor, (), first and factor == 1))
        return cls.of(schema, added)

    def find(self, text: str | None) -> KnownUnit | None:
        """The unit that the text names, with or without a prefix; None if it is not known or no unit is given."""
        if text not in self._known:
            if len(self._known) > 10_000:  # cells may hold anything; the memory must not grow with them
                self._known.clear()
            key = normalise_unit(text or "")
            found = self._read(key) if 0 < len(key) <= _LONGEST else None
            if text and len(text) > 2 * _LONGEST:
                return found
            self._known[text] = found
        return self._known[text]

    def dimension(self, text: str | None) -> str | None:
        """The dimension of the unit that the text names, None if it is not known."""
        unit = self.find(text)
        return unit.dimension if unit else None

    def split(self, run: str) -> tuple[str, str]:
        """Cut what follows a number into the longest known unit and the rest: 个千亿级园区 → 个 + 千亿级园区.

        The whole run is the unit where no part of it is known, and where the rest would change the unit's meaning
        (元/人, 吨·公里, 个月).
        """
        for length in range(min(len(run), _LONGEST), 0, -1):
            rest = run[length:]
            if self.find(run[:length]) and not (rest and re.match(r"[/·*^A-Za-z0-9每]|月|小时|工作日", rest)):
                return run[:length], rest
        return run, ""

    def convert(self, value: Decimal | Fraction | int, text: str | None) -> Quantity | None:
        """The value in the canonical unit of its dimension, exactly; None for an unknown unit."""
        unit = self.find(text)
        if unit is None:
            return None
        return Quantity(fraction(value) * unit.factor, unit.dimension, unit.canonical_unit)

    def to_unit(self, value: Decimal | Fraction | int, text: str | None, wanted: str) -> Fraction | None:
        """The value in another unit of the same dimension; None if either unit is unknown or the dimensions differ."""
        given, target = self.find(text), self.find(wanted)
        if given is None or target is None or given.dimension != target.dimension:
            return None
        return fraction(value) * given.factor / target.factor

    def _read(self, key: str) -> KnownUnit | None:
        unit = self._lookup(key)
        if unit is not None:
            return self._with(key, unit, 1)
        match = _PREFIX.match(key)
        if match is None or key[match.end() :].startswith(_NO_PREFIX_BEFORE):
            return None
        unit = self._lookup(key[match.end() :])
        return self._with(key, unit, _multiple(match)) if unit else None

    def _lookup(self, key: str) -> Unit | None:
        return self._exact.get(key) or self._folded.get(key.casefold())

    def _with(self, text: str, unit: Unit, multiple: int) -> KnownUnit:
        canonical = self._canonical.get(unit.dimension, unit.symbol)
        return KnownUnit(text, unit.dimension, unit.factor * multiple, canonical)


def convert(value: Decimal | Fraction | int, unit_text: str | None, schema: Schema) -> Quantity | None:
    """The value in the canonical unit of its dimension, exactly; None for an unknown unit.

    For many values make one :class:`Units` and use its method of the same name.
    """
    return Units.of(schema).convert(value, unit_text)


def _multiple(match: re.Match[str]) -> int:
    small, large, alone = match.groups()
    return _VALUE[alone] if alone else _VALUE.get(small or "", 1) * _VALUE[large]


def _unambiguous(exact: dict[str, Unit]) -> dict[str, Unit]:
    """Spellings in any case (KM2), without those that two units share once case is ignored (mW and MW)."""
    folded: dict[str, set[str]] = {}
    for key, unit in exact.items():
        folded.setdefault(key.casefold(), set()).add(unit.symbol)
    return {key.casefold(): unit for key, unit in exact.items() if len(folded[key.casefold()]) == 1}
