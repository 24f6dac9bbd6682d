"""Where output goes: data to standard output or to a file that is written whole or not at all; the rest to stderr."""

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import FailOn
from kgplan.errors import EXIT_DONE, EXIT_FAILED, EXIT_FINDINGS, UserError
from kgplan.reports.redact import clean
from kgplan.results import SEVERITIES, Finding, RejectedRow, Results

_MOST_REJECTED = 50
"""Rejected rows listed on stderr; the JSON results hold all."""


def tell(sentence: str) -> None:
    """A sentence that is not data. It may quote data, so nothing in it can steer the terminal."""
    print(clean(sentence), file=sys.stderr)


def tell_rejected(rows: Sequence[RejectedRow]) -> None:
    """Say which rows were rejected, the first fifty one by one."""
    from kgplan.reports.labels import column_in_file  # noqa: PLC0415 - the ontology is read only where it is needed

    for row in rows[:_MOST_REJECTED]:
        place = row.file if row.sheet is None else f"{row.file} / {row.sheet}"
        reason = getattr(row.reason, asked_language())
        column = getattr(column_in_file(row.column), asked_language()) if row.column else "—"
        tell(say("rejected", place=place, row=row.row, column=column, reason=reason))
    if len(rows) > _MOST_REJECTED:
        tell(say("rejected_more", count=len(rows) - _MOST_REJECTED))


def write(content: bytes, output: Path | None) -> None:
    """Write data to standard output or, whole or not at all, to a file. UserError if the file cannot be written."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(output)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError("cli.cannot_write", path=output, why=error.strerror or str(error)) from error


def exit_status(results: Results, fail_on: FailOn) -> int:
    """The contract's exit status of a run."""
    if results.status == "incomplete":
        return EXIT_FAILED
    return status_of(results.open, fail_on)


def status_of(findings: Iterable[Finding], fail_on: FailOn) -> int:
    """1 if a finding is at or above ``fail_on``, else 0."""
    counted = () if fail_on is FailOn.NEVER else SEVERITIES[: SEVERITIES.index(fail_on.value) + 1]
    return EXIT_FINDINGS if any(finding.severity in counted for finding in findings) else EXIT_DONE


def warn_about_input(results: Results) -> None:
    """Say on stderr what was not loaded and which rules failed."""
    lang = asked_language()
    for note in results.input.notes:
        tell(getattr(note, lang))
    tell_rejected(results.input.rejected)
    for rule in results.rules:
        if rule.status == "error" and rule.reason:
            tell(say("rule_failed", rule=rule.id, why=getattr(rule.reason, lang)))


def counts(results: Results) -> str:
    """The open findings by severity in one line."""
    return say("counts", **{severity: results.count(severity) for severity in SEVERITIES})
