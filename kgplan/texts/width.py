"""How wide a text will be, before any font is at hand.

Advance widths are those of the usual sans-serif faces, in parts of the font size and rounded up: a Chinese character
is a square, Latin letters come in five widths. An estimate that is a little too wide costs white space; one too
narrow would cost the end of a title.
"""

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}`·/ -")
_WIDE = frozenset("mwMW@%")


def char_width(char: str) -> float:
    """Advance width of one character in em."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.9
    return 0.68 if char.isupper() else 0.57


def text_width(value: str, size: float, *, bold: bool = False) -> float:
    """Estimated width in pixels of ``value`` at font size ``size``."""
    return sum(map(char_width, value)) * size * (1.05 if bold else 1.0)
