"""Where a text may be broken: boxes are sized before any font is at hand."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kgplan.texts import text
from kgplan.texts.width import text_width

_TOKEN = re.compile(r"第?[一二三四五六七八九十〇○零]+个?五?年?|[A-Za-z0-9][A-Za-z0-9.,%'’\-–—/]*|\s+|.", re.DOTALL)
_NO_LINE_START = frozenset("”’》〉\uff09】\uff3d〕、\uff0c。\uff1b\uff1a\uff1f\uff01,.;:)!?—–-·%年")
_NO_LINE_END = frozenset("“‘《〈\uff08【\uff3b〔(第")
_MIDDLE = "…"


@lru_cache(maxsize=1)
def _kept_together() -> re.Pattern[str]:
    words = sorted(text("zh", "diagram.keep_together").split(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def _tokens(value: str) -> list[str]:
    """Pieces between which a line may end: words, numbers, single Chinese characters, fixed terms."""
    pieces: list[str] = []
    position = 0
    for match in _kept_together().finditer(value):
        pieces += _TOKEN.findall(value[position : match.start()])
        pieces.append(match.group())
        position = match.end()
    pieces += _TOKEN.findall(value[position:])
    tokens: list[str] = []
    for piece in pieces:
        glued = tokens and (piece[0] in _NO_LINE_START or tokens[-1][-1] in _NO_LINE_END)
        if glued:
            tokens[-1] += piece
        else:
            tokens.append(piece)
    return tokens


def _split_long(tokens: Sequence[str], size: float, width: float, bold: bool) -> list[str]:
    """A token wider than the line is broken where it must be."""
    result: list[str] = []
    for token in tokens:
        part = ""
        for char in token:
            if part and text_width(part + char, size, bold=bold) > width:
                result.append(part)
                part = ""
            part += char
        result.append(part)
    return result


def _balanced(tokens: Sequence[str], size: float, width: float, bold: bool, lines: int) -> list[str] | None:
    """The tokens on exactly ``lines`` lines of about equal width, or None if they do not fit."""
    count = len(tokens)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}] + [{} for _ in range(lines)]
    for line in range(1, lines + 1):
        for start, (cost, _) in best[line - 1].items():
            for end in range(start + 1, count + 1):
                used = text_width("".join(tokens[start:end]).strip(), size, bold=bold)
                if used > width:
                    break
                candidate = (cost + (width - used) ** 2, start)
                if end not in best[line] or candidate < best[line][end]:
                    best[line][end] = candidate
    if count not in best[lines]:
        return None
    result: list[str] = []
    end = count
    for line in range(lines, 0, -1):
        start = best[line][end][1]
        result.insert(0, "".join(tokens[start:end]).strip())
        end = start
    return result


def wrap(value: str, size: float, width: float, max_lines: int, *, bold: bool = False) -> list[str]:
    """``value`` on as few lines as possible, at most ``max_lines``, none wider than ``width`` pixels.

    What does not fit loses its middle, never its end: the end of a title is where the year and the kind stand.
    """
    value = " ".join(value.split())
    if not value:
        return [""]
    tokens = _split_long(_tokens(value), size, width, bold)
    for lines in range(1, max_lines + 1):
        fitted = _balanced(tokens, size, width, bold, lines)
        if fitted is not None:
            return fitted
    left, right = len(tokens) // 2, len(tokens) // 2 + 1
    while left or right < len(tokens):
        shorter = [*tokens[:left], _MIDDLE, *tokens[right:]]
        fitted = _balanced(shorter, size, width, bold, max_lines)
        if fitted is not None:
            return fitted
        if left > len(tokens) - right:
            left -= 1
        else:
            right += 1
    return [_MIDDLE]
