"""What a spreadsheet shows for a number: 57 under the format ``0.00`` is 57.00, and 0.57 under ``0.0%`` is 57.0%.

The written digits of a target are its precision (rules.md 0.10), and a unit may stand in the format (``0"万人"``), so
text columns take a number as the user saw it. Thousands separators are dropped: they would read as list separators.
Of the format language (ECMA-376 part 1, 18.8.31) everything that changes digits is followed; scientific notation,
fractions and conditional sections are shown as plain numbers in full.
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<skip>_.|\*.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<plain>[Ee][+-]|/|@)|(?P<end>;)|(?P<literal>.)",
    re.DOTALL,
)
_Token = tuple[str, str]
_DIGITS = 400  # enough for any double written out


def exact(number: float) -> Decimal:
    """The decimal a spreadsheet means by a double: 15 significant digits, as it stores and shows them."""
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")


def plain(number: Decimal) -> str:
    """The number in full, without exponent and without a fraction of zeros: 1E+12 → 1000000000000, 57.0 → 57."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_number(number: Decimal, number_format: str) -> str:
    """What the user sees for ``number`` under an Excel number format, without thousands separators."""
    section, sign = _section(number, number_format)
    kinds = {kind for kind, _ in section}
    if "plain" in kinds or "condition" in kinds or not kinds & {"digit", "general"}:
        return plain(number)
    if "general" in kinds:
        body = "".join(plain(abs(number)) if kind == "general" else text for kind, text in section)
        return (sign + body).strip()
    text = _render(abs(number), section)
    # A format that shows a dash or nothing for zero must not make a number disappear.
    if not re.search(r"\d", text):
        return plain(number)
    return ((sign if re.search(r"[1-9]", text) else "") + text).strip()


def shown_day(day: date | time, number_format: str) -> tuple[str, date | None]:
    """What stands for a date cell: ISO text, cut to what the format shows (year, or year and month), and the day."""
    if isinstance(day, time):
        return day.isoformat(timespec="minutes"), None
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format).lower()
    only_day = day.date() if isinstance(day, datetime) else day
    if "y" in letters and "d" not in letters:
        # A format of the year alone: the cell says a year, not the first of January.
        return (only_day.isoformat()[:7], only_day) if "m" in letters else (f"{only_day.year}", None)
    if isinstance(day, datetime) and day.time() != time(0):
        return day.isoformat(sep=" ", timespec="minutes"), only_day
    return only_day.isoformat(), only_day


def _section(number: Decimal, number_format: str) -> tuple[list[_Token], str]:
    """The section of the format that applies to the number, and the sign to be put in front of it."""
    sections = _sections(number_format)
    negative = number < 0
    if negative and len(sections) > 1:
        # Accounts show a minus as brackets or as red alone; brackets would read as a cumulative value (model.md 8).
        section = [token for token in sections[1] if token not in (("literal", "("), ("literal", ")"))]
        return section, "" if ("literal", "-") in section else "-"
    if number == 0 and len(sections) > 2:
        return sections[2], ""
    return sections[0], "-" if negative else ""


@lru_cache(maxsize=512)
def _sections(number_format: str) -> list[list[_Token]]:
    sections: list[list[_Token]] = [[]]
    for found in _TOKENS.finditer(number_format):
        kind = found.lastgroup or "literal"
        text = found[kind]
        if kind == "end":
            sections.append([])
        elif kind in ("quoted", "escaped", "currency", "literal"):
            sections[-1].append(("literal", text))
        elif kind == "bracket" and re.match(r"[<>=]", text):
            sections[-1].append(("condition", text))
        elif kind not in ("skip", "bracket"):
            sections[-1].append((kind, text))
    return sections


def _render(number: Decimal, section: list[_Token]) -> str:
    """Fill the digits of a number that is not negative into the placeholders of a section."""
    points = [place for place, (kind, _) in enumerate(section) if kind == "point"]
    split = points[0] if points else len(section)
    whole, fraction = section[:split], [token for token in section[split + 1 :] if token[0] != "point"]
    scale = 3 * (_scaling_commas(whole) + _scaling_commas(fraction))
    percents = sum(kind == "percent" for kind, _ in section)
    places = sum(kind == "digit" for kind, _ in fraction)
    with localcontext() as context:
        context.prec = _DIGITS
        rounded = number.scaleb(2 * percents - scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    shown = _fill_whole(whole, before)
    tail = _fill_fraction(fraction, after)
    if not tail[:1].isdigit():
        return shown + tail
    return (shown if any(letter.isdigit() for letter in shown) else shown + "0") + "." + tail


def _scaling_commas(tokens: list[_Token]) -> int:
    """Commas behind the last placeholder divide by a thousand each; those between placeholders only group."""
    count = 0
    for kind, _ in reversed(tokens):
        if kind == "digit":
            return count
        count += kind == "comma"
    return 0


def _fill_whole(tokens: list[_Token], digits: str) -> str:
    digits = "" if digits == "0" else digits
    placeholders = sum(kind == "digit" for kind, _ in tokens)
    out: list[str] = []
    for kind, text in reversed(tokens):
        if kind == "digit":
            placeholders -= 1
            take = len(digits) if placeholders == 0 else 1
            shown = digits[len(digits) - take :] if digits else ""
            digits = digits[: len(digits) - take] if digits else ""
            out.append(shown or ("0" if text == "0" else ""))
        elif kind != "comma":
            out.append(text)
    return "".join(reversed(out))


def _fill_fraction(tokens: list[_Token], digits: str) -> str:
    needed = max((place for place, (kind, text) in enumerate(tokens) if (kind, text) == ("digit", "0")), default=-1)
    kept = len(digits.rstrip("0"))
    out: list[str] = []
    position = 0
    for place, (kind, text) in enumerate(tokens):
        if kind == "digit":
            if position < kept or place <= needed:
                out.append(digits[position])
            position += 1
        elif kind != "comma":
            out.append(text)
    return "".join(out)
