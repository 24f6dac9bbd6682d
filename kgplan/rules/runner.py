"""Runs the rules over a graph: candidates, registers, findings, suppression, one status per rule.

A rule that fails does not stop the others; the run is then incomplete and says so. A rule none of whose subjects has
its register is skipped: absence says nothing there.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from graphlib import TopologicalSorter

from kgplan.graph.statements import units_of
from kgplan.graph.store import QueryError, Store
from kgplan.ontology import Schema
from kgplan.results import SEVERITIES, Both, Coverage, Finding, RuleResult, RuleStatus, sort_key
from kgplan.rules.findings import Draft, Names, Setting, draft_of, finding_of, mentioned
from kgplan.rules.norms import norms
from kgplan.rules.registers import Register, Registers, Subjects, as_parameter, not_run
from kgplan.rules.rulebook import Rule, Rulebook, RuleFaultError, Suppression
from kgplan.texts import LANGS, text


@dataclass(slots=True)
class Outcome:
    """What a run of the rules gave."""

    rules: list[RuleResult]
    findings: list[Finding]
    coverage: list[Coverage] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """No rule failed."""
        return all(rule.status != "error" for rule in self.rules)


@dataclass(slots=True)
class _Run:
    drafts: list[Draft]
    subjects: Subjects
    seconds: float
    error: Both | None = None


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

    Rules that can suppress a selected one run as well, and a rule about registers hears what all rules needed, so that
    a selection never shows what a full run would not. Coverage speaks of the selected rules alone.
    """
    chosen = list(rulebook.rules.values()) if selected is None else list(selected)
    given = {"as_of": as_of.isoformat(), "home": home, **(parameters or {})}
    registers = Registers.read(store)
    runs: dict[str, _Run] = {}
    for rule in _in_order(chosen, rulebook):
        own = given
        if rule.about_registers:
            needed = _needed(store, rulebook, given, registers, runs)
            own = {**given, "registers": as_parameter(registers.coverage(needed, schema), needed)}
        run = runs[rule.id] = _run(store, rule, own, registers)
        run.drafts = [draft for draft in run.drafts if not _suppressed(draft, runs)]
    ids = (value for rule in chosen for draft in runs[rule.id].drafts for value in mentioned(draft.row))
    setting = Setting(
        Names.read(store, schema, ids), schema, units_of(store, schema), clauses(), as_of.isoformat(), home
    )
    findings = [finding_of(draft, setting) for rule in chosen for draft in runs[rule.id].drafts]
    return Outcome(
        [_result(rule, runs[rule.id], registers, schema) for rule in chosen],
        sorted(findings, key=sort_key),
        registers.coverage({rule.id: runs[rule.id].subjects.needed for rule in chosen}, schema),
    )


@cache
def clauses() -> dict[str, str]:
    """Norms of the notice: clause id → key term (``data/notice/clauses.csv``)."""
    return {norm.id: norm.key_term for norm in norms().values()}


def _in_order(chosen: Sequence[Rule], rulebook: Rulebook) -> list[Rule]:
    """The chosen rules and those that can suppress them: suppressing ones first, those about registers last."""
    graph: dict[str, list[str]] = {}
    waiting = [rule.id for rule in chosen]
    while waiting:
        rule = rulebook.rules[waiting.pop()]
        if rule.id not in graph:
            graph[rule.id] = sorted({s.rule for s in rule.suppressed_by if s.rule in rulebook.rules})
            waiting += graph[rule.id]
    ordered = [rulebook.rules[name] for name in TopologicalSorter(graph).static_order()]
    return sorted(ordered, key=lambda rule: rule.about_registers)


def _subjects(store: Store, rule: Rule, given: Mapping[str, object], registers: Registers) -> Subjects:
    return registers.subjects(rule, store.read(rule.candidates_query, {**rule.parameters, **given}))


def _needed(
    store: Store, rulebook: Rulebook, given: Mapping[str, object], registers: Registers, runs: Mapping[str, _Run]
) -> dict[str, frozenset[Register]]:
    """The registers that the subjects of every rule need, of those that did not run as well."""
    needed = {}
    for rule in rulebook.rules.values():
        if rule.registers:
            try:
                found = runs[rule.id].subjects if rule.id in runs else _subjects(store, rule, given, registers)
                needed[rule.id] = found.needed
            except (QueryError, RuleFaultError):
                # Asked to run, it would end in an error; what it needs is then as unknown as here.
                continue
    return needed


def _run(store: Store, rule: Rule, given: Mapping[str, object], registers: Registers) -> _Run:
    started = time.perf_counter()
    subjects = Subjects(0, frozenset())
    error = None
    drafts: list[Draft] = []
    try:
        subjects = _subjects(store, rule, given, registers)
        if subjects.judged or not rule.registers:
            rows = store.read(rule.query, {**rule.parameters, **given})
            drafts = _one_per_key([draft_of(rule, row) for row in registers.uphold(rule, rows)])
    except QueryError as failure:
        subjects, error = Subjects(0, frozenset()), Both(zh=str(failure), en=str(failure))
    except RuleFaultError as fault:
        words = {lang: text(lang, "rules.fault", path=rule.path.name, name=fault) for lang in LANGS}
        subjects, error = Subjects(0, frozenset()), Both(**words)
    return _Run(drafts, subjects, time.perf_counter() - started, error)


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


def _result(rule: Rule, run: _Run, registers: Registers, schema: Schema) -> RuleResult:
    status: RuleStatus
    reason = run.error
    missing = registers.missing(run.subjects.needed)
    if run.error:
        status = "error"
    elif run.drafts:
        status = "findings"
    elif run.subjects.judged:
        status = "pass"
    elif missing:
        status, reason = "skipped", not_run(missing, schema)
    else:
        status = "not_applicable"
    return RuleResult(
        id=rule.id,
        title=rule.title,
        status=status,
        candidates=run.subjects.judged,
        findings=len(run.drafts),
        reason=reason,
        seconds=round(run.seconds, 3),
    )
