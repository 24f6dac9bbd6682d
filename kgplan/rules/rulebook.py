"""A rule file is its own manual page: a YAML header in comment lines, then one Cypher query.

The header holds everything that is not a query: clauses, severities by reason, key, suppression, texts. The query is
plain Cypher with ``$as_of`` and ``$home`` that can be pasted into Neo4j Browser; its line ``// candidates: x`` marks
where the subjects are chosen and the verdict begins, so that *pass* and *nothing to check* differ.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kgplan.errors import UserError
from kgplan.resources import resource
from kgplan.results import Both, Severity

_MARK = re.compile(r"^// candidates: (.+)$", re.MULTILINE)

Executability = Literal["exact", "may over-report", "may under-report", "needs a person"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Reason(_Part):
    """A reason that a finding can have: its words, with slots like a message's, and a severity of its own or none."""

    zh: str
    en: str
    severity: Severity | None = None

    @field_validator("zh", "en")
    @classmethod
    def _not_itself(cls, words: str) -> str:
        if "{reason}" in words:
            raise ValueError("{reason}")
        return words


class Suppression(_Part):
    """One root cause, one finding: a finding is dropped if ``rule`` reports about the same thing.

    ``same`` joins own columns to columns of the other rule's finding; ``every`` does so for each member of an own list
    column; ``where`` limits the other finding by the values of its columns.
    """

    rule: str
    same: dict[str, str] = Field(default_factory=dict)
    every: dict[str, str] = Field(default_factory=dict)
    where: dict[str, list[str]] = Field(default_factory=dict)


class RuleFaultError(Exception):
    """What a query returned does not fit the header of its rule; the text names the column, reason or severity."""


class Rule(_Part):
    """A rule as its file states it. ``registers``: kind of register → column that holds its window or year."""

    id: str = Field(pattern=r"^[A-Z]+-\d{3}$")
    title: Both
    clauses: list[str]
    severity: Severity
    severity_why: str
    reasons: dict[str, Reason] = Field(default_factory=dict)
    key: list[str]
    symmetric: bool = False
    subjects: list[str]
    drafts_soften: bool = True
    registers: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, int] = Field(default_factory=dict)
    suppressed_by: list[Suppression] = Field(default_factory=list)
    candidates: str | None = None
    executability: Executability
    not_reported: list[str]
    blind_spots: list[str] = Field(default_factory=list)
    message: Both
    remedy: Both
    acts: list[Literal["lead", "drc", "keeper"]]
    query: str
    path: Path

    @property
    def family(self) -> str:
        """The part of the id before the number: HIER, PER …"""
        return self.id.partition("-")[0]

    @property
    def about_registers(self) -> bool:
        """Whether it speaks of the registers that all other rules needed; it then runs after them."""
        return "$registers" in self.query

    @cached_property
    def candidates_query(self) -> str:
        """Counts the subjects, by the keys of their registers: the query up to its mark, or the header's own count."""
        if self.candidates:
            return self.candidates
        mark = _MARK.search(self.query)
        assert mark, f"{self.path}: no candidates"
        columns = ["", *dict.fromkeys(self.registers.values())]
        return f"{self.query[: mark.start()]}RETURN count(DISTINCT {mark[1]}) AS candidates{', '.join(columns)}"


class Rulebook:
    """All rules, in the order of families and numbers."""

    def __init__(self, rules: Iterable[Rule], version: str) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self.version = version

    def select(self, ids: Sequence[str] = (), families: Sequence[str] = ()) -> list[Rule]:
        """The rules of these ids or families, all if none is named. UserError names the nearest valid value."""
        from difflib import get_close_matches  # noqa: PLC0415

        known = {rule.family for rule in self.rules.values()}
        for asked, valid in ((ids, set(self.rules)), (families, known)):
            for name in asked:
                if name.upper() not in valid:
                    near = get_close_matches(name.upper(), sorted(valid), n=1, cutoff=0) or sorted(valid)[:1]
                    raise UserError("rules.unknown", name=name, near=near[0])
        wanted, groups = {name.upper() for name in ids}, {name.upper() for name in families}
        if not wanted and not groups:
            return list(self.rules.values())
        return [rule for rule in self.rules.values() if rule.id in wanted or rule.family in groups]


def read_rule(path: Path) -> Rule:
    """The rule of a file. UserError says what its header lacks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    length = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    try:
        header: Any = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in lines[:length]))
        return Rule(**header, query="\n".join(lines[length:]).strip() + "\n", path=path)
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise UserError("rules.bad_header", path=path, why=" ".join(str(error).split())[:300]) from error


def read_rulebook(folders: Sequence[Path] = ()) -> Rulebook:
    """The rulebook that comes with kgplan and the rules of further folders. Its version changes with any rule."""
    paths = sorted(path for folder in [resource("queries") / "rules", *folders] for path in folder.rglob("*.cypher"))
    rules = sorted((read_rule(path) for path in paths), key=lambda rule: _place(rule.id))
    text = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    return Rulebook(rules, f"{len(rules)}-{text[:8]}")


FAMILIES = ("HIER", "PER", "CAT", "COORD", "APPR", "IND", "IMPL", "EVAL", "FISC", "SPAT", "DATA")


def _place(rule_id: str) -> tuple[int, str]:
    family = rule_id.partition("-")[0]
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)), rule_id
