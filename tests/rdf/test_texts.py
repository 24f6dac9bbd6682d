"""The sentences of RDF and of exports are complete in both languages and every one of them is used."""

import re
import string
import tomllib
from pathlib import Path

import pytest

import kgplan

PACKAGE = Path(kgplan.__file__).parent
CODE = "\n".join(
    path.read_text("utf-8")
    for path in [
        *PACKAGE.glob("rdf/*.py"),
        *PACKAGE.glob("export/*.py"),
        PACKAGE / "cli/export.py",
        PACKAGE / "sources/files.py",
    ]
)


@pytest.mark.parametrize("area", ["rdf", "export"])
def test_both_languages_say_the_same_things_and_nothing_is_left_over(area: str) -> None:
    texts = {
        lang: tomllib.loads((PACKAGE / "texts" / lang / f"{area}.toml").read_text("utf-8")) for lang in ("zh", "en")
    }
    assert list(texts["zh"]) == list(texts["en"])
    for key, sentence in texts["zh"].items():
        assert _fields(sentence) <= _fields(texts["en"][key]), key
    assert set(re.findall(rf'"{area}\.(\w+)"', CODE)) == set(texts["zh"])


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
