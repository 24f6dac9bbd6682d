"""Everything that a graph holds, to be compared."""

from typing import Any

from kgplan.graph.store import Store

Contents = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def contents(store: Store) -> Contents:
    """Nodes and edges with all properties, sorted; without the times of loading, which differ between runs."""
    nodes = store.read("MATCH (n) WHERE n.loaded_at IS NULL RETURN labels(n) AS labels, properties(n) AS props")
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS labels, a.id AS start, type(r) AS type, b.id AS end, "
        "properties(r) AS props"
    )
    for row in [*nodes, *edges]:
        row["labels"] = sorted(row["labels"])
    return (
        sorted(nodes, key=lambda row: (row["labels"], row["props"]["id"])),
        sorted(
            edges, key=lambda row: (row["type"], row["start"], row["end"], str(sorted(row["props"].items(), key=str)))
        ),
    )
