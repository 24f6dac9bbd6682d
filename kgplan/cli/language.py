"""The language of this run, known before any option is parsed, so that help and errors speak it too."""

import os
import sys
from itertools import zip_longest

from kgplan.texts import LANGS, Lang, text


def asked_language(arguments: list[str] | None = None) -> Lang:
    """``--lang`` on the command line, else ``KGPLAN_LANG``, else Chinese."""
    words = sys.argv[1:] if arguments is None else arguments
    given = os.environ.get("KGPLAN_LANG", "zh")
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == "--lang":
            given = following
        elif word.startswith("--lang="):
            given = word.partition("=")[2]
    return next((lang for lang in LANGS if lang == given), "zh")


def say(key: str, **values: object) -> str:
    """A sentence of ``texts/<lang>/cli.toml`` in the language of this run."""
    return text(asked_language(), f"cli.{key}", **values)
