"""What a reader wants to see beside findings: each binding indicator plan by plan, and all periods beside each other.

One block per indicator, because one wrong number makes several pairs (reports.md 1.4); one line per plan with
its period (1.5). Both show what the data says, with and without findings.
"""

from collections.abc import Iterable, Mapping, Sequence

from kgplan.graph.store import Record, Store
from kgplan.periods import about_periods, type_place
from kgplan.results import Both, Finding, IndicatorBlock, IndicatorRow, Mark, PeriodRow, Share
from kgplan.schema import Indicator

_LIVE = "d.valid_from <= date($as_of) <= d.valid_to"
_STATED = """
MATCH (i:Indicator)<-[:OF_INDICATOR]-(t:TargetStatement)<-[:HAS_TARGET]-(d:Document)
WHERE t.value_text IS NOT NULL AND """
_STATED_AS = f"""
RETURN coalesce({_LIVE}, false) AS live,
       i.id AS indicator, i.name_zh AS name_zh, i.name_en AS name_en, i.canonical_unit AS canonical_unit,
       t.year AS year,
       t.id AS id, d.id AS plan, d.title_zh AS title_zh, d.title_en AS title_en, d.classified AS classified,
       d.level AS level, d.plan_type AS plan_type, d.doc_kind AS doc_kind, d.draft AS draft, false AS allocated,
       t.value_text AS text, t.unit AS unit, t.canonical_exact AS canonical, t.nature AS nature,
       t.base_value AS base, t.base_year AS base_year
"""
_ALLOCATED = """
MATCH (r:Region {id: $home})<-[:ALLOCATED_TO]-(a:Allocation)<-[:DECOMPOSED_INTO]-(t:TargetStatement)
MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
MATCH (t)<-[:HAS_TARGET]-(d:Document)
WHERE a.value_text IS NOT NULL AND """
_ALLOCATED_AS = f"""
RETURN coalesce({_LIVE}, false) AS live,
       i.id AS indicator, i.name_zh AS name_zh, i.name_en AS name_en, i.canonical_unit AS canonical_unit,
       coalesce(a.year, t.year) AS year,
       a.id AS id, d.id AS plan, d.title_zh AS title_zh, d.title_en AS title_en, d.classified AS classified,
       d.level AS level, d.plan_type AS plan_type, d.doc_kind AS doc_kind, d.draft AS draft, true AS allocated,
       a.value_text AS text, coalesce(a.unit, t.unit) AS unit, null AS canonical, t.nature AS nature,
       null AS base, null AS base_year
"""
_COMPARED = """
MATCH (a:TargetStatement)-[r:COMPARED_WITH]->(b)
WHERE a.region = $home
RETURN a.id AS lower, b.id AS upper, r.verdict AS verdict, r.gap AS gap
"""
_COMPARED_OF = """
MATCH (:Indicator {id: $indicator})<-[:OF_INDICATOR]-(a:TargetStatement)-[r:COMPARED_WITH]->(b)
RETURN a.id AS lower, b.id AS upper, r.verdict AS verdict, r.gap AS gap
"""
_SUPERIORS = """
MATCH (d:Document)-[:HAS_SUPERIOR]->(u:Document)
WHERE $home IS NULL OR d.home = $home
RETURN d.id AS lower, u.id AS upper
"""
_SUMS = """
MATCH (t:TargetStatement)-[:HAS_BREAKDOWN]->(b:Breakdown)
WHERE t.region = $home
RETURN t.id AS target, b.dimension AS dimension, b.complete AS complete, b.sum_exact AS sum, b.total_exact AS total,
       b.unit AS unit, b.verdict AS verdict
ORDER BY target, dimension
"""
_PERIODS = """
MATCH (p:Plan)
WHERE p.home = $home AND p.doc_kind = 'plan' AND p.start_year IS NOT NULL AND p.end_year IS NOT NULL
  AND p.valid_from <= date($as_of) <= p.valid_to
RETURN p.id AS plan, p.title_zh AS title_zh, p.title_en AS title_en, p.classified AS classified,
       p.plan_type AS plan_type, p.level AS level, p.start_year AS start, p.end_year AS end, p.draft AS draft,
       p.near_term_year AS near
ORDER BY plan
"""
_MARKS: Mapping[str, Mark] = {
    "looser": "looser",
    "contradiction": "looser",
    "stricter": "stricter",
    "incomparable": "incomparable",
}
_WEIGHT: tuple[Mark | None, ...] = ("looser", "incomparable", "stricter", "rounding", "equal", None)
"""Of several verdicts about one statement the first in this order is shown."""
_KINDS = ("plan", "scheme", "action_plan", "annual_plan")


def indicator_blocks(store: Store, home: str, as_of: str) -> list[IndicatorBlock]:
    """Binding indicators of a district, each with the plans that state it, in the order of reports.md 1.4.

    A block has a statement that is binding; one that a single plan makes shows that nobody takes it up.
    """
    given = {"home": home, "as_of": as_of}
    rows = store.read(f"{_STATED} t.region = $home AND {_LIVE} {_STATED_AS}", given)
    rows += store.read(f"{_ALLOCATED} {_LIVE} {_ALLOCATED_AS}", given)
    marks = _marks(rows, store.read(_COMPARED, given), store.read(_SUPERIORS, {"home": home}))
    sums: dict[str, list[Share]] = {}
    for row in store.read(_SUMS, given):
        sums.setdefault(row.pop("target"), []).append(Share(**row))
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(row["indicator"], []).append(row)
    return [
        _block(group, marks, sums)
        for _, group in sorted(groups.items())
        if any(row["nature"] == "binding" for row in group)
    ]


def indicator_block(store: Store, home: str, as_of: str, indicator: Indicator) -> IndicatorBlock:
    """All that any document states of one indicator, binding or not, for any region and from any time.

    Only documents that are live on the day bind each other. What is allotted is what the district gets.
    """
    given = {"home": home, "as_of": as_of, "indicator": indicator.id}
    rows = store.read(f"{_STATED} i.id = $indicator {_STATED_AS}", given)
    rows += store.read(f"{_ALLOCATED} i.id = $indicator {_ALLOCATED_AS}", given)
    live = [row for row in rows if row["live"]]
    marks = _marks(live, store.read(_COMPARED_OF, given), store.read(_SUPERIORS, {"home": None}))
    return IndicatorBlock(
        indicator=indicator.id,
        name=Both(zh=indicator.name_zh, en=indicator.name_en),
        unit=indicator.canonical_unit,
        rows=[_row(row, marks) for row in sorted(rows, key=_place)],
        sums=[],
    )


def _marks(rows: Sequence[Record], compared: Iterable[Record], superiors: Iterable[Record]) -> dict[str, Mark]:
    stated = {row["id"]: row for row in rows}
    above = {(row["lower"], row["upper"]) for row in superiors}
    return _verdicts(row for row in compared if _downward(row, stated, above))


def _downward(pair: Record, stated: dict[str, Record], above: set[tuple[str, str]]) -> bool:
    """Whether the second statement of a pair binds the first: peers have no lower and upper one."""
    lower, upper = stated.get(pair["lower"]), stated.get(pair["upper"])
    if not (lower and upper) or lower["plan"] == upper["plan"]:
        return False
    return bool(upper["allocated"] or upper["plan_type"] == "development" or (lower["plan"], upper["plan"]) in above)


def _verdicts(compared: Iterable[Record]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for row in compared:
        mark = _MARKS.get(row["verdict"]) or ("equal" if row["gap"] in {None, "0"} else "rounding")
        if _WEIGHT.index(mark) < _WEIGHT.index(found.get(row["lower"])):
            found[row["lower"]] = mark
    return found


def _block(group: Sequence[Record], marks: Mapping[str, Mark], sums: dict[str, list[Share]]) -> IndicatorBlock:
    first = group[0]
    ordered = sorted(group, key=_place)
    return IndicatorBlock(
        indicator=first["indicator"],
        name=Both(zh=first["name_zh"], en=first["name_en"] or first["name_zh"]),
        unit=first["canonical_unit"],
        rows=[_row(row, marks) for row in ordered],
        sums=[share for row in ordered for share in sums.get(row["id"], [])],
    )


def _place(row: Record) -> tuple[object, ...]:
    """By year; then allocation from above, outline, spatial plan, special and regional plans, schemes, annual plan."""
    kind = _KINDS.index(row["doc_kind"]) if row["doc_kind"] in _KINDS else len(_KINDS)
    return row["year"] or 0, not row["allocated"], kind, type_place(row["plan_type"]), row["plan"], row["id"]


def _row(row: Record, marks: Mapping[str, Mark]) -> IndicatorRow:
    base = " ".join(str(value) for value in (row["base"], f"({row['base_year']})" if row["base_year"] else "") if value)
    return IndicatorRow(
        statement=row["id"],
        plan=row["plan"],
        title=_title(row),
        level=row["level"],
        plan_type=row["plan_type"] or row["doc_kind"],
        allocated=row["allocated"],
        draft=bool(row["draft"]),
        classified=bool(row["classified"]),
        text=row["text"],
        unit=row["unit"],
        year=row["year"],
        canonical=row["canonical"],
        nature=row["nature"],
        base=base or None,
        mark=marks.get(row["id"]),
    )


def _title(row: Record) -> Both:
    if row["classified"]:
        return Both(zh=row["plan"], en=row["plan"])
    return Both(zh=row["title_zh"] or row["plan"], en=row["title_en"] or row["title_zh"] or row["plan"])


def period_rows(store: Store, home: str, as_of: str, findings: Iterable[Finding]) -> list[PeriodRow]:
    """The plans of a district that are live or drafts, with their periods and the rules about periods that speak of
    them; the outline first, then by type and first year."""
    about = about_periods(findings)
    rows = store.read(_PERIODS, {"home": home, "as_of": as_of})
    rows.sort(key=lambda row: (type_place(row["plan_type"]), row["start"], row["end"], row["plan"]))
    return [
        PeriodRow(
            plan=row["plan"],
            title=_title(row),
            plan_type=row["plan_type"],
            level=row["level"],
            start=row["start"],
            end=row["end"],
            near=row["near"],
            draft=bool(row["draft"]),
            classified=bool(row["classified"]),
            rules=sorted({finding.rule for finding in about.get(row["plan"], ())}),
        )
        for row in rows
    ]
