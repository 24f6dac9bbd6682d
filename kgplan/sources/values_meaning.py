"""What the words around a figure mean: direction, sense, measure, base (model section 8).

Each function answers one question about a statement and notes its reasons. Where the words leave a question open it
stays open (None), and where they contradict each other the reading becomes uncertain; nothing is guessed.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kgplan.sources.values_parse import Statement
from kgplan.sources.values_reading import Direction, Notes, Row, Sense
from kgplan.targets.indicators import name_sense, names_rate, polarity_hint
from kgplan.targets.measures import CHANGES
from kgplan.targets.units import PERCENT, POINTS, TIMES

_HARD: Final[dict[str, Direction]] = {
    "AT_LEAST": "at_least",
    "MORE_THAN": "at_least",
    "ABOVE": "at_least",
    "AT_MOST": "at_most",
    "LESS_THAN": "at_most",
    "BELOW": "at_most",
    "EQUALS": "exactly",
}
_SIGN: Final[dict[Direction, str]] = {"at_least": "≥", "at_most": "≤", "exactly": "=", "range": "[ ]", "about": "≈"}
_STRICT: Final = str.maketrans("≥≤", "><")
_SOFT: Final[dict[str, Direction]] = {"RISE_TO": "at_least", "FALL_TO": "at_most", "CONTROL": "at_most"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAN = re.compile(r"十([一二三四五六七八九]?)五")
_NAME_BASE = re.compile(r"(?:[比较]|基于|相对于)((?:19|20)\d\d)年")
_NAME_LAST_YEAR = re.compile(r"同比|[比较]上年|[比较]上一年")
_NAME_EACH_YEAR = re.compile(r"每年度?|逐年")
_NAME_CUMULATIVE = re.compile(r"累计|五年(?!级|制)")
_BASE_WITH_END = ("在", "以", "按", "自")
COMPARING: Final = re.compile(r"平均|同步|持平|高于|低于|快于|优于|好于")
"""Words that measure against another figure, which is no target of its own."""
_SHARES = ("率", "比例", "比重", "占比")
_MAY_EXCEED = re.compile(r"毛入|增长|增速|负债|杠杆|倍|完成率|产值")


def direction_of(statement: Statement, row: Row, notes: Notes, *, over: bool) -> tuple[Direction | None, bool]:
    """The direction as written, and whether its bound is strict. ``over``: 余 or 多 stands behind the number."""
    about = statement.mark("ABOUT", "AROUND")
    marks = [mark for mark in (*statement.lead, *statement.tail) if mark.kind in _HARD]
    hard = {_HARD[mark.kind] for mark in marks}
    if over:
        hard.add("at_least")
        notes.doubt("over")
    if statement.figure and statement.figure.kind == "range":
        if hard:
            notes.doubt("range_and_direction")
        return "range", False
    if about:
        notes.say("about", word=about.text)
        return "about", False
    if len(hard) > 1:
        notes.doubt("two_directions", words="、".join(mark.text for mark in marks))
        return None, False
    if hard:
        direction, strict = hard.pop(), over or statement.has("MORE_THAN", "LESS_THAN")
        if marks and not marks[0].text.startswith(tuple("≥≤<>=")):
            notes.say("direction", word=marks[0].text, direction=_SIGN[direction].translate(_STRICT if strict else {}))
        return direction, strict
    return _soft_direction(statement, row, notes), False


def _soft_direction(statement: Statement, row: Row, notes: Notes) -> Direction | None:
    """The direction of a verb alone: 提高到, 达到 and 控制在 name a floor or a ceiling without saying so."""
    verb = statement.mark(*_SOFT)
    if verb is None and statement.has("REACH"):
        better = row.indicator.polarity if row.indicator else polarity_hint(row.name)
        if better == "at_most":
            notes.say("reach_at_most")
            return None
        verb = statement.mark("REACH")
    if verb is None:
        return None
    direction = _SOFT.get(verb.kind, "at_least")
    notes.say("direction", word=verb.text, direction=_SIGN[direction])
    return direction


def sense_of(statement: Statement, row: Row, notes: Notes) -> Sense | None:
    """Growth or reduction, as the verb says or else the indicator or its name."""
    rise, fall = statement.has("RISE"), statement.has("FALL")
    own = own_sense(row)
    if rise and fall:
        notes.doubt("two_senses")
        return None
    if not (rise or fall):
        return own
    said: Sense = "growth" if rise else "reduction"
    if own == "reduction" and said == "growth":
        notes.contradict("sense_against_name", name=row.name or "")
        notes.doubt("sense_against_name", name=row.name or "")
    elif not own:
        notes.say(f"sense_{said}")
    return said


def own_sense(row: Row) -> Sense | None:
    """The sense of the indicator, as the catalogue or the name has it."""
    if row.indicator is not None:
        stated = row.indicator.sense
        if stated in ("growth", "reduction"):
            return "reduction" if stated == "reduction" else "growth"
        return "growth" if row.indicator.canonical_measure in ("annual_avg", "year_change") else None
    return name_sense(row.name)


def is_change(row: Row) -> bool:
    """Whether the indicator itself is a change, so that a verb of change in the cell only repeats its name."""
    if row.indicator is not None:
        return row.indicator.canonical_measure in CHANGES
    return name_sense(row.name) is not None


def price_basis_of(statement: Statement, measure: str | None, notes: Notes) -> str | None:
    """The prices that an amount is in, where the cell says it; growth is in constant prices whoever says so."""
    price = statement.mark("PRICE")
    if price is None:
        return None
    basis = "current" if "现价" in price.text or "当年价" in price.text else "constant"
    notes.say("price_basis", word=price.text)
    return None if measure in CHANGES and basis == "constant" else basis


def base_of(statement: Statement, row: Row, notes: Notes) -> tuple[int | None, int | None]:
    """Base year and target year that the cell names; the base year also from the indicator's name."""
    base, year = _years(statement, row)
    if base is None and row.name and (named := _NAME_BASE.search(row.name)):
        base = int(named[1])
        notes.say("base_from_name", year=base)
    period = statement.mark("BASE_PERIOD")
    if period is not None:
        notes.doubt("base_period", words=period.text)
    if base is not None and row.base_year not in (None, base):
        notes.contradict("base_year_differs", cell=base, row=row.base_year)
        notes.doubtful = True
    if year is not None and row.year not in (None, year):
        notes.contradict("year_differs", cell=year, row=row.year)
        notes.doubtful = True
    return base, year


def _years(statement: Statement, row: Row) -> tuple[int | None, int | None]:
    """Base and target year by the words of the cell; a later word counts more than an earlier one."""
    base, year = None, None
    for at, mark in enumerate((*statement.lead, *statement.tail)):
        named = _year_in(mark.text)
        match mark.kind:
            case "LAST_YEAR" if row.year is not None:
                base = row.year - 1
            case "BASE" if mark.text.startswith(_BASE_WITH_END) and not statement.has("BASE_END"):
                year = named
            case "BASE":
                base = named
            case "AT_YEAR" if _is_multiple_of_base(statement, at):
                base = named
            case "AT_YEAR":
                year = named
            case "AT_PLAN" if "末" in mark.text:
                year = named
    if statement.origin and statement.origin.year:
        base = _year_in(statement.origin.year)
    return base, year


def year_of(statement: Statement) -> int | None:
    """The year that the statement says its figure is of (2020年60%, “十三五”末60%), None if it says none."""
    mark = statement.mark("AT_YEAR") or statement.mark("AT_PLAN")
    return _year_in(mark.text) if mark and (mark.kind == "AT_YEAR" or "末" in mark.text) else None


def _year_in(text: str) -> int | None:
    """The year that a mark names, or the last one of the five-year period that it names (十三五 → 2020)."""
    year = _YEAR.search(text)
    plan = _PLAN.search(text)
    if year:
        return int(year[0])
    return None if plan is None else 1955 + 5 * (10 + "〇一二三四五六七八九".index(plan[1] or "〇"))


def _is_multiple_of_base(statement: Statement, at: int) -> bool:
    """Whether the year mark at this place belongs to 2020年的1.4倍, where it is the base and not the target year."""
    follows = statement.lead[at + 1 :]
    figure = statement.figure
    return bool(figure and figure.unit.endswith(TIMES) and any(mark.text == "的" for mark in follows))


def measure_of(statement: Statement, row: Row, notes: Notes, *, unit: str | None, in_cell: bool) -> str | None:
    """The measure as the cell states it, else as the name does; None leaves it to the catalogue.

    ``unit`` is the figure's unit, ``in_cell`` whether the cell itself states it.
    """
    dimension = row.units.dimension(unit)
    share = dimension is not None and dimension == row.units.dimension(PERCENT)
    changes = statement.has("RISE", "FALL", "NEW")
    if dimension is not None and dimension == row.units.dimension(POINTS):
        return _points(statement, notes)
    if share and statement.has("ANNUAL") and not changes and not is_change(row) and _is_share(row):
        notes.doubt("annual_mean")
        return None
    stated = _by_word_of_time(statement, row, changes=changes, share=share)
    if stated:
        word, measure = stated
        notes.say(word)
        return measure
    if statement.figure and statement.figure.brackets and not changes and _is_bracket_form(statement, row):
        return _bracket(statement, row, notes, share=share)
    if changes and not (share and is_change(row) and not statement.has("BASE")):
        return _change(statement, row, notes, dimension=dimension, in_cell=in_cell)
    return _from_name(row, notes, share=share) if row.indicator is None else None


def _is_share(row: Row) -> bool:
    """Whether the indicator is a share itself: 年均5% of a rate is its mean, 年均5% of an output its growth."""
    if row.indicator is not None:
        return row.units.dimension(row.indicator.canonical_unit) == row.units.dimension(PERCENT)
    return (row.name or "").endswith(_SHARES)


def _points(statement: Statement, notes: Notes) -> str:
    """Percentage points are a change in points, or an average of such changes."""
    notes.say("points")
    if statement.has("EACH_YEAR"):
        notes.doubt("points_each_year")
    if statement.has("ANNUAL"):
        notes.say("annual")
        return "annual_avg"
    return "pp_change"


def _by_word_of_time(statement: Statement, row: Row, *, changes: bool, share: bool) -> tuple[str, str] | None:
    """The word that decides and the measure: 年均, 同比, 每年, 累计, 稳定在, in this order."""
    level = row.indicator is not None and row.indicator.canonical_measure == "level"
    rate = share and (changes or is_change(row))
    total = "cumulative_change" if share else "abs_change" if changes and level else "cumulative_total"
    decided = {
        "ANNUAL": ("annual", "annual_avg"),
        "LAST_YEAR": ("last_year", "year_change"),
        "EACH_YEAR": ("each_year", "year_change" if rate else "each_year"),
        "CUMULATIVE": ("cumulative", total),
    }
    for kind, meaning in decided.items():
        if statement.has(kind):
            return meaning
    changing = changes or statement.has("RISE_TO", "FALL_TO")  # 持续提高到95 is a way, not a level to be held
    holds = statement.has("HOLD") and not changing and not is_change(row)
    return ("hold", "each_year") if holds else None


def _change(statement: Statement, row: Row, notes: Notes, *, dimension: str | None, in_cell: bool) -> str | None:
    """The measure of 提高2%, 增加5万人, 新增100个; None where no unit tells one from the other."""
    if dimension is None:
        notes.doubt("change_without_unit")
        return None
    if dimension == row.units.dimension(PERCENT):
        if not in_cell and (row.name or "").endswith(_SHARES):
            notes.doubt("points_or_percent")
        notes.say("relative_change")
        return "cumulative_change"
    if row.indicator is not None and row.indicator.canonical_measure == "cumulative_total":
        return "cumulative_total"
    if row.indicator is None and statement.has("NEW"):
        notes.doubt("new_total")
        return "cumulative_total"
    notes.say("absolute_change")
    return "abs_change"


def _is_bracket_form(statement: Statement, row: Row) -> bool:
    """Whether brackets are the sign for the whole period, [13.5], and not a remark: (2020年72.1%), (其中城区45%), or,
    behind a figure, (113亿斤)."""
    figure = statement.figure
    square = figure is not None and "[" in figure.brackets
    behind = row.level is not None and figure is not None and figure.unit
    remark = statement.unknown or statement.has("AT_YEAR", "AT_PLAN") or behind
    return not statement.has("FIRM", "STRETCH") and (square or not remark)


def _bracket(statement: Statement, row: Row, notes: Notes, *, share: bool) -> str:
    """What a figure in brackets means follows from base and target if both stand there, else from the indicator."""
    figure = statement.figure
    written = figure.bracket_text if figure else ""
    decided = _by_base(statement, row, share=share)
    if figure and figure.brackets not in ("[]", "()"):
        notes.say("bracket_broken", written=written)
    if decided:
        notes.say("bracket_by_base", written=written)
        return decided
    indicator = row.indicator
    if indicator is None:
        notes.doubt("bracket_unknown", written=written)
        return "cumulative_change" if share else "cumulative_total"
    own = indicator.canonical_measure
    own_share = row.units.dimension(indicator.canonical_unit) == row.units.dimension(PERCENT)
    if own in ("cumulative_change", "cumulative_total", "abs_change", "pp_change"):
        measure = own
    elif own in ("annual_avg", "year_change"):
        measure = "cumulative_change"
    elif own_share:
        measure = "pp_change"
    elif share:
        measure = "cumulative_change"
        notes.doubt("bracket_share_of_level", written=written)
    else:
        measure = "abs_change"
        if own == "each_year":
            notes.doubt("bracket_each_year", written=written)
    notes.say(f"bracket_{measure}", written=written, name=indicator.name_zh)
    return measure


def _by_base(statement: Statement, row: Row, *, share: bool) -> str | None:
    """64[4] with base 60: the difference decides; with base 50 and [28] the ratio does."""
    if row.level is None or row.base_value is None or statement.figure is None:
        return None
    figure, base = statement.figure.first, Fraction(row.base_value)
    fits, change = figure.half_digit * 2, abs(Fraction(row.level) - base)
    if abs(change - abs(Fraction(figure.value))) < fits:
        return "pp_change" if share else "abs_change"
    relative = 100 * change / abs(base) if base else None
    return "cumulative_change" if relative is not None and abs(relative - abs(Fraction(figure.value))) < fits else None


def _from_name(row: Row, notes: Notes, *, share: bool) -> str | None:
    """The measure that the name of an indicator outside the catalogue states."""
    name = row.name or ""
    measure = None
    if share and names_rate(name):
        measure = "annual_avg"
    elif share and _NAME_LAST_YEAR.search(name):
        measure = "year_change"
    elif share and name_sense(name) == "reduction":
        measure = "cumulative_change"
    elif not share and _NAME_EACH_YEAR.search(name):
        measure = "each_year"
    elif _NAME_CUMULATIVE.search(name):
        measure = "cumulative_change" if share else "cumulative_total"
    if measure:
        notes.say("measure_from_name", name=name)
    return measure


def check_share(value: Decimal | Fraction, row: Row, notes: Notes, *, unit: str | None, measure: str | None) -> None:
    """A share of more than 100 % is most likely a footnote digit that stuck to the figure (>808 for >80)."""
    level = measure in (None, "level", "each_year") and not is_change(row)
    if not (level and row.name and row.name.endswith(_SHARES)) or _MAY_EXCEED.search(row.name):
        return
    whole = row.units.to_unit(value, unit, PERCENT)
    if whole is not None and whole > 100:
        notes.doubt("over_100", value=value)
