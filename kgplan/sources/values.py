"""Reads target values as Chinese plans write them: 不低于57, [13.5], 控制在100以内, 确保57%、力争58% (model section 8).

A cell goes through three steps: :mod:`values_text` makes its characters alike, the grammar ``values.lark`` finds its
statements (:mod:`values_parse`), and :mod:`values_meaning` says what their words mean beside this indicator and unit.
Every conclusion is written down in both languages, so that a planner can see why a cell was read as it was.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal
from unicodedata import category

from kgplan.ontology import load_schema
from kgplan.schema import Indicator
from kgplan.sources.values_figure import noted, read_figure, says_again, tells_base, unknown_words, with_base
from kgplan.sources.values_meaning import COMPARING, year_of
from kgplan.sources.values_numbers import UnreadableError, half_of
from kgplan.sources.values_parse import PROBE, Statement, parse
from kgplan.sources.values_reading import Direction, Notes, Reading, Row
from kgplan.sources.values_text import LONGEST, has_footnote, is_damaged, normalise, states_nothing
from kgplan.targets.indicators import name_sense, polarity_hint
from kgplan.targets.units import Units, prefix_value

__all__ = ["Reading", "read_value"]

_AUTHORITY = re.compile(r"国家|国务院|中央|上级|[市省区县]级|自治区|[市省区县](?=政府|里|下达|分解|考核|要求|核定)")
_DEMAND = re.compile(r"下达|考核|分解|任务|要求|指标|目标|约束|规定|核定")
_FIGURE = re.compile(r"\d|分之|一半|半数|[一二两三四五六七八九][十百千万亿]")
_CARRIED = {"AT_YEAR", "AT_PLAN", "BASE", "BASE_END", "LAST_YEAR", "CUMULATIVE", "FIRM", "STRETCH", "FILL"}
"""What stands before a comma and belongs to the figure behind it; 逐年提高,2025年达80% is a remark and a figure."""
_PLAIN = re.compile(
    r"((?:[^\d]*[^\dA-Za-z/^.,。·・:∶\s+“\"-])?)(\d{1,20}(?:\.\d{1,20})?)((?:(?![年累A-Za-z])[^\d.,。·・:∶\s-][^\d]*)?)",
    re.ASCII,
)
"""A cell with one plain number, far from any sign that could be part of it."""
_ASSIGNED = re.compile(r"下达|考核|分解|核定")
_MEAN = re.compile(r"平均|同步|持平")
_STRETCH = re.compile(r"力争|争取|努力|力求|冲刺|奋力")


@lru_cache(maxsize=1)
def _built_in_units() -> Units:
    return Units.of(load_schema())


def read_value(  # noqa: PLR0913 — the columns of a row
    text: str,
    *,
    unit: str | None = None,
    indicator_name: str | None = None,
    indicator: Indicator | None = None,
    base_year: int | None = None,
    base_value: Decimal | Fraction | None = None,
    year: int | None = None,
    direction: Direction | None = None,
    measure: str | None = None,
    units: Units | None = None,
) -> list[Reading]:
    """The targets that a cell states, in order; none for —, / and the like.

    ``unit`` is the unit column; ``indicator`` the catalogue's entry for ``indicator_name`` or None; ``base_year``,
    ``base_value``, ``year`` what the row says beside the cell; ``direction``, ``measure`` the codes of filled columns,
    which win over the cell; ``units`` the known units, by default the built-in ones. Words give value_kind
    ``qualitative`` or ``by_reference``; a cell with a figure that cannot be read gives one uncertain Reading without a
    value. No input raises.
    """
    row = Row(
        units=units or _built_in_units(),
        unit=unit.strip() if unit and unit.strip() else None,
        name=indicator_name or (indicator.name_zh if indicator else None),
        indicator=indicator,
        base_year=base_year,
        base_value=base_value,
        year=year,
        direction=direction,
        measure=measure,
    )
    return _from_form(text, row) or _read_cell(text, row)


def _from_form(text: str, row: Row) -> list[Reading] | None:
    """The reading of a cell with one plain number by that of its form, which other cells share; None if it has none.

    Nothing but the number may depend on the number: what the reading says must not, and a share stays below 100.
    """
    match = _PLAIN.fullmatch(text)
    if match is None or row.base_value is not None:
        return None
    beside = match[1][-1:] + match[3][:1]
    if not beside.isascii() and any(category(sign) == "No" for sign in beside):
        return None  # 10⁴ and ½ are other numbers
    number = Decimal(match[2])
    form = _reading_of_form(f"{match[1]}{PROBE}{match[3]}", row)
    if form is None or (number > 100 and (row.name or "").endswith(("率", "比例", "比重", "占比"))):
        return None
    half = half_of(number)
    return [replace(form, text=form.text.replace(PROBE, match[2]), value=number, digits=match[2], half_digit=half)]


@lru_cache(maxsize=8192)
def _reading_of_form(form: str, row: Row) -> Reading | None:
    """The reading of the form with :data:`PROBE` for its number, None if anything else in it rests on the number."""
    readings = _read_cell(form, row)
    if len(readings) != 1:
        return None
    (reading,) = readings
    said = "".join([*reading.why.values(), *(words for one in reading.contradictions for words in one.values())])
    plain = reading.value_kind == "number" and reading.value == Decimal(PROBE) and reading.digits == PROBE
    alone = plain and reading.half_digit == half_of(Decimal(PROBE)) and reading.base_value is None
    return reading if alone and PROBE not in said else None


def _read_cell(text: str, row: Row) -> list[Reading]:
    normal = normalise(text[:LONGEST])
    if states_nothing(normal) and len(text) <= LONGEST:
        return []
    notes = Notes()
    if has_footnote(text):
        notes.say("footnote")
    normal = _without_name(normal, row.name)
    legible = len(text) <= LONGEST and not is_damaged(normal)
    try:
        statements = parse(normal) if legible else ()  # nothing is read from a cut or damaged cell
    except UnreadableError:
        statements = ()
    readings = list(_readings(normal, statements, row)) if statements else [_without_grammar(normal)]
    whole = " ".join(text.split()) if len(readings) == 1 else None
    return [replace(notes.written_into(one), polarity_hint=_hint(one, row), text=whole or one.text) for one in readings]


def _hint(reading: Reading, row: Row) -> Literal["at_least", "at_most"] | None:
    """Whether more or less is better where the catalogue does not know: what a plan lowers is better low."""
    if row.indicator is not None:
        return None
    lowered = reading.sense == "reduction" and name_sense(row.name) is None
    return "at_most" if lowered else polarity_hint(row.name)


def _without_name(cell: str, name: str | None) -> str:
    """The cell without the indicator's name where that holds a number of its own (65岁以上老年人健康管理率达72%)."""
    words = normalise(name) if name and any(sign.isdigit() for sign in name) else ""
    return cell.replace(words, "", 1) if len(words) > 3 and _FIGURE.search(cell.replace(words, "", 1)) else cell


def _readings(cell: str, statements: tuple[Statement, ...], row: Row) -> Iterator[Reading]:
    """All statements of the cell; words beside figures are remarks on them unless they promise something."""
    figures = [one for one in statements if _holds_figure(one, row)]
    if not figures:
        stretch = any(one.has("STRETCH") for one in statements)
        yield _words(cell, stretch=stretch)
        return
    shared = next((one.figure.unit for one in figures if one.figure and one.figure.unit), "")
    notes, carried = Notes(), None
    readings: list[Reading] = []
    years = {year_of(one) for one in figures}
    for one in statements:
        if one in figures:
            # 2025年85%,2030年90% in a row of 2025: the second figure is of another year, and contradicts nothing.
            own = replace(row, year=year_of(one) or row.year) if row.year in years else row
            readings.extend(_figures(one, own, shared, carried))
        elif one.has("STRETCH"):
            readings.append(_words(one.text, stretch=True))
        elif one.unknown or one.has("RELATION"):
            reference = _words(one.text, stretch=False)
            if reference.value_kind == "by_reference" and all(figure.has("STRETCH") for figure in figures):
                readings.append(reference)  # 完成下达任务,力争达到35%: what binds is the task
                continue
            (notes.doubt if reference.value_kind == "by_reference" or one.has("RELATION") else notes.say)(
                "remark", words=one.text
            )
        carried = None if one in figures else one
    readings = _joined(readings)
    parts = {inner.text for one in figures for inner in one.inner if inner.unknown}
    if _ambiguous([one for one in readings if one.text not in parts]):
        notes.doubt("two_values")
    for reading in readings:
        yield notes.written_into(reading) if reading.value_kind in ("number", "range") else reading


def _holds_figure(statement: Statement, row: Row) -> bool:
    """Whether the statement holds a figure; 一次能源 in a run of words holds none."""
    figure = statement.figure
    if figure is None or not figure.first.chinese:
        return figure is not None
    unit, rest = row.units.split(figure.unit) if figure.unit else ("", "")
    known = not unit or row.units.find(unit) is not None or prefix_value(unit) is not None
    return known and not unknown_words(statement, row, rest)


def _figures(statement: Statement, row: Row, shared: str, carried: Statement | None) -> Iterator[Reading]:
    """The reading of a statement with a figure, and those of the statements in brackets behind it."""
    if carried is not None and not carried.unknown and {mark.kind for mark in carried.lead} <= _CARRIED:
        statement = replace(statement, lead=(*carried.lead, *statement.lead))
    figure = statement.figure
    if figure is None:
        return
    if not figure.unit and shared and figure.kind in ("number", "range"):
        figure = replace(figure, unit=shared)
    first = read_figure(replace(statement, figure=figure), figure, row)
    behind = [inner for inner in statement.inner if not says_again(inner, first, row)]
    if len(behind) < len(statement.inner):
        first = noted(first, "said_again")
    if behind and first.base_value is None and tells_base(behind[0], first, row):
        first = with_base(first, behind.pop(0), row)
    yield first
    for inner in behind:
        yield from _figures(inner, replace(row, level=first.value), shared, None)


def _words(cell: str, *, stretch: bool) -> Reading:
    """A statement without a figure: by reference to what a higher body assigns, or words."""
    notes = Notes()
    assigned = bool(_AUTHORITY.search(cell) and _DEMAND.search(cell)) or "下达" in cell
    compared = _MEAN.search(cell) or (COMPARING.search(cell) and not _ASSIGNED.search(cell))  # 不低于下达任务 refers
    if assigned and not compared:
        notes.say("by_reference")
        return notes.written_into(Reading(text=cell, value_kind="by_reference", stretch=stretch))
    notes.say("words")
    return notes.written_into(Reading(text=cell, value_kind="qualitative", stretch=stretch))


def _without_grammar(cell: str) -> Reading:
    """A cell that the grammar refuses: words if there is no figure in it, else a figure that nobody should guess."""
    stretch = bool(_STRETCH.search(cell))
    return _unreadable(cell, stretch=stretch) if _FIGURE.search(cell) else _words(cell, stretch=stretch)


def _unreadable(cell: str, *, stretch: bool) -> Reading:
    """A figure that was not read: 57 58 may be two figures or one."""
    notes = Notes()
    notes.doubt("unreadable")
    return notes.written_into(Reading(text=cell, stretch=stretch))


def _joined(readings: list[Reading]) -> list[Reading]:
    """57以上、60以下 is one range; any other two figures stay two statements."""
    if len(readings) != 2 or any(one.value is None or one.stretch or one.value_kind != "number" for one in readings):
        return readings
    low, high = sorted(readings, key=lambda one: one.direction or "")
    if (low.direction, high.direction) != ("at_least", "at_most") or (low.measure, low.unit) != (
        high.measure,
        high.unit,
    ):
        return readings
    if low.value is None or high.value is None or low.value > high.value or low.year != high.year:
        return readings
    both_halves = [half for half in (low.half_digit, high.half_digit) if half is not None]
    return [
        replace(
            low,
            text=f"{readings[0].text}、{readings[1].text}",
            value_kind="range",
            direction="range",
            strict=False,
            value_high=high.value,
            digits_high=high.digits,
            half_digit=min(both_halves, default=None),
            confidence="uncertain" if "uncertain" in (low.confidence, high.confidence) else "certain",
        )
    ]


def _ambiguous(readings: list[Reading]) -> bool:
    """Whether two firm figures stand in one cell and nothing tells them apart. 其中… is a part of the first."""
    firm = [
        (one.year, one.measure)
        for one in readings
        if not one.stretch and one.value is not None and not one.text.startswith("其中")
    ]
    return len(firm) != len(set(firm))
