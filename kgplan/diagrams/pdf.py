"""The SVG as a PDF page of the same size: lines stay lines, text stays text, the glyphs used are embedded.

Drawn by fpdf2, which comes with the extra ``kgplan[pdf]``.
"""

import logging
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from kgplan.diagrams.fonts import find_faces
from kgplan.diagrams.inline import inlined
from kgplan.diagrams.model import Picture
from kgplan.diagrams.summary import title
from kgplan.diagrams.svg import render_svg
from kgplan.errors import UserError
from kgplan.texts import Lang

_FAMILY = "kgplan"
_POINTS_PER_PIXEL = 0.75
_LONGEST_SIDE = 14_400
_SIMPLIFIED = "SC"


def render_pdf(picture: Picture, lang: Lang, font: Path | None = None) -> bytes:
    """One page of PDF. UserError where fpdf2 or a Chinese font is missing, or ``font`` cannot be read."""
    return pdf_of(render_svg(picture, lang), title(picture, lang), picture.as_of, lang, font)


def pdf_of(svg: bytes, name: str, day: date, lang: Lang, font: Path | None = None) -> bytes:
    """The same of any SVG of ours; ``name`` is the document's title, ``day`` its date."""
    fpdf, faces = _library("fpdf"), find_faces(font)
    root = inlined(svg, _FAMILY)
    width, height = (float(root.get(side, "0")) * _POINTS_PER_PIXEL for side in ("width", "height"))
    scale = min(1.0, _LONGEST_SIDE / max(width, height))
    document = fpdf.FPDF(unit="pt", format=(width * scale, height * scale))
    document.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    document.set_title(name)
    document.set_lang("zh-CN" if lang == "zh" else "en")
    document.set_margin(0)
    document.set_auto_page_break(False)
    for style, path in (("", faces.regular), ("B", faces.bold)):
        _add_font(document, style, path)
    document.add_page()
    document.set_font(_FAMILY, size=10)
    root.set("width", f"{width * scale:.2f}")
    root.set("height", f"{height * scale:.2f}")
    Xml.register_namespace("", "http://www.w3.org/2000/svg")
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    import_module("fpdf.svg").SVGObject(Xml.tostring(root, encoding="unicode")).draw_to_page(document)
    return bytes(document.output())


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as missing:
        raise UserError("diagram.pdf_needs_library") from missing


def _add_font(document: Any, style: str, path: Path) -> None:
    """Registers a face; of a collection the one for simplified Chinese."""
    try:
        document.add_font(_FAMILY, style, str(path), collection_font_number=_number(path))
    except (OSError, ValueError, KeyError) as broken:
        raise UserError("diagram.font_unreadable", path=path) from broken


def _number(path: Path) -> int:
    if path.suffix.lower() not in {".ttc", ".otc"}:
        return 0
    with import_module("fontTools.ttLib").TTCollection(str(path), lazy=True) as collection:
        names = [str(font["name"].getBestFamilyName()) for font in collection.fonts]
    return next((number for number, name in enumerate(names) if name.endswith(_SIMPLIFIED)), 0)
