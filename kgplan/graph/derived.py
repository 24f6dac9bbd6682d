"""Writing derived edges: only what differs, so that loading the same data twice writes nothing."""

import hashlib
from collections.abc import Mapping
from typing import Any

from kgplan.graph.write import Work

Ends = tuple[str, str]
"""Ids of the lower and the upper end."""


class DerivedEdges:
    """The edges of one relation between nodes of two classes, brought to what is wanted part by part.

    Of the standing ones only digests are remembered: a country has more edges than memory should hold.
    """

    def __init__(self, work: Work, relation: str, labels: tuple[str, str]) -> None:
        self._work, self._relation = work, relation
        lower, upper = labels
        self._ends = f"UNWIND $rows AS r MATCH (a:{lower} {{id: r.lower}}) MATCH (b:{upper} {{id: r.upper}}) "
        self._standing = {
            (row["lower"], row["upper"]): _digest(row["props"])
            for row in work.run(
                f"MATCH (a:{lower})-[x:{relation}]->(b:{upper}) "
                "RETURN a.id AS lower, b.id AS upper, properties(x) AS props"
            )
        }

    def put(self, wanted: Mapping[Ends, dict[str, Any]]) -> None:
        """Write a part, ends → properties; no two parts have an edge in common."""
        changed, fresh = [], []
        for (lower, upper), props in sorted(wanted.items()):
            before = self._standing.pop((lower, upper), None)
            if before != _digest(props):
                fresh.append({"lower": lower, "upper": upper, "props": props})
                if before is not None:
                    changed.append({"lower": lower, "upper": upper})
        self._remove(changed)
        self._work.batches(self._ends + f"CREATE (a)-[x:{self._relation}]->(b) SET x = r.props", fresh)

    def finish(self) -> None:
        """Remove the edges that no part wanted."""
        self._remove([{"lower": lower, "upper": upper} for lower, upper in self._standing])
        self._standing.clear()

    def _remove(self, rows: list[dict[str, str]]) -> None:
        self._work.batches(self._ends + f"MATCH (a)-[x:{self._relation}]->(b) DELETE x", rows)


def _digest(props: Mapping[str, Any]) -> bytes:
    return hashlib.blake2b(repr(sorted(props.items())).encode("utf-8", "surrogatepass"), digest_size=16).digest()
