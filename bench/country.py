"""A synthetic country of plans as exchange tables: as many rows as asked for, always the same for the same number.

Districts with an outline, special plans below it, targets, allocations, tasks and procedure steps, in the proportions
of a real register: of 100 rows some 6 are plans, 11 relations, 41 targets, 6 allocations, 24 tasks, 12 steps.
"""

import csv
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from kgplan.ontology import load_schema

_DOMAINS = ("education", "eco_env", "transport", "forestry", "water", "health", "agriculture", "culture")
_FORMS = ("{}以上", "{}", "不低于{}", "{}左右", "≥{}")
_PER_PLAN = 7
_YEARS = ("2021", "2022", "2023", "2024", "2025")
PLANS_PER_DISTRICT = 20
_HEADERS = {
    "plans": "id,title_zh,doc_kind,plan_type,level,jurisdiction,domain_code,start_year,end_year,stage,approved_on,"
    "published_on,lead",
    "relations": "from,type,to,evidence",
    "targets": "id,plan,indicator_name,nature,value_text,unit,year",
    "allocations": "id,target,to,dimension,value_text,year",
    "tasks": "id,plan,title,main,domain_code",
    "steps": "plan,type,body,date,doc_no",
    "regions": "id,name_zh,kind,part_of",
    "registers": "kind,key,complete",
}

Line = tuple[str, list[str]]
"""Table and cells."""


def write_country(folder: Path, rows: int, plans: int = PLANS_PER_DISTRICT) -> int:
    """Write the tables; gives how many rows there are (whole districts of ``plans``: some more than asked for).

    A district's plans beyond the usual number are those of its towns, and all its registers are then complete: that is
    the district whose every plan every rule looks at.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in _HEADERS}
    writers = {name: csv.writer(file) for name, file in files.items()}
    for name, header in _HEADERS.items():
        writers[name].writerow(header.split(","))
    written, number, chance = 0, 0, Random(95)
    while written < rows:
        for table, cells in _district(number, plans, chance):
            writers[table].writerow(cells)
            written += 1
        number += 1
    for file in files.values():
        file.close()
    return written


def _district(number: int, plans: int, chance: Random) -> Iterator[Line]:
    region = f"D{number:05d}"
    outline = f"{region}-O"
    yield "regions", [region, f"第{number}区", "district", ""]
    if plans > PLANS_PER_DISTRICT:
        yield from (("registers", [kind, key, "true"]) for kind in _register_kinds() for key in ("十四五", *_YEARS))
    for place in range(plans):
        town = place // PLANS_PER_DISTRICT
        owner = f"{region}-W{town}" if town else region
        if town and place % PLANS_PER_DISTRICT == 0:
            yield "regions", [owner, f"第{number}区第{town}镇", "town", region]
        plan = outline if place == 0 else f"{region}-{place:02d}"
        kind = "development" if place == 0 else "special"
        domain = "" if place == 0 else _DOMAINS[place % len(_DOMAINS)]
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        title = f"第{number}区{'国民经济和社会发展' if place == 0 else f'第{place}类事业发展'}“十四五”规划"
        approved, published = f"2021-{month:02d}-{day:02d}", f"2022-01-{day:02d}"
        yield (
            "plans",
            [plan, title, "plan", kind, "town" if town else "district", owner, domain, "2021", "2025", "published",
             approved, published, f"{region}-B{place % 9}"],
        )  # fmt: skip
        if place:
            yield "relations", [plan, "SUBORDINATE_TO", outline, "依据区纲要编制"]
            yield "relations", [plan, "COORDINATES_WITH", f"{region}-{max(1, place - 1):02d}", ""]
        yield from _targets(plan, place, owner, chance)
        for task in range(4):
            yield "tasks", [f"{plan}-K{task}", plan, f"{title}任务{task}", "true" if task == 0 else "", domain]
        for step, body in (("coordination", "DRC"), ("approval", "GOV")):
            yield "steps", [plan, step, f"{region}-{body}", approved, f"府发〔2021〕{chance.randint(1, 400)}号"]


def _targets(plan: str, place: int, region: str, chance: Random) -> Iterator[Line]:
    """Each field has indicators of its own, of which the outline takes up some."""
    catalogue = _catalogue()
    for at in range(_PER_PLAN):
        name, unit = catalogue[(place * _PER_PLAN + at * (1 if place else 20)) % len(catalogue)]
        value = _FORMS[at % len(_FORMS)].format(f"{chance.uniform(20, 90):.{at % 3}f}")
        nature = "binding" if at % 2 == 0 else "expected"
        yield "targets", [f"{plan}-T{at}", plan, name, nature, value, unit, "2025"]
    yield "allocations", [f"{plan}-A", f"{plan}-T4", region, "region", "13", "2025"]


def _register_kinds() -> list[str]:
    return [code.code for code in load_schema().code_lists["register"].codes]


@cache
def _catalogue() -> list[tuple[str, str]]:
    return [(each.name_zh, each.canonical_unit or "") for each in load_schema().indicators.values()]


if __name__ == "__main__":
    print(write_country(Path(sys.argv[1]), int(sys.argv[2])))
