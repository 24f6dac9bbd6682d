"""Writing derived edges: only what differs, so that loading the same data twice writes nothing."""

from typing import Any

from kgplan.graph.write import Work

Ends = tuple[str, str]
"""Ids of the lower and the upper end."""


def write_derived_edges(work: Work, relation: str, labels: tuple[str, str], wanted: dict[Ends, dict[str, Any]]) -> None:
    """Bring the edges of ``relation`` between nodes of these two classes to ``wanted``: ends → properties."""
    lower, upper = labels
    standing = {
        (row["lower"], row["upper"]): row["props"]
        for row in work.run(
            f"MATCH (a:{lower})-[x:{relation}]->(b:{upper}) RETURN a.id AS lower, b.id AS upper, properties(x) AS props"
        )
    }
    ends = f"UNWIND $rows AS r MATCH (a:{lower} {{id: r.lower}}) MATCH (b:{upper} {{id: r.upper}}) "
    stale = [{"lower": a, "upper": b} for (a, b), props in standing.items() if wanted.get((a, b)) != props]
    fresh = [
        {"lower": a, "upper": b, "props": props}
        for (a, b), props in sorted(wanted.items())
        if standing.get((a, b)) != props
    ]
    work.batches(ends + f"MATCH (a)-[x:{relation}]->(b) DELETE x", stale)
    work.batches(ends + f"CREATE (a)-[x:{relation}]->(b) SET x = r.props", fresh)
