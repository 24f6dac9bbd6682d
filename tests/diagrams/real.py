"""The pictures of the data that come with kgplan, with all findings, and the sheets of a district of 1,000 plans."""

from datetime import date
from functools import cache
from pathlib import Path

from kgplan.cli.data import Opened
from kgplan.cli.evaluate import evaluate
from kgplan.config import Settings
from kgplan.diagrams import Picture, read_picture, sheets
from kgplan.graph.load import load
from kgplan.graph.store import private_store
from kgplan.ontology import load_schema
from kgplan.rules.rulebook import read_rulebook
from kgplan.sources import read_paths
from tests.diagrams.pictures import random_system

_DATA = Path(__file__).parents[2] / "data"
AS_OF = date(2024, 7, 1)
HOMES = {"kaizhou": "500154", "example": "990101"}
LARGE = 1000


@cache
def real_picture(name: str) -> Picture:
    """The picture of ``data/<name>`` on the as-of day."""
    schema, rulebook = load_schema(), read_rulebook(())
    with private_store() as store:
        datasets = read_paths([_DATA / name], schema)
        data = Opened(store, schema, Settings(), datasets, load(store, datasets, schema))
        results = evaluate(data, rulebook, as_of=AS_OF, home=HOMES[name], selected=rulebook.select())
        return read_picture(
            store,
            as_of=AS_OF,
            home=results.home,
            findings=results.open,
            rulebook=rulebook.version,
            checked=True,
        )


@cache
def large_sheets() -> dict[str, Picture]:
    """Overview and sheets of a district of 1,000 plans."""
    return sheets(random_system(LARGE, 3))
