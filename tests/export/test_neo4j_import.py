"""The files for Neo4j's bulk importer, imported by it and compared with the graph that they were made of."""

import os
import secrets
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kgplan.export.neo4j_admin import write_neo4j_admin
from kgplan.graph.load import load
from kgplan.graph.store import Store, open_store, private_store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.export.graphs import awkward_tables, contents
from tests.needs import unavailable
from tests.neo4j import server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
KAIZHOU = Path(__file__).parents[2] / "data" / "kaizhou"


@contextmanager
def imported(folder: Path) -> Iterator[Store]:
    """A server over the database that ``import.sh`` in ``folder`` makes."""
    try:
        java, jars = server.find_java(), server.find_jars()
    except server.UnavailableError as missing:
        unavailable("neo4j", str(missing))
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kgplan-import-")))
        port = server._free_port()
        server._configure(home, port)
        _import(folder, home, java, jars)
        console = stack.enter_context((home / "console.log").open("wb"))
        process = subprocess.Popen([java, *server.QUICK, *server.arguments(jars, home)], stdout=console, stderr=console)
        stack.callback(server._stop, process)
        password = secrets.token_hex(16)
        server._set_first_password(process, home, port, password)
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in (("USERNAME", "neo4j"), ("PASSWORD", password), ("DATABASE", "neo4j")):
            environment.setenv(f"NEO4J_{name}", value)
        store = open_store(f"neo4j://127.0.0.1:{port}")
        stack.callback(store.close)
        yield store


def _import(folder: Path, home: Path, java: Path, jars: Path) -> None:
    """Run the script with the importer of these jars as ``neo4j-admin``."""
    tool = home / "neo4j-admin"
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in server._OPENED]
    command = [str(java), *server.QUICK, *opened, "-Xmx700m", "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool"]
    tool.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    environment["PATH"] = f"{home}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [folder / "import.sh"], env=environment, cwd=home, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_an_imported_graph_is_the_graph_that_was_exported(tmp_path: Path) -> None:
    schema = load_schema()
    datasets = read_paths([KAIZHOU, awkward_tables(tmp_path / "awkward")], schema)
    with private_store() as store:
        load(store, datasets, schema)
        found = write_neo4j_admin(store, schema, tmp_path / "out", "en")
        before = contents(store)
    assert sum(kind.count for kind in found.nodes) == len(before[0])
    with imported(tmp_path / "out") as copy:
        days = copy.read("MATCH (d:Plan) WHERE d.valid_from > date('2022-01-01') RETURN count(d) AS n")
        for statement in (tmp_path / "out" / "after-import.cypher").read_text("utf-8").splitlines():
            copy.define(statement.rstrip(";"))
        after = contents(copy)
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert days[0]["n"] > 10
