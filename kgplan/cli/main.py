"""Entry point of the command line: the commands, and what becomes of errors."""

import os
import sys
from typing import Annotated

import typer

from kgplan import __version__
from kgplan.cli.check import check, report
from kgplan.cli.diagram import diagram
from kgplan.cli.doctor import doctor
from kgplan.cli.language import asked_language, say
from kgplan.cli.load import load
from kgplan.cli.query import query
from kgplan.cli.rules import rules
from kgplan.errors import EXIT_FAILED, UserError

app = typer.Typer(
    name="kgplan",
    help=say("help"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _command in (load, check, report, diagram, query, doctor):
    app.command(_command.__name__, help=say(f"help_{_command.__name__}"))(_command)
app.add_typer(rules, name="rules", help=say("help_rules"))


def _version(asked: bool) -> None:
    if asked:
        print(f"kgplan {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=say("help_version"))] = False,
) -> None:
    pass


def run() -> None:
    """Run the command line. Whatever goes wrong ends in one sentence and the contract's exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if os.name == "nt" else None, errors="replace")
    try:
        app()
    except UserError as error:
        _end(error.sentence[asked_language()], error.exit_code, error)
    except KeyboardInterrupt as error:
        _end(say("interrupted"), 130, error)
    except BrokenPipeError:
        # The reader of the output has gone: nothing more to say, and no second error while Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:  # noqa: BLE001 - a defect of ours still ends in a sentence and status 3
        _end(say("unexpected", kind=type(error).__name__, why=(str(error).splitlines() or [""])[0]), EXIT_FAILED, error)


def _end(sentence: str, status: int, error: BaseException) -> None:
    if "--debug" in sys.argv:
        raise error
    print(f"kgplan: {sentence}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    run()
