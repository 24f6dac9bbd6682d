"""The folder of all nights: one folder per night, ``latest``, and what is over with the retention.

``2026-03-01`` is a complete run, ``2026-03-01-incomplete`` one that could not see everything, ``2026-03-01-failed`` one
that ended without a report. A report takes the place of whatever the same day had before; a failure leaves it.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kgplan.history.memory import MEMORY, read_summary
from kgplan.reports.write import INCOMPLETE
from kgplan.results import RunSummary

LATEST = "latest"
FAILED = "-failed"
_NIGHT = re.compile(rf"(\d{{4}}-\d\d-\d\d)(|{INCOMPLETE}|{FAILED})")


@dataclass(frozen=True, order=True, slots=True)
class NightFolder:
    """The folder of one night."""

    day: str
    kind: str
    path: Path

    @property
    def reported(self) -> bool:
        """Whether there is a report, complete or not, from which the next night goes on."""
        return self.kind != FAILED and (self.path / MEMORY).is_file()


def nights(output: Path) -> list[NightFolder]:
    """All nights, oldest first."""
    return sorted(_found(output))


def _found(output: Path) -> Iterator[NightFolder]:
    if output.is_dir():
        for entry in output.iterdir():
            match = _NIGHT.fullmatch(entry.name)
            if match and entry.is_dir() and not entry.is_symlink():
                yield NightFolder(match[1], match[2], entry)


def last_report(found: Iterable[NightFolder]) -> NightFolder | None:
    """The newest of these nights that has a report."""
    return max((night for night in found if night.reported), default=None)


def reported_before(output: Path, day: str) -> NightFolder | None:
    """The last night before ``day`` that has a report: what today is compared with, also when it is run again."""
    return last_report(night for night in nights(output) if night.day < day)


def unreported(output: Path, after: str | None, before: str) -> list[RunSummary]:
    """Runs between two days that gave no report, oldest first."""
    failed = (n for n in nights(output) if n.kind == FAILED and (after is None or n.day > after) and n.day < before)
    reported = {night.day for night in nights(output) if night.reported}
    return [told for night in failed if night.day not in reported and (told := read_summary(night.path))]


def target(output: Path, day: str, status: str) -> Path:
    """The folder that a run of this day and status writes."""
    return output / (day + {"complete": "", "incomplete": INCOMPLETE, "failed": FAILED}[status])


def settle(output: Path, written: Path) -> None:
    """After a report: the folders of the same day that it takes the place of go, and ``latest`` moves to it."""
    for night in nights(output):
        if night.path != written and night.day == written.name[:10]:
            shutil.rmtree(night.path)
    _point(output / LATEST, written)


def _point(latest: Path, written: Path) -> None:
    """A symbolic link where the system gives one, else a copy; never a moment without either."""
    beside = latest.with_name(f".{LATEST}.{os.getpid()}")
    with suppress(FileNotFoundError):
        _remove(beside)
    try:
        beside.symlink_to(written.name, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        shutil.copytree(written, beside)
    if not latest.is_symlink() and latest.is_dir():
        shutil.rmtree(latest)
    beside.replace(latest)


def prune(output: Path, day: date, keep_days: int) -> list[Path]:
    """Remove nights older than the retention, but never the last report."""
    found = nights(output)
    oldest = (day - timedelta(days=keep_days)).isoformat()
    last = last_report(found)
    gone = [night.path for night in found if night.day < oldest and night != last]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return gone


def sweep(output: Path) -> None:
    """Remove what killed runs left half-made. Called by the one run that may work here."""
    if output.is_dir():
        for entry in output.iterdir():
            if re.fullmatch(rf"\.({_NIGHT.pattern}|{LATEST})\.((new|old)-)?\d+(-\w+)?", entry.name):
                _remove(entry)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
