"""The manual page of a rule, made from the header of its file: for the terminal and, as Markdown, for ``docs/rules``.

``python -m kgplan.rules.manual docs/rules`` writes the whole manual anew: per language an index, one page per family
and the table of clauses.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kgplan.ontology import load_schema
from kgplan.reports.markdown import plain
from kgplan.rules.coverage import as_markdown, coverage
from kgplan.rules.norms import norms
from kgplan.rules.rulebook import FAMILIES, Rule, Rulebook, Suppression, read_rulebook
from kgplan.texts import LANGS, Lang, text

_INDEX, _COVERAGE = "README.md", "coverage.md"
_TWO_LANGUAGES = re.compile(r"\s*/\s+")
_SOURCES = "../../../queries/rules"


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a manual page: its name, and a sentence or several."""

    name: str
    sentences: tuple[str, ...]
    listed: bool = True
    """Whether the sentences are a list even if there is only one."""


def in_language(words: str, lang: Lang) -> str:
    """One side of ``中文 / English``; the words themselves where they are not given twice."""
    sides = _TWO_LANGUAGES.split(words, maxsplit=1)
    return sides[LANGS.index(lang)] if len(sides) == len(LANGS) else words


def severity_name(severity: str, lang: Lang) -> str:
    """The name of a severity."""
    return text(lang, f"rules.severity_{severity}")


def family_name(family: str, lang: Lang) -> str:
    """The name of a family; its letters for a family of somebody's own."""
    return text(lang, f"rules.family_{family.lower()}") if family in FAMILIES else family


def parts(rule: Rule, lang: Lang) -> list[Part]:
    """The entries of a rule's page that have something to say, in the order of reading."""
    found = [
        Part("clauses", tuple(_clause(clause, lang) for clause in rule.clauses)),
        Part("severity", (_severity(rule, lang),), listed=False),
        Part("reasons", tuple(_reasons(rule, lang))),
        Part("key", (_key(rule, lang),), listed=False),
        Part("message", (getattr(rule.message, lang),), listed=False),
        Part("not_reported", tuple(in_language(item, lang) for item in rule.not_reported)),
        Part("suppressed_by", tuple(_suppression(item, lang) for item in rule.suppressed_by)),
        Part("blind_spots", tuple(in_language(item, lang) for item in rule.blind_spots)),
        Part("registers", tuple(_registers(rule, lang))),
        Part("parameters", tuple(_parameters(rule, lang))),
        Part("executability", (_executability(rule, lang),), listed=False),
        Part("remedy", (getattr(rule.remedy, lang),), listed=False),
        Part("acts", tuple(text(lang, f"rules.acts_{who}") for who in rule.acts), listed=len(rule.acts) > 1),
    ]
    return [part for part in found if part.sentences]


def page(rule: Rule, lang: Lang) -> str:
    """The page for the terminal: the entries of the header, then the query."""
    lines = [f"{rule.id}  {getattr(rule.title, lang)}", ""]
    for part in parts(rule, lang):
        name = text(lang, f"rules.part_{part.name}") + text(lang, "rules.colon")
        lines += (
            [name.rstrip(), *(f"  · {item}" for item in part.sentences)] if part.listed else [name + part.sentences[0]]
        )
    return "\n".join([*lines, f"{text(lang, 'rules.part_file')}{text(lang, 'rules.colon')}{rule.path}", "", rule.query])


def manual(rulebook: Rulebook, lang: Lang) -> dict[str, str]:
    """The whole manual in one language: file name → Markdown."""
    families = {family: list(rules) for family, rules in groupby(rulebook.rules.values(), key=lambda rule: rule.family)}
    link = {rule.id: f"{rule.family.lower()}.md#{rule.id.lower()}" for rule in rulebook.rules.values()}
    back = text(lang, "rules.manual_back", address=_INDEX)
    pages = {_INDEX: _index(families, link, lang)}
    for family, rules in families.items():
        title = f"# {family} {family_name(family, lang)}"
        pages[f"{family.lower()}.md"] = "\n\n".join([title, back, *(_section(rule, lang) for rule in rules)]) + "\n"
    pages[_COVERAGE] = f"{back}\n\n{as_markdown(coverage(rulebook.rules.values()), lang, link=link)}"
    return pages


def write_manual(folder: Path) -> list[Path]:
    """Write the manual of kgplan's own rules in both languages; pages of families that are gone are removed."""
    written = []
    for lang in LANGS:
        (folder / lang).mkdir(parents=True, exist_ok=True)
        pages = manual(read_rulebook(), lang)
        for old in (folder / lang).glob("*.md"):
            if old.name not in pages:
                old.unlink()
        for name, content in pages.items():
            written.append(folder / lang / name)
            written[-1].write_text(content, encoding="utf-8", newline="\n")
    return written


def _index(families: dict[str, list[Rule]], link: dict[str, str], lang: Lang) -> str:
    count = sum(map(len, families.values()))
    lines = [
        f"# {text(lang, 'rules.manual_title')}",
        "",
        text(lang, "rules.manual_lead", count=count),
        "",
        text(lang, "rules.manual_coverage", address=_COVERAGE),
    ]
    names = [text(lang, f"cli.column_{name}") for name in ("rule", "title", "severity", "clauses")]
    for family, rules in families.items():
        lines += ["", f"## {family} {family_name(family, lang)}", "", f"| {' | '.join(names)} |", "|---|---|---|---|"]
        lines += [
            f"| [{rule.id}]({link[rule.id]}) | {plain(getattr(rule.title, lang))} | {_severities(rule, lang)} "
            f"| {plain(text(lang, 'rules.comma').join(rule.clauses))} |"
            for rule in rules
        ]
    return "\n".join(lines) + "\n"


def _section(rule: Rule, lang: Lang) -> str:
    colon = text(lang, "rules.colon")
    lines = [f"## {rule.id}", "", f"**{plain(getattr(rule.title, lang))}**"]
    for part in parts(rule, lang):
        name = f"**{text(lang, f'rules.part_{part.name}')}**{colon}"
        if part.listed:
            lines += ["", name.rstrip(), "", *(f"* {plain(item)}" for item in part.sentences)]
        else:
            lines += ["", f"{name}{plain(part.sentences[0])}"]
    address = f"{_SOURCES}/{rule.path.parent.name}/{rule.path.name}"
    lines += ["", f"**{text(lang, 'rules.part_file')}**{colon}[{rule.path.name}]({address})"]
    return "\n".join(lines)


def _clause(clause: str, lang: Lang) -> str:
    norm = norms()[clause]
    modality = text(lang, f"rules.modality_{norm.modality.replace(' ', '_')}")
    words = getattr(norm.words, lang)
    return text(lang, "rules.clause_line", id=clause, modality=modality, key_term=norm.key_term, words=words)


def _severities(rule: Rule, lang: Lang) -> str:
    """The severity of the header and those of its reasons, as a short list."""
    found = dict.fromkeys([rule.severity, *(r.severity for r in rule.reasons.values() if r.severity)])
    return text(lang, "rules.comma").join(severity_name(severity, lang) for severity in found)


def _severity(rule: Rule, lang: Lang) -> str:
    may_be_error = "error" in {rule.severity, *(reason.severity for reason in rule.reasons.values())}
    key = "severity_softened" if rule.drafts_soften and may_be_error else "severity_why"
    why = in_language(rule.severity_why, lang)
    return text(lang, f"rules.{key}", severity=severity_name(rule.severity, lang), why=why)


def _reasons(rule: Rule, lang: Lang) -> Iterator[str]:
    for code, reason in rule.reasons.items():
        severity = severity_name(reason.severity or rule.severity, lang)
        yield text(lang, "rules.reason_line", code=code, words=getattr(reason, lang), severity=severity)


def _key(rule: Rule, lang: Lang) -> str:
    names = text(lang, "rules.comma").join(rule.key)
    return text(lang, "rules.key_symmetric", names=names) if rule.symmetric else names


def _suppression(suppression: Suppression, lang: Lang) -> str:
    comma = text(lang, "rules.comma")
    where = "; ".join(f"{name} = {comma.join(values)}" for name, values in suppression.where.items())
    key = "suppressed_where" if where else "suppressed_line"
    return text(lang, f"rules.{key}", rule=suppression.rule, where=where)


def _registers(rule: Rule, lang: Lang) -> Iterator[str]:
    for kind, column in rule.registers.items():
        key = "register_by_year" if column == "year" else "register_by_cycle"
        yield text(lang, f"rules.{key}", name=load_schema().label("register", kind, lang))


def _parameters(rule: Rule, lang: Lang) -> Iterator[str]:
    for name, value in rule.parameters.items():
        try:
            meaning = text(lang, "rules.colon") + text(lang, f"rules.parameter_{name}")
        except KeyError:  # a parameter of somebody's own rule
            meaning = ""
        yield f"{name} = {value}{meaning}"


def _executability(rule: Rule, lang: Lang) -> str:
    return text(lang, f"rules.executability_{rule.executability.replace(' ', '_')}")


def main(arguments: Sequence[str]) -> None:
    """Write the manual into the folder that is named."""
    for path in write_manual(Path(arguments[0])):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
