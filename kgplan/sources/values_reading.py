"""What a reading of a target value is, and the notebook in which its reasons are collected."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kgplan.ontology import load_schema
from kgplan.schema import Indicator
from kgplan.targets.units import Units
from kgplan.texts import LANGS, both, text

ValueKind = Literal["number", "range", "by_reference", "qualitative"]
Direction = Literal["at_least", "at_most", "exactly", "range", "about"]
Sense = Literal["growth", "reduction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One target as read from a cell (model section 8).

    * ``value``, ``value_high``, ``half_digit`` are in ``unit``, or in the column's unit where ``unit`` is None; a
      fraction where no decimal says it exactly (2/3, 1:1.2). A value of None with ``value_kind`` number is a figure
      that could not be read.
    * ``direction``, ``measure``, ``sense`` are those that the cell or the name state; None leaves them to the
      indicator's polarity, measure and sense. ``strict``: the bound itself does not count (超过, >).
    * ``digits``, ``digits_high`` are the digits as written; ``half_digit`` is half a unit of the last one. Both ends of
      a range share the finer of their two precisions, for they were written in one go.
    * ``base_year``, ``base_value``, ``base_unit``, ``year`` are set if the cell states them; ``base_year`` also if the
      indicator's name does.
    * ``price_basis`` is constant or current, where the cell says it.
    * ``confidence`` is uncertain where a person has to confirm the reading; ``why`` says what was concluded from what,
      ``contradictions`` what in the row does not agree with the cell.
    * ``polarity_hint`` is for names that the catalogue does not know.
    """

    text: str
    value_kind: ValueKind = "number"
    value: Decimal | Fraction | None = None
    value_high: Decimal | Fraction | None = None
    direction: Direction | None = None
    strict: bool = False
    measure: str | None = None
    stretch: bool = False
    sense: Sense | None = None
    unit: str | None = None
    digits: str = ""
    digits_high: str = ""
    half_digit: Decimal | Fraction | None = None
    base_year: int | None = None
    base_value: Decimal | Fraction | None = None
    base_unit: str | None = None
    year: int | None = None
    price_basis: str | None = None
    polarity_hint: Literal["at_least", "at_most"] | None = None
    confidence: Literal["certain", "uncertain"] = "certain"
    why: dict[str, str] = field(default_factory=dict)
    contradictions: tuple[dict[str, str], ...] = ()

    @property
    def readable(self) -> bool:
        """Whether a figure was found where one stands, or the cell holds words only."""
        return self.value is not None or self.value_kind in ("by_reference", "qualitative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the row says beside the cell, and the units that are known.

    ``direction`` and ``measure`` are those of filled columns, which win over the cell; ``level`` is the figure before a
    bracket.
    """

    units: Units
    unit: str | None = None
    name: str | None = None
    indicator: Indicator | None = None
    base_year: int | None = None
    base_value: Decimal | Fraction | None = None
    year: int | None = None
    direction: Direction | None = None
    measure: str | None = None
    level: Decimal | Fraction | None = None


class Notes:
    """Reasons, doubts and contradictions, in the order in which they come up."""

    def __init__(self) -> None:
        self._said: list[dict[str, str]] = []
        self.contradictions: list[dict[str, str]] = []
        self.doubtful = False

    def say(self, key: str, **values: object) -> None:
        """Something that was concluded."""
        sentence = both(f"targets.why_{key}", **values)
        if sentence not in self._said:
            self._said.append(sentence)

    def doubt(self, key: str, **values: object) -> None:
        """Something that a person has to confirm: no verdict may rest on the reading."""
        self.doubtful = True
        self.say(key, **values)

    def contradict(self, key: str, **values: object) -> None:
        """Something in the row that does not agree with the cell."""
        self.contradictions.append(both(f"targets.why_{key}", **values))
        self.say(key, **values)

    def contradict_code(self, key: str, code_list: str, cell: str, row: str) -> None:
        """A code that the cell means and a filled column that has another one."""
        label = load_schema().label
        sentence: dict[str, str] = {
            lang: text(lang, f"targets.why_{key}", cell=label(code_list, cell, lang), row=label(code_list, row, lang))
            for lang in LANGS
        }
        self.contradictions.append(sentence)
        self._said.append(sentence)

    def written_into(self, reading: Reading) -> Reading:
        """The reading with all that was noted, behind what was noted in it before."""
        if not (self._said or self.contradictions or self.doubtful) and reading.why:
            return reading
        why: dict[str, str] = {
            lang: text(lang, "targets.why_joint").join(
                sentence for sentence in (reading.why.get(lang, ""), *(said[lang] for said in self._said)) if sentence
            )
            for lang in LANGS
        }
        return replace(
            reading,
            why=why,
            contradictions=(*reading.contradictions, *self.contradictions),
            confidence="uncertain" if self.doubtful or reading.confidence == "uncertain" else "certain",
        )
