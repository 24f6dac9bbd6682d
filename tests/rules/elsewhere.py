"""The invented district under other names, in another order of rows, and beside a district that makes the same faults.

What the rules say must not depend on what things are called, on the order of rows, or on who else is in the graph.
"""

import random
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from kgplan.rules.proof import Case, Line
from kgplan.rules.rulebook import Rulebook
from tests.data.example import AS_OF, FOLDER, HOME, Tables, example, expected, write

ELSEWHERE = "880707"
"""The home district's id under other names."""
ID, REGION, PLAN, TARGET, RECEIVER, SERIES, ZONED_BY, COVERED = (
    *("编号", "辖区", "规划", "指标目标", "承接对象", "系列编号", "划定规划", "覆盖区域"),
)
_SEPARATOR = re.compile(r"([;；])")


def own_ids(tables: Tables) -> list[str]:
    """The ids of all that is the district's own: its regions, bodies, plans and what stands in these; its series."""
    regions = {row[ID] for row in tables["regions"] if row[ID].startswith(HOME)}
    own = dict.fromkeys(sorted(regions))
    for table in ("organizations", "plans"):
        own |= dict.fromkeys(row[ID] for row in tables[table] if row[REGION] in regions)
    own |= dict.fromkeys(row[SERIES] for row in tables["plans"] if row[SERIES] and row[ID] in own)
    own |= dict.fromkeys(row[ID] for row in tables["catalogues"])
    for table, place in (("targets", PLAN), ("tasks", PLAN), ("projects", PLAN), ("zones", ZONED_BY)):
        own |= dict.fromkeys(row[ID] for row in tables[table] if row[place] in own)
    own |= dict.fromkeys(row[ID] for row in tables["allocations"] if row[TARGET] in own or row[RECEIVER] in own)
    return list(own)


def new_names(ids: Iterable[str], seed: int) -> dict[str, str]:
    """Other ids, in another order than the old ones, and with signs in them that a careless program trips over."""
    ids, chance = list(ids), random.Random(seed)
    numbers = chance.sample(range(10_000), len(ids))
    signs = ["x", "计划 ", "O'", '"', "<b>", "$", "-", "_"]
    names = {old: f"{chance.choice(signs)}{number:04}" for old, number in zip(ids, numbers, strict=True)}
    return names | ({HOME: ELSEWHERE} if HOME in ids else {})


def renamed(row: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """The row with other ids, and another district's name in its words."""
    return {header: _renamed(cell, names) for header, cell in row.items()}


def _names_one(cell: str, names: Mapping[str, str]) -> bool:
    return any(part in names for part in _SEPARATOR.split(cell))


def _renamed(cell: str, names: Mapping[str, str]) -> str:
    if _names_one(cell, names):
        return "".join(names.get(part, part) for part in _SEPARATOR.split(cell))
    return re.sub("示例(?!市)", "样板", cell)


def moved(tables: Tables, names: Mapping[str, str]) -> Tables:
    """All tables with other ids."""
    return {table: [renamed(row, names) for row in rows] for table, rows in tables.items()}


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same rows and columns in another order."""
    chance = random.Random(seed)
    mixed = {}
    for table, rows in tables.items():
        headers = chance.sample(list(rows[0]), len(rows[0]))
        mixed[table] = [{header: row[header] for header in headers} for row in chance.sample(rows, len(rows))]
    return mixed


def doubled(tables: Tables, names: Mapping[str, str]) -> Tables:
    """The district beside one that is like it in all: what is not the district's own, both have in common."""

    def is_own(row: Mapping[str, str]) -> bool:
        return row[ID] in names if ID in row else any(_names_one(cell, names) for cell in row.values())

    def for_both(row: dict[str, str]) -> dict[str, str]:
        covered = row.get(COVERED, "")
        if is_own(row) or not _names_one(covered, names):
            return row
        return row | {COVERED: f"{covered}；{_renamed(covered, names)}"}

    return {
        table: [*map(for_both, rows), *(renamed(row, names) for row in rows if is_own(row))]
        for table, rows in tables.items()
    }


def with_other_names(lines: Iterable[Line], names: Mapping[str, str] = MappingProxyType({})) -> list[Line]:
    """Findings with other ids in their keys. Of two peers the smaller id comes first: so each key is sorted."""
    return sorted(
        (rule, severity, ";".join(sorted(names.get(part, part) for part in key.split(";"))), reason, draft)
        for rule, severity, key, reason, draft in lines
    )


def names_of_double() -> dict[str, str]:
    """What everything is called in the district beside, which is the same on every run."""
    return new_names(own_ids(example()), 7)


def district_rules(rulebook: Rulebook) -> tuple[str, ...]:
    """The rules that look at a home district; all others look at all plans, whosever they are."""
    return tuple(rule.id for rule in rulebook.rules.values() if "$home" in rule.query)


class Beside(Case):
    """As a proof case: the district beside its double, with the findings that it has where it stands alone."""

    def expected(self) -> list[Line]:
        """The findings of the district alone."""
        return [line for line in expected() if line[0] in self.rules]

    def write_tables(self, target: Path) -> None:
        """Write both districts as one folder."""
        write(doubled(example(), names_of_double()), target)


def beside(rulebook: Rulebook) -> Case:
    """The case for the rules that look at a home district; the others see both."""
    return Beside(FOLDER, AS_OF, HOME, None, (), district_rules(rulebook))
