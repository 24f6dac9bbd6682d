"""Options that are the same everywhere, defined once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from kgplan.cli.language import say


class Language(StrEnum):
    """Languages of everything a user sees."""

    ZH = "zh"
    EN = "en"


class FailOn(StrEnum):
    """The severity at which findings make the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class Level(StrEnum):
    """Severities of findings."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


# typer reads these annotations at run time: Optional[...] is what all its versions understand.
Paths = Annotated[Optional[list[Path]], typer.Argument(help=say("help_paths"), show_default=False)]  # noqa: UP045
StoreUrl = Annotated[Optional[str], typer.Option("--store", help=say("help_store"), show_default=False)]  # noqa: UP045
AsOf = Annotated[Optional[str], typer.Option("--as-of", help=say("help_as_of"), show_default=False)]  # noqa: UP045
Home = Annotated[Optional[str], typer.Option("--home", help=say("help_home"), show_default=False)]  # noqa: UP045
Lang = Annotated[Language, typer.Option("--lang", help=say("help_lang"), envvar="KGPLAN_LANG")]
Debug = Annotated[bool, typer.Option("--debug", help=say("help_debug"))]
Fail = Annotated[FailOn, typer.Option("--fail-on", help=say("help_fail_on"))]
RuleIds = Annotated[Optional[list[str]], typer.Option("--rule", help=say("help_rule"), show_default=False)]  # noqa: UP045
RuleFolders = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--rules", metavar="DIR", help=say("help_rules_folder"), show_default=False),
]
Groups = Annotated[Optional[list[str]], typer.Option("--group", help=say("help_group"), show_default=False)]  # noqa: UP045
