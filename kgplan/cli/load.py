"""``kgplan load``: bring the standing graph to the content of files."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Lang, Language, StoreUrl

_COLUMNS = ("read", "loaded", "new", "changed", "unchanged", "removed", "rejected")


class Format(StrEnum):
    """How the reconciliation is printed."""

    TABLE = "table"
    JSON = "json"


def load(  # noqa: PLR0913, PLR0917 - the options of the contract
    paths: Annotated[list[Path], typer.Argument(help=say("help_paths"), show_default=False)],
    store: StoreUrl = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help_dry_run"))] = False,
    form: Annotated[Format, typer.Option("--format", help=say("help_load_format"))] = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Load folders, workbooks or single files into the standing graph."""
    from kgplan.cli.data import store_url  # noqa: PLC0415
    from kgplan.cli.evaluate import rejected_rows  # noqa: PLC0415
    from kgplan.cli.output import tell, tell_rejected  # noqa: PLC0415
    from kgplan.config import read_settings  # noqa: PLC0415
    from kgplan.graph.load import load as load_datasets  # noqa: PLC0415
    from kgplan.graph.store import open_store  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.sources import read_paths  # noqa: PLC0415

    schema, url, speech = load_schema(), store_url(store, read_settings()), asked_language()
    datasets = read_paths(paths, schema)
    standing = open_store(url)
    try:
        report = load_datasets(standing, datasets, schema, dry_run=dry_run)
    finally:
        standing.close()
    for dataset in datasets:
        for note in dataset.notes:
            tell(note[speech])
    tell_rejected(rejected_rows(datasets))
    tallies = {
        table: {column: getattr(tally, column) for column in _COLUMNS}
        for table, tally in sorted(report.tables.items())
        if table in schema.tables
    }
    if form is Format.JSON:
        print(json.dumps(tallies, ensure_ascii=False, indent=2))
        return
    from rich.table import Table  # noqa: PLC0415

    from kgplan.reports.table import plain_console  # noqa: PLC0415

    shown = Table(title=say("dry_run_title" if dry_run else "load_title", store=url))
    shown.add_column(say("column_table"))
    for column in _COLUMNS:
        shown.add_column(say(f"column_{column}"), justify="right")
    for table, tally in tallies.items():
        name = schema.tables[table].zh if speech == "zh" else table
        shown.add_row(name, *(str(tally[column]) for column in _COLUMNS))
    plain_console().print(shown)
