"""The hierarchy diagram: graph → drawing model → layout → renderers, one model for all formats."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kgplan.diagrams.data import render_graphml, render_json
from kgplan.diagrams.dot import render_dot
from kgplan.diagrams.large import first_sheet, is_large, overview, pages, sheets
from kgplan.diagrams.mermaid import render_mermaid
from kgplan.diagrams.model import Edge, Node, Picture, Row
from kgplan.diagrams.page import render_page, render_timeline_page
from kgplan.diagrams.pdf import pdf_of, render_pdf
from kgplan.diagrams.png import png_of, render_png
from kgplan.diagrams.reading import read_picture
from kgplan.diagrams.selection import Filters
from kgplan.diagrams.svg import render_svg
from kgplan.diagrams.text import render_text
from kgplan.diagrams.timeline import Timeline, timeline, timeline_text
from kgplan.diagrams.timeline import title as timeline_title
from kgplan.diagrams.timeline_svg import timeline_svg
from kgplan.diagrams.times import Times, read_times
from kgplan.errors import UserError
from kgplan.texts import Lang

__all__ = [
    "DRAWN_FORMATS",
    "FORMATS",
    "TIMELINE_FORMATS",
    "Edge",
    "Filters",
    "Node",
    "Picture",
    "Row",
    "first_sheet",
    "is_large",
    "overview",
    "pages",
    "read_picture",
    "read_times",
    "render",
    "render_files",
    "render_timeline",
    "sheets",
    "timeline",
]

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
DRAWN_FORMATS = ("svg", "png", "pdf", "html", "mmd")
"""Those that people look at: a large system comes in several sheets. The others hold the whole."""
TIMELINE_FORMATS = ("html", "pdf", "png", "svg", "txt")
"""Those that :func:`render_timeline` knows: a period is no relation, so that the graph formats have nothing to say."""


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


def render_files(
    picture: Picture, name: str, *, lang: Lang, font: Path | None = None, times: Times | None = None
) -> dict[str, bytes]:
    """Contents by file name. A large system in a format that people look at is an overview called ``name`` and a file
    for each field beside it; ``times`` moves the page. UserError as for :func:`render`."""
    stem, _, suffix = name.rpartition(".")
    form = suffix.lower()
    parts = sheets(picture) if form in DRAWN_FORMATS else {"": picture}
    names = {part: f"{stem}-{part}.{suffix}" if part else name for part in parts}
    if form != "html":
        return {names[part]: render(shown, form, lang=lang, font=font) for part, shown in parts.items()}
    moving = {"": times} if len(parts) == 1 else times.sheets() if times else {}
    return {names[part]: render_page(shown, lang, times=moving.get(part), files=names) for part, shown in parts.items()}


def render_timeline(shown: Timeline, suffix: str, *, lang: Lang, font: Path | None = None) -> bytes:
    """The timeline in the format of a file suffix. UserError as for :func:`render`."""
    name = suffix.lower().removeprefix(".")
    if name == "svg":
        return timeline_svg(shown, lang)
    if name == "html":
        return render_timeline_page(shown, lang)
    if name == "txt":
        return timeline_text(shown, lang)
    if name == "png":
        return png_of(timeline_svg(shown, lang), font)
    if name == "pdf":
        return pdf_of(timeline_svg(shown, lang), timeline_title(shown, lang), shown.picture.as_of, lang, font)
    raise UserError("diagram.no_timeline_format", suffix=suffix, known=", ".join(TIMELINE_FORMATS))
