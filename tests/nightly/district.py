"""A district whose data changes from night to night, and its nightly runs at any hour."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kgplan.config import CIVIL_TIME, Nightly, Settings
from kgplan.nightly.run import Night, run_night
from kgplan.results import Finding, Results
from tests.data.example import HOME, Tables, example, write

WAIVERS = ("规则", "对象", "确认人", "确认日期", "理由", "有效期至")


@dataclass
class District:
    """The tables of the invented district in a workspace at ``base``."""

    base: Path
    tables: Tables = field(default_factory=example)
    settings: Settings = field(default_factory=lambda: Settings(home=HOME))
    asked: Nightly = field(default_factory=lambda: Nightly(sources=["data"]))

    @property
    def output(self) -> Path:
        return self.base / self.asked.output

    def night(self, day: str, hour: int = 2, store: str | None = None) -> Night:
        """Save the tables and run the night of ``day``."""
        folder = self.base / "data"
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.csv"):
            old.unlink()
        write({name: rows for name, rows in self.tables.items() if rows}, folder)
        moment = datetime.fromisoformat(day).replace(hour=hour, tzinfo=CIVIL_TIME)
        return run_night(self.settings, self.asked, base=self.base, store=store, now=lambda: moment)

    def row(self, table: str, fits: Callable[[dict[str, str]], bool]) -> dict[str, str]:
        """The one row that fits."""
        (found,) = [row for row in self.tables[table] if fits(row)]
        return found

    def drop(self, table: str, fits: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
        """Take rows out and give them back."""
        gone = [row for row in self.tables[table] if fits(row)]
        assert gone, "the script speaks of rows that are not there"
        self.tables[table] = [row for row in self.tables[table] if not fits(row)]
        return gone

    def waive(self, *rows: tuple[str, ...]) -> None:
        """Write the table of waivers."""
        with (self.base / self.settings.waivers).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([WAIVERS, *rows])


def results_of(night: Night) -> Results:
    """The results as the folder of the night keeps them: what a page was made from."""
    assert night.results, night.why
    stored = Results.model_validate_json((night.folder / "findings.json").read_bytes())
    assert stored == night.results
    return stored


def states(results: Results) -> dict[str, str]:
    """``RULE key`` → state of every finding."""
    return {name(finding): finding.state for finding in results.findings}


def name(finding: Finding) -> str:
    return " ".join([finding.rule, *finding.key])


def days(first: str, number: int) -> list[str]:
    start = datetime.fromisoformat(first).date()
    return [(start + timedelta(days=count)).isoformat() for count in range(number)]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
