"""This run beside earlier ones, in words and as a picture: what changed, since when, and what became of waivers."""

from collections.abc import Sequence
from dataclasses import dataclass

from kgplan.reports import labels
from kgplan.results import SEVERITIES, Both, Change, Finding, Results, RunSummary

HEIGHT = 120
"""Height of the tallest column of the trend."""
STEP = 10
"""From one run of the trend to the next."""
_DAYS_SHOWN = 5


def change(one: Change) -> Both:
    """What became other: 规划期止：2025 → 2030."""
    if one.before is None and one.after is None:
        return one.what
    nothing = labels.say("change_none")
    return labels.say_with("change", what=one.what, before=one.before or nothing, after=one.after or nothing)


def changes(finding: Finding) -> list[Both]:
    """What became other in a finding's facts, or in the data of a finding that is gone."""
    return [change(one) for one in finding.changes]


def since(finding: Finding) -> Both:
    """When a finding was first and last made, when its facts changed, when it was gone."""
    parts = [labels.say("since_seen", first=finding.first_seen, last=finding.last_seen)]
    if finding.changed_on:
        parts.append(labels.say("since_changed", day=finding.changed_on))
    if finding.resolved_on and finding.state == "resolved":
        parts.append(labels.say("since_resolved", day=finding.resolved_on))
    return labels.sequence(parts, labels.say("between"))


def compared(results: Results) -> Both:
    """What the states of findings refer to, and the nights without a run in between."""
    if results.compared is None:
        return labels.say("compared_first")
    previous, missed = results.compared.previous, results.compared.missed
    parts = [labels.say_with("compared", day=labels.day(previous.as_of))]
    if missed:
        days = labels.join(map(labels.same, missed[:_DAYS_SHOWN]))
        more = "compared_missed" if len(missed) <= _DAYS_SHOWN else "compared_missed_more"
        parts.append(labels.say_with(more, n=labels.same(len(missed)), days=days))
    failed = [run for run in results.compared.runs if run.status == "failed" and run.as_of > previous.as_of]
    if failed:
        parts.append(labels.say_with("compared_failed", days=labels.join(labels.same(run.as_of) for run in failed)))
    return labels.sequence(parts, labels.same(""))


@dataclass(frozen=True, slots=True)
class Column:
    """One run of the trend: its place, its parts from the bottom up as (severity, top, height), and what it says."""

    x: int
    parts: tuple[tuple[str, float, float], ...]
    run: RunSummary
    words: Both


def trend(results: Results) -> Sequence[Column]:
    """The last runs as columns of open findings; a failed one has none. Empty without a run to compare with."""
    runs = results.compared.runs if results.compared else []
    most = max((sum(run.open.values()) for run in runs), default=0)
    return [_column(place, run, most) for place, run in enumerate(runs)]


def _column(place: int, run: RunSummary, most: int) -> Column:
    parts, floor = [], float(HEIGHT)
    for severity in SEVERITIES:
        height = round(HEIGHT * run.open.get(severity, 0) / most, 2) if most else 0
        floor = round(floor - height, 2)
        if height:
            parts.append((severity, floor, height))
    return Column(place * STEP, tuple(parts), run, _words(run))


def _words(run: RunSummary) -> Both:
    if run.status == "failed":
        return labels.say("trend_failed", day=run.as_of)
    told = {severity: run.open.get(severity, 0) for severity in SEVERITIES}
    return labels.say(f"trend_{run.status}", day=run.as_of, **told)
