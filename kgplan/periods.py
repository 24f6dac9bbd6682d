"""Periods of plans beside the five-year windows: what the report and ``kgplan diagram --timeline`` both draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kgplan.results import Finding
from kgplan.sources.dates import five_year_window

Window = tuple[int, int, str]
"""First year, last year, Chinese name: (2021, 2025, 十四五)."""
PLAN_TYPES = ("development", "spatial", "special", "regional")
"""In the order in which they stand below each other: the outline leads, the spatial plan is the base."""
_FAMILIES = ("PER-", "EVAL-")
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """The years of a picture of periods and the windows in them; ``year`` is the width of one."""

    first: int
    last: int
    windows: tuple[Window, ...]
    year: float

    def x(self, year: float) -> float:
        """Where a year begins."""
        return (year - self.first) * self.year

    def span(self, start: int, end: int) -> tuple[float, float]:
        """Left and right end of the bar of a period, cut where the frame ends."""
        return self.x(max(start, self.first)), self.x(min(end, self.last) + 1)

    def day(self, as_of: date) -> float:
        """Where a day lies."""
        return self.x(as_of.year + (as_of.timetuple().tm_yday - 1) / 366)

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return self.x(self.last + 1)


def frame(periods: Iterable[tuple[int, int]], as_of: date, year: float) -> Frame | None:
    """The frame that shows these periods and the day; None without periods. What lies very far away is cut."""
    periods = list(periods)
    if not periods:
        return None
    day = as_of.year
    first = max(min(day, *(start for start, _ in periods)), day - _MOST_YEARS)
    last = min(max(day, *(end for _, end in periods)), day + _MOST_YEARS)
    windows = _windows(first, last)
    return Frame(min([first, *(w[0] for w in windows)]), max([last, *(w[1] for w in windows)]), windows, year)


def _windows(first: int, last: int) -> tuple[Window, ...]:
    windows, year = [], first
    while year <= last:
        window = five_year_window(year)
        if window is None:
            year += 1
            continue
        windows.append(window)
        year = window[1] + 1
    return tuple(windows)


def later_windows(start: int, end: int) -> tuple[Window, ...]:
    """The five-year windows that a period runs on into after the one it begins in."""
    begins = five_year_window(start)
    if begins is None or end <= begins[1]:
        return ()
    return _windows(begins[1] + 1, min(end, begins[1] + _MOST_YEARS))


def type_place(plan_type: str | None) -> int:
    """The place of a type among :data:`PLAN_TYPES`; any other comes behind them."""
    return PLAN_TYPES.index(plan_type) if plan_type in PLAN_TYPES else len(PLAN_TYPES)


def about_periods(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings about periods and evaluations by the document that they speak of first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule.startswith(_FAMILIES) and finding.subjects:
            found.setdefault(finding.subjects[0].id, []).append(finding)
    return found
