"""``kgplan load``: bring the standing graph to the content of files."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Lang, Language, StoreUrl
from kgplan.errors import UserError

_COLUMNS = ("read", "loaded", "new", "changed", "unchanged", "removed", "rejected")


class Format(StrEnum):
    """How the reconciliation is printed."""

    TABLE = "table"
    JSON = "json"


def load(  # noqa: PLR0913, PLR0917 - the options of the contract
    paths: Annotated[Optional[list[Path]], typer.Argument(help=say("help_paths"), show_default=False)] = None,  # noqa: UP045
    store: StoreUrl = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help_dry_run"))] = False,
    forget: Annotated[Optional[list[str]], typer.Option(help=say("help_forget"), show_default=False)] = None,  # noqa: UP045
    rejected: Annotated[Optional[Path], typer.Option(help=say("help_rejected"), show_default=False)] = None,  # noqa: UP045
    form: Annotated[Format, typer.Option("--format", help=say("help_load_format"))] = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Load folders, workbooks or single files into the standing graph."""
    from kgplan.cli.data import standing_store, store_url  # noqa: PLC0415
    from kgplan.cli.evaluate import rejected_rows  # noqa: PLC0415
    from kgplan.cli.output import tell, tell_rejected  # noqa: PLC0415
    from kgplan.cli.progress import load_progress  # noqa: PLC0415
    from kgplan.cli.rejected import check_target, hand_back  # noqa: PLC0415
    from kgplan.config import read_settings  # noqa: PLC0415
    from kgplan.graph.contradictions import contradictions  # noqa: PLC0415
    from kgplan.graph.load import load as load_datasets  # noqa: PLC0415
    from kgplan.graph.stated import find_datasets  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.sources import read_paths  # noqa: PLC0415

    schema, url, speech = load_schema(), store_url(store, read_settings()), asked_language()
    check_target(rejected)
    if not (paths or forget):
        raise UserError("cli.nothing_to_load")
    datasets = read_paths(paths, schema) if paths else []
    with standing_store(url, dry_run=dry_run) as standing:
        with load_progress() as progress:
            report = load_datasets(
                standing,
                datasets,
                schema,
                dry_run=dry_run,
                forget=find_datasets(standing, forget or []),
                progress=progress,
            )
        notes = [note for dataset in datasets for note in dataset.notes]
        for note in notes if dry_run else [*notes, *contradictions(standing, schema)]:
            tell(note[speech])
    tell_rejected(rejected_rows(datasets))
    hand_back(rejected, datasets, schema)
    tallies = {
        table: {column: getattr(tally, column) for column in _COLUMNS}
        for table, tally in sorted(report.tables.items())
        if table in schema.tables and any(getattr(tally, column) for column in _COLUMNS)
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
