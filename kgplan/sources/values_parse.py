"""From a normalised cell to statements: the grammar's tree as plain objects, with nothing concluded yet."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

from kgplan.sources.values_numbers import MOST_DIGITS, Number, UnreadableError, arabic, chinese
from kgplan.targets.units import leading_prefix, prefix_value

PROBE = "73.19"
"""A number that no cell is likely to write, in the place of the one that a cell does."""
_ONE_NUMBER = re.compile(r"([^\d]*?(?<![A-Za-z/^.“\"]))(\d+(?:\.\d+)?)((?![年累A-Za-z.:])[^\d]*)")
_FOLDS = {"": 1, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_PARTS = {
    "百": Decimal(1),
    "千": Decimal("0.1"),
    "万": Decimal("0.01"),
    "十万": Decimal("0.001"),
    "百万": Decimal("0.0001"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or sign with a meaning: the grammar's terminal and the text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change starts: 由2020年的60%提高到."""

    number: Number
    unit: str
    year: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a statement. ``kind`` is number, range, ratio, fold (翻番: ``first`` is how often), share or
    part (2/3: ``first`` per cent by ``second``)."""

    kind: str
    first: Number
    second: Number | None = None
    parts: int = 1
    unit: str = ""
    over: bool = False
    brackets: str = ""
    bracket_text: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a cell. ``lead`` marks stand before the figure, ``tail`` marks behind it; ``inner`` are
    statements in brackets behind the figure; ``unknown`` are words without a known meaning, in order."""

    text: str
    lead: tuple[Mark, ...]
    tail: tuple[Mark, ...]
    figure: Figure | None
    origin: Origin | None
    inner: tuple["Statement", ...]
    unknown: tuple[str, ...]

    def has(self, *kinds: str) -> bool:
        """Whether any of these marks stands in the statement."""
        return any(mark.kind in kinds for mark in (*self.lead, *self.tail))

    def mark(self, *kinds: str) -> Mark | None:
        """The first of these marks."""
        return next((mark for mark in (*self.lead, *self.tail) if mark.kind in kinds), None)


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "values.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=False)


def parse(text: str) -> tuple[Statement, ...]:
    """The statements of a normalised cell, in order. UnreadableError if the grammar does not know its form.

    Cells differ in their digits far more often than in their form, so a cell with one plain number is parsed as its
    form, once, and the number is put in.
    """
    found = form_of(text)
    statements = _parsed(found[0] if found else text)
    if statements is None:
        raise UnreadableError(text)
    return tuple(_filled(one, arabic(found[1])) for one in statements) if found else statements


def form_of(text: str) -> tuple[str, str] | None:
    """The cell with :data:`PROBE` for its number, and the number; None where digits mean more than their number: years,
    letters and digits, parts of a hundred, more than one number."""
    match = _ONE_NUMBER.fullmatch(text)
    return (f"{match[1]}{PROBE}{match[3]}", match[2]) if match and "分之" not in text else None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Statement, ...] | None:
    try:
        statements: tuple[Statement, ...] = _Statements(text).transform(_parser().parse(text))
    except (UnexpectedInput, UnreadableError):
        return None
    except VisitError as error:
        if isinstance(error.orig_exc, UnreadableError):
            return None
        raise
    return statements


def _filled(form: Statement, number: Number) -> Statement:
    """The statement with the number in the place of the probe."""

    def put(written: Number) -> Number:
        if written.digits != PROBE:
            return written
        return replace(number, value=-number.value) if written.value < 0 else number

    figure, origin = form.figure, form.origin
    if figure is not None:
        bracket_text = figure.bracket_text.replace(PROBE, number.digits)
        second = figure.second and put(figure.second)
        figure = replace(figure, first=put(figure.first), second=second, bracket_text=bracket_text)
    return replace(
        form,
        text=form.text.replace(PROBE, number.digits),
        figure=figure,
        origin=origin and replace(origin, number=put(origin.number)),
        inner=tuple(_filled(one, number) for one in form.inner),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """A run of characters, a single one or the words of a note."""

    text: str


@dataclass(frozen=True, slots=True)
class _Boxed:
    statements: tuple[Statement, ...]
    brackets: str
    text: str


@v_args(meta=True)
class _Statements(Transformer[Token, Any]):
    """Bottom up over the tree. ``meta`` gives the positions, so that each statement keeps its part of the cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def start(self, _meta: Any, children: list[Any]) -> tuple[Statement, ...]:
        return tuple(children)

    def words(self, meta: Any, children: list[Any]) -> Statement:
        return self._statement(meta, children)

    def figure(self, meta: Any, children: list[Any]) -> Statement:
        return self._statement(meta, children)

    def promise(self, _meta: Any, children: list[Token]) -> Mark:
        return Mark(children[0].type, str(children[0]))

    frame = bound = limit = promise

    def word(self, _meta: Any, children: list[Token]) -> _Words:
        return _Words(str(children[0]))

    loose = word

    def note(self, meta: Any, children: list[Any]) -> _Boxed:
        inner = tuple(child for child in children if isinstance(child, Statement))
        return _Boxed(inner, "", self._slice(meta))

    def boxed(self, meta: Any, children: list[Any]) -> _Boxed:
        inner = tuple(child for child in children if isinstance(child, Statement))
        return _Boxed(inner, f"{children[0]}{children[-1]}", self._slice(meta))

    def origin(self, _meta: Any, children: list[Any]) -> list[Any]:
        year = next((str(child) for child in children if isinstance(child, Token) and child.type == "AT_YEAR"), "")
        number = next(child for child in children if isinstance(child, Number))
        unit = next((child.text for child in children if isinstance(child, _Words)), "")
        turn = children[-1]
        return [Origin(number, unit, year), Mark(turn.type, str(turn))]

    def unit(self, _meta: Any, children: list[Token]) -> _Words:
        return _Words("".join(children))

    def number(self, _meta: Any, children: list[Token]) -> Number:
        negative = children[0].type == "DASH"
        number = chinese(str(children[-1])) if children[-1].type == "NUMERAL" else arabic(str(children[-1]))
        if not negative:
            return number
        return Number(-number.value, number.digits, number.half_digit, number.chinese)

    def share(self, _meta: Any, children: list[Token]) -> Figure:
        scale = _PARTS[children[0].removesuffix("分之")]
        written = children[1]
        number = arabic(str(written)) if written.type == "NUMBER" else chinese(str(written))
        return Figure("share", Number(number.value * scale, number.digits, number.half_digit * scale), unit="%")

    def part(self, _meta: Any, children: list[Token]) -> Figure:
        written = str(children[0])
        if children[0].type == "HALF":
            upper, lower = 1, 2
        elif "/" in written:
            upper, lower = map(int, written.split("/"))
        else:
            lower, upper = (int(chinese(sign).value) for sign in written.split("分之"))
        if upper >= lower:
            raise UnreadableError(written)
        part, whole = (Number(Decimal(number), written, Decimal(0)) for number in (100 * upper, lower))
        return Figure("part", part, whole, unit="%")

    def compound(self, _meta: Any, children: list[Any]) -> Figure:
        high, big, low, unit = (
            arabic(children[0]),
            prefix_value(children[1]) or 1,
            arabic(children[2]),
            children[3].text,
        )
        prefix = leading_prefix(unit)
        factor = Decimal(prefix_value(prefix) or 1)
        too_long = len(high.digits) + len(low.digits) > MOST_DIGITS
        if too_long or "." in high.digits or low.value * factor >= big:
            raise UnreadableError("the parts do not add up to one number")
        value = high.value * big / factor + low.value
        return Figure("number", Number(value, f"{high.digits}{children[1]}{low.digits}", low.half_digit), unit=unit)

    def amount(self, _meta: Any, children: list[Any]) -> Figure:
        if isinstance(children[0], Figure):
            return children[0]
        unit = next((child.text for child in children if isinstance(child, _Words)), "")
        signs = {child.type: str(child) for child in children if isinstance(child, Token)}
        number, unit = _with_prefix(children[0], signs.get("SCALE", "") + unit)
        return _figure("number", [number], [unit], over="OVER" in signs)

    def range(self, _meta: Any, children: list[Any]) -> Figure:
        numbers = [child for child in children if isinstance(child, Number)]
        return _figure("range", numbers, [child.text for child in children if isinstance(child, _Words)])

    def spread(self, _meta: Any, children: list[Any]) -> Figure:
        middle, distance = (child for child in children if isinstance(child, Number))
        ends = [
            replace(middle, value=value, digits=str(value), half_digit=min(middle.half_digit, distance.half_digit))
            for value in (middle.value - distance.value, middle.value + distance.value)
        ]
        return _figure("range", ends, [child.text for child in children if isinstance(child, _Words)])

    def ratio(self, _meta: Any, children: list[Any]) -> Figure:
        numbers = [child for child in children if isinstance(child, Number)]
        return _figure("ratio", numbers, [child.text for child in children if isinstance(child, _Words)])

    def fold(self, _meta: Any, children: list[Token]) -> Figure:
        written = str(children[0]).removesuffix("倍增").removesuffix("番").removeprefix("翻").removeprefix("了")
        times = _FOLDS[written]
        return Figure("fold", Number(Decimal(times), "", Decimal(0)))

    def _slice(self, meta: Any) -> str:
        return self._text[meta.start_pos : meta.end_pos]

    def _statement(self, meta: Any, children: list[Any]) -> Statement:
        collected = _Collected()
        for child in children:
            for part in child if isinstance(child, list) else [child]:
                collected.add(part)
        return collected.statement(self._slice(meta))


class _Collected:
    """The parts of one statement, sorted as they come."""

    def __init__(self) -> None:
        self.lead: list[Mark] = []
        self.tail: list[Mark] = []
        self.inner: list[Statement] = []
        self.unknown: list[str] = []
        self.figure: Figure | None = None
        self.origin: Origin | None = None
        self._run = ""

    def add(self, part: Any) -> None:
        """Take up one part. Characters gather into words until something else comes."""
        if isinstance(part, _Words):
            self._run += part.text
            return
        self._end_run()
        match part:
            case Mark():
                self._marks().append(part)
            case Origin():
                self.origin = part
            case Figure():
                self.figure = part
            case _Boxed():
                self._box(part)

    def statement(self, text: str) -> Statement:
        """All that was collected. UnreadableError for parts of a whole that is not known: 三万分之一."""
        self._end_run()
        if self.figure and any("分之" in words for words in self.unknown):
            raise UnreadableError(text)
        return Statement(
            text,
            tuple(self.lead),
            tuple(self.tail),
            self.figure,
            self.origin,
            tuple(self.inner),
            tuple(self.unknown),
        )

    def _marks(self) -> list[Mark]:
        return self.tail if self.figure else self.lead

    def _end_run(self) -> None:
        run, self._run = self._run, ""
        if not run:
            return
        if self.figure and self.figure.brackets and not self.figure.unit and not self.tail and not self.unknown:
            self.figure = replace(self.figure, unit=run)  # [13.5]%: the unit behind the bracket
        else:
            self.unknown.append(run)

    def _box(self, box: _Boxed) -> None:
        """Words in brackets belong to the statement; a figure is its figure, or a statement of its own behind one."""
        if not box.brackets:
            for words in box.statements:
                self._marks().extend((*words.lead, *words.tail))
                self.unknown.extend(words.unknown)
            return
        if self.figure:
            for one in box.statements:
                text = box.text if len(box.statements) == 1 else one.text
                self.inner.append(replace(one, text=text, figure=one.figure and _boxed(one.figure, box)))
            return
        only = box.statements[0]
        if len(box.statements) > 1 or only.figure is None or only.inner:
            raise UnreadableError(box.text)
        self.lead.extend(only.lead)
        self.tail.extend(only.tail)
        self.unknown.extend(only.unknown)
        self.figure = _boxed(only.figure, box)


def _figure(kind: str, numbers: list[Number], units: list[str], *, over: bool = False) -> Figure:
    """A figure of one or more numbers; the two ends of a range may both carry the unit, which then has to agree."""
    written = {unit for unit in units if unit}
    if len(written) > 1:
        raise UnreadableError("two units")
    second = numbers[1] if len(numbers) > 1 else None
    return Figure(kind, numbers[0], second, len(numbers), written.pop() if written else "", over)


def _boxed(figure: Figure, box: _Boxed) -> Figure:
    return replace(figure, brackets=box.brackets, bracket_text=box.text)


def _with_prefix(number: Number, unit: str) -> tuple[Number, str]:
    """五百亿元 is 五百 in 亿元: the end of a Chinese numeral belongs to a unit that follows, as with digits."""
    bare = number.digits.rstrip("万亿")
    if not (number.chinese and unit and bare and bare != number.digits):
        return number, unit
    shorter = chinese(bare)
    sign = -1 if number.value < 0 else 1
    return replace(shorter, value=sign * shorter.value), number.digits[len(bare) :] + unit
