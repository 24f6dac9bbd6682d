"""Registers: from absence nothing is concluded unless the register concerned is complete (rules.md 0.7).

A rule's header says which registers it needs and which column of its query holds their key. Here is settled which
subjects can be judged, and what stays open for want of a register. A register's day (``as_of``) is shown to readers
and decides nothing: what counts is that its keeper declared it complete.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kgplan.graph.store import Record, Store
from kgplan.results import Both, Coverage
from kgplan.rules.rulebook import Rule, RuleFaultError
from kgplan.schema import Schema
from kgplan.sources.dates import five_year_window, read_year, window_of_name
from kgplan.sources.titles import title_years
from kgplan.texts import LANGS, text

_DECLARED = """
MATCH (r:Register)
RETURN r.kind AS kind, r.key AS key, r.complete AS complete, coalesce(r.contradicted, []) AS contradicted
"""


class Register(NamedTuple):
    """One register: its kind (``catalogue``) and the five-year window or year it covers (``十四五``, ``2023``)."""

    kind: str
    key: str


class Subjects(NamedTuple):
    """Subjects of a rule: how many have all their registers, and the registers that all of them need."""

    judged: int
    needed: frozenset[Register]


@dataclass(frozen=True, slots=True)
class Registers:
    """The declared registers, each complete or not."""

    declared: Mapping[Register, bool]

    @classmethod
    def read(cls, store: Store) -> "Registers":
        """The registers of a graph. One that two rows or sources state differently is not complete."""
        declared: dict[Register, bool] = {}
        for row in store.read(_DECLARED):
            register = Register(row["kind"], register_key(row["key"]))
            complete = bool(row["complete"]) and "complete" not in row["contradicted"]
            declared[register] = complete and declared.get(register, True)
        return cls(declared)

    def complete(self, register: Register) -> bool:
        """Whether absence in this register counts."""
        return self.declared.get(register, False)

    def judge(self, rule: Rule, row: Record) -> bool:
        """Whether a row's subject can be judged: its registers are complete, and that of one reason at least."""
        needed = registers_of(rule, row)
        if needed is None:
            return False
        complete = {register.kind for register in needed if self.complete(register)}
        rests_on = {reason.register_ for reason in rule.reasons.values()}
        return rule.shared_registers <= complete and (not rests_on or bool(rests_on & {None, *complete}))

    def uphold(self, rule: Rule, rows: Iterable[Record]) -> Iterator[Record]:
        """The rows whose subject can be judged, each with those of its reasons alone whose register is complete."""
        for row in rows:
            if self.judge(rule, row):
                missing = {register.kind for register in self.missing(registers_of(rule, row) or ())}
                wanting = {name for name, reason in rule.reasons.items() if reason.register_ in missing}
                stated = row.get("reasons") or ()
                held = [name for name in stated if name not in wanting]
                if (held or not stated) and row.get("reason") not in wanting:
                    yield {**row, "reasons": held} if stated else row

    def subjects(self, rule: Rule, counts: Iterable[Record]) -> Subjects:
        """What the rows of a rule's candidates query amount to."""
        judged, needed = 0, set[Register]()
        for row in counts:
            needed.update(registers_of(rule, row) or ())
            judged += row["candidates"] if self.judge(rule, row) else 0
        return Subjects(judged, frozenset(needed))

    def missing(self, needed: Iterable[Register]) -> list[Register]:
        """Those that are not complete."""
        return [register for register in needed if not self.complete(register)]

    def coverage(self, needed: Mapping[str, Iterable[Register]], schema: Schema) -> list[Coverage]:
        """Every register that is declared or that a rule needed (rule id → registers), by kind and time."""
        rules: dict[Register, list[str]] = {register: [] for register in self.declared}
        for rule, registers in needed.items():
            for register in registers:
                rules.setdefault(register, []).append(rule)
        return [
            Coverage(
                register=register.kind,
                key=register.key,
                complete=self.complete(register),
                rules_not_run=[] if self.complete(register) else rules[register],
            )
            for register in in_order(rules, schema)
        ]


def as_parameter(coverage: Iterable[Coverage], needed: Mapping[str, Iterable[Register]]) -> list[dict[str, Any]]:
    """The registers that rules needed, as a query reads them from ``$registers``: kind, key, complete, rules."""
    wanted = {register for registers in needed.values() for register in registers}
    return [
        {"kind": entry.register_, "key": entry.key, "complete": entry.complete, "rules": entry.rules_not_run}
        for entry in coverage
        if Register(entry.register_, entry.key) in wanted
    ]


def register_key(value: object) -> str:
    """The window or year that a key states, spelled one way: 2021—2025, 第十四个五年 → 十四五; 2023年 → 2023."""
    written = unicodedata.normalize("NFKC", str(value)).strip()
    year = read_year(written)
    if year:
        return str(year)
    span = window_of_name(written) or title_years(written)
    window = five_year_window(span[0]) if span else None
    return window[2] if window and span == window[:2] else written


def registers_of(rule: Rule, row: Record) -> list[Register] | None:
    """The registers that a row's subject needs; None where the row lacks the key of one (DATA-002 says why)."""
    for column in rule.registers.values():
        if column not in row:
            raise RuleFaultError(column)
    keys = {kind: row[column] for kind, column in rule.registers.items()}
    if None in keys.values():
        return None
    return [Register(kind, register_key(key)) for kind, key in keys.items()]


def in_order(registers: Iterable[Register], schema: Schema) -> list[Register]:
    """By kind as the ontology lists them, then by time."""
    kinds = [code.code for code in schema.code_lists["register"].codes]

    def place(register: Register) -> tuple[int, int, str]:
        start = window_of_name(register.key) or (read_year(register.key) or 0,)
        return kinds.index(register.kind), start[0], register.key

    return sorted(registers, key=place)


def named(registers: Iterable[Register], schema: Schema) -> list[Both]:
    """Registers in words: 目录清单（十四五）."""
    found = []
    for kind, cycle in in_order(registers, schema):
        words = {lang: schema.label("register", kind, lang) for lang in LANGS}
        found.append(Both(**{lang: text(lang, "rules.register", name=words[lang], cycle=cycle) for lang in LANGS}))
    return found


def not_run(missing: Iterable[Register], schema: Schema) -> Both:
    """Why a rule did not run."""
    names = named(missing, schema)
    return Both(
        zh=text("zh", "rules.registers_missing", names="、".join(name.zh for name in names)),
        en=text("en", "rules.registers_missing", names=", ".join(name.en for name in names)),
    )
