"""Which graph a command works on: a private one made of PATH…, or the standing one."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kgplan.config import CIVIL_TIME, DEFAULT_STORE, Settings, settings_for
from kgplan.errors import EXIT_FAILED, UserError

if TYPE_CHECKING:
    from kgplan.graph.load import LoadReport
    from kgplan.graph.store import Store
    from kgplan.schema import Schema
    from kgplan.sources.model import Dataset


@dataclass(slots=True)
class Opened:
    """An open graph with what was read into it just now, if anything."""

    store: "Store"
    schema: "Schema"
    settings: Settings
    datasets: list["Dataset"] = field(default_factory=list)
    report: "LoadReport | None" = None


def store_url(asked: str | None, settings: Settings) -> str:
    """The standing graph: ``--store``, else ``KGPLAN_STORE``, else ``kgplan.toml``, else ``./kgplan.db``.

    UserError for an address with a user or password in it.
    """
    url = asked or os.environ.get("KGPLAN_STORE") or settings.store or DEFAULT_STORE
    scheme, separator, rest = url.partition("://")
    if separator and "@" in rest:
        # A password in the address would stand in every message, in the shell's history and the list of processes.
        raise UserError("cli.secret_in_store", url=f"{scheme}://{rest.rpartition('@')[2]}")
    return url


def as_of_day(asked: str | None, paths: Sequence[Path] | None) -> date:
    """The day for which a command runs: the one asked for, else that of the settings, else today."""
    return (None if asked else settings_for(paths).as_of) or day(asked)


def day(asked: str | None) -> date:
    """The day that a user wrote; today in Asia/Shanghai if none. UserError if it is no day."""
    if asked is None:
        return datetime.now(CIVIL_TIME).date()
    from kgplan.sources.dates import read_date  # noqa: PLC0415

    found = read_date(asked)
    if found is None:
        raise UserError("cli.bad_day", given=asked, today=datetime.now(CIVIL_TIME).date())
    return found


@contextmanager
def opened(paths: Sequence[Path] | None, store: str | None) -> Iterator[Opened]:
    """The graph that a command works on, closed and, if private, removed at the end of the block."""
    from kgplan.graph.load import load  # noqa: PLC0415
    from kgplan.graph.store import private_store  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.sources import read_paths  # noqa: PLC0415

    settings, schema = settings_for(paths), load_schema()
    if paths and not store:
        datasets = read_paths(list(paths), schema)
        with private_store() as private:
            yield Opened(private, schema, settings, datasets, load(private, datasets, schema))
        return
    with opened_standing(store_url(store, settings), paths or (), settings) as data:
        yield data


@contextmanager
def opened_standing(url: str, paths: Sequence[Path], settings: Settings) -> Iterator[Opened]:
    """The standing graph at an address after the paths, if any, were loaded into it; closed at the end of the block."""
    from kgplan.graph.load import load  # noqa: PLC0415
    from kgplan.graph.store import open_store  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.sources import read_paths  # noqa: PLC0415

    schema = load_schema()
    datasets = read_paths(list(paths), schema) if paths else []
    standing = open_store(url, create=bool(paths))
    try:
        report = load(standing, datasets, schema) if datasets else None
        require_complete(standing, url)
        yield Opened(standing, schema, settings, datasets, report)
    finally:
        standing.close()


@contextmanager
def standing_store(url: str, *, dry_run: bool) -> "Iterator[Store]":
    """The standing graph for a load. A dry run where there is none yet works on an empty graph that vanishes."""
    from kgplan.graph.store import is_server, open_store, private_store  # noqa: PLC0415

    if dry_run and not is_server(url) and not Path(url).exists():
        with private_store() as private:
            yield private
        return
    standing = open_store(url)
    try:
        yield standing
    finally:
        standing.close()


def require_complete(store: "Store", url: str) -> str:
    """The digest of a standing graph's data. UserError (3) if a load goes on in it or was cut off, or none ended."""
    rows = store.read("MATCH (s:LoadState {id: 'load'}) RETURN s.status AS status, s.data_sha256 AS digest")
    if not rows or rows[0]["status"] != "complete":
        raise UserError("store.load_incomplete", exit_code=EXIT_FAILED, path=url)
    return str(rows[0]["digest"])


def home_of(asked: str | None, data: Opened) -> tuple[str, str]:
    """Id and name of the home district. UserError names the nearest region for one that nobody knows."""
    from difflib import get_close_matches  # noqa: PLC0415

    wanted = asked or data.settings.home
    regions = {
        row["id"]: row
        for row in data.store.read("MATCH (r:Region) RETURN r.id AS id, r.name_zh AS name, r.former_ids AS old")
    }
    for key, region in regions.items():
        if wanted in {key, region["name"], *(region["old"] or [])}:
            return key, region["name"]
    names = {**{str(region["name"]): key for key, region in regions.items()}, **{key: key for key in regions}}
    near = get_close_matches(wanted, sorted(names), n=1, cutoff=0)[0]
    raise UserError("cli.unknown_home", given=wanted, near=names[near], name=regions[names[near]]["name"])
