"""What one run hands on to the next: every finding so far, and what its subjects were when it was last made.

It lies in the folder of the run's report, which appears whole or not at all: a night is in the memory exactly when its
report is there. So it survives a graph that is built anew, and no night is lost or counted twice.
"""

from pathlib import Path

from pydantic import Field, ValidationError

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.results import Finding, Model, RunSummary

MEMORY = "history.json"
SUMMARY = "run.json"

RUNS = 90
"""Runs that are remembered, and that the trend shows."""

Snapshot = dict[str, dict[str, str]]
"""Document id → what the data states of it: name of the fact → value as text."""


class Remembered(Model):
    """A finding as it was last made; a resolved one knows its day (``finding.resolved_on``)."""

    finding: Finding
    subjects: Snapshot = Field(default_factory=dict)


class Memory(Model):
    """All findings up to and with one run, by fingerprint."""

    runs: list[RunSummary] = Field(min_length=1)
    """The last runs, this one last."""
    findings: dict[str, Remembered] = Field(default_factory=dict)

    @property
    def run(self) -> RunSummary:
        """The run itself."""
        return self.runs[-1]


def read_memory(folder: Path) -> Memory:
    """The memory in a report folder. UserError (3) if it cannot be read: a report without it would call all new."""
    try:
        return Memory.model_validate_json((folder / MEMORY).read_bytes())
    except (OSError, ValidationError) as error:
        raise UserError("history.unreadable", exit_code=EXIT_FAILED, path=folder / MEMORY) from error


def read_summary(folder: Path) -> RunSummary | None:
    """The summary of the run in a report folder, None where there is none that can be read."""
    try:
        return RunSummary.model_validate_json((folder / SUMMARY).read_bytes())
    except (OSError, ValidationError):
        return None
