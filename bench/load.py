"""How fast kgplan loads, next to the engine's own way in fed with the very elements that kgplan writes.

``python -m bench.load --rows 100000`` measures the embedded engine, ``--engine neo4j`` a real server. kgplan reads the
tables, types and checks every cell, reads the values of targets, resolves names, keeps provenance and the rows
themselves, and works out the derived facts; a bare run gets nodes and edges made beforehand and only writes them: by a
loop of UNWIND … CREATE over 10,000 rows (both engines), and by the bulk interface (embedded, which has one). All run
one after the other, each in a process of its own, whose largest memory is printed. The ratios are what counts; seconds
are this machine's.
"""

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.country import write_country
from kgplan.graph.build import Builder
from kgplan.graph.elements import Edge, Node, stored_props
from kgplan.graph.load import edge_types, load, node_labels, prepare
from kgplan.graph.stated import AllRows
from kgplan.graph.store import Store, open_store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.neo4j.server import running_server

CHUNK = 10_000


def measure_kgplan(folder: Path, url: str) -> dict[str, Any]:
    """Read and load into an empty graph."""
    schema = load_schema()
    store = open_store(url)
    started = time.perf_counter()
    datasets = read_paths([folder], schema)
    read = time.perf_counter()
    report = load(store, datasets, schema)
    ended = time.perf_counter()
    derived = store.read("MATCH ()-[r:HAS_SUPERIOR|COMPARED_WITH]->() RETURN count(r) AS n")[0]["n"]
    store.close()
    rows = sum(tally.read for tally in report.tables.values())
    return {
        "rows": rows,
        "elements": report.written,
        "derived edges": derived,
        "reading": read - started,
        "seconds": ended - started,
        "mb": _memory(),
    }


def make_elements(folder: Path, file: Path) -> None:
    """Pickle the nodes and edges of a load in pieces of one kind, so that the bare run has nothing left to do."""
    schema = load_schema()
    (dataset,) = read_paths([folder], schema)
    builder = Builder(schema, AllRows([("bench", dataset.rows)]))
    with file.open("wb") as out:
        for elements in (builder.nodes(), builder.ends(), builder.edges()):
            for kind, members in groupby(_sorted(elements), key=_kind):
                rows = [(_ends(element), stored_props(element)) for element in members]
                for start in range(0, len(rows), CHUNK):
                    pickle.dump((kind, rows[start : start + CHUNK]), out)


def _sorted(elements: Iterator[Node] | Iterator[Edge]) -> list[Node | Edge]:
    return sorted(elements, key=_kind)


def _kind(element: Node | Edge) -> tuple[str, ...]:
    return element.labels if isinstance(element, Node) else (element.key[0], element.key[1][0], element.key[2][0])


def _ends(element: Node | Edge) -> tuple[Any, ...]:
    return element.key if isinstance(element, Node) else (element.key[1], element.key[2])


def measure_bare(file: Path, url: str, way: str) -> dict[str, Any]:
    """Write the elements by ``bulk`` or ``loop``, counting only the calls that write."""
    store, schema = open_store(url), load_schema()
    if way == "loop":
        prepare(store, schema)  # without an index no edge would find its ends
    seconds, elements = 0.0, 0
    for count, took in (_bulk if way == "bulk" else _loop)(store, file):
        seconds, elements = seconds + took, elements + count
    store.close()
    return {"elements": elements, "seconds": seconds, "mb": _memory()}


def _pieces(file: Path) -> Iterator[tuple[tuple[str, ...], list[tuple[Any, dict[str, Any]]]]]:
    with file.open("rb") as content:
        while content.peek(1):
            yield pickle.load(content)


def _bulk(store: Store, file: Path) -> Iterator[tuple[int, float]]:
    schema = load_schema()
    places: dict[Any, str] = {}
    way_in = store.bulk(node_labels(schema), edge_types(schema))
    assert way_in
    with way_in as bulk:
        for kind, rows in _pieces(file):
            keys, props = [key for key, _ in rows], [props for _, props in rows]
            started = time.perf_counter()
            if isinstance(keys[0][0], tuple):
                bulk.edges(kind[0], [places[start] for start, _ in keys], [places[end] for _, end in keys], props)
            else:
                places.update(zip(keys, bulk.nodes(kind, props), strict=True))
            yield len(rows), time.perf_counter() - started
        started = time.perf_counter()
    yield 0, time.perf_counter() - started  # the engine ties the ends of edges when the block ends


def _loop(store: Store, file: Path) -> Iterator[tuple[int, float]]:
    for kind, rows in _pieces(file):
        if isinstance(rows[0][0][0], tuple):
            given = [{"a": ends[0][1], "b": ends[1][1], "props": props} for ends, props in rows]
            query = (
                f"UNWIND $rows AS r MATCH (a:{kind[1]} {{id: r.a}}) MATCH (b:{kind[2]} {{id: r.b}}) "
                f"CREATE (a)-[x:{kind[0]}]->(b) SET x = r.props"
            )
        else:
            given = [{"props": props} for _, props in rows]
            query = f"UNWIND $rows AS r CREATE (n:{':'.join(kind)}) SET n = r.props"
        started = time.perf_counter()
        with store.transaction() as transaction:
            transaction.run(query, {"rows": given})
        yield len(rows), time.perf_counter() - started


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure kgplan and the bare ways, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["embedded", "neo4j"], default="embedded")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(
        "--without-bare", action="store_true", help="only kgplan, where elements would not fit in memory"
    )
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        step, given, url = asked.step
        told = measure_kgplan(Path(given), url) if step == "kgplan" else measure_bare(Path(given), url, step)
        print(json.dumps(told))
        return
    with tempfile.TemporaryDirectory(prefix="kgplan-bench-") as name:
        folder, elements = Path(name) / "country", Path(name) / "elements"
        write_country(folder, asked.rows)
        kgplan = _measured("kgplan", folder, asked.engine, Path(name))
        print(f"{asked.engine}, {kgplan['rows']} rows, {kgplan['elements']} nodes and edges")
        print(
            f"kgplan  {kgplan['seconds']:8.1f} s (reading {kgplan['reading']:.1f} s), "
            f"{kgplan['rows'] / kgplan['seconds']:,.0f} rows/s, {_speed(kgplan):,.0f} elements/s, "
            f"{kgplan['derived edges']} derived edges, {kgplan['mb']:.0f} MB",
            flush=True,
        )
        if asked.without_bare:
            return
        make_elements(folder, elements)
        for way in ("loop", "bulk") if asked.engine == "embedded" else ("loop",):
            bare = _measured(way, elements, asked.engine, Path(name))
            print(
                f"{way:7} {bare['seconds']:8.1f} s, {_speed(bare):,.0f} elements/s, {bare['mb']:.0f} MB; "
                f"ratio {_speed(kgplan) / _speed(bare):.2f}",
                flush=True,
            )


def _measured(step: str, given: Path, engine: str, folder: Path) -> dict[str, Any]:
    """The numbers of one step, which runs in a process of its own on an empty graph."""
    with running_server(options=()) if engine == "neo4j" else nullcontext() as server:
        if server:
            os.environ |= {
                "NEO4J_USERNAME": server.username,
                "NEO4J_PASSWORD": server.password,
                "NEO4J_DATABASE": server.database,
            }
        url = server.url if server else str(folder / f"{step}.db")
        told = subprocess.run(
            [sys.executable, "-m", "bench.load", "--step", step, str(given), url],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    return json.loads(told)  # type: ignore[no-any-return]


def _speed(result: dict[str, Any]) -> float:
    return float(result["elements"] / result["seconds"])


if __name__ == "__main__":
    main()
