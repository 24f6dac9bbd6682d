"""Every sentence of the interface, in Chinese and English: ``texts/<lang>/<area>.toml``, key ``area.name``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


@cache
def _area(lang: Lang, area: str) -> Mapping[str, str]:
    path = Path(__file__).parent / lang / f"{area}.toml"
    texts: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return texts


def text(lang: Lang, key: str, **values: object) -> str:
    """The sentence ``area.name`` in ``lang`` with ``{placeholders}`` filled in. KeyError for an unknown key."""
    area, _, name = key.partition(".")
    return _area(lang, area)[name].format_map(values) if values else _area(lang, area)[name]


def both(key: str, **values: object) -> dict[str, str]:
    """The same sentence in both languages, as findings and rejected rows carry it."""
    return {lang: text(lang, key, **values) for lang in LANGS}
