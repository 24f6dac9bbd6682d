"""Which norm of the notice has which rule, and why some have none.

That a norm has a rule is read from the headers of the rules, never stated a second time; the reasons why a norm is
checked in part or not at all stand with the norms.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rich.table import Table
from rich.text import Text

from kgplan.reports.csv import neutral
from kgplan.reports.markdown import plain
from kgplan.reports.table import plain_console
from kgplan.results import Both
from kgplan.rules.norms import Norm, norms
from kgplan.rules.rulebook import Rule
from kgplan.texts import LANGS, Lang, text

Status = Literal["rule", "partly", "person", "nobody"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Covered:
    """A norm and how it is checked: by rules, by rules in part, by a person, or not at all."""

    norm: Norm
    status: Status
    rules: tuple[str, ...]


def coverage(rules: Iterable[Rule]) -> list[Covered]:
    """All norms of the notice in its order, each with the rules whose headers cite it."""
    citing: dict[str, list[str]] = {clause: [] for clause in norms()}
    for rule in rules:
        for clause in dict.fromkeys(rule.clauses):
            citing[clause].append(rule.id)
    return [Covered(norm, _status(norm, bool(citing[norm.id])), tuple(citing[norm.id])) for norm in norms().values()]


def _status(norm: Norm, cited: bool) -> Status:
    if cited:
        return "rule" if norm.checkable == "yes" else "partly"
    return "person" if norm.judged_by == "person" else "nobody"


def totals(covered: Iterable[Covered]) -> dict[Status, int]:
    """How many norms are checked in which way."""
    counts = dict.fromkeys(STATUSES, 0)
    for entry in covered:
        counts[entry.status] += 1
    return counts


def status_name(status: Status, lang: Lang) -> str:
    """The name of a way of being checked."""
    return text(lang, f"rules.status_{status}")


def summary(covered: list[Covered], lang: Lang) -> str:
    """The totals in one sentence."""
    return text(lang, "rules.totals", count=len(covered), **totals(covered))


def cells(entry: Covered, lang: Lang) -> list[str]:
    """Clause, what it asks, strength, quoted term, how it is checked, rules, reason."""
    norm = entry.norm
    return [
        norm.id,
        getattr(norm.words, lang),
        text(lang, f"rules.modality_{norm.modality.replace(' ', '_')}"),
        norm.key_term,
        status_name(entry.status, lang),
        text(lang, "rules.comma").join(entry.rules),
        getattr(norm.why, lang),
    ]


def header(lang: Lang) -> list[str]:
    """The names of :func:`cells`."""
    names = ("clause", "asks", "modality", "key_term", "status", "rules", "why")
    return [text(lang, f"rules.column_{name}") for name in names]


def as_table(covered: list[Covered], lang: Lang) -> str:
    """A table for the terminal without the strength and the quoted term, then the totals."""
    out = io.StringIO()
    console = plain_console(out)
    table = Table(pad_edge=False)
    chosen = (0, 1, 4, 5, 6)
    for index in chosen:
        table.add_column(header(lang)[index], overflow="fold", ratio=3 if index == 1 else 2 if index > 4 else None)
    for entry in covered:
        row = [*cells(entry, lang)]
        row[5] = " ".join(entry.rules)  # blanks are where a cell may break
        table.add_row(*(Text(row[index]) for index in chosen))
    console.print(table)
    return f"{out.getvalue()}{summary(covered, lang)}\n"


def as_csv(covered: Iterable[Covered], lang: Lang) -> str:
    """One norm a row, in one language; begins with the byte order mark, as spreadsheets need it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header(lang))
    writer.writerows([neutral(cell) for cell in cells(entry, lang)] for entry in covered)
    return "\ufeff" + out.getvalue()


def as_json(covered: list[Covered]) -> str:
    """``{"totals": {status: number}, "norms": [...]}`` with texts in both languages."""
    found = [
        {
            "clause": entry.norm.id,
            "asks": entry.norm.words.model_dump(),
            "modality": entry.norm.modality,
            "key_term": entry.norm.key_term,
            "status": entry.status,
            "rules": list(entry.rules),
            "why": _or_none(entry.norm.why),
        }
        for entry in covered
    ]
    return json.dumps({"totals": totals(covered), "norms": found}, ensure_ascii=False, indent=2) + "\n"


def _or_none(why: Both) -> dict[Lang, str] | None:
    return {lang: getattr(why, lang) for lang in LANGS} if why.zh else None


def as_markdown(covered: list[Covered], lang: Lang, *, link: Mapping[str, str] | None = None) -> str:
    """A page: what the ways of being checked mean, the totals, one table. ``link``: rule → address of its page."""
    lines = [f"# {text(lang, 'rules.coverage_title')}", "", summary(covered, lang), ""]
    lines += [
        f"* **{status_name(status, lang)}** {totals(covered)[status]}{text(lang, 'rules.colon')}"
        f"{text(lang, f'rules.status_{status}_means')}"
        for status in STATUSES
    ]
    lines += ["", _row(header(lang)), _row(["---"] * len(header(lang)))]
    for entry in covered:
        row = [plain(cell) for cell in cells(entry, lang)]
        row[5] = " ".join(f"[{rule}]({link[rule]})" if link and rule in link else rule for rule in entry.rules)
        lines.append(_row(row))
    return "\n".join(lines) + "\n"


def _row(items: list[str]) -> str:
    return f"| {' | '.join(items)} |"
