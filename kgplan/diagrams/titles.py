"""Short titles for boxes: a title minus what the row, the column and the second line of the box already say."""

import re
import unicodedata
from collections.abc import Sequence

_DASH = r"\s*[-‐‑‒–—―−~\uff5e至]+\s*"
_YEARS = re.compile(rf"[(\uff08\[〔]\s*(\d{{4}})\s*年?{_DASH}(\d{{4}})\s*年?\s*[)\uff09\]〕]\s*$")
_NUMERALS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
_WINDOW = re.compile(r"[“\"「]?(十[一二三四五六七八九]|二十[一二三四五六七八九]?)五[”\"」]?(?:时期)?")
_TENTH_PLAN = 2001
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th) Five-Year (?=Plan)")
_JOINS = frozenset("-—–·、与和及")
_LEAST = 4


def _window_years(name: str) -> tuple[int, int]:
    """Years of the n-th five-year plan: 十四 → 2021–2025."""
    tens, _, ones = name.rpartition("十")
    return _years_of(10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0))


def _years_of(number: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan; exact from the tenth (2001–2005) on."""
    start = _TENTH_PLAN + 5 * (number - 10)
    return start, start + 4


def _without_places(title: str, places: Sequence[str]) -> str:
    names = sorted({name for name in places if name}, key=lambda name: (-len(name), name))
    cut = True
    while cut:
        cut = False
        for name in names:
            rest = title[len(name) :].lstrip()
            if title.startswith(name) and len(rest) >= _LEAST and rest[0] not in _JOINS:
                title, cut = rest, True
                break
    return title


def short_title(title: str, places: Sequence[str], start_year: int | None, end_year: int | None) -> str:
    """``title`` without the ``places`` at its start and without a period that equals ``start_year``–``end_year``.

    A period that says something else than the two years stays, and so does every other year: 展望, 2025年, 2035.
    """
    short = unicodedata.normalize("NFC", title).strip().strip("《》")
    short = _without_places(short, places)
    period = (start_year, end_year)
    match = _YEARS.search(short)
    if match and (int(match[1]), int(match[2])) == period:
        short = short[: match.start()].rstrip()
    match = _WINDOW.search(short)
    if match and _window_years(match[1]) == period:
        rest = short[: match.start()] + short[match.end() :]
        if len(rest) >= _LEAST:
            short = rest.strip()
    return _without_places(short, places)


def english_short(title: str, places: Sequence[str], start_year: int | None, end_year: int | None) -> str:
    """The same for an English title: without “of <place>”, “14th Five-Year” and years in brackets."""
    short = title.strip()
    match = _YEARS.search(short)
    if match and (int(match[1]), int(match[2])) == (start_year, end_year):
        short = short[: match.start()].rstrip(" ,")
    match = _ORDINAL.search(short)
    if match and _years_of(int(match[1])) == (start_year, end_year):
        short = short[: match.start()] + short[match.end() :]
    for name in sorted(places, key=lambda name: (-len(name), name)):
        short = re.sub(rf"\s+of\s+{re.escape(name)}(?!\w)", "", short)
    return short
