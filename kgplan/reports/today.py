"""Today's list on the cover: what a leader should see first (rulebook, reports 1.1)."""

from collections import Counter
from collections.abc import Iterable

from kgplan.results import SEVERITIES, Finding

LENGTH = 10
OF_ONE_RULE = 3

# Topics by rule, in the order of the list: conflicts of binding targets, broken links, overdue matters.
_CONFLICT = {"IND-001", "IND-002", "IND-005", "IND-006", "IND-007", "IMPL-004"}
_BROKEN_LINK = {"DATA-001", *(f"HIER-{n:03}" for n in range(1, 13))}
_ABOVE = {"national", "municipal", "prefecture"}
"""Levels whose plans others than the district can mend."""
_OVERDUE = {"PER-002", "PER-005", "EVAL-001", "EVAL-002", "EVAL-003", "IMPL-002", "APPR-003"}


def todays(findings: Iterable[Finding]) -> list[Finding]:
    """All open findings that belong on the list, most important first; the cover shows :data:`LENGTH` of them.

    New errors, then conflicts of binding targets, broken links, other errors, overdue matters. Within each the
    conflicts, links and overdue matters come in this order, errors before warnings, the district's own plans before
    those of others, else the order of the results. Of one rule at most :data:`OF_ONE_RULE` stand among the first, so
    that many alike do not hide the rest. Hints (info) never belong here.
    """
    ordered = sorted((finding for finding in findings if _place(finding) is not None), key=_order)
    met: Counter[str] = Counter()
    first: list[Finding] = []
    later: list[Finding] = []
    for finding in ordered:
        met[finding.rule] += 1
        (first if met[finding.rule] <= OF_ONE_RULE else later).append(finding)
    return first + later


def _topic(rule: str) -> int:
    topics = (_CONFLICT, _BROKEN_LINK, _OVERDUE)
    return next((place for place, rules in enumerate(topics) if rule in rules), len(topics))


def _place(finding: Finding) -> int | None:
    error = finding.severity == "error"
    if finding.severity == "info":
        return None
    if error and finding.state == "new":
        return 0
    topic = _topic(finding.rule)
    if topic < 2:
        return topic + 1
    if error:
        return 3
    return 4 if topic == 2 else None


def _order(finding: Finding) -> tuple[int, int, int, bool]:
    others = bool(finding.subjects) and finding.subjects[0].level in _ABOVE
    return _place(finding) or 0, _topic(finding.rule), SEVERITIES.index(finding.severity), others
