"""The sentences of the workspace are complete in both languages and all of them are used."""

import re
import string
import tomllib
from pathlib import Path

from pydantic import BaseModel

import kgplan
from kgplan.config import Mail, Nightly, Settings, Webhook

PACKAGE = Path(kgplan.__file__).parent
TEXTS = {lang: tomllib.loads((PACKAGE / "texts" / lang / "workspace.toml").read_text("utf-8")) for lang in ("zh", "en")}


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things() -> None:
    assert list(TEXTS["zh"]) == list(TEXTS["en"])
    assert {key: _fields(text) for key, text in TEXTS["zh"].items()} == {
        key: _fields(text) for key, text in TEXTS["en"].items()
    }


def test_every_sentence_is_used_and_every_used_one_is_there() -> None:
    files = [*(PACKAGE / "workspace").glob("*.py"), *(PACKAGE / "cli").glob("*.py"), PACKAGE / "sources" / "files.py"]
    code = "\n".join(path.read_text("utf-8") for path in files)
    kinds = {"text", "integer", "decimal", "date", "boolean", "code", "year", "value_text"}
    sections: dict[str, type[BaseModel]] = {"nightly": Nightly, "nightly_mail": Mail, "nightly_webhook": Webhook}
    made = {f"setting_{name}" for name in Settings.model_fields} | {f"note_{kind}" for kind in kinds}
    made |= {f"setting_{section}_{name}" for section, model in sections.items() for name in model.model_fields}
    words = set(re.findall(r'"(?:workspace\.)?(\w+)"', code)) | set(re.findall(r"'(?:workspace\.)?(\w+)'", code))
    assert [key for key in TEXTS["zh"] if key not in words | made] == []
    assert set(re.findall(r'"workspace\.(\w+)"', code)) | made <= set(TEXTS["zh"])


def test_chinese_sentences_have_full_width_punctuation() -> None:
    for key, text in TEXTS["zh"].items():
        assert not re.search(r"[一-鿿][,;:!?]", text), key
