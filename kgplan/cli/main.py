"""Entry point of the command line: the commands, and what becomes of errors."""

import os
import sys
import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kgplan import __version__
from kgplan.cli.check import check, report
from kgplan.cli.diagram import diagram
from kgplan.cli.doctor import doctor
from kgplan.cli.export import export
from kgplan.cli.init import init
from kgplan.cli.language import asked_language, say
from kgplan.cli.load import load
from kgplan.cli.nightly import nightly
from kgplan.cli.query import query
from kgplan.cli.rules import rules
from kgplan.cli.targets import targets
from kgplan.cli.validate import validate
from kgplan.cli.waivers import waivers
from kgplan.errors import EXIT_FAILED, UserError
from kgplan.texts import text


class _Commands(TyperGroup):
    """The commands, with an end of their own for what typer and rich would answer with status 1, that of findings."""

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt:
            print(f"kgplan: {say('interrupted')}", file=sys.stderr)
            raise typer.Exit(130) from None
        except (BrokenPipeError, SystemExit):
            # The reader of the output has gone (rich says so by SystemExit): nothing more to say, and no second error
            # while Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(EXIT_FAILED) from None


app = typer.Typer(
    name="kgplan",
    cls=_Commands,
    help=say("help"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _command in (init, load, validate, check, report, nightly, diagram, query, export, doctor):
    app.command(_command.__name__, help=say(f"help_{_command.__name__}"))(_command)
app.add_typer(rules, name="rules", help=say("help_rules"))
app.add_typer(waivers, name="waivers", help=say("help_waivers"))
app.add_typer(targets, name="targets", help=text(asked_language(), "targets.help_targets"))


def _version(asked: bool) -> None:
    if asked:
        print(f"kgplan {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("help_version"))
    ] = False,
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
    except Exception as error:  # a defect of ours still ends in a sentence and status 3
        _end(say("unexpected", kind=type(error).__name__, why=(str(error).splitlines() or [""])[0]), EXIT_FAILED, error)


def _end(sentence: str, status: int, error: BaseException) -> None:
    from kgplan.cli.output import tell  # noqa: PLC0415 - only here, it costs time

    if "--debug" in sys.argv:
        traceback.print_exception(error)
    tell(f"kgplan: {sentence}")
    sys.exit(status)


if __name__ == "__main__":
    run()
