"""A finding as one row of text cells: what CSV and Excel have in common."""

from collections.abc import Callable, Iterable

from kgplan.reports import facts, labels, over_time
from kgplan.reports.view import Entry, View
from kgplan.results import Both
from kgplan.texts import Lang, text

Cell = Callable[[View, Entry, Lang], str]


def header(lang: Lang, columns: Iterable[str] | None = None) -> list[str]:
    """Headers of the columns, all by default."""
    return [text(lang, f"report.{name}") for name in columns or COLUMNS]


def cells(view: View, entry: Entry, lang: Lang, columns: Iterable[str] | None = None) -> list[str]:
    """Cells of one finding. Several subjects, clauses or sources stand on lines of their own."""
    return [COLUMNS[name](view, entry, lang) for name in columns or COLUMNS]


def _lines(parts: Iterable[Both | None], lang: Lang) -> str:
    return "\n".join(labels.pick(part, lang) if part else "" for part in parts)


def _titles(entry: Entry, lang: Lang) -> str:
    return _lines((labels.same(f"{labels.pick(labels.title(s), lang)} {s.id}") for s in entry.finding.subjects), lang)


def _optional(value: Both | None, lang: Lang) -> str:
    return labels.pick(value, lang) if value else ""


def _waiver(entry: Entry, lang: Lang) -> str:
    return labels.pick(labels.waiver(entry.finding.waiver), lang) if entry.finding.waiver else ""


COLUMNS: dict[str, Cell] = {
    "severity": lambda _view, entry, lang: labels.pick(labels.severity(entry.finding.severity), lang),
    "state": lambda _view, entry, lang: text(lang, f"report.state_{entry.finding.state}"),
    "rule": lambda _view, entry, _lang: entry.finding.rule,
    "finding": lambda _view, entry, lang: labels.pick(entry.finding.title, lang),
    "subjects": lambda _view, entry, lang: _titles(entry, lang),
    "plan_type": lambda _view, entry, lang: _lines(
        (labels.plan_type(subject.plan_type) for subject in entry.finding.subjects), lang
    ),
    "period": lambda _view, entry, lang: _lines((labels.period(subject) for subject in entry.finding.subjects), lang),
    "lead": lambda _view, entry, lang: _lines((labels.lead(subject) for subject in entry.finding.subjects), lang),
    "draft": lambda _view, entry, lang: text(lang, "report.yes") if entry.finding.draft else "",
    "message": lambda _view, entry, lang: labels.pick(entry.finding.message, lang),
    "remedy": lambda _view, entry, lang: labels.pick(entry.finding.remedy, lang),
    "responsible": lambda view, entry, lang: _optional(view.acting(entry), lang),
    "clauses": lambda _view, entry, _lang: "\n".join(f"{c.id} “{c.key_term}”" for c in entry.finding.clauses),
    "facts": lambda _view, entry, lang: facts.as_text(entry.facts, lang),
    "evidence": lambda _view, entry, lang: _lines(map(labels.evidence, entry.finding.evidence), lang),
    "waiver": lambda _view, entry, lang: _waiver(entry, lang),
    "changes": lambda _view, entry, lang: _lines(over_time.changes(entry.finding), lang),
    "first_seen": lambda _view, entry, _lang: entry.finding.first_seen,
    "last_seen": lambda _view, entry, _lang: entry.finding.last_seen,
    "fingerprint": lambda _view, entry, _lang: entry.finding.fingerprint,
}
"""Name of the header text → cell."""
