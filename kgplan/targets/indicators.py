"""Which indicator a printed name stands for (model section 5.2).

A name finds its indicator by a listed name or spelling only, after taking off what tables add to names: widths,
numbering, footnote signs, a unit in brackets. Nothing fuzzy decides: near names are suggestions for a person.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kgplan.schema import Indicator, Schema, Unit
from kgplan.targets.units import Units

Polarity = Literal["at_least", "at_most"]
Sense = Literal["growth", "reduction"]
_LONGEST = 200  # characters of a name that are looked at
_KEPT = 10_000  # names whose indicator is remembered; tables repeat them row after row

_FOOTNOTE = re.compile(r"[①-⓿❶-➓⁰¹²³⁴-⁹*†‡※☆★#]+")
_NUMBERING = re.compile(
    r"^(?:\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、．)])(?!\d)"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TRAILING_DIGITS = re.compile(r"(?<=[一-鿿)])\d{1,2}$")
_END_OF_CHANGE = re.compile(r"(?:率|幅度|比例)$")
_SAID_OF_VALUE = re.compile(r"(?:(?:[一二三四五六七八九十]年)?累计|年均|[比较]\d{4}年|)")


class Catalogue:
    """The indicators of a schema and those of a user's table, with the units that their values are in.

    A later indicator replaces an earlier one of the same id, and its names win over the same names of others.
    """

    def __init__(self, indicators: Iterable[Indicator], units: Units) -> None:
        self.units = units
        self.indicators = {indicator.id: indicator for indicator in indicators}
        self._names: dict[str, Indicator] = {}
        self._found: dict[str | None, Indicator | None] = {}
        for indicator in self.indicators.values():
            for name in (indicator.name_zh, *indicator.aliases):
                self._names[self.normalise(name)] = indicator

    @classmethod
    def of(cls, schema: Schema, indicators: Iterable[Indicator] = (), units: Iterable[Unit] = ()) -> "Catalogue":
        """The built-in catalogue with the rows that a user's tables add or replace."""
        return cls((*schema.indicators.values(), *indicators), Units.of(schema, units))

    @classmethod
    def with_rows(
        cls, schema: Schema, indicators: Iterable[Mapping[str, Any]], units: Iterable[Mapping[str, Any]]
    ) -> "Catalogue":
        """The built-in catalogue with rows of ``indicators`` and ``units``, as a table or the graph has them."""
        return cls((*schema.indicators.values(), *map(_indicator, indicators)), Units.with_rows(schema, units))

    def find(self, name: str | None) -> Indicator | None:
        """The indicator of exactly this name, None for a name that the catalogue does not list."""
        if name not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            key = self.normalise(name or "")
            self._found[name] = self._names.get(key) or self._names.get(_TRAILING_DIGITS.sub("", key))
        return self._found[name]

    def suggest(self, name: str, n: int = 3) -> list[str]:
        """The names of the ``n`` indicators that look most like this one, for a person to choose from."""
        key = self.normalise(name)
        matcher = SequenceMatcher(autojunk=False, b=key)
        best: dict[str, float] = {}
        for known, indicator in self._names.items():
            matcher.set_seq1(known)
            best[indicator.name_zh] = max(matcher.ratio(), best.get(indicator.name_zh, 0))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [found for found, likeness in ranked[:n] if likeness > 0]

    def normalise(self, name: str) -> str:
        """The name as compared: without widths, blanks, quotes, case, numbering, footnote signs, bracketed units."""
        text = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", name[:_LONGEST]))
        text = text.translate(str.maketrans("〔〕【】", "[][]"))
        text = _NUMBERING.sub("", re.sub(r"[\s“”\"'‘’《》]+", "", text))
        return _BRACKET.sub(self._drop_unit, text).casefold()

    def _drop_unit(self, match: re.Match[str]) -> str:
        inner = match[1].removeprefix("单位:")
        if _SAID_OF_VALUE.fullmatch(inner) or self.units.find(inner):
            return ""
        return match[0]


def _indicator(row: Mapping[str, Any]) -> Indicator:
    given: dict[str, Any] = {field.name: row.get(field.name) for field in fields(Indicator)}
    given |= {
        "name_en": given["name_en"] or given["name_zh"],
        "additive": bool(given["additive"]),
        "aliases": tuple(given["aliases"] or ()),
    }
    return Indicator(**given)


@cache
def _hints() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "hints.toml").read_text(encoding="utf-8"))


def name_sense(name: str | None) -> Sense | None:
    """Whether a name is that of a change: …降低 is a reduction, …增长率 is growth, else None (增加值 is no change)."""
    text = _END_OF_CHANGE.sub("", _bare(name))
    senses: tuple[Sense, ...] = ("reduction", "growth")
    return next((sense for sense in senses if text.endswith(tuple(_hints()["change"][sense]))), None)


def names_rate(name: str | None) -> bool:
    """Whether a name says an annual average of change (年均增长), unlike a mean of levels (年均浓度)."""
    text = _bare(name)
    return any(re.search(rf"年(?:平)?均(?:实际|名义)?{word}", text) for word in _hints()["change"]["rate"])


def polarity_hint(name: str | None) -> Polarity | None:
    """Whether more or less is better, guessed from the last noun of a name that the catalogue does not know."""
    if name_sense(name) == "reduction":
        return "at_least"
    text = _bare(name)
    best: tuple[int, int, Polarity] | None = None
    polarities: tuple[Polarity, ...] = ("at_least", "at_most")
    for polarity in polarities:
        for noun in _hints()["polarity"][polarity]["nouns"]:
            at = text.rfind(unicodedata.normalize("NFKC", noun))
            if at >= 0 and (best is None or (at + len(noun), len(noun)) > best[:2]):
                best = at + len(noun), len(noun), polarity
    return best[2] if best else None


def _bare(name: str | None) -> str:
    """A name without anything in brackets and without a trailing footnote digit."""
    text = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", (name or "")[:_LONGEST]))
    return _TRAILING_DIGITS.sub("", re.sub(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]|\s", "", text))
