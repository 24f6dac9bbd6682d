"""``kgplan report --compare``: two results side by side in the terminal."""

from pathlib import Path

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import FailOn


def compare(first: Path, second: Path, fail_on: FailOn) -> int:
    """Print what appeared, vanished and changed; gives the exit status: 1 if a finding at ``fail_on`` appeared."""
    from rich.table import Table  # noqa: PLC0415

    from kgplan.cli.output import status_of  # noqa: PLC0415
    from kgplan.history.compare import difference, read_results  # noqa: PLC0415
    from kgplan.reports import labels, over_time  # noqa: PLC0415
    from kgplan.reports.redact import presentable  # noqa: PLC0415
    from kgplan.reports.table import plain_console  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    old, new = (presentable(read_results(path)) for path in (first, second))
    found, speech = difference(old, new, read_rulebook(())), asked_language()
    shown = Table(title=say("compare_title", first=old.as_of, second=new.as_of))
    for column in ("change", "rule", "severity", "message"):
        shown.add_column(say(f"column_{column}"))
    for how, findings in (("appeared", found.appeared), ("vanished", found.vanished)):
        for finding in findings:
            words = labels.pick(labels.severity(finding.severity), speech)
            shown.add_row(say(f"compare_{how}"), finding.rule, words, getattr(finding.message, speech))
    for finding, changes in found.changed:
        told = [getattr(finding.message, speech), *(getattr(over_time.change(one), speech) for one in changes)]
        words = labels.pick(labels.severity(finding.severity), speech)
        shown.add_row(say("compare_changed"), finding.rule, words, "\n".join(told))
    plain_console().print(shown)
    counts = {name: len(getattr(found, name)) for name in ("appeared", "vanished", "changed")}
    plain_console().print(say("compare_counts", **counts))
    return status_of(found.appeared, fail_on)
