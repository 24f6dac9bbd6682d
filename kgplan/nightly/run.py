"""One night: load the sources, check, compare with the last night, write the report whole or not at all.

A night that fails leaves a page that says so and why, and the last good report where it was. Whatever happens, the exit
status tells: 0 and 1 are reports, 3 is a night that failed or could not see everything.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kgplan.cli.data import Opened, opened_standing, store_url
from kgplan.cli.evaluate import as_found
from kgplan.config import CIVIL_TIME, Nightly, Settings
from kgplan.diagrams import first_sheet, read_picture, render
from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.store import is_server
from kgplan.history import graph
from kgplan.history.memory import MEMORY, SUMMARY, Memory, read_memory
from kgplan.history.snapshot import read_snapshot
from kgplan.history.states import follow_up
from kgplan.history.waivers import apply_waivers
from kgplan.nightly import folders, pages
from kgplan.reports.write import page_name, write_report
from kgplan.results import Both, Results
from kgplan.rules.rulebook import Rulebook, read_rulebook
from kgplan.texts import both

LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Night:
    """What a night gave: its folder, and its results or why it has none."""

    folder: Path
    results: Results | None
    why: Both | None = None

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.folder / page_name(self.folder.name[10:])


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be done: settings, the folder they count from, the store asked for, and when the night began."""

    settings: Settings
    asked: Nightly
    base: Path
    store: str | None
    started: datetime

    @property
    def output(self) -> Path:
        return self.base / self.asked.output

    @property
    def day(self) -> date:
        return self.started.astimezone(CIVIL_TIME).date()


def run_night(  # noqa: PLR0913 - what a night can be told
    settings: Settings,
    asked: Nightly,
    *,
    base: Path,
    store: str | None = None,
    debug: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(CIVIL_TIME),
) -> Night:
    """Do the work of a night. Paths of the settings count from ``base``; with ``debug`` an error is raised, not told.

    UserError (3) if another run is at work in the same output folder, or not even a page can be written.
    """
    task = _Task(settings, asked, base, store, now())
    with _alone(task.output):
        folders.sweep(task.output)
        try:
            night = _report(task)
        except Exception as error:  # whatever it is, the page must say so
            if debug:
                raise
            return _failed(task, error)
        folders.prune(task.output, task.day, asked.keep_days)
        pages.write_index(task.output, folders.nights(task.output), lang=asked.lang, failed=None)
        return night


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    try:
        output.mkdir(parents=True, exist_ok=True)
        with FileLock(output / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise UserError("nightly.running", exit_code=EXIT_FAILED, folder=output) from error
    except OSError as error:
        raise _no_output(output, error) from error


def _no_output(output: Path, error: OSError) -> UserError:
    return UserError("nightly.no_output", exit_code=EXIT_FAILED, folder=output, why=error.strerror or error)


def _report(task: _Task) -> Night:
    output, day = task.output, task.day
    newest = folders.last_report(folders.nights(output))
    if newest and newest.day > day.isoformat():
        raise UserError("nightly.clock_back", exit_code=EXIT_FAILED, day=day, last=newest.day, path=newest.path)
    before = folders.reported_before(output, day.isoformat())
    memory = read_memory(before.path) if before else None
    with _opened(task) as (data, missing):
        results, rulebook = _results(task, data, missing)
        kept = follow_up(
            results,
            memory,
            lambda changed_on: apply_waivers(results, data.store, changed_on),
            rulebook=rulebook,
            schema=data.schema,
            snapshots=lambda ids: read_snapshot(data.store, data.schema, ids),
            between=folders.unreported(output, before.day if before else None, day.isoformat()),
        )
        picture = read_picture(
            data.store, as_of=day, home=results.home, findings=results.open, rulebook=rulebook.version, checked=True
        )
        svg = render(first_sheet(picture), "svg", lang=task.asked.lang).decode()
        folder = folders.target(output, results.as_of, results.status)
        write_report(
            results,
            folder,
            lang=task.asked.lang,
            diagram_svg=svg,
            per_department=task.asked.per_department,
            further=_further(kept),
        )
        folders.settle(output, folder)
        graph.record(data.store, kept)
    return Night(folder, results)


def _results(task: _Task, data: Opened, missing: Sequence[str]) -> tuple[Results, Rulebook]:
    rulebook = read_rulebook(())
    results = as_found(data, rulebook, as_of=task.day, home=None, selected=rulebook.select())
    results.started_at = task.started.isoformat(timespec="seconds")
    for name in missing:
        results.status = "incomplete"
        results.input.notes.insert(0, Both(**both("nightly.source_missing", path=name)))
    return results, rulebook


def _further(memory: Memory) -> dict[str, bytes]:
    return {MEMORY: memory.model_dump_json(by_alias=True).encode(), SUMMARY: memory.run.model_dump_json().encode()}


@contextmanager
def _opened(task: _Task) -> Iterator[tuple[Opened, list[str]]]:
    """The standing graph after the sources were loaded into it, and the sources that are not there."""
    settings, base = task.settings, task.base
    missing = [name for name in task.asked.sources if not (base / name).exists()]
    found = [base / name for name in task.asked.sources if name not in missing]
    if not found:
        raise UserError("nightly.no_source", exit_code=EXIT_FAILED, paths="、".join(task.asked.sources))
    if (base / settings.waivers).exists():
        found.append(base / settings.waivers)
    url = store_url(task.store, settings)
    with opened_standing(url if is_server(url) else str(base / url), found, settings) as data:
        yield data, missing


def _failed(task: _Task, error: Exception) -> Night:
    """Leave the page of a night that failed. UserError (3) if not even that can be done."""
    words = error.sentence if isinstance(error, UserError) else both("nightly.unexpected", kind=type(error).__name__)
    why, lang = Both(**words), task.asked.lang
    folder = folders.target(task.output, task.day.isoformat(), "failed")
    try:
        pages.write_failure(folder, task.started, why, lang=lang, last=folders.last_report(folders.nights(task.output)))
        pages.write_index(task.output, folders.nights(task.output), lang=lang, failed=folder)
    except OSError as problem:
        raise _no_output(task.output, problem) from problem
    return Night(folder, None, why)
