"""A load that dies, a full disk, two loads at once: the graph is a whole, known state, or says that it is not."""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph.load import load
from kgplan.graph.store import open_store, private_store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.graph.contents import contents
from tests.graph.fault import LOAD, ROOT, kill_and_repair, run_load, write_states

KAIZHOU = ROOT / "data" / "kaizhou"


@pytest.mark.parametrize("engine", ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def test_one_load_after_a_kill_gives_the_graph_of_an_undisturbed_load(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "kgplan.db") if engine == "embedded" else request.getfixturevalue("empty_neo4j")
    states = write_states(tmp_path / "states", 4_000 if engine == "embedded" else 1_500)
    kills = list(kill_and_repair(url, states, 2, Random(95)))
    assert len(kills) == 2
    assert not list(tmp_path.glob("*.loading"))


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_ends_in_one_sentence_and_leaves_the_graph_as_it_was(tmp_path: Path) -> None:
    url = tmp_path / "kgplan.db"
    run_load(str(url), KAIZHOU)
    before = _contents(url)
    (state,) = write_states(tmp_path / "states", 12_000)[1:]
    # No file may grow beyond what the graph has now: writing fails as on a full disk.
    size = max(path.stat().st_size for path in url.rglob("*") if path.is_file())
    limits = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
    )
    failed = subprocess.run(
        [LOAD[0], "-c", limits + LOAD[2], "load", str(state), "--store", str(url)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == EXIT_FAILED
    assert "Traceback" not in failed.stderr
    assert len(failed.stderr.strip().splitlines()) <= 2
    assert _contents(url) == before


def _contents(url: Path) -> object:
    store = open_store(str(url))
    try:
        return contents(store)
    finally:
        store.close()


def test_what_a_killed_first_load_left_beside_the_graph_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".kgplan.db.123.loading"
    shutil.copytree(KAIZHOU, left)
    open_store(str(tmp_path / "kgplan.db")).close()
    assert not left.exists()


def test_a_second_load_is_refused_while_one_is_at_work_in_the_folder(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "kgplan.db"))
    try:
        second = subprocess.run(
            [*LOAD, str(KAIZHOU), "--store", str(tmp_path / "kgplan.db")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        store.close()
    assert second.returncode == EXIT_FAILED
    assert "kgplan.db" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.neo4j
def test_a_second_load_is_refused_while_one_is_at_work_on_the_server(empty_neo4j: str) -> None:
    first, second = open_store(empty_neo4j), open_store(empty_neo4j)
    try:
        with first.exclusive(), pytest.raises(UserError) as refused:
            load(second, read_paths([KAIZHOU], load_schema()), load_schema())
        assert refused.value.exit_code == EXIT_FAILED
        load(second, read_paths([KAIZHOU], load_schema()), load_schema())
        with private_store() as fresh:
            load(fresh, read_paths([KAIZHOU], load_schema()), load_schema())
            assert contents(second) == contents(fresh)
    finally:
        first.close()
        second.close()
