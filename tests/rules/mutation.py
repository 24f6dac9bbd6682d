"""Whether the proof cases would notice a mistake in a rule: each rule is changed in one place, and a case must object.

``python -m tests.rules.mutation [--rule ID …] [--family IND …] [--least 0.95] [--kinds all] [--all-cases]`` prints per
rule how many of its mutants are caught by the cases of its family (``--all-cases``: those of any rule) and by
``data/example`` beside its double, and every one that is not. A mutant is caught by a case if the whole rulebook then
gives other lines than ``expected.csv`` has, or no answer at all. Exit status 1: fewer are caught than ``--least``, or
``equivalent.toml`` speaks of a mutant that there is not or that a case catches.

Conditions dropped or negated, comparisons flipped and directions swapped are what a rule gets wrong first: these are
counted. ``--kinds all`` counts every other small change too: a text or number replaced, a branch dropped, AND for OR.
"""

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from kgplan.graph.store import Params, QueryError, Record, Store, private_store
from kgplan.ontology import load_schema
from kgplan.rules.proof import Case, Line, lines, read_cases
from kgplan.rules.proving import load_case
from kgplan.rules.registers import Registers
from kgplan.rules.rulebook import Rule, Rulebook, RuleFaultError, read_rulebook
from kgplan.rules.runner import run_rules
from tests.rules.elsewhere import Beside, beside
from tests.rules.mutants import CORE, Mutant, mutants_of, weighed

CASES = Path(__file__).parent


@dataclass(slots=True)
class Tally:
    """The mutants of a rule: those that are no queries, how many a case caught, those that none did."""

    rule: str
    invalid: int = 0
    caught: int = 0
    equivalent: list[Mutant] = field(default_factory=list)
    surviving: list[Mutant] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """Those that a case can be expected to catch."""
        return self.caught + len(self.surviving)


class _Remembering:
    """A store that answers a question it has heard before from memory: most of a rulebook is not mutated."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], list[Record]] = {}

    def read(self, query: str, params: Params | None = None) -> list[Record]:
        key = query, json.dumps(params, sort_keys=True, default=str)
        if key not in self._known:
            self._known[key] = self._store.read(query, params)
        return self._known[key]


class Trial:
    """A loaded case, before which mutants are brought."""

    def __init__(self, case: Case, store: Store, rulebook: Rulebook) -> None:
        self._case, self._rulebook = case, rulebook
        self._store = cast(Store, _Remembering(store))
        self._registers = Registers.read(self._store)
        self._expected = case.expected()

    @cached_property
    def sound(self) -> bool:
        """Whether the rules as they are give what the case expects."""
        return self._lines(self._rulebook) == self._expected

    def catches(self, rule: Rule, mutant: Rule) -> bool:
        """Whether the case gives other findings with the mutant in place of the rule."""
        try:
            if not rule.about_registers and self._verdict(mutant) == self._verdict(rule):
                return False
        except (QueryError, RuleFaultError, TypeError):
            # What the whole rulebook makes of that is seen below.
            pass
        changed = {**self._rulebook.rules, rule.id: mutant}
        if self._lines(Rulebook(changed.values(), "")) == self._expected:
            return False
        if not self.sound:
            raise SystemExit(f"{self._case.name} is not proven, so it proves nothing about mutants.")
        return True

    def _lines(self, rulebook: Rulebook) -> list[Line] | None:
        """The findings as ``expected.csv`` writes them; None if a rule failed."""
        case = self._case
        outcome = run_rules(self._store, load_schema(), rulebook, as_of=case.as_of, home=case.home)
        return lines(outcome.findings, case.rules or list(rulebook.rules)) if outcome.complete else None

    def _verdict(self, rule: Rule) -> tuple[object, ...]:
        """All that findings can depend on in what a rule's queries give; equal verdicts are equal findings."""
        given = {**rule.parameters, "as_of": self._case.as_of.isoformat(), "home": self._case.home}
        columns = weighed(rule, self._rulebook)
        rows = self._store.read(rule.query, given)
        found = [sorted((name, repr(value)) for name, value in row.items() if name in columns) for row in rows]
        counts = self._store.read(rule.candidates_query, given)
        subjects = self._registers.subjects(rule, counts)
        return found, bool(subjects.judged) or not rule.registers, subjects.needed


def with_query(rule: Rule, query: str) -> Rule:
    """The rule with another query."""
    return Rule(**{**{name: getattr(rule, name) for name in Rule.model_fields}, "query": query})


def valid(store: Store, rule: Rule) -> bool:
    """Whether the engine takes the rule's query, and the count of its subjects, for queries."""
    try:
        for query in (rule.query, rule.candidates_query):
            store.read(f"EXPLAIN {query}")
    except QueryError:
        return False
    return True


def try_all(
    rules: Sequence[Rule], rulebook: Rulebook, cases: Sequence[Case], rounds: int, *, every_kind: bool
) -> list[Tally]:
    """Bring the mutants of ``rules`` before the cases: a rule's own, then those of its family, then all others.

    ``rounds``: how many of these three. ``every_kind``: not only mutants of :data:`tests.rules.mutants.CORE`.
    """
    living = {
        rule.id: [
            mutant for mutant in mutants_of(rule, rulebook, load_schema()) if every_kind or mutant.kind.startswith(CORE)
        ]
        for rule in rules
    }
    tallies = {rule.id: Tally(rule.id) for rule in rules}
    with private_store() as store, TemporaryDirectory(prefix="kgplan-") as tables:
        for rule in rules:
            good = [mutant for mutant in living[rule.id] if valid(store, with_query(rule, mutant.query))]
            tallies[rule.id].invalid = len(living[rule.id]) - len(good)
            living[rule.id] = good
        for nearness in range(rounds):
            for case in cases:
                concerned = [rule for rule in rules if living[rule.id] and _nearness(rule, case) == nearness]
                if concerned:
                    load_case(case, store, Path(tables))
                    trial = Trial(case, store, rulebook)
                    for rule in concerned:
                        _bring(rule, living[rule.id], trial, tallies[rule.id])
    listed = read_equivalent()
    for rule in rules:
        tally = tallies[rule.id]
        for mutant in living[rule.id]:
            (tally.equivalent if _named(mutant) in listed else tally.surviving).append(mutant)
    return list(tallies.values())


def _bring(rule: Rule, living: list[Mutant], trial: Trial, tally: Tally) -> None:
    caught = [mutant for mutant in living if trial.catches(rule, with_query(rule, mutant.query))]
    tally.caught += len(caught)
    living[:] = [mutant for mutant in living if mutant not in caught]


def _nearness(rule: Rule, case: Case) -> int:
    """0: the rule's own case or the example, 1: one of its family, 2: any other."""
    name = case.folder.parent.name
    return 0 if name == rule.id or isinstance(case, Beside) else 1 if name.partition("-")[0] == rule.family else 2


def read_equivalent() -> dict[tuple[str, str], str]:
    """The mutants that no case can catch because they mean the same: (rule, change) → why."""
    found = {}
    for path in sorted(CASES.glob("*/equivalent.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]:
            found[path.parent.name, entry["change"]] = entry["reason"]
    return found


def _named(mutant: Mutant) -> tuple[str, str]:
    return mutant.rule, mutant.change


def _part(ids: Sequence[str], rounds: int, every_kind: bool) -> list[Tally]:
    rulebook = read_rulebook()
    cases = [case for case in read_cases(CASES) if case.folder.parent.name in rulebook.rules]
    cases.append(beside(rulebook))
    return try_all([rulebook.rules[name] for name in ids], rulebook, cases, rounds, every_kind=every_kind)


def _shares(rules: Sequence[Rule], jobs: int) -> list[list[str]]:
    """The rules in as many parts of about the same length of queries."""
    parts: list[list[Rule]] = [[] for _ in range(jobs)]
    for rule in sorted(rules, key=lambda rule: -len(rule.query)):
        min(parts, key=lambda part: sum(len(other.query) for other in part)).append(rule)
    return [[rule.id for rule in part] for part in parts if part]


def print_tallies(tallies: Iterable[Tally], stale: Sequence[tuple[str, str]]) -> float:
    """Print every rule with its survivors, and the whole. Returns the share caught."""
    total = Tally("total")
    for tally in tallies:
        print(_summary(tally, len(tally.equivalent)))
        for mutant in tally.surviving:
            print(f"    {mutant}")
        total.invalid += tally.invalid
        total.caught += tally.caught
        total.surviving += tally.surviving
        total.equivalent += tally.equivalent
    for rule, change in stale:
        print(f"{rule}/equivalent.toml: no living mutant: {change}")
    print(_summary(total, len(total.equivalent)))
    return total.caught / total.counted if total.counted else 1.0


def _summary(tally: Tally, equivalent: int) -> str:
    share = 100 * tally.caught / tally.counted if tally.counted else 100
    every = tally.counted + tally.invalid + equivalent
    return (
        f"{tally.rule:10} {every:5} mutants {tally.invalid:4} invalid {equivalent:4} equivalent "
        f"{tally.caught:5} caught {len(tally.surviving):4} surviving  {share:5.1f} %"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants of the chosen rules; see the module."""
    parser = argparse.ArgumentParser(description="Mutation run over the rules: do the proof cases notice a mistake?")
    parser.add_argument("--rule", action="append", default=[], help="id of a rule; may be repeated")
    parser.add_argument("--family", action="append", default=[], help="family of rules, as IND; may be repeated")
    parser.add_argument("--least", type=float, default=0.95, help="share that must be caught (default 0.95)")
    parser.add_argument("--kinds", choices=["core", "all"], default="core", help="which changes (see above)")
    parser.add_argument("--all-cases", action="store_true", help="cases of other families too (takes hours)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    rules = read_rulebook().select(chosen.rule, chosen.family)
    parts = _shares(rules, chosen.jobs)
    with ProcessPoolExecutor(len(parts), get_context("spawn")) as pool:
        rounds, every_kind = repeat(3 if chosen.all_cases else 2), repeat(chosen.kinds == "all")
        found = {tally.rule: tally for part in pool.map(_part, parts, rounds, every_kind) for tally in part}
    known = {_named(mutant) for tally in found.values() for mutant in tally.equivalent}
    stale = [entry for entry in read_equivalent() if entry[0] in found and entry not in known]
    share = print_tallies([found[rule.id] for rule in rules], stale)
    print(f"{len(read_cases(CASES))} proof cases; {time.monotonic() - started:.0f} s")
    return 1 if stale or share < chosen.least else 0


if __name__ == "__main__":
    sys.exit(main())
