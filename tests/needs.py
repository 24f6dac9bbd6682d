"""What some tests need of the machine beyond Python: Neo4j, ROBOT, a browser, axe-core, mermaid, LibreOffice.

Where a need is missing its tests are skipped, and the last lines of the run say so loudly, because a green run that
never met a real Neo4j proves less than it seems to. ``KGPLAN_REQUIRE_NEO4J=1``, and so on, turns the skip into a
failure and wants at least one such test to have passed: that is how CI runs.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

import pytest

NEEDS = {
    "neo4j": "Neo4j",
    "robot": "ROBOT",
    "browser": "浏览器 browser",
    "axe": "axe-core",
    "mermaid": "Mermaid",
    "office": "LibreOffice",
}
TOGETHER = ("neo4j", "robot", "browser")  # one process each that its tests share
NEED_PROPERTY = "kgplan-need"  # travels with the report of a test, from xdist's workers too


def required(need: str) -> bool:
    """Whether this run has been told that it must not go without ``need``."""
    return os.environ.get(f"KGPLAN_REQUIRE_{need.upper()}", "") not in {"", "0"}


def unavailable(need: str, reason: str) -> NoReturn:
    """Skips the test that asked for ``need``, or fails it where the need is required."""
    if required(need):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def note_needs(item: pytest.Item) -> None:
    """Writes the needs that a test is marked with into its report and keeps tests with one need together.

    Under ``--dist loadgroup`` all tests with one need run on one xdist worker: there is one Neo4j server with one
    database that every test finds empty, and on two cores a second server would cost more than it gains.
    """
    for need in NEEDS:
        if item.get_closest_marker(need):
            item.user_properties.append((NEED_PROPERTY, need))
            if need in TOGETHER:
                item.add_marker(pytest.mark.xdist_group(need))


@dataclass
class Tally:
    """How the tests with one need fared in this run."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: set[str] = field(default_factory=set)

    @property
    def tested(self) -> bool:
        """Some ran and none was left out."""
        return self.passed + self.failed > 0 and self.skipped == 0

    def line(self, label: str) -> str:
        """The sentence for the end of the run, Chinese and English."""
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        if self.tested:
            return f"{label}: 已测试 / tested: {counts}"
        why = "; ".join(sorted(self.reasons)) or "no such test in this run"
        return f"{label}: !!! 未测试 / NOT TESTED !!! {counts}: {why}"


def tally(reports: Iterable[pytest.TestReport]) -> dict[str, Tally]:
    """Counts the reports of a run by need. A broken set-up or tear-down counts as failed."""
    tallies = {need: Tally() for need in NEEDS}
    for report in reports:
        for name, need in report.user_properties:
            if name != NEED_PROPERTY:
                continue
            count = tallies[str(need)]
            if report.failed:
                count.failed += 1
            elif report.skipped:
                count.skipped += 1
                if isinstance(report.longrepr, tuple):
                    count.reasons.add(report.longrepr[2].removeprefix("Skipped: "))
            elif report.when == "call":
                count.passed += 1
    return tallies
