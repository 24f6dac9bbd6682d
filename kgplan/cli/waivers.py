"""``kgplan waivers``: the table of findings that a person settled."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import AsOf, Debug, Home, Lang, Language, Paths, StoreUrl
from kgplan.errors import EXIT_DONE, EXIT_FINDINGS, UserError

if TYPE_CHECKING:
    from kgplan.results import Results

waivers = typer.Typer(no_args_is_help=True, add_completion=False)

By = Annotated[str, typer.Option(help=say("help_waiver_by"))]
Reason = Annotated[str, typer.Option(help=say("help_waiver_reason"))]
Until = Annotated[Optional[str], typer.Option(help=say("help_waiver_until"), show_default=False)]  # noqa: UP045
DocNo = Annotated[Optional[str], typer.Option(help=say("help_waiver_doc_no"), show_default=False)]  # noqa: UP045
Table = Annotated[Optional[Path], typer.Option(help=say("help_waiver_table"), show_default=False)]  # noqa: UP045


@waivers.command("add", help=say("help_waivers_add"))
def add(  # noqa: PLR0913, PLR0917 - the columns of the table
    rule: Annotated[str, typer.Argument(help=say("help_waiver_rule"))],
    key: Annotated[list[str], typer.Argument(help=say("help_waiver_key"))],
    by: By,
    reason: Reason,
    on: Annotated[Optional[str], typer.Option(help=say("help_waiver_on"), show_default=False)] = None,  # noqa: UP045
    until: Until = None,
    doc_no: DocNo = None,
    table: Table = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Add one waiver."""
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    known = read_rulebook(()).select([rule])
    decided, last = _days(on, until)
    path = _add([(known[0].id, key)], _cells(by, decided, reason, last, doc_no), table)
    print(say("waiver_added", path=path))


@waivers.command("baseline", help=say("help_waivers_baseline"))
def baseline(  # noqa: PLR0913, PLR0917 - as above, and which graph
    by: By,
    reason: Reason,
    paths: Paths = None,
    until: Until = None,
    doc_no: DocNo = None,
    table: Table = None,
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Waive every finding that is open now, so that only new ones are open tomorrow."""
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    results, known = _checked(paths, store, as_of, home), read_rulebook(())
    _, last = _days(None, until)
    decided = date.fromisoformat(results.as_of)
    found = [
        (finding.rule, finding.key)
        for finding in results.open
        if not known.rules[finding.rule].about_registers  # what was not looked at, nobody can have settled
    ]
    path = _add(found, _cells(by, decided, reason, last, doc_no), table)
    print(say("waivers_added", count=len(found), path=path))


@waivers.command("list", help=say("help_waivers_list"))
def list_waivers(  # noqa: PLR0913, PLR0917 - which graph and day
    paths: Paths = None,
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Every waiver and what it does today."""
    _print(_checked(paths, store, as_of, home), only_idle=False)


@waivers.command("check", help=say("help_waivers_check"))
def check_waivers(  # noqa: PLR0913, PLR0917 - as above
    paths: Paths = None,
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Waivers that a person has to look at: unused, expired, lapsed, soon over. Status 1 if there are any."""
    raise typer.Exit(EXIT_FINDINGS if _print(_checked(paths, store, as_of, home), only_idle=True) else EXIT_DONE)


def _checked(paths: list[Path] | None, store: str | None, as_of: str | None, home: str | None) -> "Results":
    from kgplan.cli.data import as_of_day, opened  # noqa: PLC0415
    from kgplan.cli.evaluate import evaluate  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    rulebook = read_rulebook(())
    with opened(paths, store) as data:
        return evaluate(data, rulebook, as_of=as_of_day(as_of, paths), home=home, selected=rulebook.select())


def _print(results: "Results", *, only_idle: bool) -> int:
    """Print the waivers, all or those to look at, and give their number."""
    from rich.table import Table as Grid  # noqa: PLC0415

    from kgplan.reports import labels  # noqa: PLC0415
    from kgplan.reports.table import plain_console  # noqa: PLC0415
    from kgplan.results import SEPARATOR  # noqa: PLC0415

    speech = asked_language()
    shown = Grid()
    for column in ("rule", "waiver_key", "waiver_status", "waiver"):
        shown.add_column(labels.pick(labels.say(column), speech))
    for use in results.waivers:
        if not only_idle or use.status != "used":
            status, words = labels.say(f"waiver_{use.status}"), labels.waiver(use)
            shown.add_row(use.rule, SEPARATOR.join(use.key), labels.pick(status, speech), labels.pick(words, speech))
    plain_console().print(shown)
    plain_console().print(say("rows", count=shown.row_count))
    return shown.row_count


def _add(found: list[tuple[str, list[str]]], cells: dict[str, str], asked: Path | None) -> Path:
    """Add a row for each rule and key with these further cells to the table, and give its path."""
    from kgplan.config import read_settings  # noqa: PLC0415
    from kgplan.history.table import add_rows  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.results import SEPARATOR  # noqa: PLC0415

    path = asked or Path(read_settings().waivers)
    if found:
        rows = [{"rule": rule, "key": SEPARATOR.join(key), **cells} for rule, key in found]
        add_rows(path, rows, load_schema(), asked_language())
    return path


def _days(on: str | None, until: str | None) -> tuple[date, date | None]:
    """The day of the decision and the last day. UserError if the first is after the second."""
    from kgplan.cli.data import day  # noqa: PLC0415

    decided, last = day(on), day(until) if until else None
    if last and last < decided:
        raise UserError("history.until_before_on", on=decided, until=last)
    return decided, last


def _cells(by: str, on: date, reason: str, until: date | None, doc_no: str | None) -> dict[str, str]:
    if not (by.strip() and reason.strip()):
        raise UserError("history.by_and_reason")
    return {
        "by": by,
        "on": on.isoformat(),
        "reason": reason,
        "until": until.isoformat() if until else "",
        "doc_no": doc_no or "",
    }
