"""Runs the rules over a graph: candidates, findings, suppression, one status per rule.

A rule that fails does not stop the others; the run is then incomplete and says so.
"""

import time
from collections.abc import Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter

from kgplan.graph.store import QueryError, Store
from kgplan.ontology import Schema
from kgplan.resources import resource
from kgplan.results import SEVERITIES, Both, Finding, RuleResult, sort_key
from kgplan.rules.findings import Draft, Names, Setting, draft_of, finding_of, slots
from kgplan.rules.rulebook import Rule, Rulebook, Suppression


@dataclass(slots=True)
class Outcome:
    """What a run of the rules gave."""

    rules: list[RuleResult]
    findings: list[Finding]

    @property
    def complete(self) -> bool:
        """No rule failed."""
        return all(rule.status != "error" for rule in self.rules)


@dataclass(slots=True)
class _Run:
    drafts: list[Draft]
    candidates: int
    seconds: float
    error: str | None = None


def run_rules(  # noqa: PLR0913 - what a run depends on
    store: Store,
    schema: Schema,
    rulebook: Rulebook,
    *,
    as_of: date,
    home: str,
    selected: Sequence[Rule] | None = None,
    parameters: Mapping[str, int] | None = None,
) -> Outcome:
    """Run ``selected`` rules (all by default) as of a day for a home district.

    Rules that can suppress a selected one run as well, so that a selection never shows what a full run would not.
    """
    chosen = list(rulebook.rules.values()) if selected is None else list(selected)
    runs: dict[str, _Run] = {}
    for rule in _in_order(chosen, rulebook):
        runs[rule.id] = _run(store, rule, {"as_of": as_of.isoformat(), "home": home, **(parameters or {})})
        kept = [draft for draft in runs[rule.id].drafts if not _suppressed(draft, runs)]
        runs[rule.id].drafts = kept
    ids = [
        value
        for rule in chosen
        for draft in runs[rule.id].drafts
        for name in _id_columns(rule)
        for value in draft.values(name)
    ]
    setting = Setting(Names.read(store, ids), schema, clauses(), as_of.isoformat(), home)
    findings = [finding_of(draft, setting) for rule in chosen for draft in runs[rule.id].drafts]
    return Outcome([_result(rule, runs[rule.id]) for rule in chosen], sorted(findings, key=sort_key))


@cache
def clauses() -> dict[str, str]:
    """Norms of the notice: clause id → key term (``data/notice/clauses.csv``)."""
    with (resource("data") / "notice" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        return {row["clause_id"]: row["key_term"] for row in DictReader(file)}


def _id_columns(rule: Rule) -> list[str]:
    """Columns that may hold ids of documents: key and subjects, and every slot of the message."""
    return [*rule.key, *rule.subjects, *slots(rule.message)]


def _in_order(chosen: Sequence[Rule], rulebook: Rulebook) -> list[Rule]:
    """The chosen rules and those that can suppress them, suppressing ones first."""
    graph: dict[str, list[str]] = {}
    waiting = [rule.id for rule in chosen]
    while waiting:
        rule = rulebook.rules[waiting.pop()]
        if rule.id not in graph:
            graph[rule.id] = sorted({s.rule for s in rule.suppressed_by if s.rule in rulebook.rules})
            waiting += graph[rule.id]
    return [rulebook.rules[name] for name in TopologicalSorter(graph).static_order()]


def _run(store: Store, rule: Rule, parameters: Mapping[str, object]) -> _Run:
    started = time.perf_counter()
    try:
        given = {**rule.parameters, **parameters}
        candidates = store.read(rule.candidates_query, given)[0]["candidates"]
        drafts = _one_per_key([draft_of(rule, row) for row in store.read(rule.query, given)])
        return _Run(drafts, candidates, time.perf_counter() - started)
    except QueryError as error:
        return _Run([], 0, time.perf_counter() - started, str(error))


def _one_per_key(drafts: Sequence[Draft]) -> list[Draft]:
    """One finding per key: of several rows the most severe, of equals the first."""
    kept: dict[tuple[str, ...], Draft] = {}
    for draft in sorted(drafts, key=lambda draft: SEVERITIES.index(draft.severity)):
        kept.setdefault(tuple(draft.key), draft)
    return list(kept.values())


def _suppressed(draft: Draft, runs: Mapping[str, _Run]) -> bool:
    return any(_applies(draft, rule, runs[rule.rule].drafts) for rule in draft.rule.suppressed_by if rule.rule in runs)


def _applies(draft: Draft, suppression: Suppression, others: Sequence[Draft]) -> bool:
    """Whether another rule's findings speak of the same thing (rules.md 0.9)."""
    fitting = [
        other
        for other in others
        if all(set(other.values(name)) & set(allowed) for name, allowed in suppression.where.items())
        and all(set(draft.values(own)) & set(other.values(theirs)) for own, theirs in suppression.same.items())
    ]
    if not suppression.every:
        return bool(fitting)
    return bool(fitting) and all(
        set(draft.values(own)) <= {value for other in fitting for value in other.values(theirs)}
        for own, theirs in suppression.every.items()
    )


def _result(rule: Rule, run: _Run) -> RuleResult:
    if run.error:
        status = "error"
    elif run.drafts:
        status = "findings"
    else:
        status = "pass" if run.candidates else "not_applicable"
    reason = Both(zh=run.error, en=run.error) if run.error else None
    return RuleResult(
        id=rule.id,
        title=rule.title,
        status=status,  # type: ignore[arg-type]
        candidates=run.candidates,
        findings=len(run.drafts),
        reason=reason,
        seconds=round(run.seconds, 3),
    )
