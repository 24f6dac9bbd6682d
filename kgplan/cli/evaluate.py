"""One run over an open graph: rules, counts and input put together as results."""

import time
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime

from kgplan import __version__
from kgplan.cli.data import Opened, home_of, require_complete
from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.contradictions import contradictions
from kgplan.history.waivers import apply_waivers
from kgplan.results import Both, Input, RejectedRow, Results, TableCount
from kgplan.rules.overview import indicator_blocks, period_rows
from kgplan.rules.rulebook import Rule, Rulebook
from kgplan.rules.runner import run_rules
from kgplan.sources.model import Dataset

_COUNTS = """
MATCH (d:Document)
RETURN count(d) AS documents,
       count(CASE WHEN d.home IS NULL OR d.home <> $home THEN 1 END) AS reference,
       count(CASE WHEN d.doc_kind = 'plan' AND d.home = $home AND d.draft THEN 1 END) AS draft
"""
_IN_FORCE = """
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to AND p.plan_type IS NOT NULL
RETURN p.plan_type AS plan_type, count(p) AS plans
"""


def evaluate(data: Opened, rulebook: Rulebook, *, as_of: date, home: str | None, selected: Sequence[Rule]) -> Results:
    """Run the selected rules over the open graph and apply its waivers."""
    results = as_found(data, rulebook, as_of=as_of, home=home, selected=selected)
    apply_waivers(results, data.store)
    return results


def as_found(data: Opened, rulebook: Rulebook, *, as_of: date, home: str | None, selected: Sequence[Rule]) -> Results:
    """Run the selected rules over the open graph; every finding is new, whatever waivers and nights before say."""
    started, clock = datetime.now(UTC), time.perf_counter()
    home_id, home_name = home_of(home, data)
    digest = require_complete(data.store, data.store.name)
    outcome = run_rules(
        data.store,
        data.schema,
        rulebook,
        as_of=as_of,
        home=home_id,
        selected=selected,
        parameters=data.settings.parameters,
    )
    counts, put_in = _counts(data, as_of, home_id), _input(data)
    day = as_of.isoformat()
    blocks = indicator_blocks(data.store, home_id, day)
    periods = period_rows(data.store, home_id, day, outcome.findings)
    if require_complete(data.store, data.store.name) != digest:
        raise UserError("store.changed_meanwhile", exit_code=EXIT_FAILED)
    return Results(
        kgplan_version=__version__,
        rulebook_version=rulebook.version,
        as_of=as_of.isoformat(),
        home=home_id,
        home_name=home_name,
        run_id=uuid.uuid4().hex,
        started_at=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock, 3),
        store=data.store.name,
        data_sha256=digest,
        status="complete" if outcome.complete else "incomplete",
        plans=counts,
        input=put_in,
        rules=outcome.rules,
        coverage=outcome.coverage,
        findings=outcome.findings,
        indicators=blocks,
        periods=periods,
    )


def _counts(data: Opened, as_of: date, home: str) -> dict[str, int]:
    parameters = {"home": home, "as_of": as_of.isoformat()}
    counts = dict.fromkeys((code.code for code in data.schema.code_lists["plan_type"].codes), 0)
    counts |= {row["plan_type"]: row["plans"] for row in data.store.read(_IN_FORCE, parameters)}
    return counts | data.store.read(_COUNTS, parameters)[0]


def _input(data: Opened) -> Input:
    tables = {
        table: TableCount(read=tally.read, loaded=tally.loaded, rejected=tally.rejected)
        for table, tally in sorted((data.report.tables if data.report else {}).items())
        if tally.read
    }
    told = [note for dataset in data.datasets for note in dataset.notes]
    notes = [Both(**note) for note in [*told, *contradictions(data.store, data.schema)]]
    return Input(tables=tables, rejected=rejected_rows(data.datasets), notes=notes)


def rejected_rows(datasets: Sequence[Dataset]) -> list[RejectedRow]:
    """The rows that could not be used, as results carry them."""
    return [
        RejectedRow(
            file=row.origin.file,
            sheet=row.origin.sheet,
            row=row.origin.row,
            column=row.column,
            value=row.value,
            reason=Both(**row.reason),
        )
        for dataset in datasets
        for row in dataset.rejected
    ]
