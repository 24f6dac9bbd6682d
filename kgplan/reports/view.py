"""The report before it has a format: what is shown, in which group, in which order — and nothing a reader may not see.

Every format is made from :func:`view`, so that they agree on each number. Open findings are
counted and grouped by family; those a person confirmed (人工确认) and those resolved since the last run have
lists of their own.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kgplan.reports import coverage, facts, labels
from kgplan.reports.redact import clean, is_classified, presentable
from kgplan.reports.today import LENGTH, todays
from kgplan.results import OPEN_STATES, OTHER_DOCUMENTS, SEVERITIES, Both, Finding, Results, Severity

FAMILIES = ("HIER", "PER", "CAT", "COORD", "APPR", "IND", "IMPL", "EVAL", "FISC", "SPAT", "DATA")
PLAN_TYPES = ("development", "special", "regional", "spatial")
STATES = (*OPEN_STATES, "waived", "resolved")
NO_BODY = ""
"""Id of the group of findings that name no responsible body."""


@dataclass(frozen=True)
class Entry:
    """One finding as shown, the bodies that find it in their own section, and what ids in its facts are called."""

    finding: Finding
    bodies: tuple[str, ...]
    names: Mapping[str, Both]

    @cached_property
    def facts(self) -> tuple[facts.Fact, ...]:
        """The facts, readable, without those that only repeat the subjects, one another or the message."""
        told = {key: value for key, value in self.finding.facts.items() if not self._repeats(key, value)}
        return facts.readable(told, self.names, self.finding.reasons, self.finding.rule)

    def _repeats(self, key: str, value: object) -> bool:
        finding, ids = self.finding, [subject.id for subject in self.finding.subjects]
        if value is None or value == "" or value == finding.facts.get(f"{key}_plan"):
            return True
        if key == "reason":
            words = [finding.reasons.get(str(code)) for code in (value if isinstance(value, list) else [value])]
            return all(word is not None and word.zh in finding.message.zh for word in words)
        if isinstance(value, list):
            return bool(value) and len(ids) > 1 and all(item in ids for item in value) and len(value) == len(ids)
        return len(ids) == 1 and value == ids[0]

    @property
    def family(self) -> str:
        """Prefix of the rule id."""
        return self.finding.rule.partition("-")[0]

    @property
    def plan_types(self) -> tuple[str, ...]:
        """Plan types of the subjects, each once."""
        return tuple(dict.fromkeys(subject.plan_type for subject in self.finding.subjects if subject.plan_type))


@dataclass(frozen=True)
class Group:
    """Findings of one family or one body."""

    id: str
    name: Both
    entries: tuple[Entry, ...]

    def count(self, severity: Severity) -> int:
        """How many are of a severity."""
        return sum(entry.finding.severity == severity for entry in self.entries)


@dataclass(frozen=True)
class View:
    """All that a report shows. ``results`` is fit to be shown already; ``names`` are those of bodies."""

    results: Results
    entries: tuple[Entry, ...]
    names: dict[str, Both]

    @cached_property
    def open(self) -> tuple[Entry, ...]:
        """Findings that ask for action, in the order of the results."""
        return tuple(entry for entry in self.entries if entry.finding.state in OPEN_STATES)

    @cached_property
    def waived(self) -> tuple[Entry, ...]:
        """Findings that a person confirmed."""
        return tuple(entry for entry in self.entries if entry.finding.state == "waived")

    @cached_property
    def resolved(self) -> tuple[Entry, ...]:
        """Findings of the last run that are gone."""
        return tuple(entry for entry in self.entries if entry.finding.state == "resolved")

    @cached_property
    def families(self) -> tuple[Group, ...]:
        """Open findings by family, in the order of the rulebook; families without findings are left out."""
        found = dict.fromkeys((*FAMILIES, *sorted({entry.family for entry in self.open})))
        groups = (
            Group(name, labels.family(name), tuple(entry for entry in self.open if entry.family == name))
            for name in found
        )
        return tuple(group for group in groups if group.entries)

    @cached_property
    def departments(self) -> tuple[Group, ...]:
        """Open findings by body, most errors first; last those that name no body."""
        found: dict[str, list[Entry]] = {}
        for entry in self.open:
            for body in entry.bodies:
                found.setdefault(body, []).append(entry)
        groups = [Group(body, self.body(body), tuple(entries)) for body, entries in found.items()]
        return tuple(sorted(groups, key=lambda group: (group.id == NO_BODY, *_weight(group), group.id)))

    @cached_property
    def today(self) -> tuple[Entry, ...]:
        """The most important open findings."""
        return self._todays[:LENGTH]

    @property
    def today_rest(self) -> int:
        """How many more would belong on today's list."""
        return len(self._todays) - len(self.today)

    @cached_property
    def _todays(self) -> tuple[Entry, ...]:
        entries = {id(entry.finding): entry for entry in self.open}
        return tuple(entries[id(finding)] for finding in todays(entry.finding for entry in self.open))

    @cached_property
    def counts(self) -> dict[tuple[Severity, str], int]:
        """(severity, state) → number of findings."""
        counted = Counter((entry.finding.severity, entry.finding.state) for entry in self.entries)
        return {(severity, state): counted[severity, state] for severity in SEVERITIES for state in STATES}

    def open_count(self, severity: Severity) -> int:
        """Number of open findings of a severity."""
        return sum(self.counts[severity, state] for state in OPEN_STATES)

    @cached_property
    def plans_in_force(self) -> tuple[tuple[Both, int], ...]:
        """Plans in force by type: (type, number). Types that the rulebook does not know come last."""
        known = self.results.plans
        kinds = (*PLAN_TYPES, *(kind for kind in known if kind not in (*PLAN_TYPES, *OTHER_DOCUMENTS)))
        return tuple((labels.plan_type(kind), known.get(kind, 0)) for kind in kinds)

    @cached_property
    def plans_other(self) -> tuple[tuple[Both, int], ...]:
        """Drafts, reference documents and all documents: (what, number)."""
        return tuple((labels.say(f"plans_{kind}"), self.results.plans.get(kind, 0)) for kind in OTHER_DOCUMENTS)

    @property
    def plans(self) -> tuple[tuple[Both, int], ...]:
        """Numbers of plans for the cover: in force and by type, then the others; nothing where nobody counted them."""
        if not self.results.plans:
            return ()
        total = sum(n for _, n in self.plans_in_force)
        return ((labels.say("plans_in_force"), total), *self.plans_in_force, *self.plans_other)

    @cached_property
    def rule_titles(self) -> dict[str, Both]:
        """Titles of all rules that ran or have findings."""
        stated = {rule.id: rule.title for rule in self.results.rules if rule.title}
        return {entry.finding.rule: entry.finding.title for entry in self.entries} | stated

    @cached_property
    def not_evaluated(self) -> list[str]:
        """Ids of rules that did not run, or in part only."""
        return coverage.not_evaluated(self.results)

    @cached_property
    def registers(self) -> list[coverage.RegisterLine]:
        """The registers, each in one line."""
        return coverage.registers(self.results)

    @cached_property
    def coverage(self) -> Both:
        """The sentence on coverage."""
        return coverage.sentence(self.results)

    @cached_property
    def banner(self) -> Both | None:
        """What an incomplete run says of itself; None for a complete one."""
        if self.results.status == "complete":
            return None
        rules = coverage.failed(self.results)
        if not rules:
            return labels.say("banner_incomplete_unnamed")
        return labels.say_with("banner_incomplete", rules=labels.join(map(labels.same, rules)))

    def body(self, body: str) -> Both:
        """Name of a body; its id where nobody names it."""
        return labels.say("department_none") if body == NO_BODY else self.names.get(body, labels.same(body))

    def acting(self, entry: Entry) -> Both | None:
        """The bodies that have to act, None where none is stated or none may be shown."""
        finding = entry.finding
        if finding.acts_names:
            return finding.acts_names
        return labels.join(self.body(body) for body in finding.acts) if finding.acts else None


def view(results: Results) -> View:
    """What of the results a report shows."""
    shown = presentable(results)
    bodies = labels.body_names(shown.findings)
    names = {**bodies, **labels.document_names(shown.findings)}
    entries = (
        Entry(item, tuple(map(clean, _bodies(original))) or (NO_BODY,), labels.names_in(item, names))
        for original, item in zip(results.findings, shown.findings, strict=True)
    )
    return View(shown, tuple(entries), bodies)


def _bodies(finding: Finding) -> tuple[str, ...]:
    """The acting bodies and the lead of the plan that the finding is about (its first subject).

    A classified plan never stands in the section of another department (reports 1.7): its finding goes to the
    lead of all its classified plans, or nowhere.
    """
    if is_classified(finding):
        leads = {subject.lead for subject in finding.subjects if subject.classified}
        only = leads.pop() if len(leads) == 1 else None
        return (only,) if only else ()
    lead = finding.subjects[0].lead if finding.subjects else None
    return tuple(dict.fromkeys([*finding.acts, *([lead] if lead else [])]))


def _weight(group: Group) -> tuple[int, ...]:
    return tuple(-group.count(severity) for severity in SEVERITIES)
