"""Today's findings beside those of the last run: new, persisting, returned, changed, resolved, waived.

Only a rule that ran, over registers that are complete, can say that a finding is gone. What could not be checked today
stays as it was and says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from kgplan.history.memory import RUNS, Memory, Remembered, Snapshot
from kgplan.history.snapshot import differences
from kgplan.reports import facts
from kgplan.results import OTHER_DOCUMENTS, SEVERITIES, Both, Change, Compared, Finding, Results, RunSummary, sort_key
from kgplan.rules.registers import Register, named
from kgplan.rules.rulebook import Rulebook
from kgplan.schema import Schema
from kgplan.texts import LANGS, both

_RAN = frozenset({"pass", "findings", "not_applicable"})
_SILENT = frozenset({"register", "reason"})
"""Facts that are words about others."""

Snapshots = Callable[[Iterable[str]], Snapshot]
"""Reads what the data states of documents now."""


def follow_up(  # noqa: PLR0913 - two runs and what is known of both
    results: Results,
    memory: Memory | None,
    waive: Callable[[Mapping[str, str]], None],
    *,
    rulebook: Rulebook,
    schema: Schema,
    snapshots: Snapshots,
    between: Sequence[RunSummary] = (),
) -> Memory:
    """Give every finding of ``results`` its state against ``memory``, add those that are resolved or could not be
    checked, apply the waivers, and return the memory up to and with this run.

    ``waive`` applies them, told on which day the facts of a finding last changed (by fingerprint), which only the
    memory knows.
    ``between``: runs since the one of ``memory`` that gave no report.
    """
    kept = dict(memory.findings) if memory else {}
    for finding in results.findings:
        if before := kept.get(finding.fingerprint):
            _against(finding, before.finding, results.as_of, rulebook)
    found = {finding.fingerprint for finding in results.findings}
    left = [old for name, old in kept.items() if name not in found and not old.finding.resolved_on]
    ids = {subject.id for finding in results.findings for subject in finding.subjects}
    now = snapshots(ids.union(*(old.subjects for old in left)))
    checked = _checked(results, rulebook, schema)
    for old in left:
        gone = checked(old.finding)
        results.findings.append(_resolved(old, memory, results, now, schema) if gone else _unchecked(old.finding))
    changed_on = {finding.fingerprint: finding.changed_on for finding in results.findings if finding.changed_on}
    waive(changed_on)
    for finding in results.findings:
        before = kept.get(finding.fingerprint)
        if finding.state == "persisting" and before and before.finding.state == "waived":
            finding.state = "returned"  # its waiver is over
    results.findings.sort(key=sort_key)
    for finding in results.findings:
        unchecked = kept.get(finding.fingerprint) if not finding.checked else None
        subjects = {subject.id: now[subject.id] for subject in finding.subjects if subject.id in now}
        kept[finding.fingerprint] = Remembered(
            finding=finding.model_copy(deep=True), subjects=unchecked.subjects if unchecked else subjects
        )
    runs = [*(memory.runs if memory else ()), *between, summary(results)][-RUNS:]
    if memory:
        results.compared = Compared(previous=memory.run, missed=_missed(memory.run, between, results), runs=runs)
    return Memory(runs=runs, findings=kept)


def _missed(previous: RunSummary, between: Iterable[RunSummary], results: Results) -> list[str]:
    """The days since the last report on which nothing ran at all."""
    ran = {run.as_of for run in between}
    first, last = date.fromisoformat(previous.as_of), date.fromisoformat(results.as_of)
    days = ((first + timedelta(days=number)).isoformat() for number in range(1, (last - first).days))
    return [day for day in days if day not in ran]


def _against(finding: Finding, before: Finding, day: str, rulebook: Rulebook) -> None:
    finding.first_seen = before.first_seen
    finding.changed_on = before.changed_on
    finding.state = "returned" if before.resolved_on else "persisting"
    finding.changes = fact_changes(before, finding, rulebook)
    if finding.changes:
        finding.changed_on = day


def fact_changes(before: Finding, after: Finding, rulebook: Rulebook) -> list[Change]:
    """Facts that are others than they were, apart from those that every new day changes."""
    rule = rulebook.rules.get(after.rule)
    silent = _SILENT | set(rule.counting if rule else ())
    changes = []
    if before.severity != after.severity:
        what = Both(**both("history.severity"))
        changes.append(Change(what=what, before=_severity(before), after=_severity(after)))
    for name in sorted(before.facts.keys() | after.facts.keys()):
        if name not in silent and before.facts.get(name) != after.facts.get(name):
            changes.append(Change(what=facts.label(name), before=_fact(before, name), after=_fact(after, name)))
    if before.reasons.keys() != after.reasons.keys():
        changes.append(Change(what=facts.label("reason"), before=_reasons(before), after=_reasons(after)))
    return changes


def _checked(results: Results, rulebook: Rulebook, schema: Schema) -> Callable[[Finding], bool]:
    ran = {rule.id for rule in results.rules if rule.status in _RAN}
    complete = [Register(entry.register_, entry.key) for entry in results.coverage if entry.complete]
    names = {name.zh for name in named(complete, schema)}

    def checked(finding: Finding) -> bool:
        registers = [name["zh"] for name in finding.facts.get("register") or ()]
        left_the_rulebook = finding.rule not in rulebook.rules
        return left_the_rulebook or (finding.rule in ran and all(name in names for name in registers))

    return checked


def _resolved(old: Remembered, memory: Memory | None, results: Results, now: Snapshot, schema: Schema) -> Finding:
    """The finding that is gone, with what changed: of its subjects, or else what can have done it."""
    finding = old.finding.model_copy(deep=True)
    finding.state, finding.waiver, finding.resolved_on, finding.checked = "resolved", None, results.as_of, True
    finding.changes = differences(old.subjects, now, schema)
    if not finding.changes and memory:
        before = memory.run
        cause = (
            "history.rulebook"
            if before.rulebook_version != results.rulebook_version
            else "history.day"
            if before.data_sha256 == results.data_sha256
            else "history.elsewhere"
        )
        finding.changes = [Change(what=Both(**both(cause)), before=None, after=None)]
    return finding


def _unchecked(before: Finding) -> Finding:
    finding = before.model_copy(deep=True)
    finding.state, finding.checked, finding.waiver, finding.changes = "persisting", False, None, []
    return finding


def summary(results: Results) -> RunSummary:
    """One run in a line."""
    counted = Counter(finding.state for finding in results.findings)
    return RunSummary(
        run_id=results.run_id,
        as_of=results.as_of,
        started_at=results.started_at,
        seconds=results.seconds,
        status=results.status,
        data_sha256=results.data_sha256,
        rulebook_version=results.rulebook_version,
        plans=sum(number for kind, number in results.plans.items() if kind not in OTHER_DOCUMENTS),
        open={severity: results.count(severity) for severity in SEVERITIES},
        states=dict(counted),
    )


def _fact(finding: Finding, name: str) -> Both | None:
    shown = facts.readable({name: finding.facts.get(name)}, finding.names, finding.reasons, finding.rule)
    return Both(**{lang: facts.value_text(shown[0].value, lang) for lang in LANGS}) if shown else None


def _severity(finding: Finding) -> Both:
    return Both(**both(f"report.severity_{finding.severity}"))


def _reasons(finding: Finding) -> Both | None:
    words = list(finding.reasons.values())
    return Both(zh="；".join(word.zh for word in words), en="; ".join(word.en for word in words)) if words else None
