"""Waivers (人工确认): findings that a person settled. They are shown and counted, never hidden.

A waiver holds a finding from the day of the decision until its last day, and only while the facts of the finding are
those that were decided on (reports.md 1.8 of the rulebook).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kgplan.graph.store import Record, Store
from kgplan.results import SEPARATOR, Evidence, Finding, Results, Waiver, WaiverStatus, WaiverUse

SOON_DAYS = 30
"""A waiver with no more days left than this is told to be expiring: a default of kgplan, not in the notice."""
_SPLIT = re.compile(r"[;；、\n]")
_HOLDING: tuple[WaiverStatus, ...] = ("used", "expiring")

_STATED = """
MATCH (w:Waiver)
OPTIONAL MATCH (s:Source {id: w.source})
RETURN w.rule AS rule, w.key AS key, w.by AS by, toString(w.on) AS on, w.reason AS reason,
       toString(w.until) AS until, w.doc_no AS doc_no,
       coalesce(s.file, w.source) AS file, s.sheet AS sheet, w.row AS row
ORDER BY rule, key
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """A waiver as its row states it; ``key`` is the cell, split at its separators."""

    rule: str
    key: tuple[str, ...]
    waiver: Waiver
    evidence: Evidence | None

    def fits(self, finding: Finding) -> bool:
        """Whether it speaks of this finding, by the ids of its key in their order (in any where the rule has none)
        or by its fingerprint."""
        if self.rule != finding.rule:
            return False
        return self.key == (finding.fingerprint,) or list(self.key) == _spelled(finding) or self._sorted(finding)

    def _sorted(self, finding: Finding) -> bool:
        spelled = _spelled(finding)
        return spelled == sorted(spelled) == sorted(self.key)


def _spelled(finding: Finding) -> list[str]:
    """The key as a cell would be split: an id may itself hold a separator."""
    return list(split_key(SEPARATOR.join(finding.key)))


def split_key(cell: str) -> tuple[str, ...]:
    """The ids of a cell: apart by ； ; 、 or line ends."""
    return tuple(part.strip() for part in _SPLIT.split(cell) if part.strip())


def stated_of(row: Record) -> Stated:
    """A waiver from its cells."""
    evidence = Evidence(file=row["file"], sheet=row["sheet"], row=row["row"]) if row.get("file") else None
    waiver = Waiver(
        by=row["by"], on=str(row["on"]), reason=row["reason"], until=row.get("until"), doc_no=row.get("doc_no")
    )
    return Stated(str(row["rule"]).strip().upper(), split_key(str(row["key"])), waiver, evidence)


def apply_waivers(results: Results, store: Store, changed_on: Mapping[str, str] | None = None) -> None:
    """Mark the findings that a waiver of the graph holds on the day of the results; say what became of every waiver.

    ``changed_on``: fingerprint → the last day on which the facts of a finding changed, as the memory knows it.
    """
    day = date.fromisoformat(results.as_of)
    by_rule: dict[str, list[Finding]] = {}
    for finding in results.findings:
        if finding.state != "resolved":
            by_rule.setdefault(finding.rule, []).append(finding)
    results.waivers = []
    for stated in map(stated_of, store.read(_STATED)):
        found = next((finding for finding in by_rule.get(stated.rule, ()) if stated.fits(finding)), None)
        status = _status(stated.waiver, found, day, changed_on or {})
        if found and status in _HOLDING and found.state != "waived":
            found.state, found.waiver = "waived", stated.waiver
        results.waivers.append(
            WaiverUse(
                **stated.waiver.model_dump(),
                rule=stated.rule,
                key=list(stated.key),
                status=status,
                evidence=stated.evidence,
            )
        )


def _status(waiver: Waiver, found: Finding | None, day: date, changed_on: Mapping[str, str]) -> WaiverStatus:
    today = day.isoformat()
    if waiver.until and waiver.until < today:
        return "expired"
    if waiver.on > today:
        return "not_yet"
    if found is None:
        return "unused"
    if changed_on.get(found.fingerprint, "") > waiver.on:
        return "lapsed"
    soon = (day + timedelta(days=SOON_DAYS)).isoformat()
    return "expiring" if waiver.until and waiver.until <= soon else "used"
