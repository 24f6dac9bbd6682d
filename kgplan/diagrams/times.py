"""The system over time: what the picture would show on other days, for the page's slider.

Each moment is what ``kgplan diagram --as-of`` shows on that day without findings, for rules ran on one day only. All
moments share one drawing, so that a plan stays in its place while time moves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kgplan.diagrams.facts import Facts, read_facts
from kgplan.diagrams.labels import stage_label
from kgplan.diagrams.large import pages
from kgplan.diagrams.model import Node, Picture
from kgplan.diagrams.reading import assemble
from kgplan.diagrams.selection import Filters, select
from kgplan.graph.store import Store

_MOST_YEARS = 12
"""How far the slider goes back and on from the as-of day."""
_HALVES = ((1, 1), (7, 1))


@dataclass(frozen=True)
class Moment:
    """The picture of one day; its nodes are among those of the drawing."""

    day: date
    picture: Picture


@dataclass(frozen=True)
class Times:
    """``picture`` holds every document that is shown on some day; ``moments`` are in order of time, ``today`` the place
    of the as-of day among them."""

    picture: Picture
    moments: tuple[Moment, ...]
    today: int

    def sheets(self) -> Mapping[str, "Times"]:
        """The same for each sheet of a large system, by name."""
        return {
            name: replace(self, picture=picture, moments=tuple(_cut(one, picture) for one in self.moments))
            for name, picture in pages(self.picture).items()
        }


def read_times(store: Store, *, as_of: date, home: str, filters: Filters) -> Times:
    """The system of a graph over time."""
    return over_time(read_facts(store, home, as_of), filters)


def over_time(facts: Facts, filters: Filters) -> Times:
    """The half-years in which there are plans, and the as-of day."""
    days = sorted({facts.as_of, *_days(facts)})
    shown = {day: select(replace(facts, as_of=day), [], [], filters) for day in days}
    moments = tuple(Moment(day, assemble(replace(facts, as_of=day), ids, filters)) for day, ids in shown.items())
    whole = assemble(facts, set().union(*shown.values()), filters)
    widest: dict[str, Node] = {}
    for moment in moments:
        for node in moment.picture.nodes:
            widest[node.id] = max(widest.get(node.id, node), node, key=_room)
    nodes = tuple(widest[node.id] for node in whole.nodes)
    return Times(replace(whole, nodes=nodes), moments, days.index(facts.as_of))


def _room(node: Node) -> tuple[bool, int]:
    """Boxes are drawn with the cross that they will have one day, and with room for the longest word."""
    return node.standing == "repealed", len(stage_label(node, "en"))


def _days(facts: Facts) -> Iterator[date]:
    documents = facts.documents.values()
    years = [year for document in documents for year in (document.start_year, document.end_year) if year is not None]
    now = facts.as_of.year
    first, last = max(min(years, default=now), now - _MOST_YEARS), min(max(years, default=now), now + _MOST_YEARS)
    for year in range(first, last + 1):
        yield from (date(year, *half) for half in _HALVES)


def _cut(moment: Moment, sheet: Picture) -> Moment:
    """A moment without what another sheet shows."""
    kept: Sequence[Node] = [node for node in moment.picture.nodes if node.id in sheet.by_id]
    gone = len(moment.picture.nodes) - len(kept)
    edges = tuple(e for e in moment.picture.edges if e.source in sheet.by_id and e.target in sheet.by_id)
    picture = replace(moment.picture, nodes=tuple(kept), edges=edges, hidden=moment.picture.hidden + gone)
    return replace(moment, picture=picture)
