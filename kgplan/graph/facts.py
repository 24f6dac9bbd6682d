"""Derived facts on documents: what every rule would otherwise repeat, worked out once after each load.

They do not depend on the as-of day: validity is an interval, ancestry a closure (rules.md 0.2–0.5 of the rulebook).
Only differences are written, so that loading the same data twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import networkx as nx

from kgplan.graph.derived import DerivedEdges
from kgplan.graph.store import Record, Transaction
from kgplan.graph.write import BATCH, Work
from kgplan.sources.dates import five_year_window
from kgplan.sources.names import Directory
from kgplan.sources.titles import identity_key, title_window, title_years

BEGINNING = date(1900, 1, 1)
"""A draft is a draft on every day until its period is over."""

TOOK_EFFECT = frozenset({"approved", "published", "expired", "superseded", "repealed"})
DRAFT = frozenset({"drafting", "submitted"})

FACTS = (
    "valid_from",
    "valid_to",
    "revised_on",
    "draft",
    "home",
    "cycle",
    "loop",
    "loop_path",
    "identity",
    "title_start",
    "title_end",
    "title_window",
)

_READ = (
    "stage",
    "level",
    "jurisdiction",
    "title_zh",
    "start_year",
    "end_year",
    "edition_no",
    "approved_on",
    "published_on",
    "superseded_on",
    "repealed_on",
)
"""What the facts are worked out from. A country has more documents than memory should hold whole."""
_DAYS = frozenset({"valid_from", "valid_to", "revised_on"})


def derive(work: Work, names: Directory) -> None:
    """Bring all derived facts of documents to the present state of the graph."""
    columns = ", ".join(f"d.{name} AS {name}" for name in (*_READ, *FACTS))
    documents = {row.pop("id"): row for row in work.run(f"MATCH (d:Document) RETURN d.id AS id, {columns}")}
    upward = _edges(work, "SUBORDINATE_TO")
    revisions = _edges(work, "SUPERSEDES", "WHERE r.kind = 'revision'")
    loops = _loops(upward)
    revised = _revised_on(documents, revisions)
    wanted = (
        (
            key,
            {
                **_validity(document, revised.get(key)),
                "draft": document.get("stage") in DRAFT,
                "home": _home(document, names),
                "cycle": _cycle(document),
                "loop": loops.get(key, [None])[0],
                "loop_path": loops.get(key),
                **_title_facts(document, names),
            },
        )
        for key, document in documents.items()
    )
    _write_facts(work, documents, wanted)
    above = superiors(documents, upward, revisions)
    edges = {ends: {"hops": hops} for ends, hops in above.items()}
    superior = DerivedEdges(work, "HAS_SUPERIOR", ("Document", "Document"))
    superior.put(edges)
    superior.finish()


def _edges(transaction: Transaction, relation: str, condition: str = "") -> list[tuple[str, str]]:
    rows = transaction.run(
        f"MATCH (a:Document)-[r:{relation}]->(b:Document) {condition} RETURN a.id AS lower, b.id AS upper"
    )
    return sorted((row["lower"], row["upper"]) for row in rows)


# ── validity (0.2) ──


def _day(document: Record, name: str) -> date | None:
    value = document.get(name)
    return date.fromisoformat(value) if value else None


def took_effect(document: Record) -> date | None:
    """The day a document took effect: approval, else publication, else 1 January of its first year; None: never."""
    if document.get("stage") not in TOOK_EFFECT:
        return None
    start = document.get("start_year")
    return _day(document, "approved_on") or _day(document, "published_on") or (date(start, 1, 1) if start else None)


def _revised_on(documents: dict[str, Record], revisions: list[tuple[str, str]]) -> dict[str, date]:
    """The day from which a revision replaces each edition: ``superseded_on``, else when the newer one took effect."""
    days: dict[str, date] = {}
    for newer, older in revisions:
        day = _day(documents[older], "superseded_on") or took_effect(documents[newer])
        if day:
            days[older] = min(day, days.get(older, day))
    return days


def _validity(document: Record, revised_on: date | None) -> dict[str, date | None]:
    """``valid_from`` and ``valid_to``: live on every day from the one to the other, both included."""
    end_year, stage = document.get("end_year"), document.get("stage")
    start = BEGINNING if stage in DRAFT else took_effect(document)
    ends = [_day(document, "superseded_on"), _day(document, "repealed_on"), revised_on]
    over = [day for day in ends if day]
    # Marked as ended, and nobody knows when: it counts on no day.
    unknown = (stage == "superseded" and not (ends[0] or ends[2])) or (stage == "repealed" and not ends[1])
    if not end_year or not start or unknown:
        return {"valid_from": None, "valid_to": None, "revised_on": revised_on}
    last = min([date(end_year, 12, 31), *(day - timedelta(days=1) for day in over)])
    return {"valid_from": start, "valid_to": last, "revised_on": revised_on}


# ── belonging ──


def _home(document: Record, names: Directory) -> str | None:
    """The district to whose system a district or town document belongs (0.1)."""
    jurisdiction = document.get("jurisdiction")
    if document.get("level") not in {"district", "town"} or not jurisdiction:
        return None
    return names.district_of(jurisdiction) or (jurisdiction if document["level"] == "district" else None)


def _cycle(document: Record) -> str | None:
    start = document.get("start_year")
    window = five_year_window(start) if start else None
    return window[2] if window else None


def _title_facts(document: Record, names: Directory) -> dict[str, Any]:
    title = document.get("title_zh")
    if not title:
        return {"identity": None, "title_start": None, "title_end": None, "title_window": None}
    years, window = title_years(title), title_window(title)
    start, end = years or (None, None)
    name = five_year_window(window[0]) if window else None
    return {
        "identity": identity_key(
            title,
            document.get("level"),
            document.get("jurisdiction"),
            document.get("start_year"),
            document.get("end_year"),
            document.get("edition_no"),
            places=names.places(document.get("jurisdiction")),
        ),
        "title_start": start,
        "title_end": end,
        "title_window": name[2] if name else None,
    }


# ── ancestry (0.4, 0.5) ──


def _loops(upward: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Members of each strongly connected set over SUBORDINATE_TO → one shortest loop from its smallest id back to it.

    A set whose smallest id lies on no shorter loop still has one through it; a self-loop is a set of one.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(upward)
    found: dict[str, list[str]] = {}
    for members in nx.strongly_connected_components(graph):
        first = min(members)
        if len(members) > 1 or graph.has_edge(first, first):
            inside = graph.subgraph(members)
            back = min((nx.shortest_path(inside, after, first) for after in sorted(inside[first])), key=len)
            found.update({member: [first, *back] for member in members})
    return found


def superiors(
    documents: dict[str, Record], upward: Iterable[tuple[str, str]], revisions: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """All ancestors: (document, ancestor) → fewest SUBORDINATE_TO edges between them.

    Where a path meets an edition that a revision superseded, the newer edition is met as well; it passes through no
    abandoned plan, and no draft revision stands in for the edition it is to replace.
    """
    abandoned = {key for key, document in documents.items() if document.get("stage") == "abandoned"}
    newer: dict[str, list[str]] = {}
    for new, old in revisions:
        if documents[new].get("stage") in TOOK_EFFECT:
            newer.setdefault(old, []).append(new)
    above: dict[str, list[str]] = {}
    for lower, upper in upward:
        above.setdefault(lower, []).append(upper)

    def editions(key: str) -> set[str]:
        """An edition and all that revised it in turn."""
        met, waiting = set(), [key]
        while waiting:
            edition = waiting.pop()
            if edition not in met and edition not in abandoned:
                met.add(edition)
                waiting += newer.get(edition, [])
        return met

    found: dict[tuple[str, str], int] = {}
    for start in above:
        seen: set[str] = set()
        front, hops = {start}, 0
        while front:
            hops += 1
            met = {edition for key in front for upper in above.get(key, []) for edition in editions(upper)}
            front = met - seen
            seen |= met
            for ancestor in front - {start}:
                found[start, ancestor] = hops
    return found


# ── writing differences ──


def _write_facts(work: Work, documents: dict[str, Record], wanted: Iterable[tuple[str, dict[str, Any]]]) -> None:
    assignments = ", ".join(f"d.{name} = " + (f"date(r.{name})" if name in _DAYS else f"r.{name}") for name in FACTS)
    differing = _differing(documents, wanted)
    while rows := list(islice(differing, BATCH)):
        work.batches(f"UNWIND $rows AS r MATCH (d:Document {{id: r.id}}) SET {assignments}", rows)


def _differing(documents: dict[str, Record], wanted: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Record]:
    for key, facts in wanted:
        shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
        if any(documents[key].get(name) != shown[name] for name in FACTS):
            yield {"id": key, **shown}
