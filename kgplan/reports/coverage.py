"""How far the check reached, in one sentence: without it a short list of findings reads as "all is well"."""

from dataclasses import dataclass

from kgplan.reports import labels
from kgplan.results import Both, Results

_NAMES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One register with its complete and its missing cycles or years."""

    name: Both
    complete: list[str]
    missing: list[str]
    rules_not_run: list[str]


def registers(results: Results) -> list[RegisterLine]:
    """Every register in one line, those that lack something first."""
    lines: dict[str, RegisterLine] = {}
    for entry in results.coverage:
        line = lines.setdefault(entry.register_, RegisterLine(labels.code("register", entry.register_), [], [], []))
        (line.complete if entry.complete else line.missing).append(entry.key)
        line.rules_not_run.extend(rule for rule in entry.rules_not_run if rule not in line.rules_not_run)
    return sorted(lines.values(), key=lambda line: not line.missing)


def not_evaluated(results: Results) -> list[str]:
    """Ids of rules that did not run, or not for every register and cycle, sorted."""
    by_register = {rule for entry in results.coverage if not entry.complete for rule in entry.rules_not_run}
    return sorted(by_register | {rule.id for rule in results.rules if rule.status == "skipped"})


def failed(results: Results) -> list[str]:
    """Ids of rules that ended in an error, sorted."""
    return sorted(rule.id for rule in results.rules if rule.status == "error")


def sentence(results: Results) -> Both:
    """Which registers are complete, which are not, and how many rules did not run for want of them."""
    loaded, missing = _registers(results)
    parts: list[Both] = []
    if loaded:
        parts.append(labels.say_with("coverage_loaded", names=_listed(loaded)))
    if missing:
        parts.append(labels.say_with("coverage_missing", names=_listed(missing)))
    if not results.coverage:
        parts.append(labels.say("coverage_none"))
    skipped, errors = not_evaluated(results), failed(results)
    if skipped:
        parts.append(labels.say("coverage_rules", n=len(skipped)))
    if errors:
        parts.append(labels.say("coverage_error", n=len(errors)))
    if results.coverage and not (missing or skipped or errors):
        parts = [labels.say("coverage_complete")]
    return labels.sequence([labels.sequence(parts, labels.say("between")), labels.say("stop")], labels.same(""))


def _registers(results: Results) -> tuple[list[Both], list[Both]]:
    """Names of registers complete for all their cycles, and of the others with the cycles that lack."""
    lacking: dict[str, list[str]] = {}
    for entry in results.coverage:
        lacking.setdefault(entry.register_, [])
        if not entry.complete:
            lacking[entry.register_].append(entry.key)
    loaded = [labels.code("register", name) for name, keys in lacking.items() if not keys]
    missing = [
        labels.say_with(
            "coverage_key", name=labels.code("register", name), keys=labels.join(labels.same(key) for key in keys)
        )
        for name, keys in lacking.items()
        if keys
    ]
    return loaded, missing


def _listed(names: list[Both]) -> Both:
    shown = labels.join(names[:_NAMES_SHOWN])
    if len(names) <= _NAMES_SHOWN:
        return shown
    return labels.say_with("coverage_more", names=shown, n=labels.same(len(names)))
