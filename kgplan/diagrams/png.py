"""The SVG as a bitmap, without a browser. A machine without a Chinese font is told so instead of drawing boxes."""

import math
import re
from functools import lru_cache
from pathlib import Path

import resvg_py

from kgplan.diagrams.fonts import chosen_font
from kgplan.diagrams.model import Picture
from kgplan.diagrams.svg import render_svg
from kgplan.errors import UserError
from kgplan.texts import Lang

_SCALE = 2.0
_LEAST_SCALE = 0.5
_MOST_PIXELS = 80_000_000
_SIZE = re.compile(rb'<svg [^>]*\bwidth="([\d.]+)" height="([\d.]+)"')


def render_png(picture: Picture, lang: Lang, font: Path | None = None) -> bytes:
    """PNG of the picture, see :func:`png_of`."""
    return png_of(render_svg(picture, lang), font)


def png_of(svg: bytes, font: Path | None = None) -> bytes:
    """An SVG of ours as PNG at twice the size of the SVG, less where that would exceed 80 megapixels.

    ``font``: a font file to use in place of the machine's. UserError without a Chinese font, for a font file that
    cannot be read, and for a picture that would be illegible as a bitmap.
    """
    named = chosen_font(font)
    files = [str(named)] if named else []
    if not has_chinese(tuple(files)):
        raise UserError("diagram.no_chinese_font")
    match = _SIZE.search(svg)
    if match is None:
        raise ValueError("not an SVG of this module")
    width, height = float(match[1]), float(match[2])
    scale = min(_SCALE, math.sqrt(_MOST_PIXELS / (width * height)))
    if scale < _LEAST_SCALE:
        raise UserError("diagram.picture_too_large", width=round(width), height=round(height))
    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), zoom=scale, font_files=files or None))


@lru_cache(maxsize=8)
def has_chinese(files: tuple[str, ...]) -> bool:
    """Whether two Chinese characters come out differently: without a font both are nothing or the same empty box."""
    return _probe("规", files) != _probe("划", files)


def _probe(char: str, files: tuple[str, ...]) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="30" font-size="28" font-family="Noto Sans CJK SC, sans-serif">{char}</text></svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=list(files) or None))
