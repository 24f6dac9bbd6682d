"""What was done to a target on its way to a verdict, as data: the name of a step and the values that fill it in.

The sentences stand in ``texts/<lang>/targets.toml``; they are made when somebody asks, for most comparisons are never
explained. The command line and the findings show the same steps.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kgplan.ontology import load_schema
from kgplan.targets.exact import exact_text, shown_text
from kgplan.targets.intervals import Interval
from kgplan.texts import LANGS, Lang, text

Side = Literal["lower", "superior", "first", "second"]
"""Whose target a step is about: that of a lower plan or its superior, or that of the first or second of two peers."""
Value = str | int | Fraction | Interval

_MEASURES = frozenset({"measure", "becomes"})
"""Values that are codes of measures, shown by their labels."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``name`` names its sentence; ``side`` says whose target it is about, None for both.

    Numbers are exact fractions: 12 significant digits go into a sentence, up to 100 decimals into data.
    """

    name: str
    values: tuple[tuple[str, Value], ...] = ()
    side: Side | None = None

    def sentence(self, lang: Lang) -> str:
        """The step as a sentence, with the side that it is about in front."""
        said = text(lang, f"targets.{self.name}", **{name: _shown(name, value, lang) for name, value in self.values})
        return text(lang, f"targets.side_{self.side}", step=said) if self.side else said

    def data(self) -> dict[str, Any]:
        """The step for programs: ``step``, ``side``, ``values`` with exact numbers as text, ``text`` in zh and en."""
        return {
            "step": self.name.removeprefix("step_"),
            "side": self.side,
            "values": {name: _exact(value) for name, value in self.values},
            "text": {lang: self.sentence(lang) for lang in LANGS},
        }


def step(name: str, **values: Value) -> Step:
    """A step and its values in the order given."""
    return Step(name, tuple(values.items()))


def of_side(side: Side, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps as those of one of two targets."""
    return tuple(Step(one.name, one.values, side) for one in steps)


def measure_label(measure: str, lang: Lang) -> str:
    """What a measure is called within a sentence."""
    label = load_schema().label("measure", measure, lang)
    return label[:1].lower() + label[1:]


def _shown(name: str, value: Value, lang: Lang) -> str:
    if name in _MEASURES:
        return measure_label(str(value), lang)
    if isinstance(value, Fraction):
        return shown_text(value)
    return value.text() if isinstance(value, Interval) else str(value)


def _exact(value: Value) -> str:
    if isinstance(value, Fraction):
        return exact_text(value)
    return value.text() if isinstance(value, Interval) else str(value)
