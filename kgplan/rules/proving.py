"""Runs proof cases and says what differs from the findings that were worked out by hand."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kgplan.errors import UserError
from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.rules.proof import Case, Line, case_folders, lines, read_case
from kgplan.rules.rulebook import Rule, Rulebook
from kgplan.rules.runner import Outcome, run_rules
from kgplan.sources import Dataset, read_paths
from kgplan.sources.model import Rejected
from kgplan.texts import Lang, text


@dataclass(frozen=True, slots=True)
class Proof:
    """What a case gave: the outcome of the whole rulebook, rejected rows, and the lines that differ."""

    case: Case
    outcome: Outcome
    rejected: tuple[Rejected, ...]
    missing: tuple[Line, ...]
    unexpected: tuple[Line, ...]

    @property
    def ok(self) -> bool:
        """Everything was read, no rule failed, and the findings are exactly those expected."""
        return self.outcome.complete and not (self.rejected or self.missing or self.unexpected)


def load_case(case: Case, store: Store, tables: Path) -> list[Dataset]:
    """Load the case over what the store holds of the folder ``tables``; gives what was read."""
    for old in tables.iterdir():
        old.unlink()
    case.write_tables(tables)
    datasets = read_paths([tables], load_schema())
    load(store, datasets, load_schema())
    return datasets


def prove(case: Case, store: Store, rulebook: Rulebook, tables: Path, selected: Sequence[Rule] | None = None) -> Proof:
    """Load the case over what the store holds of the folder ``tables``, run ``selected`` rules (all) and compare.

    Each case replaces the one before, as a user's next version of the tables does.
    """
    datasets = load_case(case, store, tables)
    outcome = run_rules(store, load_schema(), rulebook, as_of=case.as_of, home=case.home, selected=selected)
    compared = [name for name in case.rules or rulebook.rules if not selected or rulebook.rules[name] in selected]
    found = lines(outcome.findings, compared)
    expected = [line for line in case.expected() if line[0] in compared]
    rejected = tuple(row for dataset in datasets for row in dataset.rejected)
    return Proof(case, outcome, rejected, tuple(_without(expected, found)), tuple(_without(found, expected)))


def prove_all(folder: Path, rulebook: Rulebook) -> Iterator[Proof]:
    """The proofs of all cases below a folder, on the embedded engine. UserError for none, or one that is not valid."""
    cases = [_readable(path, rulebook) for path in case_folders(folder)]
    if not cases:
        raise UserError("rules.no_cases", path=folder)
    with private_store() as store, TemporaryDirectory(prefix="kgplan-") as tables:
        for case in cases:
            yield prove(case, store, rulebook, Path(tables))


def _readable(folder: Path, rulebook: Rulebook) -> Case:
    """The case of a folder, all of whose files can be read."""
    try:
        case = read_case(folder)
        named = {*case.rules, *(line[0] for line in case.expected())}
        with TemporaryDirectory(prefix="kgplan-") as tables:
            case.write_tables(Path(tables))
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        why = f"{type(error).__name__}: {error}"
        raise UserError("rules.bad_case", path=folder, why=" ".join(why.split())) from error
    if unknown := sorted(named - set(rulebook.rules)):
        raise UserError("rules.case_of_unknown_rule", path=folder, id=unknown[0])
    return case


def _without(these: Sequence[Line], those: Sequence[Line]) -> list[Line]:
    """The lines of the first that the second lacks; a line that stands twice counts twice."""
    return sorted((Counter(these) - Counter(those)).elements())


def in_words(proof: Proof, lang: Lang) -> str:
    """Whether the case is ok; if not, every line that differs."""
    said = [text(lang, f"rules.case_{'ok' if proof.ok else 'differs'}", name=proof.case.name)]
    for row in proof.rejected:
        place = " ".join(filter(None, (row.origin.file, row.origin.sheet)))
        words = {"place": place, "row": row.origin.row, "column": row.column or "", "reason": row.reason[lang]}
        said.append(text(lang, "rules.case_rejected", **words))
    for rule in proof.outcome.rules:
        if rule.status == "error" and rule.reason:
            said.append(text(lang, "rules.case_failed", rule=rule.id, why=getattr(rule.reason, lang)))
    for key, found in (("case_missing", proof.missing), ("case_unexpected", proof.unexpected)):
        said += [text(lang, f"rules.{key}", line=",".join(line)) for line in found]
    return "\n".join(said)
