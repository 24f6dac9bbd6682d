"""``kgplan.toml`` as a new workspace gets it: every setting with what it does and its default, ready to be changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from kgplan.config import DEFAULT_STORE, Nightly, Settings
from kgplan.rules.rulebook import Rulebook
from kgplan.texts import Lang, text


def settings_text(rulebook: Rulebook, lang: Lang) -> str:
    """The file's content. Settings that have no value of their own, and parameters, stand there as comments."""
    lines = [*_comment(text(lang, "workspace.settings_head")), ""]
    for name in Settings.model_fields:
        lines += [*_comment(text(lang, f"workspace.setting_{name}")), *_setting(name, rulebook, lang), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def write_settings(path: Path, rulebook: Rulebook, lang: Lang) -> None:
    """Write the file. OSError where it cannot be written."""
    path.write_text(settings_text(rulebook, lang), encoding="utf-8", newline="\n")


def _setting(name: str, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    if name == "parameters":
        yield "[parameters]"
        for rule in rulebook.rules.values():
            for parameter, days in rule.parameters.items():
                yield f"# {rule.id} {getattr(rule.title, lang)}"
                yield f"# {parameter} = {days}"
        return
    if name == "nightly":
        yield from _section(name, Nightly, lang)
        return
    about = Settings.model_fields[name]
    shown = DEFAULT_STORE if name == "store" else about.examples[0] if about.examples else about.default
    comment = "# " if about.default is None else ""
    yield f"{comment}{name} = {_toml(shown)}"


def _section(name: str, model: type[BaseModel], lang: Lang) -> Iterator[str]:
    """A section that is off: its settings with defaults or examples, as comments; sections within it come last."""
    yield f"# [{name}]"
    inner = {}
    for field, about in model.model_fields.items():
        kinds = (kind for kind in get_args(about.annotation) if isinstance(kind, type))
        sections = [kind for kind in kinds if issubclass(kind, BaseModel)]
        if sections:
            inner[f"{name}.{field}"] = sections[0]
            continue
        value = about.examples[0] if about.examples else about.default
        words = text(lang, f"workspace.setting_{name.replace('.', '_')}_{field}")
        yield from (f"# {line}" for line in _comment(words))
        yield f"# {field} = {_toml(value)}"
    for section, kind in inner.items():
        yield from ("", *_comment(text(lang, f"workspace.setting_{section.replace('.', '_')}")))
        yield from _section(section, kind, lang)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _comment(sentences: str) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in sentences.splitlines())
