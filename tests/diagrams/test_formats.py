"""The other formats: the same documents and relations as the picture, readable by the programs they are for."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import networkx as nx
import pytest

from kgplan.diagrams import FORMATS, render
from kgplan.diagrams.model import Picture
from kgplan.diagrams.png import has_chinese
from kgplan.errors import UserError
from kgplan.texts import LANGS, Lang
from tests.diagrams.pictures import document, everything, outline, picture, random_system, under

needs_font = pytest.mark.skipif(not has_chinese(()), reason="no Chinese font on this machine")
PICTURES = [everything(), random_system(40, 2)]


def ends(shown: Picture) -> list[tuple[str, str]]:
    return sorted((edge.source, edge.target) for edge in shown.edges)


@pytest.mark.parametrize("shown", PICTURES)
@pytest.mark.parametrize("lang", LANGS)
def test_graphml_is_the_same_graph_for_networkx(shown: Picture, lang: Lang) -> None:
    graph = nx.read_graphml(io.BytesIO(render(shown, "graphml", lang=lang)), force_multigraph=True)
    clean = {node.id: node.id for node in shown.nodes}
    assert set(graph.nodes) == set(clean)
    assert sorted((a, b) for a, b, _ in graph.edges(data=True)) == ends(shown)
    for node in shown.nodes:
        assert graph.nodes[node.id]["standing"] == node.standing
        assert graph.nodes[node.id]["errors"] == node.errors
    kinds = sorted(data["kind"] for _, _, data in graph.edges(data=True))
    assert kinds == sorted(edge.kind for edge in shown.edges)


@pytest.mark.parametrize("shown", PICTURES)
def test_json_holds_every_document_and_relation(shown: Picture) -> None:
    data = json.loads(render(shown, "json", lang="zh"))
    assert data["schema"] == "kgplan-diagram/1"
    assert data["as_of"] == "2024-07-01"
    assert [node["id"] for node in data["nodes"]] == [node.id for node in shown.nodes]
    assert sorted((edge["source"], edge["target"]) for edge in data["edges"]) == ends(shown)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("shown", PICTURES)
def test_dot_is_the_same_graph_for_graphviz(shown: Picture) -> None:
    source = render(shown, "dot", lang="zh")
    drawn = json.loads(subprocess.run(["dot", "-Tdot_json"], input=source, capture_output=True, check=True).stdout)
    objects = {one["_gvid"]: one for one in drawn["objects"]}
    names = {number: one["name"] for number, one in objects.items() if "nodes" not in one and "shape" in one}
    assert set(names.values()) == {node.id for node in shown.nodes}
    assert sorted((names[edge["tail"]], names[edge["head"]]) for edge in drawn["edges"]) == ends(shown)


def test_dot_keeps_quotes_and_backslashes_of_ids() -> None:
    awkward = 'a"b\\'
    source = render(picture([outline(), document(awkward)]), "dot", lang="zh").decode()
    assert '"a\\"b\\\\" [' in source


@pytest.mark.parametrize("shown", PICTURES)
def test_mermaid_is_the_same_graph(shown: Picture) -> None:
    source = render(shown, "mmd", lang="zh").decode()
    names = dict(re.findall(r"%% (n\d+) = (.*)", source))
    assert sorted(names.values()) == sorted(node.id for node in shown.nodes)
    edges = re.findall(r"^  (n\d+) (?:-->|-\.-|==>|-\.->) (n\d+)$", source, re.MULTILINE)
    assert sorted((names[a], names[b]) for a, b in edges) == ends(shown)


def test_mermaid_labels_cannot_break_out() -> None:
    source = render(everything(), "mmd", lang="zh").decode()
    labels = re.findall(r'"(.*)"', source)
    assert not any(char in label.replace("<br/>", "") for label in labels for char in '<>"&{}[]')
    assert "#60;script#62;" in source


@pytest.mark.parametrize("suffix", [name for name in FORMATS if name not in {"png", "pdf"}])
@pytest.mark.parametrize("lang", LANGS)
def test_the_same_picture_gives_the_same_bytes(suffix: str, lang: Lang) -> None:
    assert render(everything(), suffix, lang=lang) == render(everything(), suffix, lang=lang)


def test_the_suffix_may_have_a_dot_and_capitals() -> None:
    assert render(everything(), ".JSON", lang="zh") == render(everything(), "json", lang="zh")


def test_an_unknown_suffix_is_told_with_those_that_are_known() -> None:
    with pytest.raises(UserError) as caught:
        render(everything(), "bmp", lang="zh")
    assert "bmp" in caught.value.sentence["zh"]
    assert "svg" in caught.value.sentence["zh"]


@needs_font
def test_the_bitmap_is_twice_the_size_of_the_drawing_and_repeatable() -> None:
    shown = picture([outline(), document("plan")], under(("plan", "district-outline-2021")))
    png, svg = render(shown, "png", lang="zh"), render(shown, "svg", lang="zh").decode()
    width = re.search(r'width="([\d.]+)"', svg)
    assert width
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == pytest.approx(2 * float(width[1]), abs=2)
    assert render(shown, "png", lang="zh") == png


def test_a_machine_without_a_chinese_font_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgplan.diagrams.png.has_chinese", lambda _files: False)
    with pytest.raises(UserError) as caught:
        render(everything(), "png", lang="zh")
    assert "fonts-noto-cjk" in caught.value.sentence["zh"]


@pytest.mark.parametrize("name", ["missing.otf", "picture.gif"])
def test_a_font_that_is_none_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.gif").write_bytes(b"GIF89a")
    with pytest.raises(UserError) as caught:
        render(everything(), "png", lang="zh", font=tmp_path / name)
    assert name in caught.value.sentence["en"]
