"""The page that is opened every morning, ``index.html``: the last run, the last report, all nights; and failures."""

import shutil
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment

from kgplan.history.memory import SUMMARY, read_summary
from kgplan.nightly.folders import NightFolder, last_report
from kgplan.reports import labels
from kgplan.reports.html import escaping_environment
from kgplan.reports.write import page_name
from kgplan.results import Both, RunSummary
from kgplan.texts import Lang, both

INDEX = "index.html"
_SHOWN = 90
"""Nights that the index lists."""


def write_index(output: Path, nights: Sequence[NightFolder], *, lang: Lang, failed: Path | None) -> None:
    """Write the index. ``failed``: the folder of the run just now, if it gave no report. OSError if it cannot."""
    told = [(night, read_summary(night.path)) for night in reversed(nights[-_SHOWN:])]
    now = read_summary(failed) if failed else None
    _write(
        output / INDEX,
        _environment()
        .get_template("index.html.j2")
        .render(
            lang=lang,
            title=_say("index_title"),
            failed=now,
            last=last_report(nights),
            nights=[(night, summary) for night, summary in told if summary],
        ),
    )


def write_failure(folder: Path, started: datetime, why: Both, *, lang: Lang, last: NightFolder | None) -> None:
    """Write the folder of a night without a report: a page and the summary. OSError if it cannot."""
    day = folder.name[:10]
    summary = RunSummary(
        run_id=uuid.uuid4().hex,
        as_of=day,
        started_at=started.isoformat(timespec="seconds"),
        seconds=0,
        status="failed",
        why=why,
    )
    page = _environment().get_template("failed.html.j2")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write(folder / "report-failed.html", page.render(lang=lang, title=_say("failed_title"), run=summary, last=last))
    _write(folder / SUMMARY, summary.model_dump_json())


def _write(path: Path, content: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)


def _say(name: str, **values: object) -> Both:
    return Both(**both(f"nightly.{name}", **values))


def _address(night: NightFolder) -> str:
    return f"{night.path.name}/{page_name(night.kind)}"


@cache
def _environment() -> Environment:
    environment = escaping_environment("kgplan.nightly")
    environment.globals |= {"say": _say, "labels": labels, "address": _address}
    environment.filters["pick"] = labels.pick
    return environment
