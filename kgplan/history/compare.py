"""Two results side by side: what appeared, what vanished, what changed."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kgplan.errors import UserError
from kgplan.history.states import fact_changes
from kgplan.results import Change, Finding, Results
from kgplan.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Difference:
    """The open findings of two results: only in the second, only in the first, in both with other facts."""

    appeared: list[Finding]
    vanished: list[Finding]
    changed: list[tuple[Finding, list[Change]]]


def read_results(path: Path) -> Results:
    """Results from a ``findings.json`` or a report folder. UserError if it is none."""
    file = path / "findings.json" if path.is_dir() else path
    try:
        return Results.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        raise UserError("history.no_results", path=file, why=why or "kgplan-results/1") from error


def difference(first: Results, second: Results, rulebook: Rulebook) -> Difference:
    """What became of the open findings of ``first`` in ``second``, in the order of findings."""
    before = {finding.fingerprint: finding for finding in first.open}
    after = {finding.fingerprint: finding for finding in second.open}
    both = (
        (finding, fact_changes(before[name], finding, rulebook)) for name, finding in after.items() if name in before
    )
    return Difference(
        [finding for name, finding in after.items() if name not in before],
        [finding for name, finding in before.items() if name not in after],
        [(finding, changes) for finding, changes in both if changes],
    )
