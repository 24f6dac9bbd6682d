"""Writes a report folder whole or not at all; the report that stood there stays until the new one is complete."""

import errno
import os
import shutil
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kgplan.errors import UserError
from kgplan.history.memory import MEMORY, SUMMARY
from kgplan.reports.csv import csv_of
from kgplan.reports.excel import department_workbooks, excel_of
from kgplan.reports.html import html_of
from kgplan.reports.markdown import markdown_of
from kgplan.reports.view import view
from kgplan.results import Results, to_json
from kgplan.texts import Lang

DIAGRAM = "hierarchy.svg"
INCOMPLETE = "-incomplete"
"""What the names of files that people open say of a run that could not see everything."""
_OPENED = ("report.html", "report.xlsx", "report.md", "findings.csv")
DEPARTMENTS = "departments"
"""The folder of the workbooks for one body each."""
FILES = (
    "findings.json",
    *_OPENED,
    *(name.replace(".", f"{INCOMPLETE}.") for name in _OPENED),
    DIAGRAM,
    DEPARTMENTS,
    MEMORY,
    SUMMARY,
)
"""The files of a report; a folder with others is not taken for one and never replaced."""
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
_SENTENCES = {
    errno.EACCES: "report.folder_denied",
    errno.EPERM: "report.folder_denied",
    errno.EROFS: "report.folder_denied",
    errno.ENOSPC: "report.folder_full",
    errno.EDQUOT: "report.folder_full",
}


def page_name(kind: str) -> str:
    """Name of the page of a run that was complete (``""``) or not (``-incomplete``, ``-failed``)."""
    return f"report{kind}.html"


def write_report(  # noqa: PLR0913 - what a report can be told
    results: Results,
    folder: Path,
    *,
    lang: Lang = "zh",
    diagram_svg: str | None = None,
    per_department: bool = False,
    further: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Write all formats into ``folder`` and return the paths written, the page first; parent folders are made.

    ``findings.json`` holds everything, the other files what people may see; ``further`` are files that belong to the
    report (name → content). ``per_department``: a workbook for each body as well. UserError if the folder cannot be
    written, is a file, or holds anything but an earlier report. After any failure the folder is as it was.
    """
    contents = _contents(results, lang, diagram_svg, per_department) | dict(further or {})
    try:
        _write(folder, contents)
    except OSError as problem:
        key = _SENTENCES.get(problem.errno or 0, "report.folder_failed")
        raise UserError(key, folder=folder) from problem
    return [folder / name for name in contents]


def _contents(results: Results, lang: Lang, diagram_svg: str | None, per_department: bool) -> dict[str, bytes]:
    shown = view(results)
    kind = "" if results.status == "complete" else INCOMPLETE
    contents = {
        page_name(kind): html_of(shown, lang=lang, diagram_svg=diagram_svg).encode(),
        "findings.json": to_json(results).encode(),
        f"report{kind}.xlsx": excel_of(shown, lang=lang),
        f"report{kind}.md": markdown_of(shown, lang=lang).encode(),
        f"findings{kind}.csv": csv_of(shown, lang=lang).encode(),
    }
    if diagram_svg is not None:
        contents[DIAGRAM] = diagram_svg.encode()
    if per_department:
        books = department_workbooks(shown, lang=lang)
        contents |= {f"{DEPARTMENTS}/{name}": content for name, content in books.items()}
    return contents


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    target = folder.resolve()
    _check(target, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = _sibling(target, "new")
    try:
        staged.mkdir()
        for name, content in contents.items():
            (staged / name).parent.mkdir(exist_ok=True)
            (staged / name).write_bytes(content)
        _replace(target, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _check(target: Path, folder: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UserError("report.folder_is_file", folder=folder)
    if target.is_dir():
        foreign = sorted({entry.name for entry in target.iterdir()}.difference(FILES, _LITTER))
        if foreign:
            raise UserError("report.folder_foreign", folder=folder, name=foreign[0])


def _replace(target: Path, staged: Path) -> None:
    """Put ``staged`` in the place of ``target``; two renames, of which the first is undone if the second fails."""
    if not target.exists():
        staged.rename(target)
        return
    shutil.copymode(target, staged)
    old = _sibling(target, "old")
    target.rename(old)
    try:
        staged.rename(target)
    except BaseException:
        with suppress(OSError):
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sibling(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}.{purpose}-{os.getpid()}-{uuid.uuid4().hex[:8]}")
