"""The sentences of reading are complete in both languages and every one of them is used."""

import re
import string
import tomllib
from pathlib import Path

import kgplan.sources
from kgplan.sources.rows import SKIPPED

PACKAGE = Path(kgplan.sources.__file__).parent
TEXTS = {
    lang: tomllib.loads((PACKAGE.parent / "texts" / lang / "sources.toml").read_text("utf-8")) for lang in ("zh", "en")
}


def _fields(sentence: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return {re.sub(r"_(zh|en)$", "", name) for name in names}


def test_both_languages_say_the_same_things() -> None:
    assert list(TEXTS["zh"]) == list(TEXTS["en"])
    for key, sentence in TEXTS["zh"].items():
        # English spells codes out where Chinese gives labels alone; no sentence may lose its place or rows.
        assert _fields(sentence) == _fields(TEXTS["en"][key]), key


def test_every_sentence_is_used_and_every_used_one_is_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py") if not path.name.startswith("values"))
    used = set(re.findall(r'"sources\.(\w+)"', code)) | {f"note_{what}" for what in SKIPPED}
    assert used == set(TEXTS["zh"])
