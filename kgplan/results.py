"""The results of a run: one model from which every report, sheet and picture is made.

The shape is the contract ``kgplan-results/1``; :func:`json_schema` publishes it and :func:`to_json` writes it.
The same data and day give the same bytes but for ``run_id``, ``started_at`` and the ``seconds``.
"""

import hashlib
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_ID = "kgplan-results/1"
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
RuleStatus = Literal["pass", "findings", "not_applicable", "skipped", "error"]
OTHER_DOCUMENTS = ("draft", "reference", "documents")
"""Counts of ``Results.plans`` that are not of plans in force by type."""
State = Literal["new", "persisting", "returned", "resolved", "waived"]
OPEN_STATES: tuple[State, ...] = ("new", "returned", "persisting")
"""The states that ask for action."""
SEPARATOR = "；"
"""Between the ids of a key in one cell."""
WaiverStatus = Literal["used", "expiring", "expired", "lapsed", "unused", "not_yet"]


class Model(BaseModel):
    """Base of all result models: unknown fields are a defect, not data."""

    model_config = ConfigDict(extra="forbid")


class Both(Model):
    """One text in Chinese and English."""

    zh: str
    en: str


class TableCount(Model):
    """Rows of one exchange table over all files."""

    read: int
    loaded: int
    rejected: int


class RejectedRow(Model):
    """A row that could not be used. ``row`` counts from 1 with the header, as a spreadsheet shows it."""

    file: str
    sheet: str | None
    row: int
    column: str | None
    value: str | None
    reason: Both


class Input(Model):
    """What was read and what was refused."""

    tables: dict[str, TableCount] = Field(default_factory=dict)
    rejected: list[RejectedRow] = Field(default_factory=list)
    notes: list[Both] = Field(default_factory=list)


class RuleResult(Model):
    """How one rule fared. ``candidates`` is the denominator: how many subjects the rule looked at."""

    id: str
    status: RuleStatus
    title: Both | None = None
    candidates: int
    findings: int
    reason: Both | None = None
    seconds: float


class Coverage(Model):
    """One register and cycle (or year): complete or not, and the rules that could not run without it."""

    register_: str = Field(alias="register")
    key: str
    complete: bool
    rules_not_run: list[str]

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Subject(Model):
    """A document that a finding is about. ``period`` is [first year, last year], null where not known."""

    id: str
    title: str
    title_en: str | None = None
    plan_type: str | None
    level: str | None
    lead: str | None
    lead_name: str | None = None
    stage: str | None
    period: tuple[int | None, int | None]
    classified: bool = False


class Clause(Model):
    """A norm of the notice: id of ``data/notice/clauses.csv`` and a short quotation of its key term."""

    id: str
    key_term: str


class Evidence(Model):
    """Where a fact was read."""

    file: str
    sheet: str | None
    row: int | None


class Waiver(Model):
    """人工确认 of a finding."""

    by: str
    on: str
    reason: str
    until: str | None
    doc_no: str | None = None


class WaiverUse(Waiver):
    """A waiver of the register and what became of it on the as-of day.

    ``used`` and ``expiring`` (soon over) hold a finding; ``expired``, ``lapsed`` (the facts changed after the
    decision), ``not_yet`` (decided for a later day) and ``unused`` (no such finding) hold none.
    """

    rule: str
    key: list[str]
    status: WaiverStatus
    evidence: Evidence | None = None


class Change(Model):
    """Something that is no longer as it was: ``what`` it is, and how it read before and after (null: not there)."""

    what: Both
    before: Both | None
    after: Both | None


class RunSummary(Model):
    """One run in the row of runs. ``open``: severity → findings that ask for action; ``states``: state → findings."""

    run_id: str
    as_of: str
    started_at: str
    seconds: float
    status: Literal["complete", "incomplete", "failed"]
    data_sha256: str | None = None
    rulebook_version: str | None = None
    plans: int | None = None
    open: dict[Severity, int] = Field(default_factory=dict)
    states: dict[State, int] = Field(default_factory=dict)
    why: Both | None = None


class Compared(Model):
    """The run that states of findings refer to, the days without a run since, and the last runs, newest last."""

    previous: RunSummary
    missed: list[str] = Field(default_factory=list)
    runs: list[RunSummary] = Field(default_factory=list)


class Finding(Model):
    """One finding. ``key`` is what makes it the same finding tomorrow; ``facts`` are exact decimals as text.

    Facts hold ids and codes; ``names`` says what the data calls the ids, ``reasons`` how the rule words its reasons.
    ``changed_on`` is the last day on which its facts were others than the day before, ``changes`` what became other
    in this run; of a resolved finding ``changes`` says what the data says of its subjects now. Not ``checked``: its
    rule or register was not there today, so that nothing is known but the last finding.
    """

    rule: str
    severity: Severity
    key: list[str]
    fingerprint: str
    state: State = "new"
    subjects: list[Subject]
    title: Both
    message: Both
    remedy: Both
    clauses: list[Clause]
    facts: dict[str, Any]
    names: dict[str, Both] = Field(default_factory=dict, description="what ids in the facts are called")
    reasons: dict[str, Both] = Field(default_factory=dict, description="the reasons of the facts in words")
    evidence: list[Evidence]
    acts: list[str] = Field(default_factory=list, description="ids of the bodies that have to act")
    acts_names: Both | None = None
    draft: bool
    first_seen: str
    last_seen: str
    changed_on: str | None = None
    changes: list[Change] = Field(default_factory=list)
    resolved_on: str | None = None
    checked: bool = True
    waiver: Waiver | None = None


class Share(Model):
    """The sum of a target's shares in one dimension beside the total: exact decimals as text."""

    dimension: str
    complete: bool
    sum: str | None
    total: str | None
    unit: str | None
    verdict: str


Mark = Literal["looser", "stricter", "incomparable", "rounding", "equal"]
MARKS: dict[Mark, str] = {"looser": "▼", "stricter": "▲", "incomparable": "?", "rounding": "≈", "equal": "＝"}
"""The sign of each mark, the same in tables and pictures."""


class IndicatorRow(Model):
    """What one plan states of an indicator, or (``allocated``) what a superior plan allots to the district.

    ``mark``: how it lies to what binds it; null where nothing does.
    """

    statement: str
    plan: str
    title: Both
    level: str | None
    plan_type: str | None
    allocated: bool
    draft: bool
    classified: bool
    text: str
    unit: str | None
    year: int | None
    canonical: str | None
    nature: str | None
    base: str | None
    mark: Mark | None

    @property
    def written(self) -> str:
        """The value as written, with its unit."""
        return f"{self.text} {self.unit}" if self.unit else self.text


class IndicatorBlock(Model):
    """A binding indicator of the district, year by year and plan by plan; ``unit`` is that of the canonical values."""

    indicator: str
    name: Both
    unit: str | None
    rows: list[IndicatorRow]
    sums: list[Share]


class PeriodRow(Model):
    """A plan of the district with its period, and the rules about periods and evaluation that speak of it."""

    plan: str
    title: Both
    plan_type: str | None
    level: str | None
    start: int
    end: int
    near: int | None
    draft: bool
    classified: bool
    rules: list[str]


class Results(Model):
    """One run: one as-of day, one snapshot of the data."""

    schema_: Literal["kgplan-results/1"] = Field(default="kgplan-results/1", alias="schema")
    kgplan_version: str
    rulebook_version: str
    as_of: str
    home: str
    home_name: str | None = None
    run_id: str
    started_at: str
    seconds: float
    store: str
    data_sha256: str
    status: Literal["complete", "incomplete"]
    plans: dict[str, int] = Field(
        default_factory=dict,
        description="plans of the home district in force by type (development, special, regional, spatial), "
        "'draft', 'reference' (documents of other jurisdictions) and 'documents' (all)",
    )
    input: Input
    rules: list[RuleResult]
    coverage: list[Coverage]
    findings: list[Finding]
    indicators: list[IndicatorBlock] = Field(default_factory=list)
    periods: list[PeriodRow] = Field(default_factory=list)
    waivers: list[WaiverUse] = Field(default_factory=list)
    compared: Compared | None = None

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    @property
    def open(self) -> list[Finding]:
        """Findings that ask for action: neither waived nor resolved."""
        return [finding for finding in self.findings if finding.state in OPEN_STATES]

    def count(self, severity: Severity) -> int:
        """Number of open findings of a severity."""
        return sum(finding.severity == severity for finding in self.open)


def fingerprint(rule: str, key: list[str]) -> str:
    """16 hex digits that stay the same for the same rule and key on every night."""
    return hashlib.sha256("\x1f".join([rule, *key]).encode()).hexdigest()[:16]


def sort_key(finding: Finding) -> tuple[int, str, list[str]]:
    """The fixed order of findings: severity, rule, key."""
    return SEVERITIES.index(finding.severity), finding.rule, finding.key


def to_json(results: Results) -> str:
    """The results as the contract's JSON, indented, UTF-8, with a final newline."""
    return results.model_dump_json(indent=2, by_alias=True) + "\n"


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of the results (``docs/results.schema.json``)."""
    return Results.model_json_schema(by_alias=True)
