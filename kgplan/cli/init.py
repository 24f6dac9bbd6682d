"""``kgplan init``: a new workspace, with settings and a workbook to fill in."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Lang, Language


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=say("help_init_folder"), show_default=False)] = Path(),
    as_csv: Annotated[bool, typer.Option("--csv", help=say("help_init_csv"))] = False,
    fill: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--from", help=say("help_init_from"), show_default=False),
    ] = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Make kgplan.toml and a workbook with all tables, ready to be filled in."""
    from kgplan.cli.evaluate import rejected_rows  # noqa: PLC0415
    from kgplan.cli.output import tell, tell_rejected  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415
    from kgplan.sources import read_paths  # noqa: PLC0415
    from kgplan.workspace.create import create  # noqa: PLC0415
    from kgplan.workspace.forms import Forms  # noqa: PLC0415

    schema = load_schema()
    datasets = read_paths(fill, schema) if fill else []
    made = create(folder, Forms(schema, asked_language()), read_rulebook(), as_csv=as_csv, datasets=datasets)
    for dataset in datasets:
        for note in dataset.notes:
            tell(note[asked_language()])
    tell_rejected(rejected_rows(datasets))
    for path in made:
        print(say("init_made", path=path))
    if fill:
        print(say("init_filled", rows=sum(len(dataset.rows) for dataset in datasets)))
    print(say("init_next", path=made[-1], register=made[-1].name))
