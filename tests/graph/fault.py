"""Kills loads at random moments and checks that one more load gives the graph of an undisturbed one.

``python -m tests.graph.fault --rows 100000 --kills 30`` on the embedded engine, ``--engine neo4j`` on a real server.
Every second kill hits a graph that holds another state of the data, so that both ways of writing are met: filling an
empty graph, and bringing a standing one to the difference.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bench.country import write_country
from kgplan.cli.data import require_complete
from kgplan.errors import UserError
from kgplan.graph.load import load
from kgplan.graph.store import Store, open_store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.conftest import empty_the_server
from tests.neo4j.server import running_server

ROOT = Path(__file__).parents[2]
LOAD = [sys.executable, "-c", "from kgplan.cli.main import run; run()", "load"]


def fingerprint(store: Store) -> str:
    """Of everything in the graph but the times of loading, whatever the order."""
    total = 0
    for query in (
        "MATCH (n) RETURN labels(n) AS labels, properties(n) AS props",
        "MATCH (a)-[r]->(b) RETURN [a.id, type(r), b.id] AS labels, properties(r) AS props",
    ):
        for row in store.scan(query):
            row["props"].pop("loaded_at", None)
            labels = sorted(row["labels"]) if "MATCH (n)" in query else row["labels"]
            text = json.dumps([labels, row["props"]], sort_keys=True, ensure_ascii=False)
            total += int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
    return f"{total % (1 << 128):032x}"


def run_load(url: str, folder: Path) -> float:
    """Load in this process and let it end: seconds of processor time that it took."""
    before = time.process_time()
    with opened(url) as store:
        load(store, read_paths([folder], load_schema()), load_schema())
    return time.process_time() - before


def kill_load(url: str, folder: Path, kill_after: float) -> bool:
    """Load in a process of its own that is killed after so many seconds of work; whether it came to its end before.

    Processor time, since on a busy machine the clock says nothing about how far a load has come.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*LOAD, str(folder), "--store", url], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors
        )
        while process.poll() is None:
            if _worked(process.pid) >= kill_after:
                process.send_signal(signal.SIGKILL)
                process.wait()
                return False
            time.sleep(0.01)
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(errors.read().decode())
    return True


def _worked(pid: int) -> float:
    """Seconds of processor time of a process that runs, by Linux's account of it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _worked_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def kill_and_repair(url: str, states: list[Path], kills: int, chance: Random) -> Iterator[tuple[int, float, str]]:
    """Kill a load ``kills`` times: number, moment in seconds of work, and what readers were told in between.

    ``states`` are two states of one folder: what was killed and repaired is the standing graph of the next kill, which
    brings it to the other state. AssertionError where a repaired graph differs from an undisturbed one.
    """
    folder = states[0].parent / "country"
    wanted, whole = {}, {}
    for state in states:
        _put(state, folder)
        _empty(url)
        whole[True] = run_load(url, folder)
        wanted[state] = _fingerprint(url)
    _put(states[0], folder)
    whole[False] = run_load(url, folder)
    assert _fingerprint(url) == wanted[states[0]], "from one state to the other: the graph differs"
    before = _worked_by_children()
    subprocess.run([*LOAD, "--help"], cwd=ROOT, check=True, capture_output=True)
    start = _worked_by_children() - before  # before a process begins to load
    for number in range(kills):
        into_empty = number % 2 == 0
        if into_empty:
            _empty(url)
        state = states[number // 2 % 2 if into_empty else (number // 2 + 1) % 2]
        _put(state, folder)
        moment = start + chance.uniform(0.1, 0.95) * whole[into_empty]
        ended = kill_load(url, folder, moment)
        told = "ended" if ended else _told(url)
        run_load(url, folder)
        assert _fingerprint(url) == wanted[state], f"kill {number + 1} after {moment:.2f} s: the graph differs"
        yield number, moment, f"{'into an empty graph' if into_empty else 'over a standing graph'}: {told}"


def _fingerprint(url: str) -> str:
    with opened(url) as store:
        require_complete(store, url)
        return fingerprint(store)


def _told(url: str) -> str:
    """Whether readers see a whole graph (the one from before), or are told that there is none."""
    try:
        with opened(url) as store:
            require_complete(store, url)
    except UserError as error:
        return error.key
    return "whole"


def _empty(url: str) -> None:
    if "://" in url:
        empty_the_server(url)
    else:
        shutil.rmtree(url, ignore_errors=True)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The store of an address, closed at the end."""
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def _put(state: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(state, folder)


def write_states(folder: Path, rows: int) -> list[Path]:
    """An earlier state of a country and the present one: a tenth of the plans' rows gone, another tenth changed."""
    states = [folder / "before", folder / "now"]
    write_country(states[1], rows)
    shutil.copytree(states[1], states[0])
    plans = (states[0] / "plans.csv").read_text(encoding="utf-8").splitlines()
    kept = [line.replace("事业发展", "事业") if at % 10 == 1 else line for at, line in enumerate(plans) if at % 10 != 2]
    (states[0] / "plans.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return states


def main() -> None:
    """Run it from the command line and print every kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["embedded", "neo4j"], default="embedded")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kgplan-fault-") as name:
        states = write_states(Path(name), asked.rows)

        def run(url: str) -> None:
            for number, moment, told in kill_and_repair(url, states, asked.kills, Random(asked.seed)):
                print(f"kill {number + 1}/{asked.kills} after {moment:.2f} s of work: {told}; repaired", flush=True)

        if asked.engine == "embedded":
            run(str(Path(name) / "kgplan.db"))
        else:
            with running_server() as server:
                os.environ |= {
                    "NEO4J_USERNAME": server.username,
                    "NEO4J_PASSWORD": server.password,
                    "NEO4J_DATABASE": server.database,
                }
                run(server.url)


if __name__ == "__main__":
    main()
