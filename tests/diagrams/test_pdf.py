import importlib
import re
from importlib.util import find_spec
from io import BytesIO
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from pypdf import PdfReader

from kgplan.diagrams import render
from kgplan.diagrams.fonts import find_faces
from kgplan.diagrams.inline import SVG, inlined
from kgplan.errors import UserError
from tests.diagrams.pictures import everything


def has_font() -> bool:
    try:
        find_faces(None)
    except UserError:
        return False
    return True


needs_pdf = pytest.mark.skipif(find_spec("fpdf") is None or not has_font(), reason="fpdf2 or a Chinese font is missing")


def test_the_style_sheet_is_written_into_the_elements() -> None:
    root = inlined(render(everything(), "svg", lang="zh"), "face")
    assert root.find(f"{SVG}style") is None
    texts = list(root.iter(f"{SVG}text"))
    assert {text.get("font-family") for text in texts} == {"face"}
    assert {text.get("font-weight") for text in texts} == {"bold", None}
    missing = next(group for group in root.iter(f"{SVG}g") if (group.get("class") or "").startswith("edge missing"))
    line = missing.find(f"{SVG}path")
    assert line is not None
    assert (line.get("stroke"), line.get("stroke-dasharray"), line.get("fill")) == ("#b3261e", "7 4.5", "none")
    draft = _node(root, "district-spatial").find(f"{SVG}path")
    assert draft is not None
    assert (draft.get("fill"), draft.get("stroke-dasharray")) == ("#e0ecd9", "6 3.5")


def test_what_is_over_is_grey_whoever_it_belongs_to() -> None:
    root = inlined(render(everything(), "svg", lang="zh"), "face")
    shape = _node(root, "old").find(f"{SVG}path")
    assert shape is not None
    assert (shape.get("fill"), shape.get("stroke")) == ("#f5f5f5", "#a3adb7")


def _node(root: Xml.Element, name: str) -> Xml.Element:
    return next(
        group for group in root.iter(f"{SVG}g") if group.get("data-id") == name and "node" in group.attrib["class"]
    )


def test_without_the_library_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, package: str | None = None) -> ModuleType:
        if name == "fpdf":
            raise ImportError(name)
        return importlib.import_module(name, package)

    monkeypatch.setattr("kgplan.diagrams.pdf.import_module", refuse)
    with pytest.raises(UserError) as caught:
        render(everything(), "pdf", lang="zh")
    assert "kgplan[pdf]" in caught.value.sentence["en"]


def test_without_a_chinese_font_the_user_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgplan.diagrams.fonts._installed", lambda: iter(()))
    with pytest.raises(UserError) as caught:
        find_faces(None)
    assert "fonts-noto-cjk" in caught.value.sentence["zh"]


@needs_pdf
def test_the_page_holds_text_and_embedded_glyphs() -> None:
    pdf = render(everything(), "pdf", lang="zh")
    assert pdf.startswith(b"%PDF-")
    assert b"/FontFile" in pdf
    assert len(pdf) < 400_000
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\0", "")  # of two-byte codes
    assert "东山县规划体系层级图" in text
    assert "2021–2035" in text


@needs_pdf
def test_the_page_is_as_large_as_the_drawing() -> None:
    svg, pdf = render(everything(), "svg", lang="zh").decode(), render(everything(), "pdf", lang="zh")
    width: Any = re.search(r'width="([\d.]+)"', svg)
    box: Any = re.search(rb"/MediaBox \[0 0 ([\d.]+)", pdf)
    assert float(box[1]) == pytest.approx(0.75 * float(width[1]), abs=1)


@needs_pdf
def test_the_same_picture_gives_the_same_bytes() -> None:
    assert render(everything(), "pdf", lang="en") == render(everything(), "pdf", lang="en")
