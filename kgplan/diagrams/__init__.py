"""The hierarchy diagram: graph → drawing model → layout → renderers, one model for all formats."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kgplan.diagrams.data import render_graphml, render_json
from kgplan.diagrams.dot import render_dot
from kgplan.diagrams.large import is_large, overview, pages
from kgplan.diagrams.mermaid import render_mermaid
from kgplan.diagrams.model import Edge, Node, Picture, Row
from kgplan.diagrams.page import render_page
from kgplan.diagrams.pdf import render_pdf
from kgplan.diagrams.png import render_png
from kgplan.diagrams.reading import read_picture
from kgplan.diagrams.svg import render_svg
from kgplan.diagrams.text import render_text
from kgplan.errors import UserError
from kgplan.texts import Lang

__all__ = ["FORMATS", "Edge", "Node", "Picture", "Row", "is_large", "overview", "pages", "read_picture", "render"]

_RENDERERS: Mapping[str, Callable[[Picture, Lang], bytes]] = {
    "svg": render_svg,
    "html": render_page,
    "mmd": render_mermaid,
    "dot": render_dot,
    "graphml": render_graphml,
    "json": render_json,
    "txt": render_text,
}
_DRAWN: Mapping[str, Callable[[Picture, Lang, Path | None], bytes]] = {"png": render_png, "pdf": render_pdf}
FORMATS = tuple(sorted((*_RENDERERS, *_DRAWN)))
"""File suffixes that :func:`render` knows, without the dot."""


def render(picture: Picture, suffix: str, *, lang: Lang, font: Path | None = None) -> bytes:
    """The picture in the format of a file suffix (with or without the dot, any case).

    ``font`` is a font file for formats that are drawn here. The same picture, suffix and language give the same
    bytes. UserError for an unknown suffix, and where a font is needed and there is none.
    """
    name = suffix.lower().removeprefix(".")
    if name in _DRAWN:
        return _DRAWN[name](picture, lang, font)
    if name not in _RENDERERS:
        raise UserError("diagram.unknown_format", suffix=suffix, known=", ".join(FORMATS))
    return _RENDERERS[name](picture, lang)
