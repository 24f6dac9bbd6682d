"""Findings as a table for the terminal; without a terminal there is no colour."""

import os
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kgplan.reports import labels
from kgplan.reports.view import Entry, View, view
from kgplan.results import OPEN_STATES, SEVERITIES, Results, Severity
from kgplan.texts import Lang, text

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_WIDTH_WITHOUT_TERMINAL = 160


def print_findings(results: Results, *, lang: Lang = "zh", file: TextIO | None = None) -> None:
    """Print the findings with a last line that counts them; ``file`` is standard output by default."""
    shown = view(results)
    console = plain_console(file)
    if shown.banner:
        console.print(Text(labels.pick(shown.banner, lang), style="bold red"))
    if shown.entries:
        console.print(table_of(shown, lang=lang))
    console.print(Text(summary(shown, lang)))


def plain_console(file: TextIO | None = None) -> Console:
    """A console for tables: data is never read as markup, and a pipe has a width of its own."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console


def table_of(shown: View, *, lang: Lang) -> Table:
    """Severity, rule, plan and message of each finding; the state too where it is not open."""
    table = Table(show_lines=False, pad_edge=False)
    table.add_column(text(lang, "report.severity"), no_wrap=True)
    table.add_column(text(lang, "report.rule"), no_wrap=True)
    table.add_column(text(lang, "report.subject"), ratio=2, overflow="fold")
    table.add_column(text(lang, "report.message"), ratio=3, overflow="fold")
    for entry in shown.entries:
        severity = entry.finding.severity
        table.add_row(
            Text(labels.pick(labels.severity(severity), lang), style=_STYLES[severity]),
            Text(entry.finding.rule),
            Text(_plan(entry, lang)),
            Text(_message(entry, lang)),
        )
    return table


def summary(shown: View, lang: Lang) -> str:
    """Numbers of open findings by severity, then how far the check reached."""
    counts = (f"{labels.pick(labels.severity(level), lang)} {shown.open_count(level)}" for level in SEVERITIES)
    return f"{'  '.join(counts)}\n{labels.pick(shown.coverage, lang)}"


def _plan(entry: Entry, lang: Lang) -> str:
    return "\n".join(f"{labels.pick(labels.title(subject), lang)} {subject.id}" for subject in entry.finding.subjects)


def _message(entry: Entry, lang: Lang) -> str:
    message = labels.pick(entry.finding.message, lang)
    state = entry.finding.state
    return message if state in OPEN_STATES else f"[{text(lang, f'report.state_{state}')}] {message}"
