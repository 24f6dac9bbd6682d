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
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from kgplan.errors import UserError
from kgplan.resources import resource
from kgplan.results import Both, Severity
from kgplan.rules.norms import norms

_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML has it: six times as fast
_MARK = re.compile(r"^// candidates: (.+)$", re.MULTILINE)

Executability = Literal["exact", "may over-report", "may under-report", "needs a person"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Reason(_Part):
    """A reason that a finding can have: its words, with slots like a message's, and a severity of its own or none.

    ``register``: the one register that this reason alone rests on; the rule's other reasons hold without it.
    """

    zh: str
    en: str
    severity: Severity | None = None
    register_: str | None = Field(default=None, alias="register")

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
    """A rule as its file states it.

    ``registers``: kind of register → column that holds its window or year; ``counting``: columns that every new day
    changes, such as the days since a deadline: they make no finding a changed one.
    """

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
    counting: list[str] = Field(default_factory=list)
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

    @field_validator("clauses")
    @classmethod
    def _in_the_notice(cls, clauses: list[str]) -> list[str]:
        for clause in clauses:
            if clause not in norms():
                raise ValueError(clause)
        return clauses

    @model_validator(mode="after")
    def _registers_of_reasons(self) -> "Rule":
        for reason in self.reasons.values():
            if reason.register_ is not None and reason.register_ not in self.registers:
                raise ValueError(reason.register_)
        return self

    @model_validator(mode="after")
    def _has_subjects(self) -> "Rule":
        if not self.candidates and not _MARK.search(self.query):
            raise ValueError("// candidates: …")
        return self

    @property
    def family(self) -> str:
        """The part of the id before the number: HIER, PER …"""
        return self.id.partition("-")[0]

    @property
    def shared_registers(self) -> frozenset[str]:
        """Kinds of register that every finding of the rule rests on."""
        return frozenset(self.registers) - {reason.register_ for reason in self.reasons.values()}

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

    @property
    def added(self) -> list[Rule]:
        """The rules of further folders, not those that come with kgplan."""
        return [rule for rule in self.rules.values() if not rule.path.is_relative_to(_own_folder())]

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
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("cli.cannot_read", path=path) from error
    length = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    try:
        header: Any = yaml.load("\n".join(line[2:].removeprefix(" ") for line in lines[:length]), Loader=_YAML)
        return Rule(**header, query="\n".join(lines[length:]).strip() + "\n", path=path)
    except ValidationError as error:
        raise _bad_header(path, error) from error
    except (yaml.YAMLError, TypeError) as error:
        raise UserError("rules.bad_header", path=path, why=" ".join(str(error).split())[:300]) from error


def _bad_header(path: Path, error: ValidationError) -> UserError:
    """The first thing that is wrong with a header, in words."""
    problem = error.errors(include_url=False)[0]
    name = ".".join(map(str, problem["loc"]))
    known = {"missing": "rules.header_lacks", "extra_forbidden": "rules.header_unknown"}
    why = problem.get("ctx", {}).get("error") or problem["msg"]
    if problem["type"] in known:
        return UserError(known[problem["type"]], path=path, name=name)
    if name == "clauses":
        return UserError("rules.no_such_clause", path=path, clause=why)
    if not name:
        return UserError("rules.no_candidates", path=path)
    return UserError("rules.bad_header", path=path, why=f"{name}: {why}")


def read_rulebook(folders: Sequence[Path] = ()) -> Rulebook:
    """The rulebook that comes with kgplan and the rules of further folders. Its version changes with any rule.

    UserError for a folder without rules, a header that is not valid, an id that two files have.
    """
    found: dict[str, Rule] = {}
    for folder in dict.fromkeys([_own_folder(), *folders]):
        files = sorted(folder.rglob("*.cypher"))
        if not files:
            raise UserError("rules.no_rules", path=folder)
        for rule in map(read_rule, files):
            if rule.id in found:
                raise UserError("rules.twice", id=rule.id, path=rule.path, other=found[rule.id].path)
            found[rule.id] = rule
    rules = sorted(found.values(), key=lambda rule: _place(rule.id))
    paths = sorted(rule.path for rule in rules)
    text = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    return Rulebook(rules, f"{len(rules)}-{text[:8]}")


def _own_folder() -> Path:
    return resource("queries") / "rules"


FAMILIES = ("HIER", "PER", "CAT", "COORD", "APPR", "IND", "IMPL", "EVAL", "FISC", "SPAT", "DATA")


def _place(rule_id: str) -> tuple[int, str]:
    family = rule_id.partition("-")[0]
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)), rule_id
