"""Targets of annual plans against those of the outline that they serve, on ``YEARLY_COMPARED_WITH`` (IMPL-004).

Apart from ``COMPARED_WITH`` because another question is asked: not whether two documents say the same for one year, but
whether the years together lead where the outline wants to be. The verdict does not depend on the as-of day; a sum says
in ``holds_from`` from which day all its parts were in force.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kgplan.graph.derived import Ends
from kgplan.graph.facts import took_effect
from kgplan.graph.store import Record, Transaction
from kgplan.targets.exact import exact_text
from kgplan.targets.statement import Canonical
from kgplan.targets.yearly import YearlyComparison, adds_up_to, compare_sum, compare_year, same_figure, span_of

Member = tuple[str, str, Canonical]
"""A statement: id, document, canonical form."""

_DOCUMENTS = """
MATCH (d:Document {level: 'district'})
WHERE d.home IS NOT NULL AND (d.doc_kind = 'annual_plan' OR d.plan_type = 'development')
RETURN properties(d) AS document
"""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A target that a document states."""

    id: str
    document: Record
    target: Canonical

    @property
    def year(self) -> int | None:
        """The year that an annual plan is for; None for a document of several years."""
        start, end = self.document.get("start_year"), self.document.get("end_year")
        return start if end in (None, start) else None

    @property
    def since(self) -> date | None:
        """The day from which an annual plan counts among its years; None if it never did or was over before its end."""
        kept = self.document.get("valid_to") == f"{self.year}-12-31"
        return took_effect(self.document) if kept else None


def yearly_documents(transaction: Transaction) -> dict[str, Record]:
    """The outlines and annual plans of all districts by id."""
    return {row["document"]["id"]: row["document"] for row in transaction.run(_DOCUMENTS)}


def yearly_comparisons(documents: Mapping[str, Record], members: Iterable[Member]) -> dict[Ends, dict[str, Any]]:
    """YEARLY_COMPARED_WITH among these statements: ends → properties. ``documents`` are :func:`yearly_documents`."""
    goals: dict[tuple[str, str], list[_Stated]] = {}
    annuals: dict[tuple[str, str], list[_Stated]] = {}
    for key, owner, canonical in members:
        indicator = canonical.target.indicator
        if owner in documents and indicator and canonical.target.compared:
            stated = _Stated(key, documents[owner], canonical)
            place = (stated.document["home"], indicator)
            if stated.document["doc_kind"] != "annual_plan":
                goals.setdefault(place, []).append(stated)
            elif stated.year == canonical.target.year:
                annuals.setdefault(place, []).append(stated)
    wanted: dict[Ends, dict[str, Any]] = {}
    for place, served in goals.items():
        for goal in served:
            wanted.update(_edges(goal, annuals.get(place, [])))
    return wanted


def _edges(goal: _Stated, annuals: Iterable[_Stated]) -> Iterator[tuple[Ends, dict[str, Any]]]:
    """What the annual targets of one indicator amount to for one target of the outline."""
    years = span_of(goal.target, goal.document.get("start_year"))
    by_year: dict[int, list[_Stated]] = {year: [] for year in years}
    for annual in annuals:
        if annual.target.target.year in by_year:
            by_year[annual.target.target.year].append(annual)
    for annual in (annual for year in years for annual in by_year[year]):
        found = compare_year(annual.target, goal.target)
        if found:
            yield (annual.id, goal.id), _props(found)
    for last in by_year[years[-1]] if years else []:
        yield from _sum(last, goal, by_year)


def _sum(last: _Stated, goal: _Stated, by_year: Mapping[int, list[_Stated]]) -> Iterator[tuple[Ends, dict[str, Any]]]:
    """The sum of all years, told by the last year's target; none while a year is missing or its figure is in doubt."""
    earlier = [
        [one for one in by_year[year] if one.since and adds_up_to(one.target, goal.target)]
        for year in list(by_year)[:-1]
    ]
    if not all(stated and same_figure([one.target for one in stated]) for stated in earlier):
        return
    parts = [*(stated[0] for stated in earlier), last]
    found = compare_sum([part.target for part in parts], goal.target)
    if found:
        days = [part.since for part in parts if part.since]
        props = _props(found) | {"yearly_parts": [part.id for part in parts]}
        yield (last.id, goal.id), props | ({"holds_from": max(days).isoformat()} if days else {})


def _props(found: YearlyComparison) -> dict[str, Any]:
    figures = {"gap": found.gap, "tolerance": found.tolerance, "sum_exact": found.total}
    return {
        "way": found.way,
        "verdict": found.verdict,
        "unit": found.unit,
        **{name: exact_text(value) for name, value in figures.items() if value is not None},
    }
