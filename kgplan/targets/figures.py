"""A figure and its unit as people write them: one spelling for messages and reports, whoever put the two together."""

import re
from decimal import Decimal, InvalidOperation

from kgplan.targets.exact import exact_text, fraction
from kgplan.targets.units import Units
from kgplan.texts import Lang

_FIGURE = re.compile(
    r"(?P<number>\d[\d.,]*[\])】〕）]?)"
    r"(?:\s*(?P<after>及以上|及以下|以上|以下|以内|之内|左右|上下|余|多))?"
    r" +(?P<unit>[^\s\d+=<>≤≥−-][^\s]*)"
)
_CLOSE = ("%", "‰", "°", "℃")
"""Signs that stand close to the number in every language."""


def figure(written: str, lang: Lang) -> str:
    """``20.0以上 万吨`` → 20.0万吨以上, ``≥34 μg/m³`` → ≥34μg/m³; English keeps one blank before a unit but %.

    ``written`` is a value as its cell has it, a blank and the unit, or a sum of such; other text comes back as it is.
    """

    def close(match: re.Match[str]) -> str:
        number, after, unit = match["number"], match["after"] or "", match["unit"]
        apart = lang == "en" and not after and not unit.startswith(_CLOSE)
        return f"{number}{' ' if apart else ''}{unit}{after}"

    return _FIGURE.sub(close, written)


def in_unit(value: str, unit: str, wanted: str | None, units: Units) -> str:
    """A decimal in ``unit`` as number and unit, in ``wanted`` if the two are units of one dimension, else as it is."""
    try:
        converted = units.to_unit(Decimal(value), unit, wanted) if wanted else None
    except InvalidOperation:
        converted = None
    return f"{value} {unit}" if converted is None else f"{exact_text(fraction(converted))} {wanted}"
