"""``kgplan validate``: RDF files against the shapes, before they are loaded."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Lang, Language


class Format(StrEnum):
    """How the violations are printed."""

    TABLE = "table"
    JSON = "json"


def validate(
    paths: Annotated[list[Path], typer.Argument(help=say("help_validate_paths"), show_default=False)],
    form: Annotated[Format, typer.Option("--format", help=say("help_format"))] = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Validate RDF files with SHACL."""
    from kgplan.cli.output import tell, write  # noqa: PLC0415
    from kgplan.errors import EXIT_DONE, EXIT_FINDINGS  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.shacl.check import validate_files  # noqa: PLC0415
    from kgplan.shacl.show import print_table, to_json  # noqa: PLC0415

    speech, validation = asked_language(), validate_files(paths, load_schema())
    for note in validation.notes:
        tell(note[speech])
    if form is Format.JSON:
        write(to_json(validation).encode(), None)
    else:
        print_table(validation, speech)
    raise typer.Exit(EXIT_FINDINGS if validation.count("error") else EXIT_DONE)
