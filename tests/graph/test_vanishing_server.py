"""A server that vanishes in the middle of a load: one sentence, and nothing of the load is left behind."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.graph import load as loading
from kgplan.graph.load import load
from kgplan.graph.store import open_store
from kgplan.ontology import load_schema
from kgplan.sources import read_paths
from tests.graph.test_load import OUTLINE, PLANS
from tests.needs import unavailable
from tests.neo4j.server import UnavailableError, running_server


@pytest.mark.neo4j
def test_a_server_that_vanishes_in_the_middle_of_a_load_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plans.csv").write_text(PLANS + OUTLINE, encoding="utf-8")
    datasets = read_paths([tmp_path], load_schema())
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except UnavailableError as missing:
            unavailable("neo4j", str(missing))
        for name, value in (
            ("USERNAME", server.username),
            ("PASSWORD", server.password),
            ("DATABASE", server.database),
        ):
            monkeypatch.setenv(f"NEO4J_{name}", value)
        graph = open_store(server.url)
        monkeypatch.setattr(
            loading, "derive", lambda *_: stack.pop_all().close()
        )  # every row is written, none committed
        with pytest.raises(UserError) as failed:
            load(graph, datasets, load_schema())
    assert failed.value.exit_code == EXIT_FAILED
    assert server.url in failed.value.sentence["zh"]
    assert server.password not in str(failed.value.sentence)
