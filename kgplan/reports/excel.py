"""The report as an Excel workbook: cover, findings, coverage, rules, rejected rows, one sheet per department.

Every cell of data is written as text; nothing in it can become a formula or a link. The only links lead from the rule
of a finding to the rule's row in the same workbook.
"""

import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from kgplan.reports import labels, over_time, rows, tables
from kgplan.reports.view import STATES, Entry, Group, View, view
from kgplan.results import SEVERITIES, Both, Results, Severity
from kgplan.texts import Lang, text
from kgplan.texts.width import text_width

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
MAX_SHEET_NAME = 31
MAX_LINKS = 65_530
"""Links that Excel allows in one sheet."""
_COLOURS: dict[Severity, str] = {"error": "#F6D5D5", "warning": "#FBE8C8", "info": "#DCE9F5"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_UNFIT_FOR_FILES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_COVER = (22, 26, 16, 16, 16, 16, 16)
_FONT = 10.5
_LINE = 1.5 * _FONT
_MAX_HEIGHT = 409
_WIDTHS = {
    "severity": 9, "state": 10, "rule": 11, "finding": 26, "subjects": 44, "plan_type": 11, "period": 16, "lead": 18,
    "draft": 8, "message": 60, "remedy": 40, "responsible": 20, "clauses": 30, "facts": 60, "evidence": 34,
    "waiver": 34, "changes": 40, "first_seen": 12, "last_seen": 12, "fingerprint": 19,
}  # fmt: skip
_DEPARTMENT_COLUMNS = (
    "severity", "state", "rule", "finding", "subjects", "plan_type", "period", "draft", "message", "remedy",
    "responsible", "clauses", "facts", "evidence", "changes", "fingerprint",
)  # fmt: skip


def render_excel(results: Results, *, lang: Lang = "zh") -> bytes:
    """The workbook's bytes, in one language."""
    return excel_of(view(results), lang=lang)


def excel_of(shown: View, *, lang: Lang) -> bytes:
    """The workbook for a view that is at hand."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as workbook:
        _Book(workbook, shown, lang).write()
    return out.getvalue()


def department_workbooks(shown: View, *, lang: Lang) -> dict[str, bytes]:
    """A workbook for each body with open findings: file name → bytes. Reading one tells nothing of the others.

    A classified plan of another body is in none of its findings (reports.md 1.7), nor is the list of bodies.
    """
    taken: set[str] = set()
    found: dict[str, bytes] = {}
    for group in shown.departments:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, _OPTIONS) as workbook:
            _Book(workbook, shown, lang).write_department(group)
        name = _UNFIT_FOR_FILES.sub(" ", sheet_name(labels.pick(group.name, lang), taken)).strip(" .")
        found[f"{name or len(found)}.xlsx"] = content.getvalue()
    return found


class _Book:
    """The workbook while it is written: its formats, and the sheet names that are taken."""

    def __init__(self, workbook: Any, shown: View, lang: Lang) -> None:
        self.workbook, self.view, self.lang = workbook, shown, lang
        base = {"valign": "top", "text_wrap": True, "font_size": _FONT}
        self.cell = workbook.add_format(base)
        self.head = workbook.add_format({**base, "bold": True, "bg_color": "#E7EAEE", "bottom": 1})
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.part = workbook.add_format({"bold": True, "font_size": 12})
        self.alarm = workbook.add_format({**base, "bold": True, "font_color": "#FFFFFF", "bg_color": "#A3161A"})
        self.link = workbook.add_format({**base, "font_color": "#1F4A75", "underline": 1})
        self.levels = {
            level: workbook.add_format({**base, "bold": True, "bg_color": colour}) for level, colour in _COLOURS.items()
        }
        self.names: set[str] = set()
        self.rule_rows: dict[str, str] = {}  # rule → its cell in the sheet of rules, where the workbook has one

    def write(self) -> None:
        """All sheets."""
        self.workbook.set_properties(_properties(self.view.results, self.lang))
        rules = sheet_name(self.say("rules"), set())
        self.rule_rows = {rule.id: f"'{rules}'!A{row}" for row, rule in enumerate(self.view.results.rules, 2)}
        self._cover()
        self._findings(self.say("findings"), self.view.entries, tuple(rows.COLUMNS))
        self._coverage()
        self._indicators()
        self._periods()
        self._rules()
        self._rejected()
        if self.view.results.waivers:
            self._waivers()
        for group in self.view.departments:
            self._department(group)

    def write_department(self, group: Group) -> None:
        """The findings of one body, and how far the check reached."""
        self.workbook.set_properties(_properties(self.view.results, self.lang))
        self._department(group)
        sheet = self._sheet(self.say("coverage"), (24, 60))
        for row, (label, value) in enumerate(labels.run_facts(self.view.results)):
            self._put(sheet, row, 0, self.pick(label))
            self._put(sheet, row, 1, self.pick(value))
        row = len(labels.run_facts(self.view.results)) + 1
        for place, words in enumerate((self.pick(self.view.coverage), self.say("absence")), row):
            self._put(sheet, place, 1, words)

    def say(self, name: str, **values: object) -> str:
        """A sentence in the language of the workbook."""
        return text(self.lang, f"report.{name}", **values)

    def pick(self, value: Both) -> str:
        """A text in the language of the workbook."""
        return labels.pick(value, self.lang)

    def _sheet(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self.workbook.add_worksheet(sheet_name(name, self.names))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: object, style: Any = None) -> None:
        """A number as a number, everything else as text."""
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, style or self.cell)
        elif value == "":
            sheet.write_blank(row, column, None, style or self.cell)
        else:
            sheet.write_string(row, column, self._fitting(str(value)), style or self.cell)

    def _fitting(self, content: str) -> str:
        """The text cut to what a cell holds, saying so."""
        note = self.say("cell_cut")
        return content if _units(content) <= MAX_CELL else _cut(content, MAX_CELL - _units(note)) + note

    def _table(self, sheet: Any, row: int, header: Sequence[str], body: Iterable[Sequence[object]]) -> int:
        """A header and rows from ``row`` down; the first free row."""
        for column, name in enumerate(header):
            self._put(sheet, row, column, name, self.head)
        for line in body:
            row += 1
            if row == MAX_ROWS - 1:
                self._put(sheet, row, 0, self.say("cut_off", n="…"))
                break
            for column, value in enumerate(line):
                self._put(sheet, row, column, value)
        return row + 1

    def _cover(self) -> None:
        shown = self.view
        sheet = self._sheet(self.say("cover"), _COVER)
        sheet.set_portrait()
        sheet.write_string(0, 0, self._fitting(self.pick(labels.report_title(shown.results))), self.title)
        row = 2
        if shown.banner:
            self._wide(sheet, 1, 0, self.pick(shown.banner), self.alarm)
        for label, value in labels.run_facts(shown.results):
            self._put(sheet, row, 0, self.pick(label))
            self._wide(sheet, row, 1, self.pick(value))
            row += 1
        row += 1
        header = [self.say("severity"), self.say("open"), *(self.say(f"state_{state}") for state in STATES)]
        first = row
        row = self._table(sheet, row, header, self._severity_rows(STATES))
        for place, level in enumerate(SEVERITIES, first + 1):
            self._put(sheet, place, 0, self.pick(labels.severity(level)), self.levels[level])
        if shown.plans:
            row = self._table(
                sheet, row + 1, [self.say("plans"), ""], ((self.pick(name), n) for name, n in shown.plans)
            )
        self._wide(sheet, row + 1, 0, self.pick(over_time.compared(shown.results)))
        row += 3
        sheet.write_string(row, 0, self.say("today"), self.part)
        for entry in shown.today:
            row += 1
            level = entry.finding.severity
            self._put(sheet, row, 0, self.pick(labels.severity(level)), self.levels[level])
            self._put(sheet, row, 1, entry.finding.rule)
            self._wide(sheet, row, 2, self.pick(entry.finding.message))
        if not shown.today:
            row += 1
            self._wide(sheet, row, 0, self.say("today_none"))
        if shown.today_rest:
            row += 1
            self._wide(sheet, row, 0, self.say("today_more", n=shown.today_rest))
        sheet.write_string(row + 2, 0, self.say("coverage"), self.part)
        self._wide(sheet, row + 3, 0, self.pick(shown.coverage))
        self._wide(sheet, row + 4, 0, self.say("absence"))

    def _severity_rows(self, states: Sequence[str]) -> Iterable[Sequence[object]]:
        shown = self.view
        for level in SEVERITIES:
            counts = (shown.counts[level, state] for state in states)
            yield [self.pick(labels.severity(level)), shown.open_count(level), *counts]
        totals = (sum(shown.counts[level, state] for level in SEVERITIES) for state in states)
        yield [self.say("total"), len(shown.open), *totals]

    def _wide(self, sheet: Any, row: int, column: int, content: str, style: Any = None) -> None:
        """A text from ``column`` to the edge of the cover. Excel fits no row to merged cells, so its height is set."""
        sheet.merge_range(row, column, row, len(_COVER) - 1, "", style or self.cell)
        self._put(sheet, row, column, content, style)
        sheet.set_row(row, min(lines(content, sum(_COVER[column:])) * _LINE, _MAX_HEIGHT))

    def _findings(self, name: str, entries: Sequence[Entry], columns: Sequence[str]) -> Any:
        sheet = self._sheet(name, [_WIDTHS[column] for column in columns])
        header = rows.header(self.lang, columns)
        end = self._table(sheet, 0, header, (rows.cells(self.view, entry, self.lang, columns) for entry in entries))
        for row, entry in enumerate(entries[: end - 1], 1):
            level = entry.finding.severity
            self._put(sheet, row, 0, self.pick(labels.severity(level)), self.levels[level])
            target = self.rule_rows.get(entry.finding.rule)
            if target and row <= MAX_LINKS:
                sheet.write_url(row, columns.index("rule"), f"internal:{target}", self.link, entry.finding.rule)
        sheet.autofilter(0, 0, max(end - 1, 1), len(columns) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _department(self, group: Group) -> None:
        self._findings(self.pick(group.name), group.entries, _DEPARTMENT_COLUMNS)

    def _coverage(self) -> None:
        results = self.view.results
        sheet = self._sheet(self.say("coverage"), (24, 16, 14, 60))
        self._put(sheet, 0, 0, self.say("registers"), self.part)
        header = [self.say(name) for name in ("register", "key", "complete", "rules_not_run")]
        row = self._table(
            sheet,
            1,
            header,
            (
                (
                    self.pick(labels.code("register", entry.register_)),
                    entry.key,
                    self.say("yes" if entry.complete else "no"),
                    ", ".join(entry.rules_not_run),
                )
                for entry in results.coverage
            ),
        )
        self._put(sheet, row + 1, 0, self.say("tables"), self.part)
        header = [self.say(name) for name in ("table", "read", "loaded", "rejected")]
        tables = results.input.tables.items()
        row = self._table(
            sheet,
            row + 2,
            header,
            ((self.pick(labels.table(name)), count.read, count.loaded, count.rejected) for name, count in tables),
        )
        if results.input.notes:
            self._put(sheet, row + 1, 0, self.say("notes"), self.part)
            for place, note in enumerate(results.input.notes, row + 2):
                self._put(sheet, place, 0, self.pick(note))

    def _indicators(self) -> None:
        sheet = self._sheet(self.say("indicators"), (30, 9, 10, 44, 24, 16, 10, 16, 14))
        names = ("target_year", "level", "plan", "as_written", "canonical", "nature", "base", "verdict")
        body = (
            (
                self.pick(block.name),
                row.year or "",
                self.pick(labels.code("level", row.level)) if row.level else "",
                self.pick(tables.title(row)),
                self.pick(tables.written(row)),
                self.pick(tables.canonical(block, row)),
                self.pick(labels.code("nature", row.nature)) if row.nature else "",
                row.base or "" if not row.classified else "",
                self.pick(tables.mark(row)),
            )
            for block in self.view.results.indicators
            for row in block.rows
        )
        header = [self.say("indicators"), *(self.say(f"indicator_{name}") for name in names)]
        end = self._table(sheet, 0, header, body)
        sheet.autofilter(0, 0, max(end - 1, 1), len(header) - 1)
        sheet.freeze_panes(1, 0)

    def _periods(self) -> None:
        sheet = self._sheet(self.say("periods"), (48, 12, 10, 10, 16, 40))
        header = [self.say(name) for name in ("subject", "plan_type", "start", "end", "period_runs_on", "findings")]
        body = (
            (
                self.pick(tables.title(row)),
                self.pick(labels.plan_type(row.plan_type)),
                row.start,
                row.end,
                self.say("yes") if tables.runs_on(row) else "",
                ", ".join(row.rules),
            )
            for row in self.view.results.periods
        )
        end = self._table(sheet, 0, header, body)
        sheet.autofilter(0, 0, max(end - 1, 1), len(header) - 1)
        sheet.freeze_panes(1, 0)

    def _waivers(self) -> None:
        sheet = self._sheet(self.say("waivers"), (12, 40, 28, 70))
        header = [self.say(name) for name in ("rule", "waiver_key", "waiver_status", "waiver")]
        body = (
            (use.rule, labels.key(use.key), self.say(f"waiver_{use.status}"), self.pick(labels.waiver(use)))
            for use in self.view.results.waivers
        )
        self._table(sheet, 0, header, body)
        sheet.freeze_panes(1, 0)

    def _rules(self) -> None:
        sheet = self._sheet(self.say("rules"), (12, 36, 12, 12, 12, 12, 60))
        names = ("rule", "finding", "rule_status", "candidates", "findings", "time", "reason")
        self._table(sheet, 0, [self.say(name) for name in names], map(self._rule, self.view.results.rules))
        sheet.autofilter(0, 0, max(len(self.view.results.rules), 1), len(names) - 1)
        sheet.freeze_panes(1, 0)

    def _rule(self, rule: Any) -> Sequence[object]:
        title = self.view.rule_titles.get(rule.id)
        return (
            rule.id,
            self.pick(title) if title else "",
            self.say(f"rule_{rule.status}"),
            rule.candidates,
            rule.findings,
            rule.seconds,
            self.pick(rule.reason) if rule.reason else "",
        )

    def _rejected(self) -> None:
        sheet = self._sheet(self.say("rejected_rows"), (34, 18, 9, 20, 34, 60))
        names = ("file", "sheet", "row", "column", "value", "reason")
        rejected = self.view.results.input.rejected
        body = (
            (
                row.file,
                row.sheet or "",
                row.row,
                self.pick(labels.column_in_file(row.column)) if row.column else "",
                row.value or "",
                self.pick(row.reason),
            )
            for row in rejected
        )
        self._table(sheet, 0, [self.say(name) for name in names], body)
        sheet.freeze_panes(1, 0)


def lines(content: str, width: float) -> int:
    """Lines that a text takes in a cell ``width`` digits wide, a little too many rather than too few."""
    pixels = 7 * width * 0.95  # a line may end before its edge
    return sum(max(1, math.ceil(text_width(part, _FONT * 4 / 3) / pixels)) for part in content.split("\n"))


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and that is not taken yet; it is added to ``taken`` (in lower case)."""
    base = _FORBIDDEN.sub(" ", name).strip().strip("'").strip() or "-"
    candidate = _cut(base, MAX_SHEET_NAME)
    number = 1
    while candidate.lower() in {"history", *taken}:  # the first is reserved by Excel
        number += 1
        suffix = f" ({number})"
        candidate = _cut(base, MAX_SHEET_NAME - len(suffix)) + suffix
    taken.add(candidate.lower())
    return candidate


def _units(content: str) -> int:
    """Length as Excel counts it: in units of UTF-16."""
    return len(content.encode("utf-16-le")) // 2


def _cut(content: str, units: int) -> str:
    return content.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def _properties(results: Results, lang: Lang) -> dict[str, object]:
    """Document properties; the time of the run instead of that of writing, so that equal results give equal bytes."""
    properties: dict[str, object] = {"title": labels.pick(labels.report_title(results), lang)[:255]}
    try:
        properties["created"] = datetime.fromisoformat(results.started_at)
    except ValueError:
        properties["created"] = datetime(1980, 1, 1)  # the format's own start of time
    return properties
