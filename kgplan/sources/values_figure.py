"""Reads one statement around its figure: unit, value, and what the words beside it make of the value."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kgplan.sources.values_meaning import (
    COMPARING,
    base_of,
    check_share,
    direction_of,
    is_change,
    measure_of,
    own_sense,
    price_basis_of,
    sense_of,
    year_of,
)
from kgplan.sources.values_numbers import Number
from kgplan.sources.values_parse import Figure, Origin, Statement
from kgplan.sources.values_reading import Direction, Notes, Reading, Row
from kgplan.sources.values_text import normalise
from kgplan.targets.exact import shortest
from kgplan.targets.units import PERCENT, POINTS, RATIO, TIMES, leading_prefix, normalise_unit, prefix_value

_TURNED: dict[Direction | None, Direction] = {"at_least": "at_most", "at_most": "at_least"}
_SHARE_NOUNS = ("占比", "比重", "比例", "比率")
_PRESENT = re.compile(r"(?:目前|当前|现状|现有|基期)值?为?")
_VERBS = ("RISE", "FALL", "RISE_TO", "FALL_TO", "REACH", "NEW")


def read_figure(statement: Statement, figure: Figure, row: Row) -> Reading:
    """The reading of a statement around its figure."""
    notes = Notes()
    stretch = statement.has("STRETCH")
    if statement.has("RELATION"):
        notes.say("relative_to_other")
        return notes.written_into(Reading(text=statement.text, value_kind="qualitative", stretch=stretch))
    if row.unit is None and prefix_value(figure.unit):
        notes.say("prefix_alone", prefix=figure.unit)
        figure = _scaled(figure, prefix_value(figure.unit) or 1)
    if figure.kind == "ratio":
        return _ratio(statement, figure, row, notes, stretch=stretch)
    statement, figure = _unit_elsewhere(*_per(statement, figure, row), row)
    changes = statement.has("RISE", "FALL", "ANNUAL", "LAST_YEAR")
    unit, rest, each_year = _unit(figure, row, notes, changes=changes)
    words = unknown_words(statement, row, rest)
    if words:
        notes.doubt("unknown_words", words="、".join(words))
    if stretch:
        notes.say("stretch")
    elif statement.has("FIRM"):
        notes.say("firm")
    effective = unit or row.unit
    base_year, year = base_of(statement, row, notes)
    direction, strict = _direction(statement, row, notes, over=figure.over)
    sense = sense_of(statement, row, notes)
    multiple = figure.kind == "fold" or _is_multiple(effective, row)
    measure = None if multiple else _measure(statement, row, notes, unit=effective, in_cell=unit is not None)
    if each_year:
        measure = "each_year"
    value: Decimal | Fraction = figure.first.value
    half: Decimal | Fraction = figure.first.half_digit
    if figure.kind == "part" and figure.second:
        value, half = _quotient(figure.first, figure.second)
    reading = Reading(
        text=statement.text,
        value=value,
        direction=direction,
        strict=strict,
        measure=measure,
        stretch=stretch,
        sense=sense,
        unit=unit,
        digits=figure.first.digits,
        half_digit=half,
        base_year=base_year,
        year=year,
        price_basis=price_basis_of(statement, measure, notes),
    )
    reading = _range(reading, figure)
    if multiple:
        reading = _multiple(reading, statement, figure, notes)
    reading = _signed(reading, row, notes, effective)
    reading = _origin(reading, statement, row, notes)
    if reading.value is not None:
        check_share(reading.value, row, notes, unit=reading.unit or row.unit, measure=reading.measure)
    return notes.written_into(reading)


def _direction(statement: Statement, row: Row, notes: Notes, *, over: bool = False) -> tuple[Direction | None, bool]:
    """The direction that the column states, else that of the cell."""
    if row.direction is None:
        return direction_of(statement, row, notes, over=over)
    written, strict = direction_of(statement, row, Notes(), over=over)
    if written not in (None, row.direction):
        notes.contradict_code("direction_differs", "direction", str(written), row.direction)
    return row.direction, strict and written == row.direction


def _measure(statement: Statement, row: Row, notes: Notes, *, unit: str | None, in_cell: bool) -> str | None:
    """The measure that the column states, else that of the cell."""
    if row.measure is None:
        return measure_of(statement, row, notes, unit=unit, in_cell=in_cell)
    doubts = Notes()
    written = measure_of(statement, row, doubts, unit=unit, in_cell=in_cell)
    if written not in (None, row.measure) and not doubts.doubtful:
        notes.contradict_code("measure_differs", "measure", str(written), row.measure)
    return row.measure


def _unit(figure: Figure, row: Row, notes: Notes, *, changes: bool) -> tuple[str | None, str, bool]:
    """The unit stated in the cell, the words that follow it, and whether the unit says per year. ``changes``: words of
    change stand in the cell."""
    run, each_year = figure.unit, False
    for ending in ("/年", "每年"):
        if run.endswith(ending) and row.units.find(run) is None:
            run, each_year = run.removesuffix(ending), True
            notes.say("per_year")
    if not run:
        return None, "", each_year
    unit, rest = row.units.split(run)
    if prefix_value(unit) and not rest:
        return _bare_prefix(unit, row, notes), "", each_year
    if row.units.find(unit) is None:
        notes.say("unknown_unit", unit=unit)
    else:
        notes.say("unit_in_cell", unit=unit)
    _check_units(unit, row, notes, changes=changes)
    return unit, rest, each_year


def _scaled(figure: Figure, multiple: int) -> Figure:
    """60万 without any unit is the number 600000, written to the nearest 万."""
    first, second = (
        number and replace(number, value=number.value * multiple, half_digit=number.half_digit * multiple)
        for number in (figure.first, figure.second)
    )
    return replace(figure, first=first or figure.first, second=second, unit="")


def _bare_prefix(prefix: str, row: Row, notes: Notes) -> str:
    """60万 in a column 人 is 万人; in a column 万人 most likely so too, and a person has to confirm it."""
    column = row.unit or ""
    if twice := leading_prefix(column):
        notes.doubt("prefix_twice", prefix=prefix, unit=column)
        return f"{prefix}{column.removeprefix(twice)}"
    notes.say("prefix", prefix=prefix, unit=f"{prefix}{column}")
    return f"{prefix}{column}"


def _per(statement: Statement, figure: Figure, row: Row) -> tuple[Statement, Figure]:
    """A denominator at one place: 4.5个/千人 of 每千人口…数 counts 个, 每百公里不少于2.5座 counts 座/百公里."""
    unit, _, per = figure.unit.partition("/")
    if per and row.units.find(figure.unit) is None and f"每{per}" in normalise(row.name or ""):
        return statement, replace(figure, unit=unit)
    for words in statement.unknown:
        written = f"{figure.unit}/{words.removeprefix('每')}"
        if words.startswith("每") and row.unit and normalise_unit(written) == normalise_unit(row.unit):
            others = tuple(other for other in statement.unknown if other != words)
            return replace(statement, unknown=others), replace(figure, unit=row.unit)
    return statement, figure


def _unit_elsewhere(statement: Statement, figure: Figure, row: Row) -> tuple[Statement, Figure]:
    """The unit in brackets behind a bare number: 1.2(万公里)."""
    others = [words for words in statement.unknown if row.units.find(words) is None]
    units = [words for words in statement.unknown if row.units.find(words) is not None]
    if figure.unit or len(units) != 1 or f"({units[0]})" not in statement.text:
        return statement, figure
    return replace(statement, unknown=tuple(others)), replace(figure, unit=units[0])


def _check_units(unit: str, row: Row, notes: Notes, *, changes: bool) -> None:
    """Report a unit in the cell that is not that of the column; a change in % or points beside a level is none."""
    if row.unit is None:
        return
    cell, column = row.units.find(unit), row.units.find(row.unit)
    if cell is None or column is None:
        differs = normalise_unit(unit) != normalise_unit(row.unit)
    else:
        free = {row.units.dimension(unit) for unit in (POINTS, TIMES, *((PERCENT,) if changes else ()))}
        differs = (cell.dimension, cell.factor) != (column.dimension, column.factor) and cell.dimension not in free
    if differs:
        notes.contradict("units_differ", cell=unit, column=row.unit)


def _range(reading: Reading, figure: Figure) -> Reading:
    if figure.kind != "range" or figure.second is None:
        return reading
    low, high = sorted((figure.first, figure.second), key=lambda number: number.value)
    return replace(
        reading,
        value_kind="range",
        value=low.value,
        value_high=high.value,
        digits=low.digits,
        digits_high=high.digits,
        half_digit=min(low.half_digit, high.half_digit),
    )


def _is_multiple(unit: str | None, row: Row) -> bool:
    """Whether the figure is a multiple of its base; an indicator that is itself a multiple (扩展倍数) has none."""
    own = row.indicator.canonical_unit if row.indicator else TIMES if TIMES in (row.name or "") else None
    times = row.units.dimension(TIMES)
    return row.units.dimension(unit) == times and row.units.dimension(own) != times


def _multiple(reading: Reading, statement: Statement, figure: Figure, notes: Notes) -> Reading:
    """翻一番, 增长1倍 and 2020年的1.4倍 are changes of +100 %, +100 % and +40 % of the base."""
    if figure.kind == "fold":
        notes.say("fold")
        return _as_change(reading, (2**figure.first.value - 1) * 100)
    if reading.value is None:
        return reading
    if statement.has("FALL"):
        notes.doubt("times_reduction")
    elif statement.has("RISE"):
        notes.say("times_growth")
        return _as_change(reading, reading.value * 100)
    elif reading.base_year is not None and statement.has("AT_YEAR", "BASE"):
        notes.say("times_of_base", year=reading.base_year)
        return _as_change(reading, (reading.value - 1) * 100)
    return reading


def _as_change(reading: Reading, change: Decimal | Fraction) -> Reading:
    """The reading as a cumulative change in per cent; a fall to a part of the base turns the direction round."""
    return replace(
        reading,
        value=change if change >= 0 else -change,
        half_digit=None if reading.half_digit is None else reading.half_digit * 100,
        unit=PERCENT,
        measure="cumulative_change",
        sense="growth" if change >= 0 else "reduction",
        direction=reading.direction if change >= 0 else _TURNED.get(reading.direction, reading.direction),
    )


def _signed(reading: Reading, row: Row, notes: Notes, unit: str | None) -> Reading:
    """A minus sign: a reduction where the figure is a change or a share; else a negative level or growth."""
    if reading.value is None or reading.value >= 0:
        return reading
    if reading.sense == "reduction" and own_sense(row) == "reduction":
        notes.say("minus_repeats")
        return replace(reading, value=-reading.value, value_high=reading.value_high and -reading.value_high)
    if reading.sense == "reduction":
        notes.doubt("minus_and_reduction")
        return reading
    shares = {row.units.dimension(PERCENT), row.units.dimension(POINTS)}
    if row.units.dimension(unit) not in shares or is_change(row) or reading.value_kind == "range":
        return reading
    notes.say("minus_is_reduction")
    points = row.units.dimension(unit) == row.units.dimension(POINTS)
    measure = reading.measure or ("pp_change" if points else "cumulative_change")
    return replace(reading, value=-reading.value, sense="reduction", measure=measure)


def _origin(reading: Reading, statement: Statement, row: Row, notes: Notes) -> Reading:
    """由60%提高到65%: the first figure is the base value."""
    origin = statement.origin
    if origin is None:
        return reading
    base_unit = row.units.split(origin.unit)[0] if origin.unit else None
    notes.say("origin", value=origin.number.value)
    in_column = row.units.to_unit(origin.number.value, base_unit, row.unit) if base_unit and row.unit else None
    stated = origin.number.value if base_unit is None else in_column
    if row.base_value is not None and stated is not None and row.base_value != stated:
        notes.contradict("base_value_differs", cell=origin.number.value, row=row.base_value)
    return replace(reading, base_value=origin.number.value, base_unit=base_unit)


def says_again(inner: Statement, target: Reading, row: Row) -> bool:
    """Whether brackets behind the target state it again in another unit, 560万吨(112亿斤), 84.7%(310天): the same
    amount within the last digits, or a count of another kind that nothing is compared with."""
    figure, own = inner.figure, row.units.find(target.unit or row.unit)
    other = row.units.find(figure.unit) if figure else None
    if figure is None or figure.kind != "number" or inner.lead or inner.tail or inner.unknown or inner.inner:
        return False
    if own is None or other is None or target.value is None or target.half_digit is None or own == other:
        return False
    if own.dimension != other.dimension:
        return other.dimension not in {row.units.dimension(unit) for unit in (PERCENT, POINTS, TIMES)}
    distance = abs(Fraction(target.value) * own.factor - Fraction(figure.first.value) * other.factor)
    return distance <= Fraction(target.half_digit) * own.factor + Fraction(figure.first.half_digit) * other.factor


def noted(reading: Reading, key: str) -> Reading:
    """The reading with a reason more."""
    notes = Notes()
    notes.say(key)
    return notes.written_into(reading)


def tells_base(inner: Statement, target: Reading, row: Row) -> bool:
    """Whether a figure in brackets behind the target is where it starts: 79岁(2020年77.3岁), 95%(目前90%)."""
    figure, year = inner.figure, target.year or row.year
    if figure is None or figure.kind not in ("number", "share") or target.value_kind not in ("number", "range"):
        return False
    kinds = {mark.kind for mark in (*inner.lead, *inner.tail)}
    words = unknown_words(inner, row, row.units.split(figure.unit)[1] if figure.unit else "")
    if not kinds <= {"AT_YEAR", "AT_PLAN", "FILL", "REACH"} or inner.inner:
        return False
    named = year_of(inner)
    if named is not None:
        return year is not None and named < year and not words
    return bool(words) and all(_PRESENT.fullmatch(word) for word in words)


def with_base(target: Reading, inner: Statement, row: Row) -> Reading:
    """The target with the base that the brackets behind it state."""
    figure = inner.figure
    if figure is None:
        return target
    notes = Notes()
    stated = replace(inner, origin=Origin(figure.first, figure.unit, ""))
    reading = _origin(target, stated, row, notes)
    year = year_of(inner)
    if year is not None and row.base_year not in (None, year):
        notes.contradict("base_year_differs", cell=year, row=row.base_year)
        notes.doubtful = True
    return replace(notes.written_into(reading), base_year=target.base_year or year)


def _ratio(statement: Statement, figure: Figure, row: Row, notes: Notes, *, stretch: bool) -> Reading:
    """2:1 is the number 2; three parts and more are words, and a quotient without a finite decimal is not read."""
    if figure.second is None or figure.parts > 2:
        notes.say("ratio_of_parts")
        return notes.written_into(Reading(text=statement.text, value_kind="qualitative", stretch=stretch))
    if figure.second.value <= 0:
        notes.doubt("ratio_without_whole")
        return notes.written_into(Reading(text=statement.text, stretch=stretch))
    value, half = _quotient(figure.first, figure.second)
    notes.say("ratio")
    words = unknown_words(statement, row, figure.unit)
    if words:
        notes.doubt("unknown_words", words="、".join(words))
    if row.unit and row.units.dimension(row.unit) != row.units.dimension(RATIO):
        notes.contradict("units_differ", cell=RATIO, column=row.unit)
    direction, strict = _direction(statement, row, notes)
    if figure.first.value == 1 != figure.second.value and direction in _TURNED:
        notes.say("ratio_turned", words=statement.text)
        direction = _TURNED[direction]
    reading = Reading(
        text=statement.text,
        value=value,
        direction=direction,
        strict=strict,
        stretch=stretch,
        unit=RATIO,
        digits=figure.first.digits,
        half_digit=half,
    )
    return notes.written_into(reading)


def _quotient(dividend: Number, divisor: Number) -> tuple[Decimal | Fraction, Decimal | Fraction]:
    """The exact quotient and half a unit of its last digit. The 1 of 2.5:1 and 1:1.2 is no measured number: the
    precision is that of the other side."""
    if divisor.value == 1:
        return dividend.value, dividend.half_digit  # with the digits as written
    value, below = Fraction(dividend.value) / Fraction(divisor.value), Fraction(divisor.value)
    half = Fraction(dividend.half_digit) / below
    if dividend.value == 1:
        half = value * Fraction(divisor.half_digit) / below
    return shortest(value), shortest(half)


def unknown_words(statement: Statement, row: Row, rest: str) -> list[str]:
    """Words without a known meaning, ``rest`` of the unit among them. Those that repeat the indicator's name or say
    what a base is (2020年城镇建设用地规模的) are known; a verb behind the figure is not."""
    names = [normalise(name) for name in _names(row)] if statement.unknown else []
    words = [word for word in statement.unknown if not any(_repeats(word, name) for name in names)]
    of_base = statement.has("BASE", "AT_YEAR") and any(mark.text in ("的", "基础上") for mark in statement.lead)
    if of_base:
        words = [word for word in words if COMPARING.search(word)]
    behind = [mark.text for mark in statement.tail if mark.kind in _VERBS]
    return [*words, *behind, *([rest] if rest else [])]


def _names(row: Row) -> tuple[str, ...]:
    """What the indicator is called, in the row and in the catalogue."""
    listed = (row.indicator.name_zh, *row.indicator.aliases) if row.indicator else ()
    return (*((row.name,) if row.name else ()), *listed)


def _repeats(word: str, name: str) -> bool:
    """Whether a word says again what the name says: 占比 of a share of any name, 年产量 of an output."""
    shares = word in _SHARE_NOUNS and name.endswith(_SHARE_NOUNS)
    return word in name or shares or (len(word) > 2 and word[0] in "年总" and word[1:] in name)
