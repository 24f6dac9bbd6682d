"""Titles of plans: when two are the same, and which years they state.

One plan is printed with and without its place, with its period in brackets of every form, with years in digits and in
numerals, quoted in a notice that issues it. Identity (model.md 5.1, DATA-003) must not see these differences; the
years that a title states (DATA-004) must not be looked for in the title of another plan that it quotes.
"""

import re
import unicodedata
from collections.abc import Sequence

from kgplan.sources.dates import (
    DASHES,
    FIRST_YEAR,
    LAST_YEAR,
    small_number,
    window_of_number,
    years_in_digits,
)

_QUOTES = re.compile(r"[《》〈〉<>“”\"'‘’「」『』\s]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_LONGEST = 500
"""No title is longer; looking for a notice in more would take time by its square."""
_DASH = f"(?:[{re.escape(DASHES)}]+|至|到)"
_OPEN, _CLOSE = r"[(\[〔【]", r"[)\]〕】]"
_MONTH = r"(?:[.年]\d{1,2}月?)?"
_SPAN = rf"(\d{{4}}){_MONTH}年?{_DASH}(\d{{4}}){_MONTH}年?"

_WRAPPER = re.compile(
    r"^.*?关于(?:印发|下发|发布|转发|批转|公布)(?P<title>.+?)的(?:通知|通告|公告|函|批复)"
    rf"(?:{_OPEN}[^()\[\]〔〕【】]*(?:{_OPEN}[^()\[\]〔〕【】]*{_CLOSE}[^()\[\]〔〕【】]*)?{_CLOSE})?$"
)
# The period in brackets may be followed by a remark that is kept, such as (送审稿).
_PERIOD = re.compile(rf"{_OPEN}{_SPAN}{_CLOSE}(?=(?:{_OPEN}[^()\[\]〔〕【】]+{_CLOSE})*$)|(?<!\d){_SPAN}$")
_OUTLOOK = re.compile(r"和(?:\d{4}年?)?(?:远景目标|远景展望)")
_ORDINAL_WINDOW = re.compile(r"第(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])个五年")
_SHORT_WINDOW = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])五"
_WINDOW_MENTION = re.compile(
    # “十四五” in quotes; 十四五 of three characters anywhere; shorter ones before a word that makes them a plan's name.
    rf"[“\"‘'「『]({_SHORT_WINDOW})[”\"’'」』]"
    rf"|(?<![第一二三四五六七八九十百千])([一二三四五六七八九]?十[一二三四五六七八九]五)(?![一二三四五六七八九十百年月日个届次])"
    rf"|(?<![第一二三四五六七八九十百千])({_SHORT_WINDOW})(?=规划|计划|时期|期间)"
)
_QUOTED_TITLE = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")
_SPAN_IN_TITLE = re.compile(rf"(?<!\d){_SPAN}(?!\d)(?!远景|展望)")


def normalise_title(title: str, places: Sequence[str] = ()) -> str:
    """The title as it is compared for identity (model.md 5.1).

    Dropped are width, quotation marks, blanks, the notice that issues the plan, every name of ``places`` at the start
    (longest first, one after the other), a period at the end, and the outlook of an outline, which titles put before
    or after 纲要 or leave out. Years in numerals become digits, 第十四个五年 becomes 十四五. The five-year name,
    修订 and 送审稿 stay.
    """
    plain = _unwrapped(years_in_digits(_QUOTES.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", title)))))
    names = sorted({_QUOTES.sub("", unicodedata.normalize("NFKC", place)) for place in places} - {""}, key=len)
    plain = _without_places(plain, names[::-1])
    plain = _PERIOD.sub("", plain) or plain
    plain = _ORDINAL_WINDOW.sub(lambda found: f"{_in_numerals(found[1])}五", plain)
    plain = _OUTLOOK.sub("", plain) or plain
    return re.sub(f"[{re.escape(DASHES)}]+", "-", plain)


def title_years(title: str) -> tuple[int, int] | None:
    """The span of years that a title states, (2021—2025年) or 2016-2020年, else None.

    Lone years (2035年, 健康中国2030), outlook years and the period of a quoted plan are no period of this one. Of
    several spans the last one counts, which is the one at the title's end.
    """
    plain = _own_words(title)
    spans = [(int(found[1]), int(found[2])) for found in _SPAN_IN_TITLE.finditer(plain)]
    valid = [(start, end) for start, end in spans if FIRST_YEAR <= start <= end <= LAST_YEAR]
    return valid[-1] if valid else None


def title_window(title: str) -> tuple[int, int] | None:
    """First and last year of the five-year window that a title names (“十四五”, 第十四个五年规划), else None.

    None too where it names several.
    """
    plain = _own_words(title)
    named = [found[1] for found in _ORDINAL_WINDOW.finditer(plain)]
    named += [next(filter(None, found.groups()))[:-1] for found in _WINDOW_MENTION.finditer(plain)]
    windows = {window_of_number(number) for name in named if (number := small_number(name))} - {None}
    return windows.pop() if len(windows) == 1 else None


def identity_key(  # noqa: PLR0913, PLR0917 - the six parts of the key, in the order of the model
    title: str,
    level: str | None,
    jurisdiction: str | None,
    start_year: int | None,
    end_year: int | None,
    edition_no: int | None,
    *,
    places: Sequence[str] = (),
) -> str:
    """What two records of one plan have in common: normalised title|level|jurisdiction|start|end|edition.

    ``jurisdiction`` is a resolved region id, ``places`` are the names that may stand before the title; an edition that
    is not stated is the first.
    """
    parts = (normalise_title(title, places), level, jurisdiction, start_year, end_year, edition_no or 1)
    return "|".join("" if part is None else str(part) for part in parts)


def normalise_doc_no(text: str) -> str:
    """A document number as it is compared: width, blanks and the form of brackets unified.

    ``开州府发[2021] 6号`` → ``开州府发〔2021〕6号``.
    """
    plain = re.sub(r"\s", "", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return re.sub(rf"{_OPEN}(\d{{4}}){_CLOSE}", r"〔\1〕", plain)


def _unwrapped(plain: str) -> str:
    """The title of the plan that a notice issues or passes on (关于印发…的通知); other titles as they are."""
    while len(plain) <= _LONGEST and (wrapped := _WRAPPER.match(plain)):
        plain = wrapped["title"]
    return plain


def _without_places(plain: str, names: Sequence[str]) -> str:
    """Drop place names at the start; a title that is nothing but places stays as it is."""
    while found := next((name for name in names if plain.startswith(name) and plain != name), None):
        plain = plain[len(found) :]
    return plain


def _own_words(title: str) -> str:
    """The title in NFKC, years in digits, without blanks, quoted titles of other plans and the issuing notice."""
    plain = _unwrapped(years_in_digits(re.sub(r"\s", "", _INVISIBLE.sub("", unicodedata.normalize("NFKC", title)))))
    if plain.startswith("《") and plain.endswith("》"):
        plain = plain[1:-1]
    return _QUOTED_TITLE.sub("", plain) or plain


def _in_numerals(number: str) -> str:
    """14 or 十四 → 十四."""
    if not number.isdigit():
        return number
    tens, ones = divmod(int(number), 10)
    digits = "零一二三四五六七八九"
    return ("" if not tens else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
